// Server: the gRPC server with all services, health and reflection.
//
//   auto server = Server::Start({.address = "127.0.0.1:50051", .credentials = creds}, &use_cases, &observer);
//   ...
//   (*server)->Shutdown(absl::Seconds(20));   // drains: nothing accepted is lost
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/application/use_cases.h"
#include "service/rpc/call_observer.h"

namespace oteu::rpc {

struct ServerOptions {
  std::string address;  // "host:port" or "unix:path"; port 0 chooses one
  std::shared_ptr<grpc::ServerCredentials> credentials;
  int worker_threads = 2;                    // that run use cases
  std::size_t queue_max = 1024;              // calls that wait for a worker
  int message_bytes_max = 4 << 20;           // of one request
  int concurrent_streams_max = 256;          // of one connection
  std::size_t memory_bytes_max = 512 << 20;  // of gRPC's buffers, all connections together
  absl::Duration connection_idle_max = absl::Minutes(15);
  absl::Duration connection_age_max = absl::Hours(1);
};

class Server {
 public:
  // INVALID_ARGUMENT when the address cannot be bound. `use_cases` and `observer` outlive the server.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       application::UseCases* use_cases,
                                                       CallObserver* observer);
  virtual ~Server() = default;

  // The port that is bound; 0 for a unix socket.
  virtual int port() const = 0;

  // What grpc.health.v1 answers.
  virtual void SetServing(bool serving) = 0;

  // Health says NOT_SERVING, nothing new is accepted, calls in work are finished until the timeout passes.
  // Idempotent.
  virtual void Shutdown(absl::Duration timeout) = 0;
};

}  // namespace oteu::rpc
