// Demonstration PKIs for the tests of the Verifier: one per kind of key, made once per process.
#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/demo_pki/demo_pki.h"
#include "verification/policy/policy.h"
#include "verification/verifier.h"

namespace oteu::verification::testing {

inline constexpr int64_t kNowUnix = 1790000000;  // 2026-09-21T13:33:20Z
inline absl::Time Now() { return absl::FromUnixSeconds(kNowUnix); }

const demo_pki::DemoFamily& Family(demo_pki::KeyKind kind = demo_pki::KeyKind::kEcP256);

// Root, issuing CA and both lists.
TrustMaterial MaterialOf(const demo_pki::DemoFamily& family);

// The same, and its root trusted for time stamps too.
TrustMaterial StampingMaterialOf(const demo_pki::DemoFamily& family);

// The subject of a certificate as DER Name: the issuer name of what it issues.
std::string SubjectOf(const std::string& certificate);

// A certificate for a new P-256 key, by this CA; key and issuer of the spec are filled in here.
demo_pki::Identity IssueTo(const demo_pki::Identity& ca, demo_pki::CertificateSpec spec);

// A list of this CA.
std::string CrlOf(const demo_pki::Identity& ca, const demo_pki::CrlSpec& spec);

// Fails the test and ends the process when signing fails: nothing after it would mean anything.
std::string Sign(const std::string& content, const std::vector<demo_pki::CmsSigner>& signers,
                 const demo_pki::CmsOptions& options = {.signing_time = Now()});
inline std::string Sign(const std::string& content, const demo_pki::Identity& identity) {
  return Sign(content, {identity.AsSigner()});
}

std::unique_ptr<Verifier> MakeVerifier(const TrustMaterial& material,
                                       const v1::Policy& policy = DefaultPolicy());

struct Extra {
  std::optional<std::string> content = std::nullopt;
  std::string document_type = "";
  absl::Time at = Now();
};
VerificationResult Verify(const Verifier& verifier, const std::string& container, const Extra& extra = {});

// Codes of all findings with this level, sorted: of the container and of every signer.
std::vector<std::string> Codes(const oteu::v1::ValidationReport& report,
                               oteu::v1::CheckLevel level = oteu::v1::CHECK_LEVEL_FAIL);

}  // namespace oteu::verification::testing

#define EXPECT_PASSED(report) \
  EXPECT_EQ((report).indication(), ::oteu::v1::INDICATION_TOTAL_PASSED) << (report).DebugString()

#define EXPECT_VERDICT(report, main, sub)                                                    \
  EXPECT_EQ((report).indication(), ::oteu::v1::INDICATION_##main) << (report).DebugString(); \
  EXPECT_EQ((report).sub_indication(), ::oteu::v1::SUB_INDICATION_##sub) << (report).DebugString()
