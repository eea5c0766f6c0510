// commit_rate [FOLDER]: commits per second, CPU per commit and latencies, by the number of commits in flight.
//
// Each change is what SubmitApplication writes: two documents of 6 KB, a decision of 8 KB, a grant of nine
// months.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <random>

#include "absl/strings/str_format.h"
#include "service/store/sqlite/sqlite_store.h"
#include "tests/service/store/store_factory.h"

namespace oteu::store {
namespace {

using Clock = std::chrono::steady_clock;

std::string RandomBytes(std::size_t size, std::mt19937_64& random) {
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

Change MakeChange(int i, std::mt19937_64& random) {
  const std::string id = absl::StrFormat("%013d%08x", i, static_cast<unsigned>(random()));
  Change change = NewApplication(id);
  change.request_key = absl::StrFormat("SubmitApplication/%016x%016x", random(), random());
  change.application.mutable_form()->set_child_iin(absl::StrFormat("%012d", random() % 1'000'000'000'000));
  change.application.mutable_form()->set_applicant_iin(
      absl::StrFormat("%012d", random() % 1'000'000'000'000));
  change.documents.clear();
  change.decision->document_sha256s.clear();
  for (int d = 0; d < 2; ++d) {
    const std::string bytes = RandomBytes(6000, random);
    change.documents.push_back({Sha256(bytes), bytes});
    change.decision->document_sha256s.push_back(change.documents.back().sha256);
  }
  change.decision->decision = RandomBytes(8000, random);
  change.decision->inputs = RandomBytes(600, random);
  change.response = RandomBytes(500, random) + change.decision->decision;
  SetGrant(
      change, 0,
      {"2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02", "2027-03", "2027-04", "2027-05"});
  return change;
}

double CpuSeconds() {
  struct rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void Measure(const std::string& folder, int in_flight, int count, int page_bytes) {
  auto store =
      sqlite::SqliteStore::Open({.path = folder + "/oteu.db", .page_bytes = page_bytes}, absl::Now());
  if (!store.ok()) {
    std::printf("%s\n", store.status().ToString().c_str());
    return;
  }
  std::mt19937_64 random(1);
  std::vector<Change> changes;
  for (int i = 0; i < count; ++i) changes.push_back(MakeChange(i, random));

  std::mutex mutex;
  std::condition_variable answered;
  int waiting = 0;
  int failures = 0;
  std::vector<double> latencies_ms;
  const double cpu = CpuSeconds();
  const auto start = Clock::now();
  for (Change& change : changes) {
    {
      std::unique_lock lock(mutex);
      answered.wait(lock, [&] { return waiting < in_flight; });
      ++waiting;
    }
    const auto sent = Clock::now();
    (*store)->Commit(std::move(change), [&, sent](absl::StatusOr<CommitResult> result) {
      std::lock_guard lock(mutex);
      if (!result.ok() || result->outcome != CommitOutcome::kCommitted) ++failures;
      latencies_ms.push_back(std::chrono::duration<double, std::milli>(Clock::now() - sent).count());
      --waiting;
      answered.notify_one();
    });
  }
  (*store)->Drain();
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  std::sort(latencies_ms.begin(), latencies_ms.end());
  const auto at = [&](double q) {
    return latencies_ms[static_cast<std::size_t>(q * static_cast<double>(count - 1))];
  };
  std::printf(
      "page %5d  in flight %4d: %7.0f commits/s  %6.1f us CPU/commit  p50 %.2f ms  p99 %.2f ms  p99.9 %.2f "
      "ms%s\n",
      page_bytes, in_flight, count / seconds, (CpuSeconds() - cpu) / count * 1e6, at(0.5), at(0.99),
      at(0.999), failures == 0 ? "" : "  FAILURES");
}

}  // namespace
}  // namespace oteu::store

int main(int argc, char** argv) {
  for (int page_bytes : {4096, 8192}) {
    for (int in_flight : {1, 32}) {
      oteu::store::TempFolder folder;
      const std::string path = argc > 1 ? std::string(argv[1]) : folder.path();
      oteu::store::Measure(path, in_flight, in_flight == 1 ? 2000 : 10000, page_bytes);
      std::filesystem::remove(path + "/oteu.db");
    }
  }
  return 0;
}
