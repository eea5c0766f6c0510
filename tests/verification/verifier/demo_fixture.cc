#include "tests/verification/verifier/demo_fixture.h"

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <mutex>

#include "verification/openssl/bytes.h"
#include "verification/x509/outline.h"

namespace oteu::verification::testing {
namespace {

template <typename T>
T OrDie(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::cerr << value.status() << "\n";
  std::abort();
}

}  // namespace

const demo_pki::DemoFamily& Family(demo_pki::KeyKind kind) {
  static std::mutex mutex;
  static auto* const families = new std::map<demo_pki::KeyKind, demo_pki::DemoFamily>;
  const std::lock_guard<std::mutex> lock(mutex);
  auto found = families->find(kind);
  if (found == families->end()) {
    found = families->emplace(kind, OrDie(demo_pki::MakeDemoFamily(kind, Now()))).first;
  }
  return found->second;
}

TrustMaterial MaterialOf(const demo_pki::DemoFamily& family) {
  return {.anchors = {family.root.certificate},
          .intermediates = {family.issuing_ca.certificate},
          .crls = {family.root_crl, family.issuing_crl},
          .tsa_anchors = {}};
}

TrustMaterial StampingMaterialOf(const demo_pki::DemoFamily& family) {
  TrustMaterial material = MaterialOf(family);
  material.tsa_anchors = {family.root.certificate};
  return material;
}

std::string SubjectOf(const std::string& certificate) {
  return std::string(openssl::AsStringView(x509::ReadOutline(openssl::AsBytes(certificate))->subject));
}

demo_pki::Identity IssueTo(const demo_pki::Identity& ca, demo_pki::CertificateSpec spec) {
  const demo_pki::SigningKey key = OrDie(demo_pki::SigningKey::Generate(demo_pki::KeyKind::kEcP256));
  spec.key = &key;
  return {"new", OrDie(demo_pki::IssueCertificate(spec, {SubjectOf(ca.certificate), &ca.key})), key};
}

std::string CrlOf(const demo_pki::Identity& ca, const demo_pki::CrlSpec& spec) {
  return OrDie(demo_pki::IssueCrl(spec, {SubjectOf(ca.certificate), &ca.key}));
}

std::string Sign(const std::string& content, const std::vector<demo_pki::CmsSigner>& signers,
                 const demo_pki::CmsOptions& options) {
  return OrDie(demo_pki::SignCms(content, signers, options));
}

std::unique_ptr<Verifier> MakeVerifier(const TrustMaterial& material, const v1::Policy& policy) {
  return OrDie(Verifier::Create(material, policy));
}

VerificationResult Verify(const Verifier& verifier, const std::string& container, const Extra& extra) {
  VerificationRequest request{
      .container = container, .content = std::nullopt, .at = extra.at, .document_type = extra.document_type};
  if (extra.content) request.content = *extra.content;
  return OrDie(verifier.Verify(request));
}

std::vector<std::string> Codes(const oteu::v1::ValidationReport& report, oteu::v1::CheckLevel level) {
  std::vector<std::string> codes;
  const auto add = [&](const auto& findings) {
    for (const oteu::v1::VerificationFinding& finding : findings) {
      static constexpr size_t kPrefix = sizeof("VERIFICATION_CODE_") - 1;
      if (finding.level() == level) {
        codes.push_back(oteu::v1::VerificationCode_Name(finding.code()).substr(kPrefix));
      }
    }
  };
  add(report.findings());
  for (const auto& signer : report.signers()) add(signer.findings());
  std::sort(codes.begin(), codes.end());
  return codes;
}

}  // namespace oteu::verification::testing
