#include "service/registry/registry_server.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "service/decision/identifiers.h"
#include "service/limits.h"

namespace oteu::registry {

grpc::Status RegistryServer::LookUpFamily(grpc::ServerContext* context,
                                          const oteu::v1::LookUpFamilyRequest* request,
                                          oteu::v1::LookUpFamilyResponse* response) {
  if (!decision::HasIinShape(request->child_iin()) || !decision::HasIinShape(request->applicant_iin())) {
    return {grpc::StatusCode::INVALID_ARGUMENT, "an IIN has not 12 digits"};
  }
  const absl::Time deadline = absl::FromChrono(context->deadline());
  *response->mutable_family() =
      registry_->LookUpFamily(request->child_iin(), request->applicant_iin(), deadline);
  return grpc::Status::OK;
}

grpc::Status RegistryServer::LookUpInstitutions(grpc::ServerContext* context,
                                                const oteu::v1::LookUpInstitutionsRequest* request,
                                                oteu::v1::LookUpInstitutionsResponse* response) {
  const auto& bins = request->bins();
  if (bins.empty() || bins.size() > limits::kMaxInstitutionsPerLookup) {
    return {grpc::StatusCode::INVALID_ARGUMENT, "the number of BINs is out of bounds"};
  }
  if (!std::all_of(bins.begin(), bins.end(),
                   [](const std::string& bin) { return decision::HasIinShape(bin); })) {
    return {grpc::StatusCode::INVALID_ARGUMENT, "a BIN has not 12 digits"};
  }
  const std::vector<std::string> asked(bins.begin(), bins.end());
  for (auto& institution : registry_->LookUpInstitutions(asked, absl::FromChrono(context->deadline()))) {
    *response->add_institutions() = std::move(institution);
  }
  return grpc::Status::OK;
}

}  // namespace oteu::registry
