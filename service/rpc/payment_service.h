// oteu.v1.PaymentService over the use cases: registers of what is to be paid.
#pragma once

#include "oteu/v1/payment_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class PaymentService final : public oteu::v1::PaymentService::CallbackService {
 public:
  // `runtime` outlives the service.
  explicit PaymentService(const Runtime* runtime) : runtime_(*runtime) {}

  grpc::ServerUnaryReactor* BuildRegister(grpc::CallbackServerContext* context,
                                          const oteu::v1::BuildRegisterRequest* request,
                                          oteu::v1::BuildRegisterResponse* response) override;
  grpc::ServerUnaryReactor* GetRegister(grpc::CallbackServerContext* context,
                                        const oteu::v1::GetRegisterRequest* request,
                                        oteu::v1::GetRegisterResponse* response) override;
  grpc::ServerUnaryReactor* SealRegister(grpc::CallbackServerContext* context,
                                         const oteu::v1::SealRegisterRequest* request,
                                         oteu::v1::SealRegisterResponse* response) override;
  grpc::ServerWriteReactor<oteu::v1::ExportRegisterResponse>* ExportRegister(
      grpc::CallbackServerContext* context, const oteu::v1::ExportRegisterRequest* request) override;
  grpc::ServerUnaryReactor* AcknowledgePayments(grpc::CallbackServerContext* context,
                                                const oteu::v1::AcknowledgePaymentsRequest* request,
                                                oteu::v1::AcknowledgePaymentsResponse* response) override;
  grpc::ServerUnaryReactor* ListRegisters(grpc::CallbackServerContext* context,
                                          const oteu::v1::ListRegistersRequest* request,
                                          oteu::v1::ListRegistersResponse* response) override;
  grpc::ServerUnaryReactor* DiscardRegister(grpc::CallbackServerContext* context,
                                            const oteu::v1::DiscardRegisterRequest* request,
                                            oteu::v1::DiscardRegisterResponse* response) override;
  grpc::ServerUnaryReactor* ListOverpayments(grpc::CallbackServerContext* context,
                                             const oteu::v1::ListOverpaymentsRequest* request,
                                             oteu::v1::ListOverpaymentsResponse* response) override;
  grpc::ServerUnaryReactor* DecideOverpayment(grpc::CallbackServerContext* context,
                                              const oteu::v1::DecideOverpaymentRequest* request,
                                              oteu::v1::DecideOverpaymentResponse* response) override;

 private:
  const Runtime& runtime_;
};

}  // namespace oteu::rpc
