#include "service/config/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <optional>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace oteu::config {
namespace {

constexpr std::size_t kUnixPathBytesMax = 107;  // sockaddr_un.sun_path
constexpr int kPortMax = 65535;

struct HostPort {
  std::string host;
  bool ipv6 = false;
};

bool IsPort(absl::string_view text) {
  int port = 0;
  return !text.empty() && text.size() <= 5 &&
         text.find_first_not_of("0123456789") == absl::string_view::npos && absl::SimpleAtoi(text, &port) &&
         port <= kPortMax;
}

std::optional<HostPort> Split(absl::string_view address) {
  const std::size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos || !IsPort(address.substr(colon + 1))) return std::nullopt;
  const absl::string_view host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    return HostPort{std::string(host.substr(1, host.size() - 2)), true};
  }
  return HostPort{std::string(host), false};
}

bool IsUnixPath(absl::string_view address) {
  const absl::string_view path = address.substr(5);
  return path.size() > 1 && path.front() == '/' && path.size() <= kUnixPathBytesMax;
}

}  // namespace

bool IsValidAddress(absl::string_view address) {
  if (absl::StartsWith(address, "unix:")) return IsUnixPath(address);
  const auto split = Split(address);
  if (!split.has_value()) return false;
  in_addr v4 = {};
  in6_addr v6 = {};
  return split->ipv6 ? inet_pton(AF_INET6, split->host.c_str(), &v6) == 1
                     : inet_pton(AF_INET, split->host.c_str(), &v4) == 1;
}

bool IsLoopback(absl::string_view address) {
  if (!IsValidAddress(address)) return false;
  if (absl::StartsWith(address, "unix:")) return true;
  const auto split = Split(address);
  if (split->ipv6) {
    in6_addr v6 = {};
    return inet_pton(AF_INET6, split->host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
  }
  in_addr v4 = {};
  return inet_pton(AF_INET, split->host.c_str(), &v4) == 1 && (ntohl(v4.s_addr) >> 24) == 127;
}

}  // namespace oteu::config
