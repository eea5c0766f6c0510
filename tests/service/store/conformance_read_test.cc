// Reads: what is stored comes back, lists page by page, retries by age.
#include <algorithm>

#include "absl/strings/str_format.h"
#include "tests/service/store/conformance.h"

namespace oteu::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ReadTest : public StoreTest {
 protected:
  // Ids of all pages of `filter`, `limit` at a time.
  std::vector<std::string> ListAll(const ApplicationFilter& filter, int limit) {
    std::vector<std::string> ids;
    std::string before;
    while (true) {
      auto page = store_->ListApplications(filter, before, limit);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return ids;
      EXPECT_LE(page->applications.size(), static_cast<std::size_t>(limit));
      for (const auto& application : page->applications) {
        before = application.name().substr(std::string("applications/").size());
        ids.push_back(before);
      }
      if (!page->more) return ids;
    }
  }
};

TEST_P(ReadTest, WhatIsAbsentIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(store_->FindRequest("x").status()));
  EXPECT_TRUE(absl::IsNotFound(store_->GetApplication("x").status()));
  EXPECT_TRUE(absl::IsNotFound(store_->GetDecision("x", 0).status()));
  EXPECT_TRUE(absl::IsNotFound(store_->GetDocument(Sha256("x")).status()));
  EXPECT_TRUE(absl::IsNotFound(store_->GetSnapshot(Sha256Hex("x")).status()));
  EXPECT_FALSE(store_->HasSnapshot(Sha256Hex("x")));
}

TEST_P(ReadTest, DecisionsByVersionAndTheLatest) {
  const Change first = NewApplication("a1");
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  Change second = NextChange(first, oteu::v1::APPLICATION_STATE_REFUSED);
  second.decision = StoredDecision{2, "decision 2", "inputs 2", first.decision->document_sha256s};
  ASSERT_EQ(Commit(second), CommitOutcome::kCommitted);
  EXPECT_EQ(store_->GetDecision("a1", 1)->decision, first.decision->decision);
  EXPECT_EQ(store_->GetDecision("a1", 0)->decision, "decision 2");
  EXPECT_EQ(store_->GetDecision("a1", 2)->document_sha256s, first.decision->document_sha256s);
  EXPECT_TRUE(absl::IsNotFound(store_->GetDecision("a1", 3).status()));
}

TEST_P(ReadTest, ADocumentIsFoundByItsDigestAndSharedByApplications) {
  const Change first = NewApplication("a1");
  ASSERT_EQ(Commit(first), CommitOutcome::kCommitted);
  Change second = NewApplication("a2");
  second.documents = first.documents;
  second.decision->document_sha256s = first.decision->document_sha256s;
  ASSERT_EQ(Commit(second), CommitOutcome::kCommitted);
  EXPECT_EQ(store_->GetDocument(first.documents[0].sha256)->signed_data(), "signed document of a1");
}

TEST_P(ReadTest, ADocumentWithAWrongDigestIsDataLoss) {
  Change change = NewApplication("a1");
  change.documents[0].sha256 = Sha256("something else");
  change.decision->document_sha256s = {Sha256("something else")};
  ASSERT_EQ(Commit(change), CommitOutcome::kCommitted);
  EXPECT_TRUE(absl::IsDataLoss(store_->GetDocument(Sha256("something else")).status()));
}

TEST_P(ReadTest, ResponsesComeBackWhetherOrNotTheyEndWithTheDecision) {
  Change sharing = NewApplication("a1");
  Change other = NewApplication("a2");
  other.response = "nothing of the decision";
  Change empty = NewApplication("a3");
  empty.response.clear();
  for (const Change& change : {sharing, other, empty}) {
    ASSERT_EQ(Commit(change), CommitOutcome::kCommitted);
    EXPECT_EQ(store_->FindRequest(change.request_key)->response, change.response);
    EXPECT_EQ(store_->FindRequest(change.request_key)->request_sha256, change.request_sha256);
  }
}

TEST_P(ReadTest, ASnapshotIsStoredOnce) {
  Change change = NewApplication("a1");
  change.snapshots = {{Sha256Hex("trust"), "trust"}, {Sha256Hex("law"), "law"}};
  ASSERT_EQ(Commit(change), CommitOutcome::kCommitted);
  EXPECT_TRUE(store_->HasSnapshot(Sha256Hex("trust")));
  Change next = NewApplication("a2");
  next.snapshots = change.snapshots;
  ASSERT_EQ(Commit(next), CommitOutcome::kCommitted);
  EXPECT_EQ(*store_->GetSnapshot(Sha256Hex("law")), "law");
}

TEST_P(ReadTest, ListsNewestFirstByEveryFilterAndPageSize) {
  struct Entry {
    std::string id, child, applicant, district;
    oteu::v1::ApplicationState state;
  };
  std::vector<Entry> entries;
  for (int i = 0; i < 60; ++i) {
    entries.push_back({absl::StrFormat("id%03d", i), i % 2 == 0 ? "child-a" : "child-b",
                       i % 3 == 0 ? "parent-a" : "parent-b", i % 5 == 0 ? "district-a" : "district-b",
                       static_cast<oteu::v1::ApplicationState>(1 + i % 7)});
    Change change = NewApplication(entries.back().id);
    change.application.set_state(entries.back().state);
    change.application.mutable_form()->set_child_iin(entries.back().child);
    change.application.mutable_form()->set_applicant_iin(entries.back().applicant);
    change.application.mutable_form()->set_district_kato(entries.back().district);
    ASSERT_EQ(Commit(change), CommitOutcome::kCommitted);
  }
  using S = oteu::v1::ApplicationState;
  const std::vector<std::vector<S>> state_sets = {
      {}, {oteu::v1::APPLICATION_STATE_GRANTED}, {S{1}, S{5}, S{5}}, {S{2}, S{3}, S{4}, S{6}, S{7}}};
  for (const char* child : {"", "child-a", "nobody"}) {
    for (const char* applicant : {"", "parent-b"}) {
      for (const char* district : {"", "district-a"}) {
        for (const auto& states : state_sets) {
          std::vector<std::string> expected;
          for (const Entry& e : entries) {
            if ((*child == '\0' || e.child == child) && (*applicant == '\0' || e.applicant == applicant) &&
                (*district == '\0' || e.district == district) &&
                (states.empty() || std::find(states.begin(), states.end(), e.state) != states.end())) {
              expected.insert(expected.begin(), e.id);
            }
          }
          for (int limit : {1, 7, 60}) {
            EXPECT_EQ(ListAll({child, applicant, district, states}, limit), expected)
                << child << "/" << applicant << "/" << district << " states " << states.size() << " limit "
                << limit;
          }
        }
      }
    }
  }
}

TEST_P(ReadTest, HostileFilterValuesAreOnlyValues) {
  ASSERT_EQ(Commit(NewApplication("a1")), CommitOutcome::kCommitted);
  EXPECT_THAT(ListAll({"' OR 1=1 --", "", "", {}}, 10), IsEmpty());
  EXPECT_THAT(ListAll({"", "", "x'; DROP TABLE applications; --", {}}, 10), IsEmpty());
  EXPECT_THAT(ListAll({}, 10), ElementsAre("a1"));
}

TEST_P(ReadTest, RetriesAreTheLongestWaitingUnderReview) {
  const absl::Time base = absl::FromUnixSeconds(1'790'000'000);
  for (int i = 0; i < 4; ++i) {
    Change change = NewApplication("a" + std::to_string(i));
    change.at = base + absl::Minutes(10 - i);
    if (i == 3) change.application.set_state(oteu::v1::APPLICATION_STATE_GRANTED);
    ASSERT_EQ(Commit(change), CommitOutcome::kCommitted);
  }
  EXPECT_THAT(*store_->ListForRetry(base + absl::Hours(1), 10), ElementsAre("a2", "a1", "a0"));
  EXPECT_THAT(*store_->ListForRetry(base + absl::Hours(1), 2), ElementsAre("a2", "a1"));
  EXPECT_THAT(*store_->ListForRetry(base + absl::Minutes(9), 10), ElementsAre("a2"));
  Change touched = NextChange(NewApplication("a2"), oteu::v1::APPLICATION_STATE_UNDER_REVIEW);
  touched.at = base + absl::Minutes(30);
  ASSERT_EQ(Commit(touched), CommitOutcome::kCommitted);
  EXPECT_THAT(*store_->ListForRetry(base + absl::Hours(1), 10), ElementsAre("a1", "a0", "a2"));
}

INSTANTIATE_TEST_SUITE_P(All, ReadTest, testing::ValuesIn(AllStores()), FactoryName);

}  // namespace
}  // namespace oteu::store
