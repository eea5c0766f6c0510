#include "tests/benchmark/verifications.h"

#include <openssl/cms.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/demo_pki/identifiers.h"
#include "clients/demo_pki/timestamp.h"
#include "tests/benchmark/child_process.h"
#include "tests/benchmark/floor.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"
#include "verification/policy/policy.h"
#include "verification/verifier.h"
#include "verification/x509/outline.h"

namespace oteu::benchmark {
namespace {

namespace openssl = oteu::verification::openssl;
using verification::Verifier;

constexpr double kNanosecondsPerMicrosecond = 1000;
constexpr std::size_t kContentBytes = 300;
constexpr std::size_t kStrangers = 500;  // signers met once each

[[noreturn]] void Fail(const char* what) {
  std::fprintf(stderr, "verifications: %s\n", what);
  std::exit(2);
}

std::unique_ptr<Verifier> MakeVerifier(const demo_pki::DemoFamily& family) {
  verification::TrustMaterial material;
  material.anchors = {family.root.certificate};
  material.intermediates = {family.issuing_ca.certificate};
  material.crls = {family.root_crl, family.issuing_crl};
  material.tsa_anchors = {family.root.certificate};
  auto verifier = Verifier::Create(material, verification::DefaultPolicy());
  if (!verifier.ok()) Fail("trust material");
  return *std::move(verifier);
}

oteu::v1::ValidationReport VerifyOnce(const Verifier& verifier, const std::string& container, absl::Time at) {
  verification::VerificationRequest request;
  request.container = container;
  request.at = at;
  auto result = verifier.Verify(request);
  if (!result.ok() || result->report.indication() != oteu::v1::INDICATION_TOTAL_PASSED) Fail("does not pass");
  return std::move(result->report);
}

double Warm(const Verifier& verifier, const std::string& container, absl::Time at, int rounds) {
  const auto start = ThreadCpuNanoseconds();
  for (int i = 0; i < rounds; ++i) VerifyOnce(verifier, container, at);
  return static_cast<double>(ThreadCpuNanoseconds() - start) / rounds / kNanosecondsPerMicrosecond;
}

// As Warm, of a container with a time stamp; held to what it says, for one that is not used costs less.
void Stamped(const Verifier& verifier, const demo_pki::DemoFamily& family, absl::Time at, int rounds,
             VerificationFigures* figures) {
  const demo_pki::Identity& signer = family.Get(demo_pki::kSchoolHead);
  const demo_pki::Identity& tsa = family.Get(demo_pki::kTsa);
  const absl::Time stamped_at = at - absl::Seconds(1);
  const auto container =
      demo_pki::SignCms(std::string(kContentBytes, 'c'), {signer.AsSigner()},
                        {.signing_time = stamped_at,
                         .timestamps = demo_pki::StampWith(tsa.AsSigner(), {.gen_time = stamped_at})});
  if (!container.ok()) Fail("time stamp");
  const oteu::v1::ValidationReport report = VerifyOnce(verifier, *container, at);
  if (report.signers(0).level() != oteu::v1::SIGNATURE_LEVEL_B_T) Fail("the time stamp is not used");
  figures->stamped_bare =
      BareChecksNanoseconds({&signer, &tsa}, kContentBytes, rounds) / kNanosecondsPerMicrosecond;
  figures->stamped = Warm(verifier, *container, at, rounds);
}

// Containers of signers that differ in their certificates alone: one key, one name each.
std::vector<std::string> ManySigners(const demo_pki::DemoFamily& family, std::size_t count, absl::Time now) {
  const demo_pki::Identity& like = family.Get(demo_pki::kSchoolHead);
  const auto ca = verification::x509::ReadOutline(openssl::AsBytes(family.issuing_ca.certificate));
  if (!ca) Fail("issuing CA");
  const demo_pki::Issuer issuer{std::string(openssl::AsStringView(ca->subject)), &family.issuing_ca.key};
  std::vector<std::string> containers;
  for (std::size_t i = 0; i < count; ++i) {
    demo_pki::CertificateSpec spec;
    spec.subject.common_name = absl::StrCat("DEMO ", i);
    spec.subject.organisational_unit = "BIN" + demo_pki::SchoolBin();
    spec.key = &like.key;
    spec.not_before = now - absl::Hours(24);
    spec.not_after = now + absl::Hours(24);
    spec.key_usage = {demo_pki::kDigitalSignature, demo_pki::kNonRepudiation};
    spec.extended_key_usage = {"1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.2", "1.2.398.3.3.4.1.2.1"};
    spec.policies = {"1.2.398.3.3.2", "2.999.398.1"};
    const auto certificate = demo_pki::IssueCertificate(spec, issuer);
    if (!certificate.ok()) Fail("certificate of a signer");
    const auto container = demo_pki::SignCms(std::string(kContentBytes, 'c'), {{*certificate, &like.key}},
                                             {.signing_time = now});
    if (!container.ok()) Fail("signing");
    containers.push_back(*container);
  }
  return containers;
}

// The first signature of each of many signers, by a Verifier that has verified nothing before: it has its
// trust material loaded, as the certificates of Stock are parsed.
double Cold(const demo_pki::DemoFamily& family, const std::vector<std::string>& containers, absl::Time at) {
  const std::unique_ptr<Verifier> fresh = MakeVerifier(family);
  const auto start = ThreadCpuNanoseconds();
  for (const std::string& container : containers) VerifyOnce(*fresh, container, at);
  return static_cast<double>(ThreadCpuNanoseconds() - start) / static_cast<double>(containers.size()) /
         kNanosecondsPerMicrosecond;
}

openssl::X509Ptr ParseX509(const std::string& der) {
  const auto* start = reinterpret_cast<const unsigned char*>(der.data());
  openssl::X509Ptr certificate(d2i_X509(nullptr, &start, static_cast<long>(der.size())));
  if (!certificate) Fail("certificate");
  return certificate;
}

// As an OpenSSL program does it: parse, a store with root and CA, CMS_verify.
double Stock(const demo_pki::DemoFamily& family, const std::vector<std::string>& containers) {
  const openssl::X509Ptr root = ParseX509(family.root.certificate);
  const openssl::X509Ptr ca = ParseX509(family.issuing_ca.certificate);
  const auto start = ThreadCpuNanoseconds();
  for (const std::string& container : containers) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(container.data());
    const openssl::CmsContentInfoPtr cms(
        d2i_CMS_ContentInfo(nullptr, &bytes, static_cast<long>(container.size())));
    const openssl::X509StorePtr store(X509_STORE_new());
    const openssl::BioPtr out(BIO_new(BIO_s_mem()));
    if (!cms || !store || !out || X509_STORE_add_cert(store.get(), root.get()) != 1 ||
        X509_STORE_add_cert(store.get(), ca.get()) != 1 ||
        X509_STORE_set_purpose(store.get(), X509_PURPOSE_ANY) != 1 ||
        CMS_verify(cms.get(), nullptr, store.get(), nullptr, out.get(), CMS_BINARY) != 1) {
      Fail(openssl::DrainErrors().text.c_str());
    }
  }
  return static_cast<double>(ThreadCpuNanoseconds() - start) / static_cast<double>(containers.size()) /
         kNanosecondsPerMicrosecond;
}

void TwoThreads(const Verifier& verifier, const std::string& container, absl::Time at, int rounds,
                VerificationFigures* figures) {
  double wall[2] = {};
  double cpu[2] = {};
  for (const std::size_t threads : {std::size_t{1}, std::size_t{2}}) {
    const auto wall_start = std::chrono::steady_clock::now();
    const auto cpu_start = OwnCpuNanoseconds();
    std::vector<std::thread> running;
    for (std::size_t i = 0; i < threads; ++i) {
      running.emplace_back([&] { Warm(verifier, container, at, rounds); });
    }
    for (std::thread& thread : running) thread.join();
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_start).count();
    wall[threads - 1] = static_cast<double>(threads) / seconds;
    cpu[threads - 1] = static_cast<double>(OwnCpuNanoseconds() - cpu_start) / static_cast<double>(threads);
  }
  figures->two_threads_wall = wall[1] / wall[0];
  figures->two_threads_cpu = 2 * cpu[0] / cpu[1];
}

}  // namespace

VerificationFigures MeasureVerifications(demo_pki::KeyKind kind, int rounds) {
  const absl::Time now = absl::Now();
  const auto family = demo_pki::MakeDemoFamily(kind, now);
  if (!family.ok()) Fail("demonstration PKI");
  const demo_pki::Identity& signer = family->Get(demo_pki::kSchoolHead);
  const auto container =
      demo_pki::SignCms(std::string(kContentBytes, 'c'), {signer.AsSigner()}, {.signing_time = now});
  if (!container.ok()) Fail("signing");
  const std::unique_ptr<Verifier> verifier = MakeVerifier(*family);
  VerifyOnce(*verifier, *container, now);

  VerificationFigures figures;
  figures.bare = BareChecksNanoseconds({&signer}, kContentBytes, rounds) / kNanosecondsPerMicrosecond;
  figures.warm = Warm(*verifier, *container, now, rounds);
  Stamped(*verifier, *family, now, rounds, &figures);
  const std::vector<std::string> strangers = ManySigners(*family, kStrangers, now);
  figures.cold = Cold(*family, strangers, now);
  const bool is_gost = kind == demo_pki::KeyKind::kGost2015 || kind == demo_pki::KeyKind::kGost2004;
  if (!is_gost) figures.stock = Stock(*family, strangers);
  TwoThreads(*verifier, *container, now, rounds, &figures);
  return figures;
}

}  // namespace oteu::benchmark
