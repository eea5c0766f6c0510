// Notices and the days on which applications are looked at.
#include "tests/service/store/conformance.h"

namespace oteu::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class NoticeStoreTest : public StoreTest {
 protected:
  std::vector<std::string> ToLook(const char* today) { return *store_->ListToLook(today, 10); }
  // The next change of an application that was just written, with this notice.
  static Change Telling(const Change& before, std::int32_t days_before, std::string notice) {
    Change change = NextChange(before, before.application.state());
    change.decision.reset();
    change.notices = {{4, "2026-05-25", days_before, std::move(notice)}};
    change.look_on = "2026-04-25";
    return change;
  }
};

TEST_P(NoticeStoreTest, WhatIsDecidedIsLookedAtSoonAndThenOnItsDay) {
  const Change first = NewApplication("a1");
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  EXPECT_THAT(ToLook("2026-01-01"), ElementsAre("a1"));
  ASSERT_TRUE(store_->SetNextLooks({{"a1", 1, "2026-03-26"}}).ok());
  EXPECT_THAT(ToLook("2026-03-25"), IsEmpty());
  EXPECT_THAT(ToLook("2026-03-26"), ElementsAre("a1"));
  Reopen();
  EXPECT_THAT(ToLook("2026-03-26"), ElementsAre("a1")) << "kept over a restart";
  // Any new decision: soon again.
  Change second = NextChange(first, oteu::v1::APPLICATION_STATE_GRANTED);
  second.decision = StoredDecision{2, "decision 2", "inputs 2", first.decision->document_sha256s};
  ASSERT_EQ(Commit(second), CommitOutcome::kCommitted);
  EXPECT_THAT(ToLook("2026-01-01"), ElementsAre("a1"));
}

TEST_P(NoticeStoreTest, AnApplicationThatMovedIsLookedAtAgainAllTheSame) {
  const Change first = NewApplication("a1");
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  ASSERT_EQ(Commit(NextChange(first, oteu::v1::APPLICATION_STATE_GRANTED)), CommitOutcome::kCommitted);
  ASSERT_TRUE(store_->SetNextLooks({{"a1", 1, ""}}).ok());
  EXPECT_THAT(ToLook("2026-01-01"), ElementsAre("a1"));
  ASSERT_TRUE(store_->SetNextLooks({{"a1", 2, ""}}).ok());
  EXPECT_THAT(ToLook("9999-12-31"), IsEmpty());
}

TEST_P(NoticeStoreTest, AChangeWithoutDecisionLeavesTheDayAsItIs) {
  const Change first = NewApplication("a1");
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  ASSERT_TRUE(store_->SetNextLooks({{"a1", 1, "2026-03-26"}}).ok());
  Change touched = NextChange(first, first.application.state());
  touched.decision.reset();
  ASSERT_EQ(Commit(touched), CommitOutcome::kCommitted);
  EXPECT_THAT(ToLook("2026-03-25"), IsEmpty());
  EXPECT_THAT(ToLook("2026-03-26"), ElementsAre("a1"));
}

TEST_P(NoticeStoreTest, ANoticeIsKeptOnceAndOfTwoWhoTellOneDoes) {
  const Change first = NewApplication("a1");
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  const Change telling = Telling(first, 60, "text");
  ASSERT_EQ(Commit(telling), CommitOutcome::kCommitted);
  EXPECT_EQ(Commit(telling), CommitOutcome::kRevisionConflict);
  Change again = Telling(telling, 60, "other text");
  ASSERT_EQ(Commit(again), CommitOutcome::kCommitted);
  const auto notices = *store_->ListNotices({.application_id = "a1"}, 0, 10);
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices[0].notice, "text");
  EXPECT_THAT(ToLook("2026-04-24"), IsEmpty());
}

TEST_P(NoticeStoreTest, TheListGoesOnWhereItWas) {
  Change last = NewApplication("a1");
  ASSERT_EQ(Commit(last), CommitOutcome::kCommitted);
  for (const int days : {60, 30, 7}) {
    last = Telling(last, days, std::to_string(days));
    ASSERT_EQ(Commit(last), CommitOutcome::kCommitted);
  }
  const auto first = *store_->ListNotices({}, 0, 2);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_EQ(first[0].notice + first[1].notice, "6030");
  const auto rest = *store_->ListNotices({}, first[1].number, 2);
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].notice, "7");
  EXPECT_THAT(*store_->ListNotices({.kinds = {5}}, 0, 10), IsEmpty());
  EXPECT_EQ(store_->ListNotices({.kinds = {4, 5}}, 0, 10)->size(), 3U);
}

INSTANTIATE_TEST_SUITE_P(All, NoticeStoreTest, testing::ValuesIn(AllStores()), FactoryName);

}  // namespace
}  // namespace oteu::store
