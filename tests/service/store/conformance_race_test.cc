// Races: many threads on the same child, request and application. Run under TSan too.
#include <atomic>
#include <future>
#include <latch>
#include <map>
#include <thread>

#include "tests/service/store/conformance.h"

namespace oteu::store {
namespace {

constexpr int kThreads = 8;

using RaceTest = StoreTest;

// Runs `work(thread)` on all threads at once.
void Race(const std::function<void(int)>& work) {
  std::latch start(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_P(RaceTest, OfManyApplicationsForOneChildExactlyOneIsGranted) {
  for (int round = 0; round < 20; ++round) {
    const std::string child = "child-" + std::to_string(round);
    std::atomic<int> granted = 0;
    std::atomic<int> conflicts = 0;
    Race([&](int thread) {
      Change change = NewApplication("r" + std::to_string(round) + "-" + std::to_string(thread));
      change.application.mutable_form()->set_child_iin(child);
      SetGrant(change, 0, {"2026-09", "2026-10"});
      const CommitOutcome outcome = Commit(change);
      if (outcome == CommitOutcome::kCommitted) ++granted;
      if (outcome == CommitOutcome::kClaimsConflict) ++conflicts;
    });
    EXPECT_EQ(granted, 1);
    EXPECT_EQ(conflicts, kThreads - 1);
    EXPECT_EQ(store_->GetClaims(child)->grants.size(), 1U);
  }
}

TEST_P(RaceTest, OptimisticRetriesShareOutTheMonthsWithoutOverlap) {
  const std::string child = "child";
  Race([&](int thread) {
    // Each wants any one month of eight and looks again after a conflict, as the use cases do.
    for (int attempt = 0; attempt < 1000; ++attempt) {
      auto claims = store_->GetClaims(child);
      ASSERT_TRUE(claims.ok());
      std::set<std::string> taken;
      for (const Grant& grant : claims->grants) taken.insert(grant.months.begin(), grant.months.end());
      std::string month = "2026-01";
      while (taken.contains(month)) ++month.back();
      Change change = NewApplication("t" + std::to_string(thread));
      change.application.mutable_form()->set_child_iin(child);
      SetGrant(change, claims->version, {month});
      if (Commit(change) == CommitOutcome::kCommitted) return;
    }
    FAIL() << "no progress";
  });
  const auto claims = store_->GetClaims(child);
  std::map<std::string, int> months;
  for (const Grant& grant : claims->grants) ++months[grant.months.at(0)];
  EXPECT_EQ(months.size(), static_cast<std::size_t>(kThreads));
  EXPECT_EQ(claims->version, kThreads);
}

TEST_P(RaceTest, OneRequestSentManyTimesAtOnceIsWrittenOnce) {
  std::atomic<int> committed = 0;
  std::atomic<int> replayed = 0;
  Race([&](int thread) {
    Change change = NewApplication("a" + std::to_string(thread));
    change.request_key = "SubmitApplication/same";
    change.request_sha256 = Sha256("same");
    change.response = "answer of " + std::to_string(thread);
    const CommitOutcome outcome = Commit(change);
    if (outcome == CommitOutcome::kCommitted) ++committed;
    if (outcome == CommitOutcome::kReplayed) ++replayed;
  });
  EXPECT_EQ(committed, 1);
  EXPECT_EQ(replayed, kThreads - 1);
  EXPECT_EQ(store_->ListApplications({}, "", 100)->applications.size(), 1U);
}

// Fills one batch: all are queued before the writer's first COMMIT returns.
TEST_P(RaceTest, ChangesOfOneBatchSeeEachOther) {
  std::vector<std::promise<CommitOutcome>> outcomes(6);
  const auto commit = [&](std::size_t i, Change change) {
    store_->Commit(std::move(change), [&outcomes, i](absl::StatusOr<CommitResult> result) {
      ASSERT_TRUE(result.ok()) << result.status();
      outcomes[i].set_value(result->outcome);
    });
  };
  Change granted = NewApplication("a1");
  SetGrant(granted, 0, {"2026-09"});
  Change stale = NewApplication("a2");
  SetGrant(stale, 0, {"2026-10"});
  Change reused = NewApplication("a3");
  reused.request_key = granted.request_key;
  commit(0, granted);
  commit(1, granted);
  commit(2, stale);
  commit(3, reused);
  commit(4, NextChange(granted, oteu::v1::APPLICATION_STATE_GRANTED));
  commit(5, NextChange(granted, oteu::v1::APPLICATION_STATE_GRANTED));
  std::vector<CommitOutcome> seen;
  for (auto& outcome : outcomes) seen.push_back(outcome.get_future().get());
  EXPECT_THAT(seen, testing::ElementsAre(CommitOutcome::kCommitted, CommitOutcome::kReplayed,
                                         CommitOutcome::kClaimsConflict, CommitOutcome::kRequestIdReused,
                                         CommitOutcome::kCommitted, CommitOutcome::kRevisionConflict));
}

TEST_P(RaceTest, ReadersSeeOnlyWholeChangesWhileWritersRun) {
  std::atomic<bool> stop = false;
  std::thread reader([&] {
    while (!stop) {
      auto page = store_->ListApplications({}, "", 50);
      ASSERT_TRUE(page.ok()) << page.status();
      for (const auto& application : page->applications) {
        const std::string id = application.name().substr(std::string("applications/").size());
        EXPECT_TRUE(store_->GetDecision(id, 1).ok());
        EXPECT_TRUE(store_->FindRequest("SubmitApplication/" + id).ok());
      }
    }
  });
  Race([&](int thread) {
    for (int i = 0; i < 25; ++i) {
      EXPECT_EQ(Commit(NewApplication("t" + std::to_string(thread) + "-" + std::to_string(i))),
                CommitOutcome::kCommitted);
    }
  });
  stop = true;
  reader.join();
}

TEST_P(RaceTest, DrainAnswersEverythingThatWasAccepted) {
  std::atomic<int> accepted = 0;
  std::atomic<int> refused = 0;
  std::thread drainer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    store_->Drain();
  });
  Race([&](int thread) {
    for (int i = 0; i < 100; ++i) {
      auto result =
          CommitAndWait(*store_, NewApplication("t" + std::to_string(thread) + "-" + std::to_string(i)));
      ++(result.ok() ? accepted : refused);
    }
  });
  drainer.join();
  EXPECT_EQ(accepted + refused, kThreads * 100);
  EXPECT_EQ(store_->ListApplications({}, "", 1000)->applications.size(), static_cast<std::size_t>(accepted));
}

INSTANTIATE_TEST_SUITE_P(All, RaceTest, testing::ValuesIn(AllStores()), FactoryName);

}  // namespace
}  // namespace oteu::store
