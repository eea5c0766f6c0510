#include "clients/cli/pki_report.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "verification/certificate_verdict.h"
#include "verification/kzgost/verify.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"
#include "verification/policy/policy.h"
#include "verification/report/verdict.h"
#include "verification/revocation/crl.h"
#include "verification/revocation/crl_store.h"
#include "verification/revocation/finding.h"
#include "verification/revocation/ocsp_check.h"
#include "verification/signer_certificate.h"
#include "verification/timestamp/token.h"
#include "verification/timestamp_verification.h"
#include "verification/x509/algorithm_rules.h"
#include "verification/x509/pem.h"

namespace oteu::cli {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using verification::CertificateFinding;
using verification::Problem;
using verification::Trust;
using verification::openssl::AsBytes;
using verification::openssl::Bytes;
using verification::openssl::ToHex;
using verification::revocation::Crl;
using verification::revocation::OcspResponse;
using verification::x509::CertificatePtr;

ValidationReport NewReport(std::string_view file, FileKind kind, absl::Time at) {
  ValidationReport report;
  report.set_format(KindName(kind));
  report.set_container_sha256(ToHex(verification::openssl::Sha256(AsBytes(file))));
  report.mutable_validation_time()->set_seconds(absl::ToUnixSeconds(at));
  return report;
}

ValidationReport Concluded(ValidationReport report) {
  verification::Conclude(&report);
  return report;
}

// The report of a file that holds no such thing.
ValidationReport Malformed(ValidationReport report, VerificationCode code, const std::string& cause) {
  verification::AddFinding({code, "RFC 5280", cause, SUB_INDICATION_FORMAT_FAILURE}, CHECK_LEVEL_FAIL,
                           "container", report.mutable_findings());
  return Concluded(std::move(report));
}

// The one DER object with this label in a file.
absl::StatusOr<std::string> OneDer(std::string_view file, const char* label) {
  absl::StatusOr<std::vector<std::string>> ders =
      verification::x509::DerOf({file.data(), file.size()}, label);
  if (!ders.ok()) return ders.status();
  if (ders->size() != 1) return absl::InvalidArgumentError("several objects in one file");
  return std::move((*ders)[0]);
}

bool ConcernsSignaturesAlone(VerificationCode code) {
  switch (code) {
    case VERIFICATION_CODE_PURPOSE_NOT_SIGNATURE:
    case VERIFICATION_CODE_POLICY_IS_AUTHENTICATION:
    case VERIFICATION_CODE_ROLE_NOT_ACCEPTED:
    case VERIFICATION_CODE_BIN_MISMATCH:
    case VERIFICATION_CODE_IIN_MISMATCH:
    case VERIFICATION_CODE_DELEGATION_REQUIRED:
    case VERIFICATION_CODE_EXTENDED_KEY_USAGE_NOT_ACCEPTED:
      return true;
    default:
      return false;
  }
}

// How a finding about a signer's certificate counts for a certificate by itself.
CheckLevel LevelFor(const Trust& trust, const CertificatePtr& certificate,
                    const CertificateFinding& finding) {
  if (ConcernsSignaturesAlone(finding.problem.code)) {
    return finding.level == CHECK_LEVEL_FAIL ? CHECK_LEVEL_INFORM : finding.level;
  }
  if (certificate->is_ca && finding.index == 0 &&
      verification::revocation::IsMissingEvidence(finding.problem.code)) {
    return verification::EffectiveLevel(trust.policy().levels().ca_revocation());
  }
  return finding.level;
}

absl::Status JudgeInto(const Trust& trust, const CertificatePtr& certificate, absl::Time at,
                       SignerReport* signer) {
  const auto verdict =
      verification::JudgeCertificate({.trust = &trust, .certificate = certificate, .at = at});
  if (!verdict.ok()) return verdict.status();
  for (const CertificateFinding& finding : verdict->findings) {
    // What a signature of documents would lack says nothing of a CA.
    if (certificate->is_ca && ConcernsSignaturesAlone(finding.problem.code)) continue;
    verification::AddFinding(finding.problem, LevelFor(trust, certificate, finding),
                             absl::StrCat("signers[0].chain[", finding.index, "]"),
                             signer->mutable_findings());
  }
  if (!verdict->anchored && verdict->findings.empty()) {
    verification::AddFinding({VERIFICATION_CODE_CHAIN_NOT_FOUND, "RFC 5280 6.1", "no anchor"},
                             CHECK_LEVEL_FAIL, "signers[0]", signer->mutable_findings());
  }
  for (const ChainLink& link : verdict->chain) *signer->add_chain() = link;
  verification::DescribeCertificate(*certificate, verdict->certificates, signer);
  return absl::OkStatus();
}

// Who could have issued the list, by name.
CertificatePtr FindIssuer(const Trust& trust, const Crl& crl) {
  for (const auto* list : {&trust.intermediates(), &trust.anchors()}) {
    for (const CertificatePtr& candidate : *list) {
      const Bytes key_id = verification::x509::SubjectKeyIdentifier(candidate->outline).value_or(Bytes());
      const bool same_key = crl.authority_key_identifier().empty() || key_id.empty() ||
                            std::ranges::equal(key_id, crl.authority_key_identifier());
      if (std::ranges::equal(candidate->outline.subject, crl.issuer()) && same_key) return candidate;
    }
  }
  return nullptr;
}

absl::StatusOr<bool> SignatureHolds(const Trust& trust, const Crl& crl, const CertificatePtr& issuer) {
  const auto identifier = verification::kzgost::ParseAlgorithmIdentifier(crl.layers().inner_algorithm);
  if (!identifier.ok() || issuer->public_key.empty() || !verification::x509::AlgorithmsAgree(crl.layers())) {
    return false;
  }
  absl::StatusOr<bool> good = verification::kzgost::VerifySignature(
      trust.context(), issuer->public_key, *identifier, "", crl.layers().tbs, crl.layers().signature);
  if (good.ok() || good.status().code() == absl::StatusCode::kResourceExhausted) return good;
  return false;  // An algorithm that nobody can check does not hold.
}

absl::Status JudgeCrl(const Trust& trust, const Crl& crl, const CertificatePtr& issuer, absl::Time at,
                      ValidationReport* report) {
  const auto add = [report](const Problem& problem) {
    verification::AddFinding(problem, CHECK_LEVEL_FAIL, "crls[0]", report->mutable_findings());
  };
  const absl::StatusOr<bool> holds = SignatureHolds(trust, crl, issuer);
  if (!holds.ok()) return holds.status();
  if (!*holds) {
    add({VERIFICATION_CODE_REVOCATION_DATA_INVALID, "RFC 5280 6.3.3(g)", "signature does not verify",
         SUB_INDICATION_SIG_CRYPTO_FAILURE});
  }
  if (!issuer->is_ca || (issuer->has_key_usage && (issuer->key_usage & KU_CRL_SIGN) == 0)) {
    add({VERIFICATION_CODE_REVOCATION_DATA_INVALID, "RFC 5280 4.2.1.3", "the issuer may not sign lists",
         SUB_INDICATION_CHAIN_CONSTRAINTS_FAILURE});
  }
  if (const auto problem = verification::x509::JudgeSignatureAlgorithm(
          trust.policy(), crl.layers().inner_algorithm, issuer->key, at)) {
    add(*problem);
  }
  const absl::Duration grace = absl::Hours(trust.policy().freshness().grace_hours());
  if (crl.this_update() > at || crl.next_update() + grace < at) {
    add({VERIFICATION_CODE_REVOCATION_DATA_STALE, "RFC 5280 5.1.2.5",
         crl.this_update() > at ? "not yet in force" : "out of date"});
  }
  return JudgeInto(trust, issuer, at, report->add_signers());
}

// The CA whose name and key the response's first CertID hashes.
CertificatePtr FindIssuer(const Trust& trust, const OcspResponse& response) {
  for (const auto* list : {&trust.intermediates(), &trust.anchors()}) {
    for (const CertificatePtr& candidate : *list) {
      if (verification::revocation::IsOf(trust.context(), response.responses()[0].cert_id, *candidate)) {
        return candidate;
      }
    }
  }
  return nullptr;
}

// What an answer other than "good" is called.
VerificationCode CodeOf(const verification::revocation::OcspSingleResponse& single) {
  if (!single.revoked) return VERIFICATION_CODE_REVOCATION_STATUS_UNKNOWN;
  const bool held = single.revoked->reason == verification::revocation::Reason::kCertificateHold;
  return held ? VERIFICATION_CODE_CERTIFICATE_ON_HOLD : VERIFICATION_CODE_CERTIFICATE_REVOKED;
}

// What it says of each certificate, and whether it may still be relied on.
void JudgeSingles(const Trust& trust, const OcspResponse& response, absl::Time at, ValidationReport* report) {
  for (size_t i = 0; i < response.responses().size(); ++i) {
    const auto& single = response.responses()[i];
    const std::string object = absl::StrCat("ocsp[0].responses[", i, "]");
    if (single.status != verification::revocation::OcspCertStatus::kGood) {
      const char* reason = single.revoked ? verification::revocation::ReasonName(single.revoked->reason) : "";
      verification::AddFinding({CodeOf(single), "RFC 6960 2.2", reason}, CHECK_LEVEL_INFORM, object,
                               report->mutable_findings());
    }
    verification::revocation::Question question;
    question.at = at;
    question.not_after = absl::InfiniteFuture();
    question.freshness = verification::revocation::FreshnessOf(trust.policy(), false);
    const bool current =
        verification::revocation::IsCurrent(question, single.this_update, single.next_update, std::nullopt);
    if (single.this_update > at || !current) {
      verification::AddFinding({VERIFICATION_CODE_REVOCATION_DATA_STALE, "RFC 6960 3.2",
                                single.this_update > at ? "not yet in force" : "out of date"},
                               CHECK_LEVEL_FAIL, object, report->mutable_findings());
    }
  }
}

absl::Status JudgeOcsp(const Trust& trust, const OcspResponse& response, absl::Time at,
                       ValidationReport* report) {
  const auto add = [report](const Problem& problem) {
    verification::AddFinding(problem, CHECK_LEVEL_FAIL, "ocsp[0]", report->mutable_findings());
    return absl::OkStatus();
  };
  if (response.responses().empty()) {
    return add({VERIFICATION_CODE_REVOCATION_DATA_MISSING, "RFC 6960 2.3", "the responder did not answer"});
  }
  const CertificatePtr issuer = FindIssuer(trust, response);
  if (issuer == nullptr) {
    return add({VERIFICATION_CODE_CHAIN_NOT_FOUND, "RFC 6960 4.1.1", "the certificate's CA is not at hand"});
  }
  const auto responder_is_good = [&](const verification::x509::Certificate& responder,
                                     absl::Time produced_at) {
    return trust.crls().Check(responder, *issuer, produced_at).status == REVOCATION_STATUS_GOOD;
  };
  if (auto problem = verification::revocation::Authenticate({.context = &trust.context(),
                                                             .policy = &trust.policy(),
                                                             .issuer = issuer.get(),
                                                             .at = at,
                                                             .responder_is_good = responder_is_good},
                                                            response)) {
    static_cast<void>(add(*problem));
  }
  JudgeSingles(trust, response, at, report);
  return JudgeInto(trust, issuer, at, report->add_signers());
}

}  // namespace

absl::StatusOr<ValidationReport> CertificateReport(const Trust& trust, std::string_view file, absl::Time at) {
  ValidationReport report = NewReport(file, FileKind::kCertificate, at);
  report.set_policy_version(trust.policy().version());
  report.set_trust_snapshot_sha256(trust.snapshot_sha256());
  const absl::StatusOr<std::string> der = OneDer(file, "CERTIFICATE");
  if (!der.ok()) {
    return Malformed(std::move(report), VERIFICATION_CODE_CERTIFICATE_MALFORMED,
                     std::string(der.status().message()));
  }
  const absl::StatusOr<CertificatePtr> certificate =
      verification::x509::ParseCertificate(trust.context(), AsBytes(*der));
  if (certificate.status().code() == absl::StatusCode::kInvalidArgument) {
    return Malformed(std::move(report), VERIFICATION_CODE_CERTIFICATE_MALFORMED,
                     std::string(certificate.status().message()));
  }
  if (!certificate.ok()) return certificate.status();
  if (absl::Status status = JudgeInto(trust, *certificate, at, report.add_signers()); !status.ok())
    return status;
  return Concluded(std::move(report));
}

absl::StatusOr<ValidationReport> CrlReport(const Trust& trust, std::string_view file, absl::Time at) {
  ValidationReport report = NewReport(file, FileKind::kCrl, at);
  report.set_policy_version(trust.policy().version());
  report.set_trust_snapshot_sha256(trust.snapshot_sha256());
  const absl::StatusOr<std::string> der = OneDer(file, "X509 CRL");
  if (!der.ok()) {
    return Malformed(std::move(report), VERIFICATION_CODE_REVOCATION_DATA_INVALID,
                     std::string(der.status().message()));
  }
  const auto parsed = Crl::Parse(*der);
  if (const Problem* problem = verification::GetProblem(parsed)) {
    verification::AddFinding(*problem, CHECK_LEVEL_FAIL, "crls[0]", report.mutable_findings());
    return Concluded(std::move(report));
  }
  const Crl& crl = *std::get<std::unique_ptr<Crl>>(parsed);
  const CertificatePtr issuer = FindIssuer(trust, crl);
  if (issuer == nullptr) {
    verification::AddFinding(
        {VERIFICATION_CODE_CHAIN_NOT_FOUND, "RFC 5280 6.3.3(f)", "the list's issuer is not at hand"},
        CHECK_LEVEL_FAIL, "crls[0]", report.mutable_findings());
    return Concluded(std::move(report));
  }
  if (absl::Status status = JudgeCrl(trust, crl, issuer, at, &report); !status.ok()) return status;
  return Concluded(std::move(report));
}

absl::StatusOr<ValidationReport> OcspReport(const Trust& trust, std::string_view file, absl::Time at) {
  ValidationReport report = NewReport(file, FileKind::kOcspResponse, at);
  report.set_policy_version(trust.policy().version());
  report.set_trust_snapshot_sha256(trust.snapshot_sha256());
  const absl::StatusOr<std::string> der = OneDer(file, "OCSP RESPONSE");
  if (!der.ok()) {
    return Malformed(std::move(report), VERIFICATION_CODE_REVOCATION_DATA_INVALID,
                     std::string(der.status().message()));
  }
  const auto parsed = OcspResponse::Parse(*der);
  if (const Problem* problem = verification::GetProblem(parsed)) {
    verification::AddFinding(*problem, CHECK_LEVEL_FAIL, "ocsp[0]", report.mutable_findings());
    return Concluded(std::move(report));
  }
  if (absl::Status status = JudgeOcsp(trust, *std::get<std::unique_ptr<OcspResponse>>(parsed), at, &report);
      !status.ok()) {
    return status;
  }
  return Concluded(std::move(report));
}

absl::StatusOr<ValidationReport> TimeStampReport(const Trust& trust, std::string_view file, absl::Time at) {
  ValidationReport report = NewReport(file, FileKind::kTimeStamp, at);
  report.set_policy_version(trust.policy().version());
  report.set_trust_snapshot_sha256(trust.snapshot_sha256());
  const auto token = verification::timestamp::ReadToken(verification::timestamp::TokenOf(AsBytes(file)));
  SignerReport* signer = report.add_signers();
  TimestampReport* stamp = signer->add_timestamps();
  const absl::StatusOr<verification::TimestampVerdict> verdict =
      verification::VerifyTimestamp({.trust = &trust,
                                     .kind = TIMESTAMP_KIND_STANDALONE,
                                     .object = "signers[0].timestamps[0]",
                                     .now = at,
                                     .judged_at = at},
                                    token, /*stamped=*/nullptr, stamp);
  if (!verdict.ok()) return verdict.status();
  signer->set_common_name(stamp->tsa_subject());
  *signer->mutable_best_signature_time() = stamp->generation_time();
  *signer->mutable_findings() = stamp->findings();
  signer->set_indication(stamp->indication());
  signer->set_sub_indication(stamp->sub_indication());
  report.set_indication(stamp->indication());
  report.set_sub_indication(stamp->sub_indication());
  return report;
}

}  // namespace oteu::cli
