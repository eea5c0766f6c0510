#include "verification/signer_verification.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "verification/cms/ess.h"
#include "verification/policy/policy.h"
#include "verification/proto_time.h"
#include "verification/report/verdict.h"
#include "verification/x509/algorithm_rules.h"
#include "verification/x509/name.h"
#include "verification/x509/outline.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using openssl::Bytes;
using x509::CertificateOutline;

constexpr char kSignerClause[] = "ETSI EN 319 102-1 5.2.3";
constexpr char kAcceptanceClause[] = "ETSI EN 319 102-1 5.2.8";

bool Identifies(const cms::SignerIdentifier& sid, const CertificateOutline& outline) {
  if (sid.by_key_identifier()) {
    const std::optional<Bytes> identifier = x509::SubjectKeyIdentifier(outline);
    return identifier && std::ranges::equal(*identifier, sid.key_identifier);
  }
  // The name byte for byte, as signing programs copy it: it is not signed, and RFC 5280's folding of case
  // would let a changed container pass.
  return std::ranges::equal(sid.serial, outline.serial) && std::ranges::equal(sid.issuer, outline.issuer);
}

class SignerVerification {
 public:
  SignerVerification(const SignerTask& task, SignerReport* report)
      : task_(task),
        signer_(task.signed_data->signers[task.index]),
        object_(absl::StrCat("signers[", task.index, "]")),
        report_(report) {}

  absl::Status Run() {
    *report_->mutable_best_signature_time() = ToProto(task_.at);
    if (signer_.signed_attributes && signer_.signed_attributes->signing_time) {
      *report_->mutable_claimed_signing_time() = ToProto(*signer_.signed_attributes->signing_time);
    }
    ReportUnsignedAttributes();
    const OrProblem<kzgost::SignatureSpec> algorithms = cms::ResolveAlgorithms(signer_);
    if (const Problem* problem = GetProblem(algorithms)) {
      Fail(*problem);
    } else {
      spec_ = std::get<kzgost::SignatureSpec>(algorithms);
      report_->set_signature_algorithm(absl::StrCat(spec_->algorithm->name, " with ", spec_->digest->name));
    }
    if (!FindCertificate()) return absl::OkStatus();
    if (absl::Status status = JudgeTheCertificate(); !status.ok()) return status;
    return CheckTheSignature();
  }

 private:
  void Add(const Problem& problem, CheckLevel level) {
    AddFinding(problem, EffectiveLevel(level), object_, report_->mutable_findings());
  }
  void Fail(const Problem& problem) { Add(problem, CHECK_LEVEL_FAIL); }
  const v1::CheckLevels& levels() const { return task_.trust->policy().levels(); }

  // Shown, never relied on. Here time stamps will give the best signature time (EN 319 102-1 clause 5.5).
  void ReportUnsignedAttributes() {
    if (signer_.has_timestamp) {
      Add({VERIFICATION_CODE_TIMESTAMP_NOT_USED, "RFC 3161", ""}, levels().timestamp_not_used());
    }
    for (const std::string& oid : signer_.other_unsigned_attributes) {
      Add({VERIFICATION_CODE_UNSIGNED_ATTRIBUTE_IGNORED, "RFC 5652 5.3", oid}, levels().unsigned_attribute());
    }
  }

  // Among the embedded certificates, then among the configured ones. Nothing else vouches for a key.
  bool FindCertificate() {
    for (const Bytes der : task_.signed_data->certificates) {
      const std::optional<CertificateOutline> outline = x509::ReadOutline(der);
      if (outline && Identifies(signer_.sid, *outline)) {
        named_ = {der, openssl::Sha256(der), *outline};
        return true;
      }
    }
    for (const auto* list : {&task_.trust->intermediates(), &task_.trust->anchors()}) {
      for (const x509::CertificatePtr& certificate : *list) {
        if (!Identifies(signer_.sid, certificate->outline)) continue;
        named_ = {certificate->der, certificate->sha256, certificate->outline};
        return true;
      }
    }
    Fail({VERIFICATION_CODE_SIGNER_CERTIFICATE_MISSING, kSignerClause, ""});
    return false;
  }

  std::vector<Bytes> OtherCertificates() const {
    std::vector<Bytes> others;
    for (const Bytes der : task_.signed_data->certificates) {
      if (!std::ranges::equal(der, named_.der)) others.push_back(der);
    }
    return others;
  }

  // From the cache, or afresh; null (with a finding) when the certificate does not parse.
  absl::StatusOr<JudgedSignerPtr> Judge() {
    const absl::Time at = absl::FromUnixSeconds(absl::ToUnixSeconds(task_.at));
    const openssl::Sha256Digest own_key = named_.sha256;
    const std::vector<Bytes> others = OtherCertificates();
    openssl::Sha256Digest joint_key = own_key;
    if (task_.cache != nullptr) {
      if (JudgedSignerPtr known = task_.cache->Find(own_key, at)) return known;
      if (!others.empty()) {
        joint_key = JointKey(own_key, others);
        if (JudgedSignerPtr known = task_.cache->Find(joint_key, at)) return known;
      }
    }
    absl::StatusOr<x509::CertificatePtr> certificate =
        x509::ParseCertificate(task_.trust->context(), named_.der);
    if (absl::IsInvalidArgument(certificate.status())) {
      Fail({VERIFICATION_CODE_CERTIFICATE_MALFORMED, "RFC 5280 4.1",
            std::string(certificate.status().message())});
      return nullptr;
    }
    if (!certificate.ok()) return certificate.status();
    auto judged = std::make_shared<JudgedSigner>();
    judged->certificate = *std::move(certificate);
    bool leaned_on_embedded = false;
    absl::StatusOr<CertificateVerdict> verdict =
        JudgeWith(judged->certificate, others, at, &leaned_on_embedded);
    if (!verdict.ok()) return verdict.status();
    judged->verdict = *std::move(verdict);
    if (task_.cache != nullptr && judged->verdict.anchored) {
      task_.cache->Insert(leaned_on_embedded ? joint_key : own_key, judged);
    }
    return judged;
  }

  // Configured certificates first: a container adds candidates only where these lead to no anchor. So the
  // answer for a signer with a configured chain is one and the same, whatever comes beside it.
  absl::StatusOr<CertificateVerdict> JudgeWith(const x509::CertificatePtr& certificate,
                                               const std::vector<Bytes>& others, absl::Time at,
                                               bool* leaned) {
    absl::StatusOr<CertificateVerdict> verdict = JudgeCertificate(*task_.trust, certificate, {}, at);
    if (!verdict.ok() || verdict->anchored || others.empty()) return verdict;
    std::vector<x509::CertificatePtr> candidates;
    for (const Bytes der : others) {
      absl::StatusOr<x509::CertificatePtr> candidate = x509::ParseCertificate(task_.trust->context(), der);
      if (candidate.ok()) candidates.push_back(*std::move(candidate));
    }
    *leaned = true;
    return JudgeCertificate(*task_.trust, certificate, candidates, at);
  }

  absl::Status JudgeTheCertificate() {
    absl::StatusOr<JudgedSignerPtr> judged = Judge();
    if (!judged.ok()) return judged.status();
    judged_ = *std::move(judged);
    if (judged_ == nullptr) return absl::OkStatus();
    const x509::Certificate& certificate = *judged_->certificate;
    report_->set_certificate_sha256(openssl::ToHex(certificate.sha256));
    report_->set_iin(certificate.subject.iin);
    report_->set_bin(certificate.subject.bin);
    report_->set_common_name(certificate.subject.common_name);
    report_->set_organisation(certificate.subject.organisation);
    report_->set_role(certificate.role);
    report_->set_key_bits(certificate.key.bits);
    report_->set_issuer(certificate.issuer_text);
    report_->set_serial_number(certificate.serial_hex);
    for (const ChainLink& link : judged_->verdict.chain) *report_->add_chain() = link;
    for (const CertificateFinding& finding : judged_->verdict.findings) {
      const std::string object =
          finding.index == 0 ? object_ : absl::StrCat(object_, ".chain[", finding.index, "]");
      AddFinding(finding.problem, finding.level, object, report_->mutable_findings());
    }
    CheckProfile(certificate);
    return absl::OkStatus();
  }

  // Role and BIN, as far as the type of document tells. Whose BIN it must be is known once the payload is
  // read.
  void CheckProfile(const x509::Certificate& certificate) {
    const v1::DocumentProfile& profile = *task_.profile;
    const auto is_in = [&](const auto& roles) {
      return std::ranges::find(roles, certificate.role) != roles.end();
    };
    if (!profile.accepted_roles().empty() && !is_in(profile.accepted_roles())) {
      const std::string& role = SignerRole_Name(certificate.role);
      if (is_in(profile.delegable_roles())) {
        Add({VERIFICATION_CODE_DELEGATION_REQUIRED, kAcceptanceClause, role}, levels().delegation());
      } else {
        Add({VERIFICATION_CODE_ROLE_NOT_ACCEPTED, kAcceptanceClause, role}, levels().role());
      }
    }
    if (profile.bin_required() && certificate.subject.bin.empty()) {
      Add({VERIFICATION_CODE_BIN_MISMATCH, kAcceptanceClause, "no BIN"}, levels().bin());
    }
  }

  absl::Status CheckTheSignature() {
    CheckSigningCertificateAttribute();
    if (!spec_) return absl::OkStatus();
    if (judged_ == nullptr) return absl::OkStatus();  // Its certificate does not parse: a finding already.
    const x509::Certificate& certificate = *judged_->certificate;
    if (certificate.public_key == nullptr) {
      Fail({VERIFICATION_CODE_ALGORITHM_UNKNOWN, "RFC 5280 4.1.2.7", "public key"});
      return absl::OkStatus();
    }
    if (auto problem = x509::JudgeAlgorithm(task_.trust->policy(), *spec_, certificate.key, task_.at))
      Fail(*problem);
    if (!task_.content) return absl::OkStatus();  // A finding of the container.
    absl::StatusOr<std::vector<Problem>> problems = cms::CheckSignature(
        task_.trust->context(), *task_.signed_data, signer_, *spec_, certificate.public_key, *task_.content);
    if (!problems.ok()) return problems.status();
    for (const Problem& problem : *problems) Fail(problem);
    return absl::OkStatus();
  }

  void CheckSigningCertificateAttribute() {
    if (!signer_.signed_attributes || signer_.attributes_problem) return;
    const cms::SignedAttributes& attributes = *signer_.signed_attributes;
    if (!attributes.signing_certificate && !attributes.signing_certificate_v2) {
      Add({VERIFICATION_CODE_SIGNING_CERTIFICATE_ATTRIBUTE_MISSING, "RFC 5035 3", ""},
          levels().signing_certificate_attribute());
      return;
    }
    if (auto problem = cms::CheckSigningCertificate(task_.trust->context(), attributes, named_)) {
      Fail(*problem);
    }
  }

  const SignerTask& task_;
  const cms::SignerInfo& signer_;
  const std::string object_;
  SignerReport* report_;
  std::optional<kzgost::SignatureSpec> spec_;
  cms::NamedCertificate named_;  // the signer's, once found
  JudgedSignerPtr judged_;
};

}  // namespace

absl::Status VerifySigner(const SignerTask& task, SignerReport* report) {
  return SignerVerification(task, report).Run();
}

}  // namespace oteu::verification
