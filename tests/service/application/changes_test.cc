// The change feed: snapshot, then changes; filters; tokens.
#include <gmock/gmock.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ChangesTest : public World {
 protected:
  absl::StatusOr<v1::ListChangesResponse> List(v1::ListChangesRequest request,
                                               const std::string& token = "") {
    request.set_resume_token(token);
    return use_cases_->ListChanges(call_, request);
  }
  // Everything from a token on, page by page; the token moves.
  std::vector<v1::Change> Drain(const v1::ListChangesRequest& request, std::string* token) {
    std::vector<v1::Change> changes;
    while (true) {
      const auto page = List(request, *token);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return changes;
      changes.insert(changes.end(), page->changes().begin(), page->changes().end());
      *token = page->resume_token();
      if (!page->more()) return changes;
    }
  }
  static std::vector<std::string> Kinds(const std::vector<v1::Change>& changes) {
    std::vector<std::string> kinds;
    for (const v1::Change& change : changes) kinds.push_back(v1::ChangeKind_Name(change.kind()).substr(12));
    return kinds;
  }
};

TEST_F(ChangesTest, TellsTheStateAndThenEveryChangeOfItsLife) {
  const std::string name = Granted();
  std::string token;
  const auto state = Drain({}, &token);
  ASSERT_EQ(Kinds(state), std::vector<std::string>{"SNAPSHOT"});
  EXPECT_EQ(state[0].application(), name);
  EXPECT_EQ(state[0].state(), v1::APPLICATION_STATE_GRANTED);
  EXPECT_EQ(state[0].decision(), name + "/decisions/1");
  EXPECT_EQ(state[0].change_id(), name.substr(13) + "@1");

  clock_.Set("2025-12-20T10:00:00+05:00");
  Outcomes("vendor-a", {Confirmed("c", Child(), "2025-10")});
  EXPECT_THAT(Drain({}, &token), IsEmpty()) << "attendance changes no application";
  Outcomes("civil", {Period("death", v1::FACT_KIND_DEATH, Child(), Date(2025, 10, 20))});
  const auto changes = Drain({}, &token);
  ASSERT_EQ(Kinds(changes), std::vector<std::string>{"ENTITLEMENT_RECALCULATED"});
  EXPECT_EQ(changes[0].change_id(), name.substr(13) + "@2");
  EXPECT_EQ(changes[0].decision(), name + "/decisions/2");
  EXPECT_THAT(Drain({}, &token), IsEmpty());
}

TEST_F(ChangesTest, AProcedureIsFollowedStepByStep) {
  v1::ListChangesRequest request;
  request.set_skip_snapshot(true);
  std::string token;
  EXPECT_THAT(Drain(request, &token), IsEmpty());
  auto incomplete = Request("r1");
  incomplete.mutable_documents()->RemoveLast();
  const std::string name = Submit(incomplete)->application().name();
  clock_.Set("2025-10-10T10:00:00+05:00");
  ASSERT_TRUE(Supply("s1", name, {Signed(PmpcConclusion())}).ok());
  auto held = Request("r2", 1);
  AddFamily(1);
  registry_.down = true;
  const std::string waiting = Submit(held)->application().name();
  clock_.Set("2025-10-10T11:00:00+05:00");
  EXPECT_EQ(use_cases_->RetryHeldApplications(absl::Minutes(1), 10), 0) << "the registers are still silent";
  ASSERT_TRUE(Withdraw("w1", waiting).ok());
  const auto changes = Drain(request, &token);
  EXPECT_THAT(Kinds(changes), ElementsAre("APPLICATION_SUBMITTED", "DOCUMENTS_SUPPLIED",
                                          "APPLICATION_SUBMITTED", "APPLICATION_WITHDRAWN"))
      << "a look that changed nothing is no change";
  EXPECT_EQ(changes[3].decision(), "");
  EXPECT_EQ(changes[3].state(), v1::APPLICATION_STATE_WITHDRAWN);
}

TEST_F(ChangesTest, FiltersHoldForSnapshotAndChanges) {
  Granted(0);
  Granted(1);
  v1::ListChangesRequest mine;
  mine.mutable_filter()->set_applicant_iin(Mother(1));
  v1::ListChangesRequest school;
  school.mutable_filter()->set_school_bin(demo_pki::SchoolBin());
  v1::ListChangesRequest elsewhere;
  elsewhere.mutable_filter()->set_district_kato("999999999");
  v1::ListChangesRequest recalculated;
  recalculated.mutable_filter()->add_kinds(v1::CHANGE_KIND_ENTITLEMENT_RECALCULATED);
  std::string mine_token, school_token, elsewhere_token, recalculated_token;
  EXPECT_EQ(Drain(mine, &mine_token).size(), 1U);
  EXPECT_EQ(Drain(school, &school_token).size(), 2U);
  EXPECT_THAT(Drain(elsewhere, &elsewhere_token), IsEmpty());
  EXPECT_EQ(Drain(recalculated, &recalculated_token).size(), 2U) << "the snapshot is not filtered by kind";
  Granted(2);
  Outcomes("civil", {Period("death", v1::FACT_KIND_DEATH, Child(1), Date(2025, 9, 20))});
  EXPECT_THAT(Kinds(Drain(mine, &mine_token)), ElementsAre("ENTITLEMENT_RECALCULATED"));
  EXPECT_THAT(Kinds(Drain(school, &school_token)),
              ElementsAre("APPLICATION_SUBMITTED", "ENTITLEMENT_RECALCULATED"));
  EXPECT_THAT(Drain(elsewhere, &elsewhere_token), IsEmpty());
  EXPECT_THAT(Kinds(Drain(recalculated, &recalculated_token)), ElementsAre("ENTITLEMENT_RECALCULATED"));
}

TEST_F(ChangesTest, WhatChangesDuringTheSnapshotComesAfterIt) {
  for (int i = 0; i < 5; ++i) Granted(i);
  v1::ListChangesRequest request;
  request.set_page_size(2);
  auto page = List(request);
  ASSERT_TRUE(page.ok());
  EXPECT_TRUE(page->in_snapshot());
  EXPECT_TRUE(page->more());
  EXPECT_EQ(page->changes_size(), 2);
  Outcomes("civil", {Period("death", v1::FACT_KIND_DEATH, Child(0), Date(2025, 9, 20))});
  Granted(5);
  std::string token = page->resume_token();
  const auto rest = Drain(request, &token);
  std::set<std::string> ids;
  for (const v1::Change& change : rest) ids.insert(change.change_id());
  // Three and the new one, which the snapshot has already met; then the recalculation and the new one again.
  EXPECT_THAT(Kinds(rest), ElementsAre("SNAPSHOT", "SNAPSHOT", "SNAPSHOT", "SNAPSHOT",
                                       "ENTITLEMENT_RECALCULATED", "APPLICATION_SUBMITTED"));
  EXPECT_EQ(ids.size(), 5U) << "the repetition has the same id";
}

TEST_F(ChangesTest, TokensBelongToTheirFilterAndExpire) {
  Granted(0);
  std::string token;
  Drain({}, &token);
  v1::ListChangesRequest other;
  other.mutable_filter()->set_applicant_iin(Mother());
  EXPECT_THAT(ViolatedFields(List(other, token).status()), ElementsAre("resume_token"));
  EXPECT_THAT(ViolatedFields(List({}, token.substr(1)).status()), ElementsAre("resume_token"));
  other.mutable_filter()->set_applicant_iin("1");
  other.mutable_filter()->set_school_bin("1");
  other.mutable_filter()->set_district_kato("1");
  other.mutable_filter()->add_kinds(v1::CHANGE_KIND_SNAPSHOT);
  other.set_page_size(-1);
  EXPECT_EQ(ViolatedFields(List(other).status()).size(), 5U);

  clock_.Set("2025-10-05T10:00:00+05:00");
  Granted(1);
  EXPECT_TRUE(List({}, token).ok());
  clock_.Set("2026-02-05T10:00:00+05:00");
  EXPECT_EQ(*store_->PruneFeed(clock_.Now()), 2);
  EXPECT_EQ(ErrorName(List({}, token).status()), "TOKEN_EXPIRED");
  std::string fresh;
  EXPECT_EQ(Drain({}, &fresh).size(), 2U) << "a new beginning has everything";
  EXPECT_TRUE(List({}, fresh).ok());
}

}  // namespace
}  // namespace oteu::application
