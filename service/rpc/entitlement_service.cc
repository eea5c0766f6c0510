#include "service/rpc/entitlement_service.h"

#include <string>

#include "google/rpc/status.pb.h"

namespace oteu::rpc {
namespace {

using application::UseCases;
using oteu::v1::BatchEvaluateEntitlementsRequest;
using oteu::v1::BatchEvaluateEntitlementsResponse;

constexpr char kBatchMethod[] = "oteu.v1.EntitlementService/BatchEvaluateEntitlements";

// One stream: reads a case, evaluates it on a worker, writes the answer, reads the next. One case is in work
// at a time, so that a stream costs a bounded amount of memory however fast its caller sends. Deletes itself
// when gRPC is done with it.
class BatchStream final
    : public grpc::ServerBidiReactor<BatchEvaluateEntitlementsRequest, BatchEvaluateEntitlementsResponse> {
 public:
  BatchStream(const Services& services, grpc::CallbackServerContext* context)
      : services_(services), context_(context), call_(MakeCallContext(*context)) {
    StartRead(&request_);
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      FinishWith(absl::OkStatus());
      return;
    }
    services_.workers->PostStep([this] { Evaluate(); });
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      FinishWith(absl::CancelledError("the caller has gone"));
      return;
    }
    request_.Clear();
    StartRead(&request_);
  }

  void OnDone() override { delete this; }

 private:
  void Evaluate() {
    if (absl::Status wanted = StillWanted(*context_); !wanted.ok()) {
      FinishWith(wanted);
      return;
    }
    response_.Clear();
    auto result = services_.use_cases->EvaluateEntitlement(call_, request_.request());
    if (result.ok()) {
      *response_.mutable_response() = *std::move(result);
    } else {
      const grpc::Status status = MapError(result.status(), call_.language).status;
      response_.mutable_error()->ParseFromString(status.error_details());
    }
    StartWrite(&response_);
  }

  void FinishWith(const absl::Status& result) {
    Finish(FinishedStatus(services_, kBatchMethod, result, call_.language, arrived_));
  }

  const Services& services_;
  grpc::CallbackServerContext* context_;
  application::CallContext call_;
  BatchEvaluateEntitlementsRequest request_;
  BatchEvaluateEntitlementsResponse response_;
  std::chrono::steady_clock::time_point arrived_ = std::chrono::steady_clock::now();
};

}  // namespace

grpc::ServerUnaryReactor* EntitlementService::EvaluateEntitlement(
    grpc::CallbackServerContext* context, const oteu::v1::EvaluateEntitlementRequest* request,
    oteu::v1::EvaluateEntitlementResponse* response) {
  return StartRead<&UseCases::EvaluateEntitlement>(
      services_, "oteu.v1.EntitlementService/EvaluateEntitlement", context, request, response);
}

grpc::ServerBidiReactor<BatchEvaluateEntitlementsRequest, BatchEvaluateEntitlementsResponse>*
EntitlementService::BatchEvaluateEntitlements(grpc::CallbackServerContext* context) {
  return new BatchStream(services_, context);
}

grpc::ServerUnaryReactor* EntitlementService::GetEntitlement(grpc::CallbackServerContext* context,
                                                             const oteu::v1::GetEntitlementRequest* request,
                                                             oteu::v1::GetEntitlementResponse* response) {
  return StartRead<&UseCases::GetEntitlement>(services_, "oteu.v1.EntitlementService/GetEntitlement", context,
                                              request, response);
}

}  // namespace oteu::rpc
