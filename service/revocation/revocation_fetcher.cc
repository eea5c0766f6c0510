#include "service/revocation/revocation_fetcher.h"

#include <algorithm>
#include <random>
#include <utility>

#include "service/revocation/backoff.h"
#include "verification/limits.h"

namespace oteu::revocation {
namespace {

using logging::Event;
using logging::Field;
using logging::Level;

// One look at the schedule at least so often, whatever the clock does in between.
constexpr absl::Duration kLongestSleep = absl::Minutes(1);

}  // namespace

RevocationFetcher::RevocationFetcher(FetcherOptions options) : options_(std::move(options)) {
  for (const FetchedList& list : options_.lists) AddList(list);
}

// A host may hold something newer than the cache: it is due at once.
void RevocationFetcher::AddList(FetchedList list) {
  ListMetrics metrics;
  metrics.name = list.name;
  metrics.due_at = options_.clock->Now();
  const absl::StatusOr<CachedItem> item = options_.cache->Read(list.name, options_.bytes_max);
  std::size_t index = 0;
  {
    const std::lock_guard lock(mutex_);
    index = lists_.size();
    lists_.push_back(std::move(list));
    metrics_.push_back(std::move(metrics));
  }
  if (!item.ok()) return;
  const std::shared_ptr<const ListGate> gate = options_.gate ? options_.gate() : nullptr;
  const auto facts = gate != nullptr ? gate->Describe(item->bytes) : ListGate::Read(item->bytes);
  if (facts.ok()) Remember(index, *facts, item->bytes.size());
}

// RFC 5280 5.2.6, 4.2.1.15.
void RevocationFetcher::FollowDeltas(std::size_t index, const ListFacts& facts) {
  if (facts.is_delta || lists_.size() >= verification::kMaxCrls.value) return;
  const FetchedList base = lists_[index];
  FetchedList delta = {base.name + "-delta", "", base.interval};
  for (const std::string& url : facts.delta_urls) {
    if (delta.url.empty() && options_.client->MayAsk(url)) delta.url = url;
  }
  const auto known = [&](const FetchedList& list) {
    return list.name == delta.name || list.url == delta.url;
  };
  if (!delta.url.empty() && std::ranges::none_of(lists_, known)) AddList(std::move(delta));
}

void RevocationFetcher::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void RevocationFetcher::Start() {
  thread_ = std::thread([this] { Loop(); });
}

void RevocationFetcher::Loop() {
  for (;;) {
    const absl::Time next = FetchDue();
    const absl::Duration sleep =
        std::clamp(next - options_.clock->Now(), absl::Milliseconds(10), kLongestSleep);
    std::unique_lock lock(mutex_);
    if (wake_.wait_for(lock, absl::ToChronoMilliseconds(sleep), [this] { return stop_; })) return;
  }
}

absl::Time RevocationFetcher::FetchDue() {
  bool changed = false;
  absl::Time next = absl::InfiniteFuture();
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    const absl::Time now = options_.clock->Now();
    bool due = false;
    {
      const std::lock_guard lock(mutex_);
      if (stop_) return next;
      due = metrics_[i].due_at <= now;
    }
    if (due) {
      const absl::StatusOr<bool> outcome = Fetch(i, now);
      Report(i, outcome, now);
      changed = changed || (outcome.ok() && *outcome);
    }
    const std::lock_guard lock(mutex_);
    next = std::min(next, metrics_[i].due_at);
  }
  if (changed && options_.on_change) options_.on_change();
  return next;
}

absl::StatusOr<bool> RevocationFetcher::Fetch(std::size_t index, absl::Time now) {
  const FetchedList list = lists_[index];
  const absl::StatusOr<CachedItem> current = options_.cache->Read(list.name, options_.bytes_max);
  HttpRequest request{.url = list.url, .bytes_max = options_.bytes_max, .timeout = options_.timeout};
  if (current.ok()) {
    request.etag = current->meta.etag;
    request.last_modified = current->meta.last_modified;
  }
  const absl::StatusOr<HttpResponse> response = options_.client->Send(request);
  if (!response.ok()) return response.status();
  if (response->not_modified) {
    // Only who asked with a validator may be answered so.
    if (!current.ok()) return absl::UnavailableError("HTTP 304 without a list at hand");
    CachedMeta meta = current->meta;
    meta.fetched_at = now;
    if (absl::Status status = options_.cache->Touch(list.name, current->sha256, meta); !status.ok())
      return status;
    return false;
  }
  return TakeIn(index, *response, current, now);
}

absl::StatusOr<bool> RevocationFetcher::TakeIn(std::size_t index, const HttpResponse& response,
                                               const absl::StatusOr<CachedItem>& current, absl::Time now) {
  const FetchedList list = lists_[index];
  const std::shared_ptr<const ListGate> gate = options_.gate ? options_.gate() : nullptr;
  const absl::StatusOr<ListFacts> facts =
      gate == nullptr ? absl::FailedPreconditionError("no certificates to check the list with")
                      : gate->Admit(response.body, current.ok() ? current->bytes : "");
  if (!facts.ok()) {
    const std::lock_guard lock(mutex_);
    ++metrics_[index].rejected;
    return facts.status();
  }
  const CachedMeta meta = {response.etag, response.last_modified, now};
  if (absl::Status status = options_.cache->Write(list.name, response.body, meta); !status.ok())
    return status;
  Remember(index, *facts, response.body.size());
  return !current.ok() || current->bytes != response.body;
}

void RevocationFetcher::Remember(std::size_t index, const ListFacts& facts, std::size_t bytes) {
  {
    const std::lock_guard lock(mutex_);
    ListMetrics& metrics = metrics_[index];
    metrics.this_update = facts.this_update;
    metrics.next_update = facts.next_update;
    metrics.entries = static_cast<int64_t>(facts.entries);
    metrics.bytes = static_cast<int64_t>(bytes);
  }
  FollowDeltas(index, facts);
}

void RevocationFetcher::Report(std::size_t index, const absl::StatusOr<bool>& outcome, absl::Time now) {
  const double random = Random();
  ListMetrics metrics;
  {
    const std::lock_guard lock(mutex_);
    ListMetrics& kept = metrics_[index];
    if (outcome.ok()) {
      ++(*outcome ? kept.fetched : kept.not_modified);
      kept.checked_at = now;
      kept.failures_in_row = 0;
    } else {
      ++kept.failed;
      ++kept.failures_in_row;
    }
    kept.due_at = now + DelayAfter(kept.failures_in_row, lists_[index].interval, random);
    metrics = kept;
  }
  if (options_.log == nullptr) return;
  const absl::Duration age = metrics.this_update ? now - *metrics.this_update : absl::ZeroDuration();
  if (!outcome.ok()) {
    options_.log->Log(
        Level::kWarning, Event::kRevocationFetchFailed,
        {Field::What(metrics.name), Field::Detail(outcome.status().message()), Field::Size(metrics.bytes),
         Field::Age(age), Field::Failures(metrics.failures_in_row)});
  } else {
    options_.log->Log(Level::kInfo, *outcome ? Event::kRevocationFetched : Event::kRevocationUnchanged,
                      {Field::What(metrics.name), Field::Count(metrics.entries), Field::Size(metrics.bytes),
                       Field::Age(age)});
  }
}

double RevocationFetcher::Random() {
  if (options_.random) return options_.random();
  static thread_local std::mt19937_64 generator(std::random_device{}());
  return std::uniform_real_distribution<double>(0.0, 1.0)(generator);
}

std::vector<std::string> RevocationFetcher::Lists() const {
  std::vector<std::string> names;
  {
    const std::lock_guard lock(mutex_);
    for (const FetchedList& list : lists_) names.push_back(list.name);
  }
  std::vector<std::string> lists;
  for (const std::string& name : names) {
    absl::StatusOr<CachedItem> item = options_.cache->Read(name, options_.bytes_max);
    if (item.ok()) lists.push_back(std::move(item->bytes));
  }
  return lists;
}

std::vector<ListMetrics> RevocationFetcher::Metrics() const {
  const std::lock_guard lock(mutex_);
  return metrics_;
}

}  // namespace oteu::revocation
