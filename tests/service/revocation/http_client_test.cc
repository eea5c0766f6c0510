// The wire: what is asked, what is refused, and every fault of a host.
#include "service/revocation/http_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/time/clock.h"
#include "tests/service/revocation/fault_server.h"

namespace oteu::revocation {
namespace {

using testing::FaultServer;
using ::testing::HasSubstr;
using testing::Reply;
using testing::Request;

const HttpOptions kLoopback = {.hosts = {"127.0.0.1"}, .user_agent = "oteu-test"};

absl::StatusOr<HttpResponse> Get(const std::string& url, HttpOptions options = kLoopback,
                                 absl::Duration timeout = absl::Seconds(5), size_t bytes_max = 1000) {
  const HttpClient client(std::move(options));
  return client.Send({.url = url, .bytes_max = bytes_max, .timeout = timeout});
}

absl::StatusOr<HttpResponse> GetFrom(const Reply& reply, absl::Duration timeout = absl::Seconds(5)) {
  const FaultServer server([&](const Request&) { return reply; });
  return Get(server.Url(), kLoopback, timeout);
}

TEST(HttpClient, AnswerAndItsValidators) {
  const FaultServer server([](const Request&) {
    return Reply{.headers = "ETag: \"v1\"\r\nLast-Modified: Sun, 22 Nov 2026 10:00:00 GMT\r\n",
                 .body = "list"};
  });
  const auto response = Get(server.Url());
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->body, "list");
  EXPECT_EQ(response->etag, "\"v1\"");
  EXPECT_EQ(response->last_modified, "Sun, 22 Nov 2026 10:00:00 GMT");
  const Request request = server.requests().at(0);
  EXPECT_THAT(request.head, ::testing::StartsWith("GET /list.crl HTTP/1.1\r\n"));
  EXPECT_EQ(request.Header("User-Agent"), "oteu-test");
  EXPECT_EQ(request.Header("Accept-Encoding"), "") << "no decompression of foreign bytes";
  EXPECT_EQ(request.Header("If-None-Match"), "");
}

TEST(HttpClient, AsksForWhatHasChanged) {
  const FaultServer server([](const Request&) { return Reply{.status = "304 Not Modified"}; });
  const HttpClient client(kLoopback);
  const auto response =
      client.Send({.url = server.Url(), .bytes_max = 10, .etag = "\"v1\"", .last_modified = "yesterday"});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_TRUE(response->not_modified);
  EXPECT_EQ(server.requests().at(0).Header("If-None-Match"), "\"v1\"");
  EXPECT_EQ(server.requests().at(0).Header("If-Modified-Since"), "yesterday");
}

TEST(HttpClient, PostsBytes) {
  const FaultServer server([](const Request& request) { return Reply{.body = "got " + request.body}; });
  const HttpClient client(kLoopback);
  const std::string body("a\0b", 3);
  const auto response = client.Send(
      {.url = server.Url(), .bytes_max = 100, .body = body, .content_type = "application/ocsp-request"});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->body, "got " + body);
  EXPECT_EQ(server.requests().at(0).Header("Content-Type"), "application/ocsp-request");
}

TEST(HttpClient, OnlyHostsThatAreNamed) {
  const FaultServer server([](const Request&) { return Reply{.body = "x"}; });
  EXPECT_TRUE(absl::IsPermissionDenied(Get(server.Url(), {.hosts = {"crl.example.kz"}}).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(Get(server.Url(), {}).status()));
  EXPECT_TRUE(server.requests().empty());
  for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "127.0.0.1/x", "",
                          "http://user:secret@127.0.0.1/", "http://"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(Get(url).status())) << url << ": " << Get(url).status();
  }
  EXPECT_TRUE(absl::IsPermissionDenied(Get("http://127.0.0.1.example.kz/").status()));
}

TEST(HttpClient, RedirectsStayWithTheHost) {
  const FaultServer other([](const Request&) { return Reply{.body = "elsewhere"}; });
  std::string location = "/new";
  const FaultServer server([&](const Request& request) {
    if (request.head.starts_with("GET /new ")) return Reply{.body = "moved"};
    return Reply{.status = "303 See Other", .headers = "Location: " + location + "\r\n"};
  });
  EXPECT_EQ(Get(server.Url())->body, "moved");
  for (const std::string& place :
       {other.Url(), std::string("http://example.kz/"), std::string("file:///etc/passwd")}) {
    location = place;
    EXPECT_TRUE(absl::IsPermissionDenied(Get(server.Url()).status())) << place;
  }
  EXPECT_TRUE(other.requests().empty());
  location = "/again";
  EXPECT_TRUE(absl::IsUnavailable(Get(server.Url()).status())) << "in circles";
}

TEST(HttpClient, ErrorsOfTheHostAreUnavailable) {
  for (const char* status : {"403 Forbidden", "404 Not Found", "500 Oops", "503 Busy", "204 No Content"}) {
    const auto response = GetFrom({.status = status, .body = "<html>an error page</html>"});
    EXPECT_TRUE(absl::IsUnavailable(response.status())) << response.status();
    EXPECT_THAT(std::string(response.status().message()), HasSubstr(std::string(status).substr(0, 3)));
    EXPECT_THAT(std::string(response.status().message()), ::testing::Not(HasSubstr("html")));
  }
  EXPECT_TRUE(absl::IsUnavailable(GetFrom({.hang_up = true}).status()));
  EXPECT_TRUE(absl::IsUnavailable(Get("http://127.0.0.1:1/").status())) << "nobody listens";
}

TEST(HttpClient, ABodyCutShortIsNoAnswer) {
  EXPECT_TRUE(absl::IsUnavailable(GetFrom({.body = "half", .declared_length = 8}).status()));
}

TEST(HttpClient, TooMuchIsRefused) {
  EXPECT_TRUE(absl::IsResourceExhausted(GetFrom({.body = std::string(1001, 'x')}).status()));
  EXPECT_TRUE(GetFrom({.body = std::string(1000, 'x')}).ok());
  EXPECT_TRUE(absl::IsResourceExhausted(GetFrom({.declared_length = int64_t{1} << 40}).status()))
      << "refused by its declared length";
}

TEST(HttpClient, ASlowHostRunsIntoTheTimeout) {
  const absl::Time start = absl::Now();
  const auto response =
      GetFrom({.body = std::string(500, 'x'), .drip = absl::Milliseconds(50)}, absl::Milliseconds(400));
  EXPECT_TRUE(absl::IsDeadlineExceeded(response.status())) << response.status();
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

TEST(HttpClient, TheEnvironmentNamesNoProxy) {
  const FaultServer proxy([](const Request&) { return Reply{.body = "through the proxy"}; });
  const FaultServer server([](const Request&) { return Reply{.body = "straight"}; });
  setenv("http_proxy", proxy.Url("").c_str(), 1);
  setenv("all_proxy", proxy.Url("").c_str(), 1);
  EXPECT_EQ(Get(server.Url())->body, "straight");
  HttpOptions configured = kLoopback;
  configured.proxy = proxy.Url("");
  EXPECT_EQ(Get(server.Url(), configured)->body, "through the proxy");
  unsetenv("http_proxy");
  unsetenv("all_proxy");
}

TEST(HttpClient, StoppedMeansStopped) {
  const FaultServer server(
      [](const Request&) { return Reply{.body = std::string(500, 'x'), .drip = absl::Milliseconds(50)}; });
  HttpClient client(kLoopback);
  std::thread stopper([&] {
    absl::SleepFor(absl::Milliseconds(200));
    client.Stop();
  });
  const absl::Time start = absl::Now();
  EXPECT_TRUE(absl::IsUnavailable(client.Send({.url = server.Url(), .bytes_max = 1000}).status()));
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  stopper.join();
}

}  // namespace
}  // namespace oteu::revocation
