// oteu.v1.RegulationService over the use cases: Shows regulation data.
#pragma once

#include "oteu/v1/regulation_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class RegulationService final : public oteu::v1::RegulationService::CallbackService {
 public:
  // `runtime` outlives the service.
  explicit RegulationService(const Runtime* runtime) : runtime_(*runtime) {}

  grpc::ServerUnaryReactor* ListRegulations(grpc::CallbackServerContext* context,
                                            const oteu::v1::ListRegulationsRequest* request,
                                            oteu::v1::ListRegulationsResponse* response) override;
  grpc::ServerUnaryReactor* GetRegulation(grpc::CallbackServerContext* context,
                                          const oteu::v1::GetRegulationRequest* request,
                                          oteu::v1::GetRegulationResponse* response) override;
  grpc::ServerUnaryReactor* LintRegulation(grpc::CallbackServerContext* context,
                                           const oteu::v1::LintRegulationRequest* request,
                                           oteu::v1::LintRegulationResponse* response) override;
  grpc::ServerUnaryReactor* SimulateRegulation(grpc::CallbackServerContext* context,
                                               const oteu::v1::SimulateRegulationRequest* request,
                                               oteu::v1::SimulateRegulationResponse* response) override;
  grpc::ServerBidiReactor<oteu::v1::SimulateBookRequest, oteu::v1::SimulateBookResponse>* SimulateBook(
      grpc::CallbackServerContext* context) override;

 private:
  const Runtime& runtime_;
};

}  // namespace oteu::rpc
