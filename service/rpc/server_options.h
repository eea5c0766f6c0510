// Bounds and transport security of the gRPC server.
#pragma once

#include <grpcpp/server_builder.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace oteu::rpc {

struct TlsOptions {
  std::string certificate_file;  // PEM chain, leaf first
  std::string key_file;          // PEM
  absl::Duration refresh = absl::Seconds(60);
};

struct ServerOptions {
  std::string address;  // ADDRESS:PORT or unix:/PATH
  std::optional<TlsOptions> tls;
  int message_memory_mib_max = 512;
  int streams_per_connection_max = 256;
  absl::Duration connection_age_max = absl::Minutes(30);
  absl::Duration connection_idle_max = absl::Minutes(5);
};

// Messages, memory, streams, keepalive, age and idle time.
void ApplyBounds(const ServerOptions& options, grpc::ServerBuilder& builder);

// Plaintext without TLS: the configuration lets that through for loopback only. INVALID_ARGUMENT when the
// certificate or key cannot be read: gRPC itself would start and refuse every connection.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const ServerOptions& options);

}  // namespace oteu::rpc
