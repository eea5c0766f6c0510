#include "service/rpc/listener_check.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace oteu::rpc {
namespace {

struct Endpoint {
  sockaddr_storage address = {};
  socklen_t size = 0;
};

absl::StatusOr<Endpoint> ParseUnix(const std::string& path) {
  Endpoint endpoint;
  auto* unix_address = reinterpret_cast<sockaddr_un*>(&endpoint.address);
  if (path.size() >= sizeof(unix_address->sun_path))
    return absl::InvalidArgumentError("socket path is too long");
  unix_address->sun_family = AF_UNIX;
  std::memcpy(unix_address->sun_path, path.c_str(), path.size() + 1);
  endpoint.size = sizeof(sockaddr_un);
  return endpoint;
}

absl::StatusOr<Endpoint> Parse(const std::string& address) {
  if (absl::StartsWith(address, "unix:")) return ParseUnix(address.substr(5));
  const std::size_t colon = address.rfind(':');
  int port = 0;
  if (colon == std::string::npos || !absl::SimpleAtoi(address.substr(colon + 1), &port)) {
    return absl::InvalidArgumentError("address without a port");
  }
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  Endpoint endpoint;
  auto* v4 = reinterpret_cast<sockaddr_in*>(&endpoint.address);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&endpoint.address);
  if (inet_pton(AF_INET, host.c_str(), &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(static_cast<std::uint16_t>(port));
    endpoint.size = sizeof(sockaddr_in);
  } else if (inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(static_cast<std::uint16_t>(port));
    endpoint.size = sizeof(sockaddr_in6);
  } else {
    return absl::InvalidArgumentError("address is not numeric");
  }
  return endpoint;
}

absl::Status Unavailable(absl::string_view what) {
  return absl::UnavailableError(absl::StrCat("listener: ", what, ": ", std::strerror(errno)));
}

// Waits for `events`; false when the time is over.
bool WaitFor(int fd, short events, absl::Duration timeout) {
  pollfd wait = {fd, events, 0};
  const auto ms = static_cast<int>(std::clamp<std::int64_t>(absl::ToInt64Milliseconds(timeout), 0, 60000));
  return poll(&wait, 1, ms) == 1;
}

absl::Status Talk(int fd, const Endpoint& endpoint, absl::Duration timeout) {
  const auto* address = reinterpret_cast<const sockaddr*>(&endpoint.address);
  if (connect(fd, address, endpoint.size) != 0 && errno != EINPROGRESS) return Unavailable("connect");
  if (!WaitFor(fd, POLLOUT, timeout)) return Unavailable("no connection in time");
  int error = 0;
  socklen_t size = sizeof(error);
  getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error != 0) {
    errno = error;
    return Unavailable("connect");
  }
  // No TLS client begins like this, and no HTTP/2 client: a TLS server that is awake answers with an alert or
  // hangs up.
  constexpr char kGreeting[] = "oteu self-check\r\n";
  if (send(fd, kGreeting, sizeof(kGreeting) - 1, MSG_NOSIGNAL) < 0) return Unavailable("send");
  if (!WaitFor(fd, POLLIN, timeout)) return Unavailable("connected, but nobody accepts");
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckListener(const std::string& address, absl::Duration timeout) {
  auto endpoint = Parse(address);
  if (!endpoint.ok()) return endpoint.status();
  const int fd = socket(endpoint->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return Unavailable("socket");
  absl::Status status = Talk(fd, *endpoint, timeout);
  close(fd);
  return status;
}

}  // namespace oteu::rpc
