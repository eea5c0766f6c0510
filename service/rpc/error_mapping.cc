#include "service/rpc/error_mapping.h"

#include "service/rpc/rpc_status.h"

namespace oteu::rpc {

grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view language, logging::Logger* log) {
  if (status.ok()) return grpc::Status::OK;
  // Nobody reads it; a cancelled call is not a defect.
  if (absl::IsCancelled(status)) return grpc::Status::CANCELLED;
  const google::rpc::Status rpc = ToRpcStatus(status, language, log);
  // The numbers of the codes are the same in absl, google.rpc and gRPC.
  return {static_cast<grpc::StatusCode>(rpc.code()), rpc.message(), rpc.SerializeAsString()};
}

}  // namespace oteu::rpc
