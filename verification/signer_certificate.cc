#include "verification/signer_certificate.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "verification/limits.h"
#include "verification/policy/policy.h"
#include "verification/policy/profile_rules.h"
#include "verification/report/verdict.h"
#include "verification/revocation/finding.h"
#include "verification/x509/name.h"
#include "verification/x509/outline.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using openssl::Bytes;

constexpr char kAcceptanceClause[] = "ETSI EN 319 102-1 5.2.8";

bool Identifies(const cms::SignerIdentifier& sid, const x509::CertificateOutline& outline) {
  if (sid.by_key_identifier()) {
    const std::optional<Bytes> identifier = x509::SubjectKeyIdentifier(outline);
    return identifier && std::ranges::equal(*identifier, sid.key_identifier);
  }
  // The name byte for byte, as signing programs copy it: it is not signed, and RFC 5280's folding of case
  // would let a changed container pass.
  return std::ranges::equal(sid.serial, outline.serial) && std::ranges::equal(sid.issuer, outline.issuer);
}

std::vector<openssl::Sha256Digest> DigestsOf(const std::vector<CandidateCertificates*>& others) {
  std::vector<openssl::Sha256Digest> digests;
  for (CandidateCertificates* candidates : others) {
    if (!candidates->empty()) digests.push_back(candidates->Digest());
  }
  return digests;
}

// The container holds certificates beside this one.
bool HasOthers(const SignerCertificateTask& task) {
  return std::ranges::any_of(task.others, [&](const CandidateCertificates* candidates) {
    return std::ranges::any_of(candidates->all(), [&](const CandidateCertificates::Candidate& candidate) {
      return !std::ranges::equal(candidate.der, task.der);
    });
  });
}

// Configured certificates first: a container adds candidates only where these settle nothing. So the answer
// for a signer whose configured chain is good is one and the same, whatever comes beside it.
absl::StatusOr<CertificateVerdict> JudgeWith(const SignerCertificateTask& task,
                                             const x509::CertificatePtr& certificate, absl::Time at,
                                             bool* leaned) {
  CertificateQuestion question = {.trust = task.trust,
                                  .certificate = certificate,
                                  .at = at,
                                  .use = task.use,
                                  .made_at = task.made_at,
                                  .supplied = task.supplied};
  absl::StatusOr<CertificateVerdict> verdict = JudgeCertificate(question);
  if (!verdict.ok() || verdict->settled) return verdict;
  for (CandidateCertificates* candidates : task.others) {
    for (const x509::CertificatePtr& candidate : candidates->Decoded()) {
      if (candidate->sha256 != certificate->sha256) question.candidates.push_back(candidate);
    }
  }
  if (question.candidates.empty()) return verdict;
  *leaned = true;
  absl::StatusOr<CertificateVerdict> with_all = JudgeCertificate(question);
  if (!with_all.ok()) return with_all;
  // More candidates find at least as good a chain, unless they were so many that a bound ended the search.
  return verdict->anchored && (with_all->bounded || !with_all->anchored) ? verdict : with_all;
}

// Where evidence would decide. Who is unknown to his CA's responder was asked about already.
void NoteMissing(const CertificateVerdict& verdict, CallEvidence* call) {
  for (const CertificateFinding& finding : verdict.findings) {
    const VerificationCode code = finding.problem.code;
    const auto index = static_cast<size_t>(finding.index);
    if (EffectiveLevel(finding.level) != CHECK_LEVEL_FAIL || !revocation::IsMissingEvidence(code) ||
        code == VERIFICATION_CODE_REVOCATION_STATUS_UNKNOWN || index + 1 >= verdict.certificates.size()) {
      continue;
    }
    const auto text = [](const x509::CertificatePtr& certificate) {
      return std::string(certificate->der.begin(), certificate->der.end());
    };
    MissingRevocation missing = {text(verdict.certificates[index]), text(verdict.certificates[index + 1])};
    const auto same = [&](const MissingRevocation& other) {
      return other.certificate == missing.certificate;
    };
    if (call->missing.size() == kMaxMissingRevocations.value || std::ranges::any_of(call->missing, same))
      continue;
    call->missing.push_back(std::move(missing));
  }
}

absl::StatusOr<JudgedSignerPtr> FindOrJudge(const SignerCertificateTask& task) {
  const absl::Time at = absl::FromUnixSeconds(absl::ToUnixSeconds(task.at));
  VerdictCache* cache = task.made_at || task.supplied != nullptr ? nullptr : task.cache;
  const openssl::Sha256Digest own_key = CacheKey(task.sha256, task.use, {});
  openssl::Sha256Digest joint_key = own_key;
  if (cache != nullptr) {
    JudgedSignerPtr own = cache->Find(own_key, at);
    if (own != nullptr && own->verdict.settled) return own;
    if (HasOthers(task)) {  // Else there is nothing to lean on, and no joint entry.
      joint_key = CacheKey(task.sha256, task.use, DigestsOf(task.others));
      if (JudgedSignerPtr known = cache->Find(joint_key, at)) return known;
    } else if (own != nullptr) {
      return own;
    }
  }
  absl::StatusOr<x509::CertificatePtr> certificate =
      x509::ParseCertificate(task.trust->context(), task.der, task.sha256);
  if (!certificate.ok()) return certificate.status();
  auto judged = std::make_shared<JudgedSigner>();
  judged->certificate = *std::move(certificate);
  bool leaned_on_embedded = false;
  absl::StatusOr<CertificateVerdict> verdict = JudgeWith(task, judged->certificate, at, &leaned_on_embedded);
  if (!verdict.ok()) return verdict.status();
  judged->verdict = *std::move(verdict);
  if (cache != nullptr && judged->verdict.anchored) {
    cache->Insert(leaned_on_embedded ? joint_key : own_key, judged);
  }
  return judged;
}

}  // namespace

std::optional<cms::NamedCertificate> FindBySid(const cms::SignerIdentifier& sid,
                                               const std::vector<CandidateCertificates*>& candidates,
                                               const Trust& trust, CertificateUse use) {
  for (const CandidateCertificates* list : candidates) {
    for (const CandidateCertificates::Candidate& candidate : list->all()) {
      if (!candidate.outline || !Identifies(sid, *candidate.outline)) continue;
      return cms::NamedCertificate{candidate.der, openssl::Sha256(candidate.der), *candidate.outline};
    }
  }
  for (const auto* list : {&trust.intermediates(), &trust.AnchorsFor(use)}) {
    for (const x509::CertificatePtr& certificate : *list) {
      if (!Identifies(sid, certificate->outline)) continue;
      return cms::NamedCertificate{certificate->der, certificate->sha256, certificate->outline};
    }
  }
  return std::nullopt;
}

absl::StatusOr<JudgedSignerPtr> JudgeSignerCertificate(const SignerCertificateTask& task) {
  absl::StatusOr<JudgedSignerPtr> judged = FindOrJudge(task);
  if (judged.ok() && task.call != nullptr) NoteMissing((*judged)->verdict, task.call);
  return judged;
}

void DescribeCertificate(const x509::Certificate& certificate, const std::vector<x509::CertificatePtr>& chain,
                         SignerReport* report) {
  // The issuer has its text at hand; without one it is made.
  const bool is_known =
      chain.size() > 1 && std::ranges::equal(chain[1]->outline.subject, certificate.outline.issuer);
  report->set_issuer(is_known ? chain[1]->ca_text : x509::NameText(certificate.outline.issuer));
  report->set_certificate_sha256(openssl::ToHex(certificate.sha256));
  report->set_iin(certificate.subject.iin);
  report->set_bin(certificate.subject.bin);
  report->set_common_name(certificate.subject.common_name);
  report->set_organisation(certificate.subject.organisation);
  report->set_role(certificate.role);
  report->set_key_bits(certificate.key.bits);
  report->set_serial_number(certificate.serial_hex);
}

void AddCertificateFindings(const CertificateVerdict& verdict, const std::string& object,
                            Findings* findings) {
  for (const CertificateFinding& finding : verdict.findings) {
    const std::string about =
        finding.index == 0 ? object : absl::StrCat(object, ".chain[", finding.index, "]");
    AddFinding(finding.problem, finding.level, about, findings);
  }
}

void ReportSignerCertificate(const JudgedSigner& signer, const std::string& object, SignerReport* report) {
  DescribeCertificate(*signer.certificate, signer.verdict.certificates, report);
  for (const ChainLink& link : signer.verdict.chain) *report->add_chain() = link;
  AddCertificateFindings(signer.verdict, object, report->mutable_findings());
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
  const std::string& role = SignerRole_Name(certificate.role);
  if (!profile.accepted_roles().empty() && !is_in(profile.accepted_roles())) {
    const absl::Time signed_at = absl::FromUnixSeconds(report->best_signature_time().seconds());
    const v1::Delegation* delegation =
        FindDelegation(profile, certificate.subject.bin, certificate.role, signed_at);
    if (delegation != nullptr) {
      report->set_delegation_basis(delegation->basis());
    } else if (is_in(profile.delegable_roles())) {
      add(VERIFICATION_CODE_DELEGATION_REQUIRED, role, levels.delegation());
    } else {
      add(VERIFICATION_CODE_ROLE_NOT_ACCEPTED, role, levels.role());
    }
  } else if (certificate.role == SIGNER_ROLE_INFORMATION_SYSTEM &&
             !InformationSystemAccepted(profile, certificate.subject.bin)) {
    add(VERIFICATION_CODE_ROLE_NOT_ACCEPTED, "information system of another organisation", levels.role());
  }
  if (profile.bin_required() && certificate.subject.bin.empty()) {
    add(VERIFICATION_CODE_BIN_MISMATCH, "no BIN", levels.bin());
  }
}

}  // namespace oteu::verification
