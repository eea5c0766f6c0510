// Facts: outcomes, sessions, what is kept of corrections, the recalculation inside the transaction.
#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/service/store/conformance.h"

namespace oteu::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kSchool[] = "123440000001";

FactWrite Write(const std::string& id, std::int64_t revision, const std::string& value,
                const std::string& child = kChild) {
  FactWrite write;
  write.fact_id = id;
  write.revision = revision;
  write.kind = 1;
  write.child_iin = child;
  write.subject = "2025-10";
  write.value = value;
  oteu::v1::Fact fact;
  fact.set_fact_id(id);
  fact.set_revision(revision);
  fact.set_month(value);
  write.fact = fact.SerializeAsString();
  return write;
}

FactBatch Batch(std::vector<FactWrite> facts, std::optional<std::int64_t> offset = std::nullopt) {
  FactBatch batch;
  batch.source = "vendor";
  batch.school_bin = kSchool;
  batch.offset = offset;
  batch.count = static_cast<std::int64_t>(facts.size());
  batch.facts = std::move(facts);
  batch.actor = "vendor";
  batch.at = absl::FromUnixSeconds(1'790'000'000);
  return batch;
}

FactFilter Of(const std::string& child) {
  FactFilter filter;
  filter.child_iin = child;
  filter.limit = 10000;
  return filter;
}

class FactsStoreTest : public StoreTest {
 protected:
  absl::StatusOr<FactBatchResult> Record(FactBatch batch) {
    auto promise = std::make_shared<std::promise<absl::StatusOr<FactBatchResult>>>();
    auto future = promise->get_future();
    store_->CommitFacts(std::move(batch), [promise](absl::StatusOr<FactBatchResult> result) {
      promise->set_value(std::move(result));
    });
    return future.get();
  }
  std::vector<FactStored> Outcomes(FactBatch batch) {
    auto result = Record(std::move(batch));
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->outcomes : std::vector<FactStored>();
  }
  std::size_t Rows() { return store_->ListFacts(Of(kChild))->size(); }
};

TEST_P(FactsStoreTest, EachRevisionIsRecordedOnceAndNothingIsOverwritten) {
  EXPECT_THAT(Outcomes(Batch({Write("a", 2, "x"), Write("a", 2, "x"), Write("a", 5, "y"), Write("a", 3, "z"),
                              Write("a", 3, "z"), Write("a", 5, "other")})),
              ElementsAre(FactStored::kNew, FactStored::kSame, FactStored::kSuperseded, FactStored::kStale,
                          FactStored::kStale, FactStored::kRevisionReused));
  const auto facts = *store_->ListFacts(Of(kChild));
  ASSERT_EQ(facts.size(), 3U);
  EXPECT_TRUE(facts[0].superseded());
  EXPECT_TRUE(facts[1].superseded());
  EXPECT_FALSE(facts[2].superseded());
  EXPECT_EQ(facts[2].fact().month(), "y");
}

TEST_P(FactsStoreTest, AnotherSourcesWordForTheSameIsKeptAndSame) {
  Outcomes(Batch({Write("a", 1, "x")}));
  FactBatch other = Batch({Write("b", 1, "x"), Write("c", 1, "y")});
  other.source = "next-vendor";
  EXPECT_THAT(Outcomes(other), ElementsAre(FactStored::kSame, FactStored::kNew));
  EXPECT_EQ(Rows(), 3U);
  // What the first has taken back meanwhile is no more the same.
  FactWrite back = Write("a", 2, "x");
  back.retracted = true;
  Outcomes(Batch({back}));
  other.facts = {Write("d", 1, "y"), Write("e", 1, "x")};
  other.source = "third-vendor";
  EXPECT_THAT(Outcomes(other), ElementsAre(FactStored::kSame, FactStored::kSame))
      << "the second still says x";
}

TEST_P(FactsStoreTest, ASessionMovesForwardWithoutGapsAndSurvivesARestart) {
  EXPECT_EQ(*store_->GetFactOffset("vendor", kSchool), 0);
  EXPECT_EQ(Record(Batch({Write("a", 1, "x")}, 0))->committed_offset, 1);
  auto gap = Record(Batch({Write("b", 1, "x")}, 2));
  ASSERT_TRUE(gap.ok());
  EXPECT_TRUE(gap->gap);
  EXPECT_THAT(gap->outcomes, IsEmpty());
  EXPECT_EQ(Rows(), 1U);
  Reopen();
  EXPECT_EQ(*store_->GetFactOffset("vendor", kSchool), 1);
  FactBatch rejected = Batch({}, 1);
  rejected.count = 3;  // refused before they came here: they take their places all the same
  EXPECT_EQ(Record(rejected)->committed_offset, 4);
  EXPECT_EQ(Record(Batch({Write("a", 1, "x")}, 0))->committed_offset, 4) << "never back";
  EXPECT_EQ(*store_->GetFactOffset("vendor", ""), 0) << "another session";
}

TEST_P(FactsStoreTest, WhatIsListedIsWhatWasKnown) {
  Outcomes(Batch({Write("a", 1, "x")}));
  FactBatch later = Batch({Write("a", 2, "y")});
  later.at += absl::Hours(1);
  Outcomes(later);
  FactFilter filter = Of(kChild);
  filter.known_at = later.at - absl::Seconds(1);
  auto facts = *store_->ListFacts(filter);
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_FALSE(facts[0].superseded());
  filter.known_at = later.at;
  filter.limit = 1;
  facts = *store_->ListFacts(filter);
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_TRUE(facts[0].superseded());
  filter.after_us = absl::ToUnixMicros(later.at) - 3'600'000'000;
  filter.after_source = "vendor";
  filter.after_fact_id = "a";
  filter.after_revision = 1;
  EXPECT_EQ(store_->ListFacts(filter)->at(0).fact().revision(), 2);
  filter.kinds = {2, 3};
  EXPECT_THAT(*store_->ListFacts(filter), IsEmpty());
}

TEST_P(FactsStoreTest, PupilsAreThoseOfAChange) {
  Change change = NewApplication("a1");
  change.pupils = {{kSchool, kChild}, {kSchool, kChild}};
  ASSERT_EQ(Commit(change), CommitOutcome::kCommitted);
  EXPECT_TRUE(*store_->IsPupil(kSchool, kChild));
  EXPECT_FALSE(*store_->IsPupil("000000000000", kChild));
  EXPECT_THAT(*store_->ListPupils(kSchool), ElementsAre(kChild));
}

Change Granted() {
  Change granted = NewApplication("a1");
  granted.application.set_state(oteu::v1::APPLICATION_STATE_GRANTED);
  granted.application.set_name("applications/a1");
  SetGrant(granted, 0, {"2025-10", "2025-11"});
  return granted;
}

// A granted application whose months the recalculation takes away.
TEST_P(FactsStoreTest, ARecalculationIsPartOfTheTransaction) {
  const Change granted = Granted();
  ASSERT_EQ(Commit(granted), CommitOutcome::kCommitted);
  FactWrite death = Write("d", 1, "x");
  death.concerns_entitlement = true;
  FactBatch batch = Batch({death});
  int calls = 0;
  batch.recalculate = [&](FactView& view, const std::string& child) -> absl::StatusOr<std::vector<Change>> {
    ++calls;
    EXPECT_EQ(view.FactsThatHold(child)->size(), 1U) << "its own writes are seen";
    auto applications = view.GrantedApplications(child);
    EXPECT_EQ(applications->size(), 1U);
    auto decision = *view.GetDecision("a1", 0);
    Change change = NextChange(granted, oteu::v1::APPLICATION_STATE_GRANTED);
    change.event = "ENTITLEMENT_RECALCULATED";
    change.application.set_name("applications/a1");
    decision.version = 2;
    change.decision = decision;
    change.adjustments = {{1, 1, 500, "proposal"}};
    SetGrant(change, 0, {"2025-10"});
    change.expected_claims_version.reset();
    return std::vector<Change>{change};
  };
  EXPECT_THAT(Outcomes(batch), ElementsAre(FactStored::kNew));
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(store_->GetDecision("a1", 0)->version, 2);
  EXPECT_THAT(store_->GetClaims(kChild)->grants[0].months, ElementsAre("2025-10"));
  ASSERT_EQ(store_->ListAdjustments("a1", 2)->size(), 1U);
  EXPECT_EQ(store_->ListAdjustments("a1", 2)->at(0).amount_tiyn, 500);
  // Said again, or of no concern: not recalculated.
  Outcomes(batch);
  batch.facts = {Write("e", 1, "x")};
  Outcomes(batch);
  EXPECT_EQ(calls, 1);
}

TEST_P(FactsStoreTest, WithoutAGrantNothingIsRecalculated) {
  ASSERT_EQ(Commit(NewApplication("a1")), CommitOutcome::kCommitted);
  FactWrite death = Write("d", 1, "x");
  death.concerns_entitlement = true;
  FactBatch batch = Batch({death});
  batch.recalculate = [](FactView&, const std::string&) -> absl::StatusOr<std::vector<Change>> {
    ADD_FAILURE() << "there is nothing to recalculate";
    return std::vector<Change>();
  };
  EXPECT_THAT(Outcomes(batch), ElementsAre(FactStored::kNew));
}

TEST_P(FactsStoreTest, WhenTheRecalculationFailsTheFactsAreNotRecordedAndNobodyElseSuffers) {
  ASSERT_EQ(Commit(Granted()), CommitOutcome::kCommitted);
  FactWrite death = Write("d", 1, "x");
  death.concerns_entitlement = true;
  FactBatch batch = Batch({death}, 0);
  batch.recalculate = [](FactView&, const std::string&) -> absl::StatusOr<std::vector<Change>> {
    return absl::DataLossError("damaged");
  };
  std::thread other([&] { EXPECT_EQ(Commit(NewApplication("a2")), CommitOutcome::kCommitted); });
  EXPECT_FALSE(Record(batch).ok());
  other.join();
  EXPECT_EQ(Rows(), 0U);
  EXPECT_EQ(*store_->GetFactOffset("vendor", kSchool), 0);
}

TEST_P(FactsStoreTest, ABatchThatContradictsItselfIsRefused) {
  FactBatch batch = Batch({Write("", 1, "x")});
  EXPECT_TRUE(absl::IsInvalidArgument(Record(batch).status()));
  batch = Batch({Write("a", 1, "x")});
  batch.count = 0;
  EXPECT_TRUE(absl::IsInvalidArgument(Record(batch).status()));
  batch = Batch({}, -1);
  EXPECT_TRUE(absl::IsInvalidArgument(Record(batch).status()));
}

TEST_P(FactsStoreTest, ManyBatchesFromManyThreadsAreAllThereOnce) {
  constexpr int kThreads = 4, kBatches = 25, kFacts = 8;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int b = 0; b < kBatches; ++b) {
        std::vector<FactWrite> facts;
        for (int f = 0; f < kFacts; ++f)
          facts.push_back(Write(absl::StrCat(t, "-", b, "-", f), 1, "x", absl::StrCat("child-", f)));
        EXPECT_TRUE(Record(Batch(std::move(facts))).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::size_t rows = 0;
  for (int f = 0; f < kFacts; ++f) rows += store_->ListFacts(Of(absl::StrCat("child-", f)))->size();
  EXPECT_EQ(rows, std::size_t{kThreads * kBatches * kFacts});
}

TEST_P(FactsStoreTest, JudgingIsWhatRecordingWouldSayAndWritesNothing) {
  EXPECT_EQ(*store_->JudgeFact(Batch({}), Write("a", 1, "x")), FactStored::kNew);
  EXPECT_EQ(Rows(), 0U);
  Outcomes(Batch({Write("a", 1, "x")}));
  EXPECT_EQ(*store_->JudgeFact(Batch({}), Write("a", 1, "x")), FactStored::kSame);
  EXPECT_EQ(*store_->JudgeFact(Batch({}), Write("a", 2, "x")), FactStored::kSuperseded);
}

INSTANTIATE_TEST_SUITE_P(All, FactsStoreTest, testing::ValuesIn(AllStores()), FactoryName);

}  // namespace
}  // namespace oteu::store
