// GrpcRegistry: the state registers behind a gateway that speaks oteu.v1.StateRegistryService. The only file
// of the registers that knows gRPC, with registry_server.h.
//
//   auto channel = MakeRegistryChannel("registers.example.kz:443", grpc::SslCredentials({}));
//   GrpcRegistry registry(channel, {.timeout = absl::Seconds(3)});
//
// Calls block until the answer, the timeout or the caller's deadline. The gateway is not trusted: an answer
// that is too large, malformed or of another count makes the register UNAVAILABLE, and so does every error.
// Thread-safe.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "oteu/v1/state_registry_service.grpc.pb.h"
#include "service/registry/state_registry.h"

namespace oteu::registry {

// A channel that takes no answer above limits::kMaxRegisterAnswerBytes. Credentials: TLS, or insecure within
// one host.
std::shared_ptr<grpc::Channel> MakeRegistryChannel(
    const std::string& target, const std::shared_ptr<grpc::ChannelCredentials>& credentials);

struct GrpcRegistryOptions {
  // Longest wait for one call; the caller's deadline can only shorten it.
  absl::Duration timeout = absl::Seconds(5);
};

class GrpcRegistry final : public StateRegistry {
 public:
  GrpcRegistry(const std::shared_ptr<grpc::Channel>& channel, GrpcRegistryOptions options);

  oteu::v1::FamilyRecord LookUpFamily(const std::string& child_iin, const std::string& applicant_iin,
                                      absl::Time deadline) override;
  std::vector<oteu::v1::Institution> LookUpInstitutions(const std::vector<std::string>& bins,
                                                        absl::Time deadline) override;

 private:
  // At most limits::kMaxInstitutionsPerLookup BINs; false when the answer cannot be relied on.
  bool LookUpBatch(const std::vector<std::string>& bins, absl::Time deadline,
                   std::vector<oteu::v1::Institution>* out);

  std::unique_ptr<oteu::v1::StateRegistryService::Stub> stub_;
  GrpcRegistryOptions options_;
};

}  // namespace oteu::registry
