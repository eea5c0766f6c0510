#include "service/rpc/batch_evaluate.h"

#include <deque>
#include <memory>
#include <mutex>
#include <utility>

#include "service/errors/error.h"
#include "service/rpc/call_context.h"
#include "service/rpc/error_mapping.h"
#include "service/rpc/rpc_status.h"

namespace oteu::rpc {
namespace {

using Request = oteu::v1::BatchEvaluateEntitlementsRequest;
using Response = oteu::v1::BatchEvaluateEntitlementsResponse;

class BatchEvaluate final : public BatchEvaluateReactor {
 public:
  BatchEvaluate(const Runtime& runtime, grpc::CallbackServerContext* context)
      : runtime_(runtime), call_(MakeCallContext(*context, *runtime.clock, absl::InfiniteDuration())) {
    StartRead(&incoming_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) return Advance([this] { end_of_input_ = true; });
    Slot* slot = nullptr;
    Advance([this, &slot] {
      // A message that was on its way when the call was cancelled: the end waits for this reaction, not for a
      // worker.
      if (finished_) return;
      slots_.push_back(std::make_unique<Slot>());
      slot = slots_.back().get();
      slot->request = std::move(incoming_);
      incoming_ = Request();
      reading_ = false;
    });
    if (slot == nullptr) return;
    const absl::Status queued = Queue(runtime_, [this, slot] { Evaluate(slot); });
    if (!queued.ok()) SetError(slot, queued);
  }

  void OnWriteDone(bool ok) override {
    Advance([this, ok] {
      writing_ = false;
      slots_.pop_front();
      if (!ok) broken_ = true;
    });
  }

  void OnCancel() override {
    Advance([this] { broken_ = true; });
  }

  void OnDone() override { delete this; }

 private:
  // One question until its answer is written. Stays where it is: workers hold its address.
  struct Slot {
    Request request;
    Response response;
    bool answered = false;  // guarded by mutex_
  };

  void Evaluate(Slot* slot) {
    if (IsBroken()) return SetError(slot, absl::CancelledError());
    auto result = runtime_.use_cases->EvaluateEntitlement(call_, slot->request.request());
    if (!result.ok()) return SetError(slot, result.status());
    *slot->response.mutable_response() = *std::move(result);
    Advance([slot] { slot->answered = true; });
  }

  // Told by OnCancel: gRPC 1.51's own IsCancelled() is no question for another thread.
  bool IsBroken() {
    const std::lock_guard lock(mutex_);
    return broken_;
  }

  void SetError(Slot* slot, const absl::Status& status) {
    // A cancelled call's answer is dropped; it is no defect to be logged.
    if (!absl::IsCancelled(status)) {
      *slot->response.mutable_error() = ToRpcStatus(status, call_.language, runtime_.log);
    }
    Advance([slot] { slot->answered = true; });
  }

  // Changes the state, then does what has become possible. gRPC's calls are made outside the lock, since they
  // may call back at once; while one is being made (starting_), nobody else may finish, because this object
  // could then be gone.
  template <typename Change>
  void Advance(Change change) {
    std::unique_lock lock(mutex_);
    change();
    while (true) {
      const Next next = Decide();
      if (next.finish) {
        lock.unlock();
        return Finish(next.cancelled ? grpc::Status::CANCELLED : grpc::Status::OK);
      }
      if (next.write == nullptr && !next.read) return;
      ++starting_;
      lock.unlock();
      if (next.write != nullptr) StartWrite(next.write);
      if (next.read) StartRead(&incoming_);
      lock.lock();
      --starting_;
    }
  }

  struct Next {
    const Response* write = nullptr;
    bool read = false;
    bool finish = false;
    bool cancelled = false;
  };

  // What to do now; it counts as begun. Called with mutex_ held.
  Next Decide() {
    Next next;
    if (finished_) return next;
    // A worker still holds its slot: the end waits for all of them.
    const bool idle = AllAnswered() && !writing_;
    if ((end_of_input_ && slots_.empty()) || (broken_ && idle)) {
      if (starting_ > 0) return next;
      finished_ = next.finish = true;
      next.cancelled = broken_;
      return next;
    }
    if (broken_) return next;
    if (!writing_ && !slots_.empty() && slots_.front()->answered) {
      writing_ = true;
      next.write = &slots_.front()->response;
    }
    if (!reading_ && !end_of_input_ && static_cast<int>(slots_.size()) < runtime_.batch_in_flight_max) {
      reading_ = next.read = true;
    }
    return next;
  }

  bool AllAnswered() const {
    for (const auto& slot : slots_) {
      if (!slot->answered) return false;
    }
    return true;
  }

  const Runtime& runtime_;
  const application::CallContext call_;

  std::mutex mutex_;
  std::deque<std::unique_ptr<Slot>> slots_;  // this and all below: guarded by mutex_
  Request incoming_;                         // written by gRPC while reading_
  bool reading_ = true;
  bool writing_ = false;
  bool end_of_input_ = false;
  bool broken_ = false;
  bool finished_ = false;
  int starting_ = 0;  // threads that are making gRPC's calls
};

}  // namespace

BatchEvaluateReactor* StartBatchEvaluate(const Runtime& runtime, grpc::CallbackServerContext* context) {
  return new BatchEvaluate(runtime, context);
}

}  // namespace oteu::rpc
