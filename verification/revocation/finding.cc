#include "verification/revocation/finding.h"

#include "verification/openssl/bytes.h"
#include "verification/proto_time.h"

namespace oteu::verification::revocation {
namespace {

oteu::v1::RevocationSource SourceOf(Source source) {
  switch (source) {
    case Source::kCrl:
      return oteu::v1::REVOCATION_SOURCE_CRL;
    case Source::kDeltaCrl:
      return oteu::v1::REVOCATION_SOURCE_DELTA_CRL;
    case Source::kOcsp:
      return oteu::v1::REVOCATION_SOURCE_OCSP;
    case Source::kNone:
      break;
  }
  return oteu::v1::REVOCATION_SOURCE_UNSPECIFIED;
}

}  // namespace

bool IsMissingEvidence(oteu::v1::VerificationCode code) {
  return code == oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_MISSING ||
         code == oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_STALE ||
         code == oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_INVALID ||
         code == oteu::v1::VERIFICATION_CODE_REVOCATION_STATUS_UNKNOWN;
}

bool IsRevocationProblem(oteu::v1::VerificationCode code) {
  return code == oteu::v1::VERIFICATION_CODE_CERTIFICATE_REVOKED ||
         code == oteu::v1::VERIFICATION_CODE_CA_REVOKED ||
         code == oteu::v1::VERIFICATION_CODE_CERTIFICATE_ON_HOLD || IsMissingEvidence(code);
}

void Describe(const RevocationFinding& finding, oteu::v1::ChainLink* link) {
  link->set_revocation(finding.status);
  if (finding.source == Source::kNone) return;
  oteu::v1::RevocationEvidence& evidence = *link->mutable_revocation_evidence();
  evidence.set_source(SourceOf(finding.source));
  evidence.set_sha256(openssl::ToHex(finding.evidence_sha256));
  *evidence.mutable_this_update() = ToProto(finding.this_update);
  if (finding.next_update) *evidence.mutable_next_update() = ToProto(*finding.next_update);
  if (finding.produced_at) *evidence.mutable_produced_at() = ToProto(*finding.produced_at);
  if (finding.revocation_date) *evidence.mutable_revocation_date() = ToProto(*finding.revocation_date);
  if (finding.invalidity_date) *evidence.mutable_invalidity_date() = ToProto(*finding.invalidity_date);
  if (finding.reason) evidence.set_reason(ReasonName(*finding.reason));
}

}  // namespace oteu::verification::revocation
