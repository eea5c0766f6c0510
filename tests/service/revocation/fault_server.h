// A small HTTP server on loopback that answers as it is told, faults included.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"

namespace oteu::revocation::testing {

struct Request {
  std::string head;  // request line and headers
  std::string body;
  // Value of a header, empty when it is absent.
  std::string Header(const std::string& name) const;
};

struct Reply {
  std::string status = "200 OK";
  std::string headers = "";  // each line with "\r\n"
  std::string body = "";
  // Declared length; negative: that of the body. A larger one is a body cut short.
  int64_t declared_length = -1;
  // Time between bytes of the body.
  absl::Duration drip = absl::ZeroDuration();
  // The connection is closed without an answer.
  bool hang_up = false;
};

class FaultServer {
 public:
  using Handler = std::function<Reply(const Request&)>;

  explicit FaultServer(Handler handler);
  ~FaultServer();
  FaultServer(const FaultServer&) = delete;
  FaultServer& operator=(const FaultServer&) = delete;

  int port() const { return port_; }
  std::string Url(const std::string& path = "/list.crl") const;
  std::vector<Request> requests() const;

 private:
  void Serve();
  void Answer(int connection);

  const Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;
  std::vector<Request> requests_;  // guarded by mutex_
  std::thread thread_;
};

}  // namespace oteu::revocation::testing
