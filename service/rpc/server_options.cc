#include "service/rpc/server_options.h"

#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/security/tls_certificate_provider.h>
#include <grpcpp/security/tls_credentials_options.h>

#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/limits.h"

namespace oteu::rpc {
namespace {

constexpr int kMetadataBytesMax = 16 * 1024;
constexpr int kKeepaliveMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
constexpr int kPingsEveryMsMin = 20'000;  // more often is abuse
constexpr int kAgeGraceMs = 60'000;       // for calls under way when a connection grows too old

// The mistakes that are made: no file, the wrong file. That the two fit together is checked by the handshake.
absl::Status CheckPem(const std::string& path, absl::string_view marker) {
  std::ifstream file(path);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  if (file && absl::StrContains(text, marker)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(path, ": holds no \"", marker, "\""));
}

}  // namespace

void ApplyBounds(const ServerOptions& options, grpc::ServerBuilder& builder) {
  grpc::ResourceQuota quota("oteu");
  quota.Resize(static_cast<std::size_t>(options.message_memory_mib_max) << 20);
  builder.SetResourceQuota(quota);
  builder.SetMaxReceiveMessageSize(static_cast<int>(limits::kMaxMessageBytes));
  // No answer is near it; the receiver's own limit protects the receiver.
  builder.SetMaxSendMessageSize(-1);
  const auto ms = [](absl::Duration duration) {
    return static_cast<int>(absl::ToInt64Milliseconds(duration));
  };
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, options.streams_per_connection_max);
  builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, kMetadataBytesMax);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS, ms(options.connection_age_max));
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, kAgeGraceMs);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, ms(options.connection_idle_max));
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, kPingsEveryMsMin);
  // Two servers on one port would share its callers at random.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MakeCredentials(const ServerOptions& options) {
  if (!options.tls.has_value()) return grpc::InsecureServerCredentials();
  if (absl::Status status = CheckPem(options.tls->certificate_file, "BEGIN CERTIFICATE"); !status.ok())
    return status;
  if (absl::Status status = CheckPem(options.tls->key_file, "PRIVATE KEY"); !status.ok()) return status;
  const auto seconds = static_cast<unsigned int>(absl::ToInt64Seconds(options.tls->refresh));
  auto provider = std::make_shared<grpc::experimental::FileWatcherCertificateProvider>(
      options.tls->key_file, options.tls->certificate_file, seconds);
  grpc::experimental::TlsServerCredentialsOptions tls(provider);
  tls.watch_identity_key_cert_pairs();
  // Callers' certificates come with authentication.
  tls.set_cert_request_type(GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  return grpc::experimental::TlsServerCredentials(tls);
}

}  // namespace oteu::rpc
