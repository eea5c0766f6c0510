#include "service/rpc/watch_changes.h"

#include <mutex>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "service/errors/error.h"
#include "service/limits.h"
#include "service/rpc/call_context.h"
#include "service/rpc/watchers.h"

namespace oteu::rpc {
namespace {

// Reads a page, writes it, and again; when there is no more, rests until the feed moves on.
class WatchChanges final : public WatchChangesReactor, public Watchers::Watcher {
 public:
  WatchChanges(const Runtime& runtime, grpc::CallbackServerContext* context,
               const oteu::v1::WatchChangesRequest& request)
      : runtime_(runtime),
        context_(context),
        call_(MakeCallContext(*context, *runtime.clock, absl::InfiniteDuration())),
        options_(runtime.watchers->options()) {
    *request_.mutable_filter() = request.filter();
    request_.set_resume_token(request.resume_token());
    request_.set_skip_snapshot(request.skip_snapshot());
    request_.set_page_size(limits::kMaxPageSize);
    runtime_.watchers->Add(this);
    Advance([] {});
  }

  void Tick(std::int64_t latest, absl::Time now) override {
    Advance([this, latest, now] {
      if (latest != latest_) {
        latest_ = latest;
        wanted_ = true;
      }
      if (writing_ && now - sent_at_ > options_.slow_after) {
        // Its status comes after what it has not taken yet; one that never takes anything is let go of.
        if (finished_ && now - sent_at_ > 2 * options_.slow_after) context_->TryCancel();
        Fail(MakeError(ErrorReason::kSlowConsumer, "messages were not taken in time",
                       {{"resume_token", response_.resume_token()}}));
      }
      if (!writing_ && now - sent_at_ > options_.heartbeat) heartbeat_due_ = true;
    });
  }

  void OnWriteDone(bool ok) override {
    Advance([this, ok] {
      writing_ = false;
      if (!ok) broken_ = true;
    });
  }

  void OnCancel() override {
    Advance([this] { broken_ = true; });
  }

  void EndSoon() override {
    Advance([this] { Fail(MakeError(ErrorReason::kShuttingDown)); });
  }

  void OnDone() override {
    runtime_.watchers->Remove(this);
    delete this;
  }

 private:
  enum class Step { kNothing, kRead, kWrite, kFinish };

  // On a worker: the next page.
  void Read() {
    auto page = runtime_.use_cases->ListChanges(call_, request_);
    auto access = page.ok() ? application::AccessOf(request_, *page) : std::nullopt;
    if (!access.has_value()) return Take(std::move(page));
    // reading_ keeps this object until the record is durable.
    RecordThen(runtime_, call_, "oteu.v1.ChangeService/WatchChanges", *std::move(access),
               [this, page = std::move(page)](const absl::Status& recorded) mutable {
                 if (!recorded.ok()) page = recorded;
                 Take(std::move(page));
               });
  }

  void Take(absl::StatusOr<oteu::v1::ListChangesResponse> page) {
    Advance([this, &page] {
      reading_ = false;
      if (!page.ok()) return Fail(page.status());
      // An empty page moves the token, and is told only now and then.
      const bool tell = page->changes_size() > 0 || first_ || request_.resume_token().empty();
      request_.set_resume_token(page->resume_token());
      wanted_ = wanted_ || page->more();
      if (!tell) return;
      first_ = false;
      Fill(*std::move(page));
    });
  }

  void Fill(oteu::v1::ListChangesResponse page) {
    response_.Clear();
    *response_.mutable_changes() = std::move(*page.mutable_changes());
    response_.set_in_snapshot(page.in_snapshot());
    response_.set_resume_token(std::move(*page.mutable_resume_token()));
    filled_ = true;
  }

  // The first error is the stream's. Called with mutex_ held.
  void Fail(const absl::Status& status) {
    if (failure_.ok()) failure_ = status;
  }

  // Changes the state, then does what has become possible. gRPC's calls are made outside the lock, since they
  // may call back at once; while one is being made (starting_), nobody else may finish, because this object
  // could then be gone.
  template <typename Change>
  void Advance(Change change) {
    std::unique_lock lock(mutex_);
    change();
    while (true) {
      const Step step = Decide();
      if (step == Step::kNothing) return;
      if (step == Step::kFinish) {
        const absl::Status failure = broken_ ? absl::CancelledError() : failure_;
        lock.unlock();
        return End(failure);
      }
      ++starting_;
      lock.unlock();
      absl::Status queued;
      if (step == Step::kWrite) StartWrite(&response_);
      if (step == Step::kRead) queued = Queue(runtime_, [this] { Read(); });
      lock.lock();
      --starting_;
      if (!queued.ok()) NotQueued(queued);
    }
  }

  // A full queue is no reason to lose a follower that is served already: the next tick tries again.
  void NotQueued(const absl::Status& status) {
    reading_ = false;
    const auto info = GetErrorInfo(status);
    if (!first_ && info.has_value() && info->reason == ErrorReason::kOverloaded) {
      latest_ = -1;
      return;
    }
    Fail(status);
  }

  // What to do now; it counts as begun. Called with mutex_ held.
  Step Decide() {
    if (finished_) return Step::kNothing;
    if (broken_ || !failure_.ok()) {
      // A worker still holds this object. A message that is not taken does not: its end is awaited by gRPC.
      if (reading_ || starting_ > 0) return Step::kNothing;
      finished_ = true;
      return Step::kFinish;
    }
    if (writing_ || reading_) return Step::kNothing;
    if (!filled_ && heartbeat_due_ && !first_) {
      response_.Clear();
      response_.set_resume_token(request_.resume_token());
      filled_ = true;
    }
    if (filled_) {
      filled_ = heartbeat_due_ = false;
      writing_ = true;
      sent_at_ = absl::Now();
      return Step::kWrite;
    }
    if (!wanted_) return Step::kNothing;
    wanted_ = false;
    reading_ = true;
    return Step::kRead;
  }

  // After Finish gRPC may delete this object at any time.
  void End(const absl::Status& status) {
    Finish(EndOfStream(runtime_, call_, "oteu.v1.ChangeService/WatchChanges", status));
  }

  const Runtime& runtime_;
  grpc::CallbackServerContext* const context_;
  const application::CallContext call_;
  const WatchOptions options_;

  std::mutex mutex_;
  // Of the worker while reading_, else guarded by mutex_, like all below.
  oteu::v1::ListChangesRequest request_;
  oteu::v1::WatchChangesResponse response_;  // gRPC's while writing_
  absl::Status failure_;
  std::int64_t latest_ = -1;
  absl::Time sent_at_;   // when the last write began
  bool wanted_ = true;   // there may be more to read
  bool first_ = true;    // nothing was sent yet
  bool filled_ = false;  // response_ is to be written
  bool heartbeat_due_ = false;
  bool reading_ = false;
  bool writing_ = false;
  bool broken_ = false;
  bool finished_ = false;
  int starting_ = 0;  // threads that are making gRPC's calls
};

// For a server that wakes nobody.
class Refused final : public WatchChangesReactor {
 public:
  Refused() {
    Finish(grpc::Status(grpc::StatusCode::UNIMPLEMENTED, "the change feed cannot be followed here"));
  }
  void OnDone() override { delete this; }
};

}  // namespace

WatchChangesReactor* StartWatchChanges(const Runtime& runtime, grpc::CallbackServerContext* context,
                                       const oteu::v1::WatchChangesRequest& request) {
  if (runtime.watchers == nullptr) return new Refused();
  return new WatchChanges(runtime, context, request);
}

}  // namespace oteu::rpc
