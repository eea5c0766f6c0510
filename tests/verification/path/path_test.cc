// Paths of real certificates, and the inputs of the path API.
#include "verification/path/path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/verification/shared_material.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/kzgost/kz_context.h"

namespace oteu::verification::path {
namespace {

using namespace oteu::verification::x509;  // NOLINT(google-build-using-namespace)

using namespace oteu::verification::testing;  // NOLINT(google-build-using-namespace)
using ::testing::HasSubstr;

class Path : public ::testing::Test {
 protected:
  std::unique_ptr<openssl::Context> context_ = *kzgost::CreateKzContext();
  const demo_pki::DemoFamily& family_ = Family();

  PathRequest Request(const char* identity = demo_pki::kSchoolHead) {
    PathRequest request;
    request.target = family_.Get(identity).certificate;
    request.anchors = {family_.root.certificate};
    request.intermediates = {family_.issuing_ca.certificate};
    request.crls = {family_.root_crl, family_.issuing_crl};
    request.at = Now();
    request.check_revocation = true;
    return request;
  }
  PathReport Run(const PathRequest& request) {
    auto report = VerifyPath(*context_, request);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *std::move(report) : PathReport();
  }
  std::vector<oteu::v1::VerificationCode> CodesOf(const PathRequest& request) {
    const PathReport report = Run(request);
    EXPECT_FALSE(report.valid);
    std::vector<oteu::v1::VerificationCode> codes;
    for (const PathFailure& failure : report.failures) codes.push_back(failure.problem.code);
    return codes;
  }
};

TEST_F(Path, ValidWithItsChain) {
  const PathReport report = Run(Request());
  EXPECT_TRUE(report.valid);
  EXPECT_EQ(report.chain.size(), 3u);
}

TEST_F(Path, CollectsEveryError) {
  PathRequest request = Request();
  request.at = Now() + absl::Hours(24 * 366 * 30);
  request.crls.clear();
  const auto codes = CodesOf(request);
  EXPECT_THAT(codes, ::testing::Contains(oteu::v1::VERIFICATION_CODE_CERTIFICATE_EXPIRED).Times(3));
  EXPECT_THAT(codes, ::testing::Contains(oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_MISSING).Times(2));
}

TEST_F(Path, RevocationIsCheckedWhenAskedFor) {
  PathRequest request = Request(demo_pki::kSchoolHeadRevoked);
  EXPECT_THAT(CodesOf(request), ::testing::ElementsAre(oteu::v1::VERIFICATION_CODE_CERTIFICATE_REVOKED));
  request.check_revocation = false;
  EXPECT_TRUE(Run(request).valid);
}

TEST_F(Path, WithoutIntermediateNoChain) {
  PathRequest request = Request();
  request.intermediates.clear();
  EXPECT_THAT(CodesOf(request), ::testing::Contains(oteu::v1::VERIFICATION_CODE_CHAIN_NOT_FOUND));
}

TEST_F(Path, NoAnchorsTrustNobody) {
  PathRequest request = Request();
  request.anchors.clear();
  request.intermediates.push_back(family_.root.certificate);
  EXPECT_THAT(CodesOf(request), ::testing::Contains(oteu::v1::VERIFICATION_CODE_CHAIN_NOT_FOUND));
}

TEST_F(Path, PolicyInputsCount) {
  PathRequest request = Request();
  request.policy_inputs = {.user_policies = {"1.2.3.4"}, .require_explicit_policy = true};
  EXPECT_THAT(CodesOf(request), ::testing::Contains(oteu::v1::VERIFICATION_CODE_CERTIFICATE_POLICY_INVALID));
  request.policy_inputs.user_policies = {"1.2.398.3.3.2"};
  EXPECT_TRUE(Run(request).valid);
}

TEST_F(Path, AlgorithmsAreJudgedOnEveryLink) {
  v1::Policy policy = DefaultPolicy();
  policy.mutable_signature_algorithms()->Clear();
  PathRequest request = Request();
  request.policy = &policy;
  request.check_revocation = false;  // The lists' algorithms are judged too.
  EXPECT_THAT(CodesOf(request), ::testing::ElementsAre(oteu::v1::VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED,
                                                       oteu::v1::VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED));
}

TEST_F(Path, NamesTheInputThatDoesNotParse) {
  PathRequest request = Request();
  request.intermediates.emplace_back("x");
  EXPECT_THAT(VerifyPath(*context_, request).status().message(), HasSubstr("intermediates[1]"));
  request = Request();
  request.target.clear();
  EXPECT_THAT(VerifyPath(*context_, request).status().message(), HasSubstr("target[0]"));
  request = Request();
  request.crls.emplace_back("x");
  EXPECT_THAT(VerifyPath(*context_, request).status().message(), HasSubstr("crls[2]"));
}

// A chain of CAs, each issuing the next.
TEST_F(Path, DepthIsBounded) {
  std::vector<std::string> cas;
  demo_pki::SigningKey issuer_key = family_.root.key;
  std::string issuer_name =
      std::string(openssl::AsStringView(ReadOutline(openssl::AsBytes(family_.root.certificate))->subject));
  const auto issue = [&](int number, bool is_ca) {
    demo_pki::SigningKey key = *demo_pki::SigningKey::Generate(demo_pki::KeyKind::kEcP256);
    demo_pki::CertificateSpec spec;
    spec.subject.common_name = "CA " + std::to_string(number);
    spec.key = &key;
    spec.not_before = Now() - absl::Hours(1);
    spec.not_after = Now() + absl::Hours(1);
    spec.is_ca = is_ca;
    spec.key_usage = {is_ca ? demo_pki::kKeyCertSign : demo_pki::kDigitalSignature};
    std::string der = *demo_pki::IssueCertificate(spec, {issuer_name, &issuer_key});
    issuer_name = spec.subject.ToDer();
    issuer_key = std::move(key);
    return der;
  };
  PathRequest request;
  request.anchors = {family_.root.certificate};
  request.at = Now();
  for (int i = 0; i < 6; ++i) request.intermediates.push_back(issue(i, true));
  request.target = issue(6, true);
  EXPECT_TRUE(Run(request).valid) << "eight certificates";
  request.intermediates.push_back(request.target);
  request.target = issue(7, false);
  EXPECT_THAT(CodesOf(request), ::testing::Contains(oteu::v1::VERIFICATION_CODE_LIMIT_EXCEEDED));
}

// ---- Real certificates ----

class RealPath : public ::testing::Test {
 protected:
  void SetUp() override { OTEU_SKIP_WITHOUT("kazakh-pki"); }

  std::unique_ptr<openssl::Context> context_ = *kzgost::CreateKzContext();

  static std::string Pki(const std::string& path) {
    return testing_material::ReadFile(testing_material::SharedDir() / "kazakh-pki" / path);
  }
  bool Valid(const std::string& target, const std::string& anchor, int64_t at) {
    PathRequest request;
    request.target = Pki(target);
    request.anchors = {Pki(anchor)};
    request.at = absl::FromUnixSeconds(at);
    auto report = VerifyPath(*context_, request);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() && report->valid;
  }
};

constexpr int64_t k2019 = 1577800000;  // 2019-12-31
constexpr int64_t k2026 = 1787184000;  // 2026-08-20

TEST_F(RealPath, EveryAuthorityChainsToItsRoot) {
  EXPECT_TRUE(Valid("ca-production/nca_gost_2022.pem", "ca-production/root_gost_2022.pem", k2026));
  EXPECT_TRUE(Valid("ca-production/nca_rsa_2022.cer", "ca-production/root_rsa_2020.cer", k2026));
  EXPECT_TRUE(Valid("ca-production/ucgo_gost.cer", "ca-production/root_gost_2020.cer", k2026));
  EXPECT_TRUE(Valid("ca-production/nca_gost.pem", "ca-production/root_gost.pem", k2019));
  EXPECT_TRUE(Valid("ca-production/nca_rsa.pem", "ca-production/root_rsa.pem", k2019));
  EXPECT_TRUE(Valid("ca-test/nca_gost2022_test.cer", "ca-test/root_test_gost_2022.cer", k2026));
}

TEST_F(RealPath, NoAuthorityChainsToAnotherRoot) {
  EXPECT_FALSE(Valid("ca-production/nca_gost_2022.pem", "ca-production/root_gost_2020.cer", k2026));
  EXPECT_FALSE(Valid("ca-production/nca_gost_2022.pem", "ca-test/root_test_gost_2022.cer", k2026));
  EXPECT_FALSE(Valid("ca-test/nca_gost2022_test.cer", "ca-production/root_gost_2022.pem", k2026));
}

// Certified in 2019 by a root that was re-issued in 2020 with the same key.
TEST_F(RealPath, AnAuthorityMayBeOlderThanItsRoot) {
  constexpr int64_t kFebruary2020 = 1581000000;
  EXPECT_TRUE(Valid("ca-production/btsd_gost.cer", "ca-production/root_gost_2020.cer", kFebruary2020));
  EXPECT_TRUE(Valid("ca-production/btsd_gost.cer", "ca-production/root_gost_2020.cer", k2026));
  EXPECT_FALSE(Valid("ca-production/btsd_gost.cer", "ca-production/root_gost.pem", kFebruary2020));
}

TEST_F(RealPath, OldAuthoritiesHaveEnded) {
  EXPECT_FALSE(Valid("ca-production/nca_gost.pem", "ca-production/root_gost.pem", k2026));
}

// The list of 2026 leaves the algorithm's parameters out inside and writes NULL outside.
TEST_F(RealPath, QuirkyListIsUnderstood) {
  PathRequest request;
  request.target = Pki("keys/legal_valid_head.cer");
  request.anchors = {Pki("ca-test/nca_gost2022_test.cer")};
  request.crls = {Pki("crl/nca_gost2022_test_ncago.crl")};
  request.at = absl::FromUnixSeconds(k2026);
  request.check_revocation = true;
  auto report = VerifyPath(*context_, request);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->valid);
  request.target = Pki("keys/legal_valid_employee.cer");
  report = VerifyPath(*context_, request);
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->failures.size(), 1u);
  EXPECT_EQ(report->failures[0].problem.code, oteu::v1::VERIFICATION_CODE_CERTIFICATE_REVOKED);
}

}  // namespace
}  // namespace oteu::verification::path
