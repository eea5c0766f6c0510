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
#include "verification/signer_certificate.h"
#include "verification/x509/algorithm_rules.h"
#include "verification/x509/name.h"
#include "verification/x509/outline.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using openssl::Bytes;
using x509::CertificateOutline;

constexpr char kSignerClause[] = "ETSI EN 319 102-1 5.2.3";

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

  absl::Status JudgeTheCertificate() {
    absl::StatusOr<JudgedSignerPtr> judged = JudgeSignerCertificate(
        {task_.trust, task_.cache, named_.der, named_.sha256, OtherCertificates(), task_.at});
    if (absl::IsInvalidArgument(judged.status())) {
      Fail({VERIFICATION_CODE_CERTIFICATE_MALFORMED, "RFC 5280 4.1", std::string(judged.status().message())});
      return absl::OkStatus();
    }
    if (!judged.ok()) return judged.status();
    judged_ = *std::move(judged);
    ReportSignerCertificate(*judged_, object_, report_);
    CheckProfile(task_.trust->policy(), *task_.profile, *judged_->certificate, object_, report_);
    return absl::OkStatus();
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
