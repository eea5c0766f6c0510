#include "verification/timestamp_verification.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "verification/cms/ess.h"
#include "verification/cms/signature_check.h"
#include "verification/policy/policy.h"
#include "verification/proto_time.h"
#include "verification/report/verdict.h"
#include "verification/signer_certificate.h"
#include "verification/timestamp/tsa_rules.h"
#include "verification/x509/algorithm_rules.h"
#include "verification/x509/name.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using openssl::Bytes;
using timestamp::Token;

constexpr char kClause[] = "ETSI EN 319 102-1 5.4";

bool SaysRevoked(const CertificateVerdict& verdict) {
  return std::ranges::any_of(verdict.findings, [](const CertificateFinding& finding) {
    return finding.problem.code == VERIFICATION_CODE_CERTIFICATE_REVOKED ||
           finding.problem.code == VERIFICATION_CODE_CA_REVOKED;
  });
}

cades::EmbeddedValues ValuesOf(const Token& token) {
  cades::EmbeddedValues values;
  cades::AddFields(token.signed_data(), &values);
  cades::AddAttributes(token.signer(), &values);
  return values;
}

class TimestampVerification {
 public:
  TimestampVerification(const TimestampTask& task, const Token& token, TimestampReport* report)
      : task_(task),
        token_(token),
        report_(report),
        values_(ValuesOf(token)),
        own_(task.trust->context(), values_.certificates) {
    revocation::EvidenceBytes bytes;
    if (task.call != nullptr) bytes.ocsp_responses = task.call->ocsp_responses;
    bytes.Append(values_.revocation);
    if (task.values != nullptr) bytes.Append(task.values->revocation);
    supplied_ = revocation::SuppliedEvidence::Parse(bytes);
  }

  absl::Status Run(const StampedData& stamped) {
    Describe();
    if (absl::Status status = CompareStamped(stamped); !status.ok()) return status;
    CheckTime();
    const OrProblem<kzgost::SignatureSpec> algorithms = cms::ResolveAlgorithms(token_.signer());
    if (const Problem* problem = GetProblem(algorithms)) {
      Fail(*problem);
      return absl::OkStatus();
    }
    spec_ = std::get<kzgost::SignatureSpec>(algorithms);
    report_->set_signature_algorithm(absl::StrCat(spec_.algorithm->name, " with ", spec_.digest->name));
    const std::optional<cms::NamedCertificate> tsa =
        FindBySid(token_.signer().sid, Candidates(), *task_.trust, CertificateUse::kTimeStamping);
    if (!tsa) {
      Fail({VERIFICATION_CODE_SIGNER_CERTIFICATE_MISSING, "RFC 3161 2.4.2", ""});
      return absl::OkStatus();
    }
    const auto& attributes = token_.signer().signed_attributes;
    if (const auto& problem = token_.signer().attributes_problem) {
      Fail(*problem);
    } else if (!attributes) {
      Fail({VERIFICATION_CODE_SIGNED_ATTRIBUTES_INVALID, "RFC 3161 2.4.2", "none"});
    } else if (auto other = cms::CheckSigningCertificate(task_.trust->context(), *attributes, *tsa)) {
      Fail(*other);
    }
    return CheckAuthority(*tsa);
  }

  const JudgedSignerPtr& authority() const { return judged_; }

  // The end of everything that the token's proof rests on.
  absl::Time HoldsUntil() const {
    absl::Time end = absl::InfiniteFuture();
    if (judged_ == nullptr) return absl::InfinitePast();
    for (const ChainLink& link : judged_->verdict.chain) {
      if (!link.trust_anchor()) end = std::min(end, FromProto(link.not_after()));
    }
    return std::min(end, x509::AcceptedUntil(task_.trust->policy(), spec_, judged_->certificate->key));
  }

 private:
  void Fail(const Problem& problem) { Add(problem, CHECK_LEVEL_FAIL); }
  void Add(const Problem& problem, CheckLevel level) {
    AddFinding(problem, EffectiveLevel(level), task_.object, report_->mutable_findings());
  }

  void Describe() {
    const timestamp::TstInfo& info = token_.info;
    *report_->mutable_generation_time() = ToProto(info.gen_time);
    report_->set_tsa_policy(info.policy);
    report_->set_serial_number(openssl::ToHex(info.serial));
    const kzgost::DigestAlgorithm* digest = kzgost::FindDigestAlgorithm(info.imprint_digest_oid);
    report_->set_imprint_algorithm(digest != nullptr ? digest->name : info.imprint_digest_oid);
    *report_->mutable_judged_at() = ToProto(task_.judged_at);
  }

  absl::Status CompareStamped(const StampedData& stamped) {
    if (auto problem = timestamp::CheckImprintDigest(token_.info)) {
      Fail(*problem);
      return absl::OkStatus();
    }
    if (!stamped) return absl::OkStatus();
    absl::StatusOr<OrProblem<std::vector<uint8_t>>> data = stamped(token_);
    if (!data.ok()) return data.status();
    if (const Problem* problem = GetProblem(*data)) {
      Fail(*problem);
    } else if (auto mismatch = timestamp::CompareImprint(task_.trust->context(), token_.info,
                                                         std::get<std::vector<uint8_t>>(*data))) {
      Fail(*mismatch);
    }
    return absl::OkStatus();
  }

  void CheckTime() {
    const absl::Duration tolerance =
        absl::Seconds(task_.trust->policy().timestamps().clock_tolerance_seconds());
    if (token_.info.gen_time > task_.now + tolerance) {
      Fail({VERIFICATION_CODE_TIMESTAMP_TIME_IMPLAUSIBLE, "ETSI EN 319 102-1 5.5.4",
            "later than the validation time"});
    }
  }

  std::vector<CandidateCertificates*> Candidates() {
    std::vector<CandidateCertificates*> candidates = {&own_};
    candidates.insert(candidates.end(), task_.beside.begin(), task_.beside.end());
    return candidates;
  }

  absl::StatusOr<JudgedSignerPtr> Judge(const cms::NamedCertificate& tsa) {
    SignerCertificateTask question = {.trust = task_.trust,
                                      .cache = task_.cache,
                                      .der = tsa.der,
                                      .sha256 = tsa.sha256,
                                      .others = Candidates(),
                                      .at = task_.judged_at,
                                      .use = CertificateUse::kTimeStamping,
                                      .supplied = supplied_.empty() ? nullptr : &supplied_,
                                      .call = task_.call};
    absl::StatusOr<JudgedSignerPtr> judged = JudgeSignerCertificate(question);
    if (!judged.ok() || !SaysRevoked((*judged)->verdict)) return judged;
    // RFC 3161 section 4 (1): revoked for a reason that leaves the key sound, after the token was made.
    question.made_at = token_.info.gen_time;
    return JudgeSignerCertificate(question);
  }

  absl::Status CheckAuthority(const cms::NamedCertificate& tsa) {
    absl::StatusOr<JudgedSignerPtr> judged = Judge(tsa);
    if (absl::IsInvalidArgument(judged.status())) {
      Fail({VERIFICATION_CODE_CERTIFICATE_MALFORMED, "RFC 5280 4.1", std::string(judged.status().message())});
      return absl::OkStatus();
    }
    if (!judged.ok()) return judged.status();
    judged_ = *std::move(judged);
    const x509::Certificate& certificate = *judged_->certificate;
    report_->set_tsa_certificate_sha256(openssl::ToHex(certificate.sha256));
    report_->set_tsa_subject(x509::NameText(certificate.outline.subject));
    for (const ChainLink& link : judged_->verdict.chain) *report_->add_chain() = link;
    AddCertificateFindings(judged_->verdict, task_.object, report_->mutable_findings());
    // The certificate must have been valid when the token was made, too.
    if (token_.info.gen_time < certificate.outline.not_before) {
      Fail({VERIFICATION_CODE_CERTIFICATE_NOT_YET_VALID, kClause, "when the time stamp was made"});
    }
    if (auto problem = timestamp::CheckTsaName(token_.info, certificate)) Fail(*problem);
    return CheckSignature(certificate);
  }

  absl::Status CheckSignature(const x509::Certificate& tsa) {
    if (tsa.public_key.empty()) {
      Fail({VERIFICATION_CODE_ALGORITHM_UNKNOWN, "RFC 5280 4.1.2.7", "public key"});
      return absl::OkStatus();
    }
    if (auto problem = x509::JudgeAlgorithm(task_.trust->policy(), spec_, tsa.key, task_.judged_at))
      Fail(*problem);
    if (!token_.signed_data().content) return absl::InternalError("a token without content was parsed");
    const Bytes content = *token_.signed_data().content;
    absl::StatusOr<std::vector<Problem>> problems =
        cms::CheckSignature(task_.trust->context(), token_.signed_data(), token_.signer(), spec_,
                            tsa.public_key, {content, openssl::Sha256(content)});
    if (!problems.ok()) return problems.status();
    for (const Problem& problem : *problems) Fail(problem);
    return absl::OkStatus();
  }

  const TimestampTask& task_;
  const Token& token_;
  TimestampReport* report_;
  const cades::EmbeddedValues values_;  // inside the token
  CandidateCertificates own_;
  revocation::SuppliedEvidence supplied_;
  kzgost::SignatureSpec spec_;
  JudgedSignerPtr judged_;
};

// Nothing against it but what may come: every finding that decides says "try later".
TimestampVerdict::Standing StandingOf(const TimestampReport& report) {
  if (report.indication() == INDICATION_TOTAL_PASSED) return TimestampVerdict::Standing::kTrusted;
  const bool only_missing = std::ranges::all_of(report.findings(), [](const VerificationFinding& finding) {
    return finding.level() != CHECK_LEVEL_FAIL || finding.sub_indication() == SUB_INDICATION_TRY_LATER;
  });
  return only_missing ? TimestampVerdict::Standing::kPending : TimestampVerdict::Standing::kUseless;
}

}  // namespace

absl::StatusOr<TimestampVerdict> VerifyTimestamp(const TimestampTask& task,
                                                 const OrProblem<std::unique_ptr<Token>>& token,
                                                 const StampedData& stamped, TimestampReport* report) {
  report->set_kind(task.kind);
  TimestampVerdict verdict;
  if (const Problem* problem = GetProblem(token)) {
    AddFinding(*problem, CHECK_LEVEL_FAIL, task.object, report->mutable_findings());
    Conclude(report);
    return verdict;
  }
  const Token& parsed = *std::get<std::unique_ptr<Token>>(token);
  TimestampVerification verification(task, parsed, report);
  if (absl::Status status = verification.Run(stamped); !status.ok()) return status;
  Conclude(report);
  verdict.standing = StandingOf(*report);
  // Within the tolerance of the clocks, nothing is later than now.
  verdict.gen_time = std::min(parsed.info.gen_time, task.now);
  verdict.holds_until = verification.HoldsUntil();
  verdict.authority = verification.authority();
  return verdict;
}

}  // namespace oteu::verification
