// RegistryServer: serves any StateRegistry as oteu.v1.StateRegistryService: the gateway of a demonstration,
// and of the tests.
//
//   RegistryServer service(file_registry.get());
//   grpc::ServerBuilder().RegisterService(&service);
#pragma once

#include "oteu/v1/state_registry_service.grpc.pb.h"
#include "service/registry/state_registry.h"

namespace oteu::registry {

class RegistryServer final : public oteu::v1::StateRegistryService::Service {
 public:
  // `registry` outlives the server.
  explicit RegistryServer(StateRegistry* registry) : registry_(registry) {}

  // INVALID_ARGUMENT for identifiers that have not 12 digits.
  grpc::Status LookUpFamily(grpc::ServerContext* context, const oteu::v1::LookUpFamilyRequest* request,
                            oteu::v1::LookUpFamilyResponse* response) override;
  // INVALID_ARGUMENT also for more than limits::kMaxInstitutionsPerLookup BINs.
  grpc::Status LookUpInstitutions(grpc::ServerContext* context,
                                  const oteu::v1::LookUpInstitutionsRequest* request,
                                  oteu::v1::LookUpInstitutionsResponse* response) override;

 private:
  StateRegistry* registry_;
};

}  // namespace oteu::registry
