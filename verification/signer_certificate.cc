#include "verification/signer_certificate.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "verification/policy/policy.h"
#include "verification/report/verdict.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using openssl::Bytes;

constexpr char kAcceptanceClause[] = "ETSI EN 319 102-1 5.2.8";

// Configured certificates first: a container adds candidates only where these lead to no anchor. So the
// answer for a signer with a configured chain is one and the same, whatever comes beside it.
absl::StatusOr<CertificateVerdict> JudgeWith(const SignerCertificateTask& task,
                                             const x509::CertificatePtr& certificate, absl::Time at,
                                             bool* leaned) {
  absl::StatusOr<CertificateVerdict> verdict = JudgeCertificate(*task.trust, certificate, {}, at);
  if (!verdict.ok() || verdict->anchored || task.others.empty()) return verdict;
  std::vector<x509::CertificatePtr> candidates;
  for (const Bytes der : task.others) {
    absl::StatusOr<x509::CertificatePtr> candidate = x509::ParseCertificate(task.trust->context(), der);
    if (candidate.ok()) candidates.push_back(*std::move(candidate));
  }
  *leaned = true;
  return JudgeCertificate(*task.trust, certificate, candidates, at);
}

}  // namespace

absl::StatusOr<JudgedSignerPtr> JudgeSignerCertificate(const SignerCertificateTask& task) {
  const absl::Time at = absl::FromUnixSeconds(absl::ToUnixSeconds(task.at));
  openssl::Sha256Digest joint_key = task.sha256;
  if (task.cache != nullptr) {
    if (JudgedSignerPtr known = task.cache->Find(task.sha256, at)) return known;
    if (!task.others.empty()) {
      joint_key = JointKey(task.sha256, task.others);
      if (JudgedSignerPtr known = task.cache->Find(joint_key, at)) return known;
    }
  }
  absl::StatusOr<x509::CertificatePtr> certificate = x509::ParseCertificate(task.trust->context(), task.der);
  if (!certificate.ok()) return certificate.status();
  auto judged = std::make_shared<JudgedSigner>();
  judged->certificate = *std::move(certificate);
  bool leaned_on_embedded = false;
  absl::StatusOr<CertificateVerdict> verdict = JudgeWith(task, judged->certificate, at, &leaned_on_embedded);
  if (!verdict.ok()) return verdict.status();
  judged->verdict = *std::move(verdict);
  if (task.cache != nullptr && judged->verdict.anchored) {
    task.cache->Insert(leaned_on_embedded ? joint_key : task.sha256, judged);
  }
  return judged;
}

void ReportSignerCertificate(const JudgedSigner& signer, const std::string& object, SignerReport* report) {
  const x509::Certificate& certificate = *signer.certificate;
  report->set_certificate_sha256(openssl::ToHex(certificate.sha256));
  report->set_iin(certificate.subject.iin);
  report->set_bin(certificate.subject.bin);
  report->set_common_name(certificate.subject.common_name);
  report->set_organisation(certificate.subject.organisation);
  report->set_role(certificate.role);
  report->set_key_bits(certificate.key.bits);
  report->set_issuer(certificate.issuer_text);
  report->set_serial_number(certificate.serial_hex);
  for (const ChainLink& link : signer.verdict.chain) *report->add_chain() = link;
  for (const CertificateFinding& finding : signer.verdict.findings) {
    const std::string about =
        finding.index == 0 ? object : absl::StrCat(object, ".chain[", finding.index, "]");
    AddFinding(finding.problem, finding.level, about, report->mutable_findings());
  }
}

void CheckProfile(const v1::Policy& policy, const v1::DocumentProfile& profile,
                  const x509::Certificate& certificate, const std::string& object, SignerReport* report) {
  const v1::CheckLevels& levels = policy.levels();
  const auto add = [&](VerificationCode code, const std::string& cause, CheckLevel level) {
    AddFinding({code, kAcceptanceClause, cause}, EffectiveLevel(level), object, report->mutable_findings());
  };
  const auto is_in = [&](const auto& roles) {
    return std::ranges::find(roles, certificate.role) != roles.end();
  };
  if (!profile.accepted_roles().empty() && !is_in(profile.accepted_roles())) {
    const std::string& role = SignerRole_Name(certificate.role);
    if (is_in(profile.delegable_roles())) {
      add(VERIFICATION_CODE_DELEGATION_REQUIRED, role, levels.delegation());
    } else {
      add(VERIFICATION_CODE_ROLE_NOT_ACCEPTED, role, levels.role());
    }
  }
  if (profile.bin_required() && certificate.subject.bin.empty()) {
    add(VERIFICATION_CODE_BIN_MISMATCH, "no BIN", levels.bin());
  }
}

}  // namespace oteu::verification
