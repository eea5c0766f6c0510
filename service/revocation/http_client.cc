#include "service/revocation/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace oteu::revocation {
namespace {

constexpr int kRedirectsMax = 3;
constexpr std::size_t kValidatorCharsMax = 256;  // of an ETag or a date
constexpr std::size_t kHeaderBytesMax = std::size_t{64} << 10;
// Slower than this for so long is as good as dead, however long the whole may take.
constexpr long kSlowBytesPerSecond = 64;  // NOLINT(google-runtime-int): libcurl's type
constexpr long kSlowSeconds = 20;         // NOLINT(google-runtime-int)

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using CurlPtr = std::unique_ptr<CURL, Free<curl_easy_cleanup>>;
using UrlPtr = std::unique_ptr<CURLU, Free<curl_url_cleanup>>;
using HeadersPtr = std::unique_ptr<curl_slist, Free<curl_slist_free_all>>;

// Filled by libcurl's callbacks.
struct Received {
  std::size_t bytes_max = 0;
  std::size_t header_bytes = 0;
  bool too_large = false;
  HttpResponse response;
};

std::size_t TakeBody(const char* data, std::size_t size, std::size_t count, void* user) {
  auto* received = static_cast<Received*>(user);
  const std::size_t bytes = size * count;
  if (bytes > received->bytes_max - received->response.body.size()) {
    received->too_large = true;
    return 0;  // libcurl stops
  }
  received->response.body.append(data, bytes);
  return bytes;
}

int CheckStopped(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(user)->load() ? 1 : 0;
}

// What may be sent back as it came: printable, and short.
std::string Validator(absl::string_view value) {
  const absl::string_view text = absl::StripAsciiWhitespace(value);
  const bool good = text.size() <= kValidatorCharsMax && std::ranges::all_of(text, [](char c) {
                      return absl::ascii_isprint(static_cast<unsigned char>(c));
                    });
  return good ? std::string(text) : "";
}

std::size_t TakeHeader(const char* data, std::size_t size, std::size_t count, void* user) {
  auto* received = static_cast<Received*>(user);
  const std::size_t bytes = size * count;
  received->header_bytes += bytes;
  if (received->header_bytes > kHeaderBytesMax) return 0;
  const absl::string_view line(data, bytes);
  const auto value_of = [&](absl::string_view name) {
    return absl::StartsWithIgnoreCase(line, name) ? Validator(line.substr(name.size())) : std::string();
  };
  if (std::string etag = value_of("etag:"); !etag.empty()) received->response.etag = std::move(etag);
  if (std::string date = value_of("last-modified:"); !date.empty()) {
    received->response.last_modified = std::move(date);
  }
  return bytes;
}

std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return "";
  std::string value(text);
  curl_free(text);
  return absl::AsciiStrToLower(value);
}

UrlPtr Parse(const std::string& url) {
  UrlPtr parsed(curl_url());
  if (parsed && curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return nullptr;
  return parsed;
}

bool SamePlace(const std::string& a, const std::string& b) {
  const UrlPtr first = Parse(a);
  const UrlPtr second = Parse(b);
  if (!first || !second) return false;
  return std::ranges::all_of(
      std::initializer_list<CURLUPart>{CURLUPART_SCHEME, CURLUPART_HOST, CURLUPART_PORT},
      [&](CURLUPart part) { return PartOf(first.get(), part) == PartOf(second.get(), part); });
}

HeadersPtr MakeHeaders(const HttpRequest& request) {
  curl_slist* list = nullptr;
  const auto add = [&list](const std::string& line) {
    if (curl_slist* longer = curl_slist_append(list, line.c_str())) list = longer;
  };
  if (!request.etag.empty()) add("If-None-Match: " + request.etag);
  if (!request.last_modified.empty()) add("If-Modified-Since: " + request.last_modified);
  if (!request.body.empty()) {
    add("Content-Type: " + request.content_type);
    add("Expect:");  // no waiting for "100 Continue"
  }
  return HeadersPtr(list);
}

void SetOptions(CURL* curl, const HttpOptions& options, const HttpRequest& request, const std::string& url,
                Received* received) {
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_PROXY,
                   options.proxy.c_str());  // set, if empty: the environment is not asked
  curl_easy_setopt(curl, CURLOPT_USERAGENT, options.user_agent.c_str());
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(  // NOLINT
                       std::min(options.connect_timeout, request.timeout))));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS,
                   static_cast<long>(absl::ToInt64Milliseconds(request.timeout)));  // NOLINT
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, kSlowBytesPerSecond);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
  curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.bytes_max));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, TakeBody);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, received);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, TakeHeader);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, received);
  if (request.body.empty()) return;
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
}

absl::Status StatusOf(CURLcode code, bool too_large) {
  if (too_large || code == CURLE_FILESIZE_EXCEEDED)
    return absl::ResourceExhaustedError("HTTP: body too large");
  const std::string message = absl::StrCat("HTTP: ", curl_easy_strerror(code));
  if (code == CURLE_OPERATION_TIMEDOUT) return absl::DeadlineExceededError(message);
  return absl::UnavailableError(message);
}

// One exchange. `next`: where a redirect leads; empty when the answer is none.
absl::StatusOr<HttpResponse> Exchange(const HttpOptions& options, const HttpRequest& request,
                                      const std::string& url, const std::atomic<bool>& stopped,
                                      std::string* next) {
  const CurlPtr curl(curl_easy_init());
  if (!curl) return absl::ResourceExhaustedError("HTTP: out of memory");
  Received received;
  received.bytes_max = request.bytes_max;
  const HeadersPtr headers = MakeHeaders(request);
  SetOptions(curl.get(), options, request, url, &received);
  curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, CheckStopped);
  curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &stopped);
  const CURLcode code = curl_easy_perform(curl.get());
  if (code != CURLE_OK) return StatusOf(code, received.too_large);
  long status = 0;  // NOLINT(google-runtime-int): libcurl's type
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  char* location = nullptr;
  curl_easy_getinfo(curl.get(), CURLINFO_REDIRECT_URL, &location);
  if (status == 200) return std::move(received.response);
  if (status == 304 && request.body.empty()) {
    received.response.not_modified = true;
    received.response.body.clear();
    return std::move(received.response);
  }
  // A POST is not sent anywhere else.
  if (location != nullptr && request.body.empty()) *next = location;
  return absl::UnavailableError(absl::StrCat("HTTP ", status));
}

}  // namespace

HttpClient::HttpClient(HttpOptions options) : options_(std::move(options)) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

absl::Status HttpClient::CheckUrl(const std::string& url) const {
  const UrlPtr parsed = Parse(url);
  if (!parsed) return absl::InvalidArgumentError("HTTP: not a URL");
  const std::string scheme = PartOf(parsed.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https")
    return absl::InvalidArgumentError("HTTP: neither http nor https");
  if (!PartOf(parsed.get(), CURLUPART_USER).empty())
    return absl::InvalidArgumentError("HTTP: user in the URL");
  const std::string host = PartOf(parsed.get(), CURLUPART_HOST);
  const bool named = std::ranges::any_of(
      options_.hosts, [&](const std::string& allowed) { return absl::AsciiStrToLower(allowed) == host; });
  if (!named) return absl::PermissionDeniedError("HTTP: the host is not among those configured");
  return absl::OkStatus();
}

absl::StatusOr<HttpResponse> HttpClient::Send(const HttpRequest& request) const {
  std::string url = request.url;
  HttpRequest current = request;
  const absl::Time deadline = absl::Now() + request.timeout;
  for (int redirects = 0;; ++redirects) {
    if (absl::Status status = CheckUrl(url); !status.ok()) return status;
    std::string next;
    absl::StatusOr<HttpResponse> response = Exchange(options_, current, url, stopped_, &next);
    if (response.ok() || next.empty()) return response;
    if (redirects == kRedirectsMax) return absl::UnavailableError("HTTP: too many redirects");
    if (!SamePlace(url, next)) return absl::PermissionDeniedError("HTTP: redirect to another host");
    current.timeout = deadline - absl::Now();
    if (current.timeout <= absl::Milliseconds(1)) return absl::DeadlineExceededError("HTTP: timeout");
    url = std::move(next);
  }
}

}  // namespace oteu::revocation
