// The running gRPC server with all services, health and reflection.
//
//   auto server = Server::Start(options, &runtime);
//   ... (*server)->port() ...
//   (*server)->Shutdown(absl::Seconds(30));
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/rpc/server_options.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class Server {
 public:
  // Listens and serves. `runtime` outlives the server. UNAVAILABLE when the address cannot be listened on;
  // INVALID_ARGUMENT for bad TLS files.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options, const Runtime* runtime);
  virtual ~Server() = default;

  // The port listened on; 1 for unix:.
  virtual int port() const = 0;
  // The address with that port.
  virtual std::string address() const = 0;

  // What grpc.health.v1 answers for "" and every service. Without effect once shutting down.
  virtual void SetServing(bool serving) = 0;

  // NOT_SERVING, takes no more connections and calls, lets those under way finish; cancels what is left after
  // `grace`. Returns when no call is left.
  virtual void Shutdown(absl::Duration grace) = 0;
};

}  // namespace oteu::rpc
