#include "tests/service/revocation/fault_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

#include "absl/time/clock.h"

namespace oteu::revocation::testing {
namespace {

bool SendAll(int connection, const std::string& bytes) {
  size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = send(connection, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count <= 0) return false;
    sent += static_cast<size_t>(count);
  }
  return true;
}

}  // namespace

std::string Request::Header(const std::string& name) const {
  const std::string start = "\r\n" + name + ": ";
  const auto place = std::search(head.begin(), head.end(), start.begin(), start.end(), [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  });
  if (place == head.end()) return "";
  const auto from = static_cast<size_t>(place - head.begin()) + start.size();
  return head.substr(from, head.find("\r\n", from) - from);
}

FaultServer::FaultServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 16) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { Serve(); });
}

FaultServer::~FaultServer() {
  stop_ = true;
  thread_.join();
  close(listener_);
}

std::string FaultServer::Url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<Request> FaultServer::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void FaultServer::Serve() {
  while (!stop_) {
    pollfd waiting = {listener_, POLLIN, 0};
    if (poll(&waiting, 1, 20) <= 0) continue;
    const int connection = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (connection < 0) continue;
    Answer(connection);
    close(connection);
  }
}

void FaultServer::Answer(int connection) {
  std::string received;
  char buffer[4096];
  size_t end = std::string::npos;
  while ((end = received.find("\r\n\r\n")) == std::string::npos) {
    const ssize_t count = recv(connection, buffer, sizeof(buffer), 0);
    if (count <= 0) return;
    received.append(buffer, static_cast<size_t>(count));
  }
  Request request{received.substr(0, end + 2), received.substr(end + 4)};
  const size_t length = std::strtoul(request.Header("Content-Length").c_str(), nullptr, 10);
  while (request.body.size() < length) {
    const ssize_t count = recv(connection, buffer, sizeof(buffer), 0);
    if (count <= 0) return;
    request.body.append(buffer, static_cast<size_t>(count));
  }
  {
    const std::lock_guard lock(mutex_);
    requests_.push_back(request);
  }
  const Reply reply = handler_(request);
  if (reply.hang_up) return;
  const int64_t declared =
      reply.declared_length < 0 ? static_cast<int64_t>(reply.body.size()) : reply.declared_length;
  const std::string head = "HTTP/1.1 " + reply.status + "\r\nContent-Length: " + std::to_string(declared) +
                           "\r\nConnection: close\r\n" + reply.headers + "\r\n";
  if (!SendAll(connection, head)) return;
  if (reply.drip == absl::ZeroDuration()) {
    static_cast<void>(SendAll(connection, reply.body));
    return;
  }
  for (const char byte : reply.body) {
    if (stop_ || !SendAll(connection, std::string(1, byte))) return;
    absl::SleepFor(reply.drip);
  }
}

}  // namespace oteu::revocation::testing
