#include "service/rpc/payment_service.h"

#include <atomic>
#include <utility>
#include <vector>

#include "service/errors/error.h"
#include "service/rpc/call_context.h"

namespace oteu::rpc {

using application::UseCases;

namespace {

constexpr char kExportRegister[] = "oteu.v1.PaymentService/ExportRegister";

// Pages are read by workers, one at a time; the next is read when the last message of this one is sent, so
// that a slow reader holds one page and no thread.
class ExportRegisterCall final : public grpc::ServerWriteReactor<oteu::v1::ExportRegisterResponse>,
                                 public OpenStreams::Stream {
 public:
  ExportRegisterCall(const Runtime& runtime, grpc::CallbackServerContext* context,
                     const oteu::v1::ExportRegisterRequest* request)
      : runtime_(runtime),
        call_(MakeCallContext(*context, *runtime.clock, absl::InfiniteDuration())),
        request_(*request) {
    if (runtime_.streams != nullptr) runtime_.streams->Add(this);
    QueuePage();
  }

  void OnWriteDone(bool ok) override {
    if (!ok || cancelled_) return End(absl::CancelledError());
    if (ending_) return End(MakeError(ErrorReason::kShuttingDown));
    if (++next_ < page_.size()) return StartWrite(&page_[next_]);
    QueuePage();
  }
  void OnCancel() override { cancelled_ = true; }
  void EndSoon() override { ending_ = true; }
  void OnDone() override {
    if (runtime_.streams != nullptr) runtime_.streams->Remove(this);
    delete this;
  }

 private:
  void QueuePage() {
    const absl::Status queued = Queue(runtime_, [this] { ReadPage(); });
    if (!queued.ok()) End(queued);
  }

  void ReadPage() {
    if (cancelled_) return End(absl::CancelledError());
    auto page = runtime_.use_cases->ExportRegisterPage(call_, request_, &place_);
    if (!page.ok()) return End(page.status());
    if (page->empty()) return End(absl::OkStatus());
    page_ = *std::move(page);
    next_ = 0;
    if (recorded_) return StartWrite(&page_[0]);
    // Before the first line goes out: who is paid how much to which account.
    recorded_ = true;
    RecordThen(runtime_, call_, kExportRegister, {request_.name(), 1, ""},
               [this](const absl::Status& recorded) {
                 if (!recorded.ok()) return End(recorded);
                 StartWrite(&page_[0]);
               });
  }

  // After Finish gRPC may delete this object at any time.
  void End(const absl::Status& status) { Finish(EndOfStream(runtime_, call_, kExportRegister, status)); }

  const Runtime& runtime_;
  const application::CallContext call_;
  const oteu::v1::ExportRegisterRequest request_;
  application::ExportPlace place_;
  std::vector<oteu::v1::ExportRegisterResponse> page_;
  std::size_t next_ = 0;
  bool recorded_ = false;
  std::atomic<bool> cancelled_ = false;
  std::atomic<bool> ending_ = false;
};

}  // namespace

grpc::ServerUnaryReactor* PaymentService::BuildRegister(grpc::CallbackServerContext* context,
                                                        const oteu::v1::BuildRegisterRequest* request,
                                                        oteu::v1::BuildRegisterResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.PaymentService/BuildRegister",
                   &UseCases::BuildRegister);
}

grpc::ServerUnaryReactor* PaymentService::GetRegister(grpc::CallbackServerContext* context,
                                                      const oteu::v1::GetRegisterRequest* request,
                                                      oteu::v1::GetRegisterResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.PaymentService/GetRegister",
                   &UseCases::GetRegister);
}

grpc::ServerUnaryReactor* PaymentService::SealRegister(grpc::CallbackServerContext* context,
                                                       const oteu::v1::SealRegisterRequest* request,
                                                       oteu::v1::SealRegisterResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.PaymentService/SealRegister",
                   &UseCases::SealRegister);
}

grpc::ServerWriteReactor<oteu::v1::ExportRegisterResponse>* PaymentService::ExportRegister(
    grpc::CallbackServerContext* context, const oteu::v1::ExportRegisterRequest* request) {
  return new ExportRegisterCall(runtime_, context, request);
}

grpc::ServerUnaryReactor* PaymentService::AcknowledgePayments(
    grpc::CallbackServerContext* context, const oteu::v1::AcknowledgePaymentsRequest* request,
    oteu::v1::AcknowledgePaymentsResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.PaymentService/AcknowledgePayments",
                   &UseCases::AcknowledgePayments);
}

grpc::ServerUnaryReactor* PaymentService::ListRegisters(grpc::CallbackServerContext* context,
                                                        const oteu::v1::ListRegistersRequest* request,
                                                        oteu::v1::ListRegistersResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.PaymentService/ListRegisters",
                   &UseCases::ListRegisters);
}

grpc::ServerUnaryReactor* PaymentService::DiscardRegister(grpc::CallbackServerContext* context,
                                                          const oteu::v1::DiscardRegisterRequest* request,
                                                          oteu::v1::DiscardRegisterResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.PaymentService/DiscardRegister",
                   &UseCases::DiscardRegister);
}

grpc::ServerUnaryReactor* PaymentService::ListOverpayments(grpc::CallbackServerContext* context,
                                                           const oteu::v1::ListOverpaymentsRequest* request,
                                                           oteu::v1::ListOverpaymentsResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.PaymentService/ListOverpayments",
                   &UseCases::ListOverpayments);
}

grpc::ServerUnaryReactor* PaymentService::DecideOverpayment(grpc::CallbackServerContext* context,
                                                            const oteu::v1::DecideOverpaymentRequest* request,
                                                            oteu::v1::DecideOverpaymentResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.PaymentService/DecideOverpayment",
                   &UseCases::DecideOverpayment);
}

}  // namespace oteu::rpc
