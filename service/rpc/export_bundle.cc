#include "service/rpc/export_bundle.h"

#include <atomic>
#include <string>
#include <utility>

#include "service/limits.h"
#include "service/rpc/call_context.h"
#include "service/store/canonical_bytes.h"

namespace oteu::rpc {
namespace {

constexpr char kMethod[] = "oteu.v1.DecisionService/ExportDecisionBundle";

// A worker makes the file; its record in the audit chain, with the file's digest, becomes durable; then it is
// sent, without a thread.
class ExportBundle final : public grpc::ServerWriteReactor<oteu::v1::ExportDecisionBundleResponse> {
 public:
  ExportBundle(const Runtime& runtime, grpc::CallbackServerContext* context,
               const oteu::v1::ExportDecisionBundleRequest& request)
      : runtime_(runtime),
        call_(MakeCallContext(*context, *runtime.clock, runtime.call_time_max)),
        request_(request) {
    const absl::Status queued = Queue(runtime_, [this] { Make(); });
    if (!queued.ok()) End(queued);
  }

  void OnWriteDone(bool ok) override {
    if (!ok || cancelled_) return End(absl::CancelledError());
    SendNext();
  }
  void OnCancel() override { cancelled_ = true; }
  void OnDone() override { delete this; }

 private:
  void Make() {
    if (cancelled_) return End(absl::CancelledError());
    std::string name;
    auto file = runtime_.use_cases->ExportDecisionBundle(call_, request_, &name);
    if (!file.ok()) return End(file.status());
    file_ = *std::move(file);
    RecordThen(runtime_, call_, kMethod, {std::move(name), 1, store::Sha256RawOf(file_)},
               [this](const absl::Status& recorded) {
                 if (!recorded.ok()) return End(recorded);
                 SendNext();
               });
  }

  void SendNext() {
    if (sent_ >= file_.size()) return End(absl::OkStatus());
    piece_.set_data(file_.substr(sent_, limits::kMaxBundlePieceBytes));
    sent_ += piece_.data().size();
    StartWrite(&piece_);
  }

  // After Finish gRPC may delete this object at any time.
  void End(const absl::Status& status) { Finish(EndOfStream(runtime_, call_, kMethod, status)); }

  const Runtime& runtime_;
  const application::CallContext call_;
  const oteu::v1::ExportDecisionBundleRequest request_;
  std::string file_;
  std::size_t sent_ = 0;
  oteu::v1::ExportDecisionBundleResponse piece_;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace

grpc::ServerWriteReactor<oteu::v1::ExportDecisionBundleResponse>* StartExportBundle(
    const Runtime& runtime, grpc::CallbackServerContext* context,
    const oteu::v1::ExportDecisionBundleRequest& request) {
  return new ExportBundle(runtime, context, request);
}

}  // namespace oteu::rpc
