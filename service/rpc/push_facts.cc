#include "service/rpc/push_facts.h"

#include <deque>
#include <memory>
#include <mutex>
#include <utility>

#include "service/errors/error.h"
#include "service/rpc/call_context.h"
#include "service/rpc/open_streams.h"

namespace oteu::rpc {
namespace {

using Request = oteu::v1::PushFactsRequest;
using Response = oteu::v1::PushFactsResponse;
class PushFacts final : public PushFactsReactor, public OpenStreams::Stream {
 public:
  PushFacts(const Runtime& runtime, grpc::CallbackServerContext* context)
      : runtime_(runtime), call_(MakeCallContext(*context, *runtime.clock, absl::InfiniteDuration())) {
    StartRead(&incoming_);
    if (runtime_.streams != nullptr) runtime_.streams->Add(this);
  }

  void OnReadDone(bool ok) override {
    Advance([this, ok] {
      reading_ = false;
      if (!ok) {
        end_of_input_ = true;
        return;
      }
      slots_.push_back(std::make_unique<Slot>());
      slots_.back()->request = std::move(incoming_);
      incoming_ = Request();
    });
  }

  void OnWriteDone(bool ok) override {
    Advance([this, ok] {
      writing_ = false;
      slots_.pop_front();
      --begun_;
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
    if (runtime_.streams != nullptr) runtime_.streams->Remove(this);
    delete this;
  }

 private:
  // One message until its answer is written. Stays where it is: the store's callback holds its address.
  struct Slot {
    Request request;
    Response response;
    bool answered = false;  // guarded by mutex_
    bool failed = false;    // guarded by mutex_
  };

  // On a worker: one message. Returns when the store has the chunk; its answer may come later.
  void Process(Slot* slot) {
    if (slot->request.has_start()) {
      Open(slot);
    } else if (!started_) {
      Answer(slot, InvalidArgument({{"start", "the first message begins the session"}}));
    } else if (!slot->request.has_chunk()) {
      Answer(slot, InvalidArgument({{"chunk", "required"}}));
    } else {
      runtime_.use_cases->PushFactChunk(call_, start_, std::move(*slot->request.mutable_chunk()),
                                        [this, slot](absl::StatusOr<oteu::v1::FactChunkResult> result) {
                                          const absl::Status status = result.status();
                                          if (status.ok())
                                            *slot->response.mutable_result() = *std::move(result);
                                          Answer(slot, status);
                                        });
    }
    Advance([this] { processing_ = false; });
  }

  void Open(Slot* slot) {
    if (started_) return Answer(slot, InvalidArgument({{"start", "the session is open already"}}));
    auto started = runtime_.use_cases->OpenFactSession(call_, slot->request.start());
    if (!started.ok()) return Answer(slot, started.status());
    started_ = true;
    start_ = slot->request.start();
    *slot->response.mutable_started() = *std::move(started);
    slot->response.mutable_started()->set_unacknowledged_chunks_max(runtime_.fact_chunks_in_flight_max);
    Answer(slot, absl::OkStatus());
  }

  void Answer(Slot* slot, const absl::Status& status) {
    Advance([this, slot, &status] {
      slot->answered = true;
      slot->failed = !status.ok();
      if (!status.ok()) Fail(status);
    });
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
      const Next next = Decide();
      if (next.finish) {
        const absl::Status failure = broken_ ? absl::CancelledError() : failure_;
        lock.unlock();
        return End(failure);
      }
      if (next.write == nullptr && next.process == nullptr && !next.read) return;
      ++starting_;
      lock.unlock();
      if (next.write != nullptr) StartWrite(next.write);
      absl::Status queued;
      if (next.process != nullptr) queued = Queue(runtime_, [this, slot = next.process] { Process(slot); });
      if (next.read) StartRead(&incoming_);
      lock.lock();
      --starting_;
      if (!queued.ok()) {
        next.process->answered = next.process->failed = true;
        processing_ = false;
        Fail(queued);
      }
    }
  }

  struct Next {
    const Response* write = nullptr;
    Slot* process = nullptr;
    bool read = false;
    bool finish = false;
  };

  // What to do now; it counts as begun. Called with mutex_ held.
  Next Decide() {
    Next next;
    if (finished_) return next;
    const bool ending = broken_ || !failure_.ok();
    if (!broken_ && !writing_ && begun_ > 0 && slots_.front()->answered && !slots_.front()->failed) {
      writing_ = true;
      next.write = &slots_.front()->response;
    }
    // The store holds the addresses of the begun ones: the end waits for all their answers.
    const bool idle = !processing_ && !writing_ && AllBegunAnswered();
    if ((ending && idle) || (end_of_input_ && slots_.empty())) {
      if (starting_ > 0) return next;
      finished_ = next.finish = true;
      return next;
    }
    if (ending) return next;
    if (!processing_ && begun_ < slots_.size()) {
      processing_ = true;
      next.process = slots_[begun_++].get();
    }
    if (!reading_ && !end_of_input_ && static_cast<int>(slots_.size()) < runtime_.fact_chunks_in_flight_max) {
      reading_ = next.read = true;
    }
    return next;
  }

  bool AllBegunAnswered() const {
    for (std::size_t i = 0; i < begun_; ++i) {
      if (!slots_[i]->answered) return false;
    }
    return true;
  }

  // After Finish gRPC may delete this object at any time.
  void End(const absl::Status& status) {
    Finish(EndOfStream(runtime_, call_, "oteu.v1.FactService/PushFacts", status));
  }

  const Runtime& runtime_;
  const application::CallContext call_;
  // Of the one worker at a time.
  bool started_ = false;
  oteu::v1::PushFactsStart start_;

  std::mutex mutex_;
  std::deque<std::unique_ptr<Slot>> slots_;  // this and all below: guarded by mutex_
  std::size_t begun_ = 0;                    // of the slots, from the front
  Request incoming_;                         // written by gRPC while reading_
  absl::Status failure_;
  bool reading_ = true;
  bool writing_ = false;
  bool processing_ = false;
  bool end_of_input_ = false;
  bool broken_ = false;
  bool finished_ = false;
  int starting_ = 0;  // threads that are making gRPC's calls
};

}  // namespace

PushFactsReactor* StartPushFacts(const Runtime& runtime, grpc::CallbackServerContext* context) {
  return new PushFacts(runtime, context);
}

}  // namespace oteu::rpc
