// One question to a responder: OpenSSL's own, and a host with faults.
#include "service/revocation/ocsp_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/ascii.h"
#include "tests/service/revocation/fault_server.h"
#include "tests/service/revocation/openssl_responder.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/kzgost/kz_context.h"
#include "verification/revocation/crl_store.h"

namespace oteu::revocation {
namespace {

namespace fs = std::filesystem;
using testing::FaultServer;
using testing::OpensslResponder;
using testing::Reply;
using testing::Request;
using verification::x509::CertificatePtr;

constexpr absl::Duration kDay = absl::Hours(24);

class OcspClientTest : public ::testing::Test {
 protected:
  ~OcspClientTest() override { fs::remove_all(folder_); }

  static std::string EmptyFolder() {
    const std::string folder = ::testing::TempDir() + "/ocsp-client-" + std::to_string(getpid());
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder;
  }

  CertificatePtr Parse(const std::string& der) {
    return *verification::x509::ParseCertificate(*context_, verification::openssl::AsBytes(der));
  }
  std::string Pem(const std::string& name, const std::string& der) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path + ".der", std::ios::binary) << der;
    EXPECT_EQ(std::system(("openssl x509 -inform DER -in " + path + ".der -out " + path).c_str()), 0);
    return path;
  }
  std::string Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ + "/" + name) << text;
    return folder_ + "/" + name;
  }
  // OpenSSL's index of a CA: head good, employee revoked; the rest is unknown to it.
  std::string Index() {
    const auto line = [&](const char* name, const char* state) {
      const std::string serial = absl::AsciiStrToUpper(Parse(family_.Get(name).certificate)->serial_hex);
      return std::string(state) + "\t" + serial + "\tunknown\t/CN=x\n";
    };
    Write("index.txt.attr", "unique_subject = no\n");
    return Write("index.txt",
                 line(demo_pki::kSchoolHead, "V\t491231235959Z\t") +
                     line(demo_pki::kSchoolEmployee, "R\t491231235959Z\t260901000000Z,superseded"));
  }
  std::vector<std::string> Responder() {
    return {"openssl",  "ocsp",
            "-port",    "0",
            "-index",   Index(),
            "-CA",      Pem("ca.pem", family_.issuing_ca.certificate),
            "-rsigner", folder_ + "/ca.pem",
            "-rkey",    Write("ca.key", *family_.issuing_ca.key.ToFile()),
            "-nmin",    "60"};
  }
  OcspClient Client(const std::string& url, absl::Duration timeout = absl::Seconds(10)) {
    return OcspClient({.url = url,
                       .timeout = timeout,
                       .breaker_failures = 3,
                       .breaker_rest = absl::Hours(1),
                       .client = &http_,
                       .context = context_.get(),
                       .cache = &cache_,
                       .clock = &clock_});
  }
  oteu::v1::RevocationStatus StatusBy(const OcspAnswer& answer, const CertificatePtr& certificate,
                                      const std::string& nonce) {
    namespace rv = verification::revocation;
    const rv::SuppliedEvidence evidence =
        rv::SuppliedEvidence::Parse({.ocsp_responses = {verification::openssl::AsBytes(answer.der)}});
    const rv::CrlStore store(*context_, verification::DefaultPolicy(), {});
    return store
        .Check({.certificate = certificate.get(),
                .issuer = ca_.get(),
                .at = absl::Now(),
                .supplied = &evidence,
                .nonce = verification::openssl::AsBytes(nonce)})
        .status;
  }

  const std::string folder_ = EmptyFolder();
  // OpenSSL's responder answers by the clock of the machine.
  const demo_pki::DemoFamily family_ = *demo_pki::MakeDemoFamily(demo_pki::KeyKind::kEcP256, absl::Now());
  std::unique_ptr<verification::openssl::Context> context_ = *verification::kzgost::CreateKzContext();
  CertificatePtr ca_ = Parse(family_.issuing_ca.certificate);
  CertificatePtr head_ = Parse(family_.Get(demo_pki::kSchoolHead).certificate);
  HttpClient http_{{.hosts = {"127.0.0.1"}}};
  FetchCache cache_ = *FetchCache::Open(folder_ + "/cache");
  SystemClock clock_;
  const absl::Time later_ = absl::Now() + kDay;
};

TEST_F(OcspClientTest, AsksOpensslsResponder) {
  const OpensslResponder responder(Responder());
  ASSERT_NE(responder.port(), 0);
  OcspClient client = Client(responder.Url());
  const auto status = [&](const char* name) {
    const CertificatePtr certificate = Parse(family_.Get(name).certificate);
    const auto answer = client.Ask(*certificate, *ca_, later_);
    EXPECT_TRUE(answer.ok()) << answer.status();
    return answer.ok() ? StatusBy(*answer, certificate, answer->nonce)
                       : oteu::v1::REVOCATION_STATUS_UNSPECIFIED;
  };
  EXPECT_EQ(status(demo_pki::kSchoolHead), oteu::v1::REVOCATION_STATUS_GOOD);
  EXPECT_EQ(status(demo_pki::kSchoolEmployee), oteu::v1::REVOCATION_STATUS_REVOKED);
  EXPECT_EQ(status(demo_pki::kPmpcHead), oteu::v1::REVOCATION_STATUS_UNKNOWN);
}

TEST_F(OcspClientTest, KeepsTheLastAnswer) {
  const OpensslResponder responder(Responder());
  OcspClient client = Client(responder.Url());
  EXPECT_TRUE(absl::IsNotFound(client.Last(*head_, *ca_).status()));
  const auto answer = client.Ask(*head_, *ca_, later_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(client.Last(*head_, *ca_)->der, answer->der);
  EXPECT_EQ(StatusBy(*answer, head_, "another nonce"), oteu::v1::REVOCATION_STATUS_UNAVAILABLE);
}

TEST_F(OcspClientTest, WithoutAnAnswerNothingIsSaid) {
  Reply reply;
  const FaultServer server([&](const Request&) { return reply; });
  const std::string ok(family_.issuing_crl);
  for (const Reply& fault :
       {Reply{.status = "403 Forbidden"}, Reply{.status = "500 Oops"}, Reply{.hang_up = true},
        Reply{.status = "303 See Other", .headers = "Location: http://example.kz/\r\n"},
        Reply{.body = "\x30\x03\x0a\x01\x03"},  // tryLater
        Reply{.body = "\x30\x03\x0a\x01\x06"},  // unauthorized
        Reply{.body = "<html>"}, Reply{.body = ok}, Reply{}}) {
    reply = fault;
    OcspClient client = Client(server.Url());
    const auto answer = client.Ask(*head_, *ca_, later_);
    EXPECT_FALSE(answer.ok());
    EXPECT_TRUE(absl::IsNotFound(client.Last(*head_, *ca_).status())) << "nothing is kept";
  }
  OcspClient client = Client(server.Url());
  reply = {.body = "\x30\x03\x0a\x01\x03"};
  EXPECT_EQ(client.Ask(*head_, *ca_, later_).status().message(), "OCSP: tryLater");
}

TEST_F(OcspClientTest, YesterdaysAnswerIsNoAnswer) {
  const OpensslResponder responder(Responder());
  OcspClient client = Client(responder.Url());
  const auto answer = client.Ask(*head_, *ca_, later_);
  ASSERT_TRUE(answer.ok()) << answer.status();
  const FaultServer replay([&](const Request&) { return Reply{.body = answer->der}; });
  EXPECT_THAT(std::string(Client(replay.Url()).Ask(*head_, *ca_, later_).status().message()),
              ::testing::HasSubstr("nonce"));
}

TEST_F(OcspClientTest, TheDeadlineHolds) {
  const FaultServer server(
      [](const Request&) { return Reply{.body = std::string(200, 'x'), .drip = absl::Milliseconds(50)}; });
  OcspClient client = Client(server.Url());
  const absl::Time start = absl::Now();
  EXPECT_TRUE(absl::IsDeadlineExceeded(client.Ask(*head_, *ca_, start + absl::Milliseconds(300)).status()));
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_TRUE(absl::IsDeadlineExceeded(client.Ask(*head_, *ca_, start).status())) << "no time left";
}

TEST_F(OcspClientTest, AResponderThatKeepsFailingIsLeftAlone) {
  const FaultServer server([](const Request&) { return Reply{.status = "500 Oops"}; });
  OcspClient client = Client(server.Url());
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(client.Ask(*head_, *ca_, later_).ok());
  EXPECT_EQ(server.requests().size(), 3u);
}

TEST_F(OcspClientTest, TheRequestNamesTheCertificateAndCarriesANonce) {
  const FaultServer server([](const Request&) { return Reply{.hang_up = true}; });
  OcspClient client = Client(server.Url());
  EXPECT_FALSE(client.Ask(*head_, *ca_, later_).ok());
  EXPECT_FALSE(client.Ask(*head_, *ca_, later_).ok());
  const auto requests = server.requests();
  EXPECT_EQ(requests.at(0).Header("Content-Type"), "application/ocsp-request");
  const std::string path = folder_ + "/request.der";
  std::ofstream(path, std::ios::binary) << requests.at(0).body;
  EXPECT_EQ(
      std::system(("openssl ocsp -reqin " + path + " -req_text > " + path + ".txt 2>/dev/null").c_str()), 0);
  std::ifstream text_file(path + ".txt");
  const std::string text(std::istreambuf_iterator<char>(text_file), {});
  EXPECT_THAT(text, ::testing::HasSubstr("Hash Algorithm: sha256"));
  EXPECT_THAT(text, ::testing::HasSubstr("Serial Number: " + absl::AsciiStrToUpper(head_->serial_hex)));
  EXPECT_THAT(text, ::testing::HasSubstr("OCSP Nonce"));
  EXPECT_NE(requests.at(0).body, requests.at(1).body) << "each its own";
}

}  // namespace
}  // namespace oteu::revocation
