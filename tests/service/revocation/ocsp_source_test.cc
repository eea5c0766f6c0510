// OCSP on demand: whom it asks, what it keeps, and what it offers when nobody answers.
#include "service/revocation/ocsp_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>

#include "absl/time/clock.h"
#include "tests/service/revocation/fault_server.h"
#include "tests/service/revocation/ocsp_answering.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "tests/verification/x509/made_certificates.h"
#include "verification/revocation/addresses.h"

namespace oteu::revocation {
namespace {

namespace fs = std::filesystem;
namespace der = demo_pki::der;
using testing::FaultServer;
using ::testing::IsEmpty;
using testing::Reply;
using testing::Request;
using ::testing::SizeIs;
using verification::MissingRevocation;

class FixedClock : public Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = verification::testing::Now();
};

class OcspSourceTest : public ::testing::Test {
 protected:
  ~OcspSourceTest() override { fs::remove_all(folder_); }

  static std::string EmptyFolder() {
    std::string folder = ::testing::TempDir() + "/ocsp-source-" + std::to_string(getpid());
    fs::remove_all(folder);
    return folder;
  }
  Reply Answer(const Request& request) {
    if (down_) return {.hang_up = true};
    return {.body = testing::AnswerTo(request.body, family_.issuing_ca, about_, clock_.now)};
  }
  std::unique_ptr<OcspSource> Make(const std::string& url) {
    return *OcspSource::Create({.url = url,
                                .timeout = absl::Seconds(2),
                                .reuse = absl::Minutes(10),
                                .client = &http_,
                                .cache = &cache_,
                                .clock = &clock_});
  }
  std::vector<std::string> Collect(OcspSource& source) {
    return source.Collect({{about_, family_.issuing_ca.certificate}}, absl::InfiniteFuture());
  }

  const std::string folder_ = EmptyFolder();
  const demo_pki::DemoFamily& family_ = verification::testing::Family();
  std::string about_ = family_.Get(demo_pki::kSchoolHead).certificate;
  std::atomic<bool> down_ = false;
  FixedClock clock_;
  HttpClient http_{{.hosts = {"127.0.0.1"}}};
  FetchCache cache_ = *FetchCache::Open(folder_);
  FaultServer server_{[this](const Request& request) { return Answer(request); }};
};

TEST_F(OcspSourceTest, AnAnswerIsAskedForOnceInAWhile) {
  const auto source = Make(server_.Url("/"));
  const auto first = Collect(*source);
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(Collect(*source), first);
  EXPECT_THAT(server_.requests(), SizeIs(1));
  clock_.now += absl::Minutes(10);
  EXPECT_THAT(Collect(*source), SizeIs(1));
  EXPECT_THAT(server_.requests(), SizeIs(2));
}

// Of the kept answer verification says whether it still counts.
TEST_F(OcspSourceTest, WhenNobodyAnswersTheLastAnswerIsOffered) {
  down_ = true;
  const auto source = Make(server_.Url("/"));
  EXPECT_THAT(Collect(*source), IsEmpty());
  down_ = false;
  const auto first = Collect(*source);
  ASSERT_THAT(first, SizeIs(1));
  down_ = true;
  clock_.now += absl::Hours(5);
  EXPECT_EQ(Collect(*source), first);
  about_ = family_.Get(demo_pki::kPmpcHead).certificate;
  EXPECT_THAT(Collect(*source), IsEmpty()) << "never another certificate's";
}

TEST_F(OcspSourceTest, HostsThatAreNotNamedAreNotAsked) {
  for (const char* url : {"http://localhost:1/", "ftp://127.0.0.1/", "http://user@127.0.0.1/"}) {
    EXPECT_THAT(Collect(*Make(url)), IsEmpty()) << url;
  }
  EXPECT_THAT(Collect(*Make("")), IsEmpty()) << "the certificate names no responder";
}

TEST_F(OcspSourceTest, TheCertificatesOwnResponderIsAsked) {
  const std::string access = der::Sequence(
      {der::Sequence({der::Oid("1.3.6.1.5.5.7.48.1"), der::Element(0x86, server_.Url("/named"))})});
  using namespace verification::x509::testing;  // NOLINT(google-build-using-namespace)
  about_ = MakeDer({.extensions = {MakeExtension("1.3.6.1.5.5.7.1.1", false, access)}, .serial = 77});
  EXPECT_THAT(Collect(*Make("")), SizeIs(1));
  EXPECT_THAT(server_.requests().at(0).head, ::testing::StartsWith("POST /named "));
}

TEST_F(OcspSourceTest, WaitsNoLongerThanTheDeadline) {
  const FaultServer slow(
      [](const Request&) { return Reply{.body = std::string(1000, 'x'), .drip = absl::Milliseconds(50)}; });
  const auto source = Make(slow.Url("/"));
  const absl::Time start = absl::Now();
  std::vector<MissingRevocation> missing;
  for (const demo_pki::Identity& identity : family_.identities)
    missing.push_back({identity.certificate, family_.issuing_ca.certificate});
  // The clock stands still, so that only each single question has its two seconds.
  missing.resize(1);
  EXPECT_THAT(source->Collect(missing, clock_.now + absl::Seconds(1)), IsEmpty());
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  EXPECT_THAT(source->Collect(missing, clock_.now), IsEmpty());
  EXPECT_THAT(slow.requests(), SizeIs(1)) << "no time left: nobody is asked";
}

// ---- Addresses, as certificates and lists name them ----

std::vector<std::string> AddressesIn(const std::string& access) {
  using namespace verification::x509::testing;  // NOLINT(google-build-using-namespace)
  const std::string certificate =
      MakeDer({.extensions = {MakeExtension("1.3.6.1.5.5.7.1.1", false, access)}});
  return verification::revocation::OcspAddresses(
      *verification::x509::ReadOutline(verification::openssl::AsBytes(certificate)));
}

TEST(Addresses, OfResponders) {
  const auto access = [](const char* method, const std::string& location) {
    return der::Sequence({der::Oid(method), location});
  };
  const std::string good = access("1.3.6.1.5.5.7.48.1", der::Element(0x86, "http://ocsp.example/a"));
  const std::string issuers = access("1.3.6.1.5.5.7.48.2", der::Element(0x86, "http://ca.example/ca.cer"));
  const std::string ldap = access("1.3.6.1.5.5.7.48.1", der::Element(0x86, "ldap://ocsp.example/"));
  const std::string control = access("1.3.6.1.5.5.7.48.1", der::Element(0x86, "http://ocsp.example/\n"));
  const std::string large =
      access("1.3.6.1.5.5.7.48.1", der::Element(0x86, "http://" + std::string(2048, 'x')));
  EXPECT_THAT(AddressesIn(der::Sequence({issuers, ldap, control, large, good})),
              ::testing::ElementsAre("http://ocsp.example/a"));
  EXPECT_THAT(AddressesIn(der::Sequence({good}) + "x"), ::testing::SizeIs(1));
  EXPECT_THAT(AddressesIn("x"), IsEmpty());
  EXPECT_THAT(AddressesIn(der::Sequence({good, "\x30\x05"})), IsEmpty());
}

}  // namespace
}  // namespace oteu::revocation
