// Keeps revocation lists at hand: fetches each on its schedule, lets in what an authority signed, keeps it on
// disk, and tells when something new has come.
//
//   RevocationFetcher fetcher({.lists = ..., .client = &client, .cache = &cache, .gate = gate, ...});
//   fetcher.Start();                    // a thread of its own
//   fetcher.Lists();                    // DER or PEM of everything at hand: for the next load of trust
//
// Where a list refers to deltas (freshestCRL, its own or of certificates of its issuer), the first address at
// a host that may be asked is fetched like the list itself, as NAME-delta.
//
// A host that is down, slow or lying changes nothing: the list of before stays until verification itself
// finds it out of date (its nextUpdate).
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/clock.h"
#include "service/logging/logger.h"
#include "service/revocation/fetch_cache.h"
#include "service/revocation/http_client.h"
#include "service/revocation/list_gate.h"

namespace oteu::revocation {

struct FetchedList {
  std::string name;  // of its item in the cache
  std::string url;
  absl::Duration interval = absl::Hours(1);
};

struct FetcherOptions {
  std::vector<FetchedList> lists;
  std::size_t bytes_max = std::size_t{64} << 20;
  absl::Duration timeout = absl::Minutes(2);
  const HttpClient* client = nullptr;
  const FetchCache* cache = nullptr;
  // Asked anew for each fetched list: certificates may have been reloaded. Null: nothing is let in.
  std::function<std::shared_ptr<const ListGate>()> gate;
  const Clock* clock = nullptr;
  logging::Logger* log = nullptr;   // null: silent
  std::function<void()> on_change;  // a newer list is at hand; called from the fetching thread
  std::function<double()> random;   // [0, 1); empty: a generator of its own
};

// What can be told of one list, configured or followed; ages are to be taken from the times.
struct ListMetrics {
  std::string name;
  int64_t fetched = 0;       // newer lists that were let in
  int64_t not_modified = 0;  // asked, and nothing new
  int64_t failed = 0;        // no answer, or an error
  int64_t rejected = 0;      // answered with what was not let in
  int failures_in_row = 0;
  int64_t bytes = 0;
  int64_t entries = 0;
  std::optional<absl::Time> checked_at;   // last time that the host confirmed or replaced the list
  std::optional<absl::Time> this_update;  // of the list at hand
  std::optional<absl::Time> next_update;
  absl::Time due_at;
};

class RevocationFetcher {
 public:
  // Reads what the cache holds. Everything in `options` outlives the fetcher.
  explicit RevocationFetcher(FetcherOptions options);
  ~RevocationFetcher() { Stop(); }
  RevocationFetcher(const RevocationFetcher&) = delete;
  RevocationFetcher& operator=(const RevocationFetcher&) = delete;

  void Start();
  // Waits for a fetch that is under way (at most its timeout; see HttpClient::Stop).
  void Stop();
  // Fetches what is due now, and answers when the next is. Start calls it; tests may instead.
  absl::Time FetchDue();

  // What the cache holds of these lists, whole and digested. Damaged items are left out.
  std::vector<std::string> Lists() const;
  std::vector<ListMetrics> Metrics() const;

 private:
  void Loop();
  // True when a newer list came in.
  absl::StatusOr<bool> Fetch(std::size_t index, absl::Time now);
  absl::StatusOr<bool> TakeIn(std::size_t index, const HttpResponse& response,
                              const absl::StatusOr<CachedItem>& current, absl::Time now);
  void Report(std::size_t index, const absl::StatusOr<bool>& outcome, absl::Time now);
  // What is at hand now, and the deltas that it refers to.
  void Remember(std::size_t index, const ListFacts& facts, std::size_t bytes);
  void FollowDeltas(std::size_t index, const ListFacts& facts);
  void AddList(FetchedList list);
  double Random();

  const FetcherOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;  // guarded by mutex_
  // Those of the options, then the deltas that they refer to. Written by the fetching thread alone, guarded
  // by mutex_.
  std::vector<FetchedList> lists_;
  std::vector<ListMetrics> metrics_;  // of each; guarded by mutex_
  std::thread thread_;
};

}  // namespace oteu::revocation
