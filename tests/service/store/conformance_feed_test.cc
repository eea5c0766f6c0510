// The change feed: every change once and in order, the state as it is, and no silent gap.
#include <future>
#include <set>

#include "tests/service/store/conformance.h"

namespace oteu::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FeedStoreTest : public StoreTest {
 protected:
  static constexpr int kMany = 1000;

  // Commits a first change of an application.
  void Submit(const std::string& id, const std::string& district = kDistrict,
              const std::string& applicant = kApplicant, const std::string& child = kChild) {
    Change change = NewApplication(id);
    change.application.mutable_form()->set_district_kato(district);
    change.application.mutable_form()->set_applicant_iin(applicant);
    change.application.mutable_form()->set_child_iin(child);
    change.pupils = {{"school of " + child, child}};
    ASSERT_EQ(Commit(std::move(change)), CommitOutcome::kCommitted);
  }
  static std::vector<std::string> Ids(const absl::StatusOr<FeedPage>& page) {
    EXPECT_TRUE(page.ok()) << page.status();
    std::vector<std::string> ids;
    if (!page.ok()) return ids;
    for (const FeedEntry& entry : page->entries)
      ids.push_back(entry.application_id + "@" + std::to_string(entry.revision));
    return ids;
  }
};

TEST_P(FeedStoreTest, AReadingIsARecordAndNoChange) {
  Submit("a1");
  const auto record = [this](AccessWrite access) {
    std::promise<absl::Status> done;
    store_->CommitAccess(std::move(access), [&](absl::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get();
  };
  const std::int64_t latest = *store_->LatestChange();
  ASSERT_TRUE(record({"ACCESS_X", "officer", "applications/a1", 1, "", absl::FromUnixSeconds(5)}).ok());
  const auto last = store_->LastAudit();
  EXPECT_EQ(last->event, "ACCESS_X");
  EXPECT_EQ(last->actor, "officer");
  EXPECT_EQ(last->application_id, "applications/a1");
  EXPECT_EQ(last->at_us, 5'000'000);
  EXPECT_EQ(store_->FeedHead()->seq, last->seq);
  EXPECT_EQ(*store_->LatestChange(), latest) << "followers are not woken";
  EXPECT_THAT(Ids(store_->ReadFeed({}, {}, kMany)), ElementsAre("a1@1"));
  const auto all = store_->ReadAudit(0, 10);
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ((*all)[1].previous_hash, (*all)[0].hash);
  EXPECT_EQ(store_->ReadAudit(1, 10)->size(), 1U);
  Submit("a2");
  EXPECT_GT(*store_->LatestChange(), latest);
  EXPECT_TRUE(absl::IsInvalidArgument(record({"X", "", "", 0, "", {}}))) << "no event of a reading";
  EXPECT_TRUE(absl::IsInvalidArgument(record({"ACCESS_X", "", std::string(60001, 'x'), 0, "", {}})));
  EXPECT_TRUE(absl::IsInvalidArgument(record({"ACCESS_X", "", "", 0, "short", {}})));
}

TEST_P(FeedStoreTest, GivesEveryChangeOnceAndInOrder) {
  EXPECT_EQ(store_->FeedHead()->seq, 0);
  EXPECT_THAT(Ids(store_->ReadFeed({}, {}, kMany)), IsEmpty());
  Submit("a1");
  Submit("a2");
  Commit(NextChange(NewApplication("a1"), oteu::v1::APPLICATION_STATE_WITHDRAWN));
  const auto all = store_->ReadFeed({}, {}, kMany);
  EXPECT_THAT(Ids(all), ElementsAre("a1@1", "a2@1", "a1@2"));
  EXPECT_FALSE(all->more);
  EXPECT_EQ(all->entries[0].event, NewApplication("a1").event);
  EXPECT_EQ(all->entries[0].decision_version, 1);
  EXPECT_EQ(all->entries[2].decision_version, 0) << "it made no decision";
  EXPECT_EQ(all->entries[2].state, oteu::v1::APPLICATION_STATE_WITHDRAWN);
  EXPECT_EQ(all->end.seq, store_->FeedHead()->seq);

  FeedPlace place;
  std::vector<std::string> one_by_one;
  for (int i = 0; i < 3; ++i) {
    const auto page = store_->ReadFeed({}, place, 1);
    ASSERT_TRUE(page.ok());
    ASSERT_EQ(page->entries.size(), 1U);
    EXPECT_EQ(page->more, i < 2);
    one_by_one.push_back(Ids(page)[0]);
    place = page->end;
  }
  EXPECT_EQ(one_by_one, Ids(all));
  EXPECT_THAT(Ids(store_->ReadFeed({}, place, 1)), IsEmpty());
  Reopen();
  EXPECT_THAT(Ids(store_->ReadFeed({}, {}, kMany)), ElementsAre("a1@1", "a2@1", "a1@2"));
}

TEST_P(FeedStoreTest, FiltersByDistrictApplicantSchoolAndEvent) {
  Submit("a1", "111111111", "applicant1", "child1");
  Submit("a2", "222222222", "applicant1", "child2");
  Submit("a3", "111111111", "applicant2", "child1");
  const auto ids = [this](const FeedFilter& filter) {
    const auto feed = Ids(store_->ReadFeed(filter, {}, kMany));
    FeedFilter state = filter;
    state.events.clear();
    if (filter.events.empty()) {
      EXPECT_EQ(Ids(store_->ReadFeedSnapshot(state, "", kMany)), feed);
    }
    return feed;
  };
  EXPECT_THAT(ids({.district_kato = "111111111"}), ElementsAre("a1@1", "a3@1"));
  EXPECT_THAT(ids({.applicant_iin = "applicant1"}), ElementsAre("a1@1", "a2@1"));
  EXPECT_THAT(ids({.school_bin = "school of child1"}), ElementsAre("a1@1", "a3@1"));
  EXPECT_THAT(ids({.district_kato = "111111111", .applicant_iin = "applicant1"}), ElementsAre("a1@1"));
  EXPECT_THAT(ids({.district_kato = "222222222", .school_bin = "school of child1"}), IsEmpty());
  EXPECT_THAT(ids({.applicant_iin = "applicant1", .school_bin = "school of child2"}), ElementsAre("a2@1"));
  EXPECT_THAT(ids({.events = {NewApplication("x").event}}), ElementsAre("a1@1", "a2@1", "a3@1"));
  EXPECT_THAT(ids({.events = {NewApplication("x").event.substr(1), "OTHER"}}), IsEmpty());
  // What is left out moves the place all the same.
  EXPECT_EQ(store_->ReadFeed({.events = {"OTHER"}}, {}, 1)->end.seq, store_->FeedHead()->seq);
}

TEST_P(FeedStoreTest, TheSnapshotIsTheStateAsItIsInPages) {
  for (const char* id : {"a1", "a2", "a3"}) Submit(id);
  Commit(NextChange(NewApplication("a2"), oteu::v1::APPLICATION_STATE_WITHDRAWN));
  const auto first = store_->ReadFeedSnapshot({}, "", 2);
  EXPECT_THAT(Ids(first), ElementsAre("a1@1", "a2@2"));
  EXPECT_TRUE(first->more);
  EXPECT_EQ(first->entries[1].decision_version, 1) << "its latest decision";
  EXPECT_EQ(first->entries[1].event, "");
  const auto rest = store_->ReadFeedSnapshot({}, "a2", 2);
  EXPECT_THAT(Ids(rest), ElementsAre("a3@1"));
  EXPECT_FALSE(rest->more);
}

TEST_P(FeedStoreTest, APlaceOfAnotherHistoryIsRefused) {
  Submit("a1");
  const FeedPlace head = *store_->FeedHead();
  FeedPlace ahead = head;
  ++ahead.seq;
  EXPECT_TRUE(absl::IsOutOfRange(store_->ReadFeed({}, ahead, kMany).status()));
  FeedPlace other = head;
  other.hash[0] = static_cast<char>(other.hash[0] ^ 1);
  EXPECT_TRUE(absl::IsOutOfRange(store_->ReadFeed({}, other, kMany).status()));
  EXPECT_TRUE(store_->ReadFeed({}, head, kMany).ok());
}

TEST_P(FeedStoreTest, WhatIsForgottenIsRefusedAndNotPassedOver) {
  Change early = NewApplication("a1");
  early.at = absl::FromUnixSeconds(1000);
  Commit(std::move(early));
  const FeedPlace place = *store_->FeedHead();
  Change next = NewApplication("a2");
  next.at = absl::FromUnixSeconds(2000);
  Commit(std::move(next));
  Change last = NewApplication("a3");
  last.at = absl::FromUnixSeconds(3000);
  Commit(std::move(last));
  EXPECT_EQ(*store_->PruneFeed(absl::FromUnixSeconds(1000)), 0);
  EXPECT_THAT(Ids(store_->ReadFeed({}, place, kMany)), ElementsAre("a2@1", "a3@1"));
  EXPECT_EQ(*store_->PruneFeed(absl::FromUnixSeconds(3000)), 2);
  EXPECT_TRUE(absl::IsOutOfRange(store_->ReadFeed({}, place, kMany).status()));
  EXPECT_TRUE(absl::IsOutOfRange(store_->ReadFeed({}, {}, kMany).status()));
  EXPECT_THAT(Ids(store_->ReadFeedSnapshot({}, "", kMany)), ElementsAre("a1@1", "a2@1", "a3@1"));
  Reopen();
  EXPECT_TRUE(absl::IsOutOfRange(store_->ReadFeed({}, place, kMany).status()));
  EXPECT_EQ(*store_->PruneFeed(absl::FromUnixSeconds(3000)), 0);
}

INSTANTIATE_TEST_SUITE_P(All, FeedStoreTest, testing::ValuesIn(AllStores()), FactoryName);

}  // namespace
}  // namespace oteu::store
