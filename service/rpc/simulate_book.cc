#include "service/rpc/simulate_book.h"

#include <memory>
#include <mutex>
#include <utility>

#include "service/errors/error.h"
#include "service/rpc/call_context.h"
#include "service/rpc/open_streams.h"
#include "service/rpc/rpc_status.h"

namespace oteu::rpc {
namespace {

// One step at a time: a read, a worker's turn or a write; each begins the next as the last thing it does, and
// the last ends the stream.
class SimulateBook final : public SimulateBookReactor, public OpenStreams::Stream {
 public:
  SimulateBook(const Runtime& runtime, grpc::CallbackServerContext* context)
      : runtime_(runtime),
        context_(context),
        call_(MakeCallContext(*context, *runtime.clock, absl::InfiniteDuration())) {
    if (runtime_.streams != nullptr) runtime_.streams->Add(this);
    Read();
  }

  void OnReadDone(bool ok) override {
    {
      const std::lock_guard lock(mutex_);
      reading_ = false;
    }
    const absl::Status queued = Queue(runtime_, [this, ok] { ok ? Process() : Conclude(); });
    if (!queued.ok()) End(queued);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) return End(absl::CancelledError());
    if (response_.has_summary()) return End(absl::OkStatus());
    Read();
  }

  // An operation is under way, or a worker's turn: what comes next finds out.
  void OnCancel() override {
    const std::lock_guard lock(mutex_);
    if (failure_.ok()) failure_ = absl::CancelledError();
  }

  void EndSoon() override {
    std::unique_lock lock(mutex_);
    if (failure_.ok()) failure_ = MakeError(ErrorReason::kShuttingDown);
    // While it waits for the caller nothing else would come; in every other state the next step ends it.
    const bool waiting = reading_;
    lock.unlock();
    if (waiting) context_->TryCancel();
  }

  void OnDone() override {
    if (runtime_.streams != nullptr) runtime_.streams->Remove(this);
    delete this;
  }

 private:
  // Asks for the next message. After gRPC's call this object may be gone.
  void Read() {
    std::unique_lock lock(mutex_);
    if (!failure_.ok()) {
      const absl::Status failure = failure_;
      lock.unlock();
      return End(failure);
    }
    reading_ = true;
    lock.unlock();
    StartRead(&request_);
  }

  // On a worker: one message.
  void Process() {
    if (const absl::Status failure = Failure(); !failure.ok()) return End(failure);
    if (request_.has_plan()) {
      const absl::Status opened = Open();
      return opened.ok() ? Read() : End(opened);
    }
    if (simulation_ == nullptr)
      return End(InvalidArgument({{"plan", "the first message says what to compute"}}));
    if (!request_.has_cases()) return End(InvalidArgument({{"cases", "required"}}));
    auto answers = simulation_->Add(std::move(*request_.mutable_cases()));
    if (!answers.ok()) return End(answers.status());
    *response_.mutable_cases() = std::move(answers->cases);
    for (const auto& [index, status] : answers->errors) {
      *response_.mutable_cases()->mutable_cases(index)->mutable_error() =
          ToRpcStatus(status, call_.language, runtime_.log);
    }
    StartWrite(&response_);
  }

  absl::Status Open() {
    if (simulation_ != nullptr) return InvalidArgument({{"plan", "was given already"}});
    auto simulation = runtime_.use_cases->OpenBookSimulation(call_, request_.plan());
    if (!simulation.ok()) return simulation.status();
    simulation_ = *std::move(simulation);
    return absl::OkStatus();
  }

  // On a worker: the caller has sent everything, or is gone.
  void Conclude() {
    if (const absl::Status failure = Failure(); !failure.ok()) return End(failure);
    if (simulation_ == nullptr) return End(InvalidArgument({{"plan", "required"}}));
    *response_.mutable_summary() = simulation_->Finish();
    StartWrite(&response_);
  }

  absl::Status Failure() {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

  // After Finish gRPC may delete this object at any time.
  void End(const absl::Status& status) {
    Finish(EndOfStream(runtime_, call_, "oteu.v1.RegulationService/SimulateBook", status));
  }

  const Runtime& runtime_;
  grpc::CallbackServerContext* const context_;
  const application::CallContext call_;
  // Of the one step at a time: a read, a worker's turn or a write.
  oteu::v1::SimulateBookRequest request_;
  oteu::v1::SimulateBookResponse response_;
  std::unique_ptr<application::BookSimulation> simulation_;

  std::mutex mutex_;
  absl::Status failure_;  // guarded by mutex_
  bool reading_ = false;  // guarded by mutex_
};

}  // namespace

SimulateBookReactor* StartSimulateBook(const Runtime& runtime, grpc::CallbackServerContext* context) {
  return new SimulateBook(runtime, context);
}

}  // namespace oteu::rpc
