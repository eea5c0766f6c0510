// HTTP for revocation data: one GET or POST to a host that the configuration names, bounded in time and size.
//
//   HttpClient client({.hosts = {"crl.pki.gov.kz"}, .user_agent = "oteu"});
//   absl::StatusOr<HttpResponse> response = client.Send({.url = url, .bytes_max = 64 << 20, .timeout = ...});
//
// No redirect leaves host and port, no proxy comes from the environment, nothing but http and https is
// spoken, no content encoding is asked for. What comes back is foreign bytes: signatures decide about them,
// TLS does not.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace oteu::revocation {

struct HttpOptions {
  std::vector<std::string> hosts = {};  // as in URLs, without port; anything else is refused
  std::string user_agent = "oteu";
  std::string proxy = "";  // "http://HOST:PORT"; empty: none
  absl::Duration connect_timeout = absl::Seconds(10);
};

struct HttpRequest {
  std::string url;
  std::size_t bytes_max = 0;  // of the body
  absl::Duration timeout = absl::Seconds(30);
  // Of the answer before: a GET for what has changed since. Empty: not known.
  std::string etag = "";
  std::string last_modified = "";
  // Not empty: a POST of this body.
  std::string body = "";
  std::string content_type = "";
};

struct HttpResponse {
  bool not_modified = false;  // 304: the body is empty
  std::string body;
  std::string etag;  // of this answer, for the next request; empty when there was none
  std::string last_modified;
};

class HttpClient {
 public:
  explicit HttpClient(HttpOptions options);

  // Errors, without anything of the body in the message: kPermissionDenied for a host that is not named,
  // kInvalidArgument for another URL, kDeadlineExceeded, kResourceExhausted over bytes_max, kUnavailable for
  // all else: no connection, an answer other than 200 and 304, a body cut short.
  absl::StatusOr<HttpResponse> Send(const HttpRequest& request) const;

  // The URL is one that Send would ask: http or https, to a host that is named.
  bool MayAsk(const std::string& url) const { return CheckUrl(url).ok(); }

  // Ends, within about a second, what is under way with kUnavailable, and all that comes after.
  void Stop() { stopped_ = true; }

 private:
  absl::Status CheckUrl(const std::string& url) const;

  const HttpOptions options_;
  std::atomic<bool> stopped_ = false;
};

}  // namespace oteu::revocation
