#include "verification/signer_verification.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "verification/cms/ess.h"
#include "verification/cms/oids.h"
#include "verification/policy/policy.h"
#include "verification/proto_time.h"
#include "verification/report/verdict.h"
#include "verification/signature_level.h"
#include "verification/signature_time.h"
#include "verification/signer_certificate.h"
#include "verification/x509/algorithm_rules.h"
#include "verification/x509/name.h"
#include "verification/x509/outline.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using openssl::Bytes;

constexpr char kSignerClause[] = "ETSI EN 319 102-1 5.2.3";

// Unsigned attributes that are evidence, told of elsewhere in the report.
bool IsRead(const std::string& oid) {
  static constexpr const cms::Oid* kRead[] = {&cms::kTimestampTokenOid, &cms::kArchiveTimestampV3Oid,
                                              &cms::kCertificateValuesOid, &cms::kRevocationValuesOid};
  return std::ranges::any_of(kRead, [&](const cms::Oid* known) { return oid == known->text(); });
}

class SignerVerification {
 public:
  SignerVerification(const SignerTask& task, SignerReport* report)
      : task_(task),
        signer_(task.signed_data->signers[task.index]),
        object_(absl::StrCat("signers[", task.index, "]")),
        report_(report),
        evidence_(*task.trust, *task.signed_data, signer_, *task.call) {}

  absl::Status Run() {
    if (signer_.signed_attributes && signer_.signed_attributes->signing_time) {
      *report_->mutable_claimed_signing_time() = ToProto(*signer_.signed_attributes->signing_time);
    }
    absl::StatusOr<SignatureTime> time = FindSignatureTime(task_, &evidence_, object_, report_);
    if (!time.ok()) return time.status();
    time_ = *time;
    *report_->mutable_best_signature_time() = ToProto(time_.best);
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
    if (absl::Status status = CheckTheSignature(); !status.ok()) return status;
    ReportLevel();
    return absl::OkStatus();
  }

 private:
  void Add(const Problem& problem, CheckLevel level) {
    AddFinding(problem, EffectiveLevel(level), object_, report_->mutable_findings());
  }
  void Fail(const Problem& problem) { Add(problem, CHECK_LEVEL_FAIL); }
  const v1::CheckLevels& levels() const { return task_.trust->policy().levels(); }

  // Shown, never relied on.
  void ReportUnsignedAttributes() {
    std::string last;
    for (const cms::UnsignedValue& value : signer_.unsigned_values) {
      if (IsRead(value.oid) || value.oid == last) continue;
      Add({VERIFICATION_CODE_UNSIGNED_ATTRIBUTE_IGNORED, "RFC 5652 5.3", value.oid},
          levels().unsigned_attribute());
      last = value.oid;
    }
  }

  bool FindCertificate() {
    std::optional<cms::NamedCertificate> found =
        FindBySid(signer_.sid, {task_.candidates, &evidence_.attribute_certificates}, *task_.trust,
                  CertificateUse::kSigning);
    if (!found) {
      Fail({VERIFICATION_CODE_SIGNER_CERTIFICATE_MISSING, kSignerClause, ""});
      return false;
    }
    named_ = *std::move(found);
    return true;
  }

  absl::Status JudgeTheCertificate() {
    absl::StatusOr<SignerAtTime> found =
        JudgeAtSignatureTime({.trust = task_.trust,
                              .cache = task_.cache,
                              .der = named_.der,
                              .sha256 = named_.sha256,
                              .others = {task_.candidates, &evidence_.attribute_certificates},
                              .at = time_.best,
                              .supplied = evidence_.AtHand(),
                              .call = task_.call},
                             time_);
    if (absl::IsInvalidArgument(found.status())) {
      Fail({VERIFICATION_CODE_CERTIFICATE_MALFORMED, "RFC 5280 4.1", std::string(found.status().message())});
      return absl::OkStatus();
    }
    if (!found.ok()) return found.status();
    judged_ = std::move(found->judged);
    if (found->waits_for_timestamp) Fail(PendingTimestamp());
    ReportSignerCertificate(*judged_, object_, report_);
    ReportTooEarly(time_, object_, report_->mutable_findings());
    CheckProfile(task_.trust->policy(), *task_.profile, *judged_->certificate, object_, report_);
    return absl::OkStatus();
  }

  absl::Status CheckTheSignature() {
    CheckSigningCertificateAttribute();
    if (!spec_) return absl::OkStatus();
    const kzgost::SignatureSpec& spec = *spec_;
    if (judged_ == nullptr) return absl::OkStatus();  // Its certificate does not parse: a finding already.
    const x509::Certificate& certificate = *judged_->certificate;
    if (certificate.public_key.empty()) {
      Fail({VERIFICATION_CODE_ALGORITHM_UNKNOWN, "RFC 5280 4.1.2.7", "public key"});
      return absl::OkStatus();
    }
    if (auto problem = x509::JudgeAlgorithm(task_.trust->policy(), spec, certificate.key, time_.best))
      Fail(*problem);
    const auto& content = task_.content;
    if (!content) return absl::OkStatus();  // A finding of the container.
    absl::StatusOr<std::vector<Problem>> problems = cms::CheckSignature(
        task_.trust->context(), *task_.signed_data, signer_, spec, certificate.public_key, *content);
    if (!problems.ok()) return problems.status();
    for (const Problem& problem : *problems) Fail(problem);
    return absl::OkStatus();
  }

  // Of a signature that passes: nothing is said of the others.
  void ReportLevel() {
    const bool failed = std::ranges::any_of(report_->findings(), [](const VerificationFinding& finding) {
      return finding.level() == CHECK_LEVEL_FAIL;
    });
    if (failed || judged_ == nullptr || !spec_ || !task_.content) return;
    const LevelQuestion question = {
        .task = &task_, .evidence = &evidence_, .time = &time_, .signer = judged_.get(), .spec = &*spec_};
    report_->set_level(LevelOf(question));
    const absl::Time until = EvidenceUntil(question);
    if (until != absl::InfiniteFuture() && until != absl::InfinitePast())
      *report_->mutable_evidence_until() = ToProto(until);
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
  SignerEvidence evidence_;
  SignatureTime time_;
  std::optional<kzgost::SignatureSpec> spec_;
  cms::NamedCertificate named_;  // the signer's, once found
  JudgedSignerPtr judged_;
};

}  // namespace

absl::Status VerifySigner(const SignerTask& task, SignerReport* report) {
  return SignerVerification(task, report).Run();
}

}  // namespace oteu::verification
