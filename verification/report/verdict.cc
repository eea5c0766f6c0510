#include "verification/report/verdict.h"

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): this file is a table over its enums.

SubIndication SubIndicationOf(VerificationCode code) {
  switch (code) {
    // Format checking, EN 319 102-1 clause 5.2.2.
    case VERIFICATION_CODE_FORMAT_UNKNOWN:
    case VERIFICATION_CODE_FORMAT_MALFORMED:
    case VERIFICATION_CODE_NO_SIGNERS:
    case VERIFICATION_CODE_SIGNED_ATTRIBUTES_INVALID:
    case VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN:
    case VERIFICATION_CODE_SIGNED_ELEMENT_MISMATCH:
    case VERIFICATION_CODE_TIMESTAMP_MALFORMED:
      return SUB_INDICATION_FORMAT_FAILURE;
    // Identification of the signing certificate, 5.2.3.
    case VERIFICATION_CODE_SIGNER_CERTIFICATE_MISSING:
    case VERIFICATION_CODE_SIGNING_CERTIFICATE_MISMATCH:
      return SUB_INDICATION_NO_SIGNING_CERTIFICATE_FOUND;
    // X.509 certificate validation, 5.2.6.
    case VERIFICATION_CODE_CHAIN_NOT_FOUND:
      return SUB_INDICATION_NO_CERTIFICATE_CHAIN_FOUND;
    case VERIFICATION_CODE_CHAIN_INVALID:
    case VERIFICATION_CODE_CHAIN_SIGNATURE_INVALID:
    case VERIFICATION_CODE_CERTIFICATE_MALFORMED:
      return SUB_INDICATION_CERTIFICATE_CHAIN_GENERAL_FAILURE;
    case VERIFICATION_CODE_CERTIFICATE_POLICY_INVALID:
    case VERIFICATION_CODE_ISSUER_NOT_ACCEPTED:
    case VERIFICATION_CODE_DEMO_CERTIFICATE:
      return SUB_INDICATION_CHAIN_CONSTRAINTS_FAILURE;
    case VERIFICATION_CODE_CERTIFICATE_EXPIRED:
    case VERIFICATION_CODE_CERTIFICATE_NOT_YET_VALID:
      return SUB_INDICATION_OUT_OF_BOUNDS_NO_POE;
    case VERIFICATION_CODE_CERTIFICATE_REVOKED:
      return SUB_INDICATION_REVOKED_NO_POE;
    case VERIFICATION_CODE_CA_REVOKED:
      return SUB_INDICATION_REVOKED_CA_NO_POE;
    case VERIFICATION_CODE_CERTIFICATE_ON_HOLD:
    case VERIFICATION_CODE_REVOCATION_DATA_MISSING:
    case VERIFICATION_CODE_REVOCATION_DATA_STALE:
    case VERIFICATION_CODE_REVOCATION_DATA_INVALID:
    case VERIFICATION_CODE_REVOCATION_STATUS_UNKNOWN:
    case VERIFICATION_CODE_TIMESTAMP_PENDING:
      return SUB_INDICATION_TRY_LATER;
    // Time stamps, 5.4 and 5.5.4.
    case VERIFICATION_CODE_TSA_CERTIFICATE_NOT_ACCEPTED:
      return SUB_INDICATION_CHAIN_CONSTRAINTS_FAILURE;
    case VERIFICATION_CODE_TIMESTAMP_ORDER_WRONG:
      return SUB_INDICATION_TIMESTAMP_ORDER_FAILURE;
    // Cryptographic verification, 5.2.7.
    case VERIFICATION_CODE_MESSAGE_DIGEST_MISMATCH:
    case VERIFICATION_CODE_CONTENT_CONFLICT:
    case VERIFICATION_CODE_TIMESTAMP_IMPRINT_MISMATCH:
    case VERIFICATION_CODE_ARCHIVE_INDEX_MISMATCH:
      return SUB_INDICATION_HASH_FAILURE;
    case VERIFICATION_CODE_SIGNATURE_VALUE_INVALID:
      return SUB_INDICATION_SIG_CRYPTO_FAILURE;
    case VERIFICATION_CODE_CONTENT_MISSING:
      return SUB_INDICATION_SIGNED_DATA_NOT_FOUND;
    // Signature acceptance, 5.2.8. An unknown algorithm is not proved bad: nothing was checked with it.
    case VERIFICATION_CODE_ALGORITHM_UNKNOWN:
    case VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED:
      return SUB_INDICATION_CRYPTO_CONSTRAINTS_FAILURE;
    case VERIFICATION_CODE_LIMIT_EXCEEDED:
    case VERIFICATION_CODE_PURPOSE_NOT_SIGNATURE:
    case VERIFICATION_CODE_POLICY_IS_AUTHENTICATION:
    case VERIFICATION_CODE_ROLE_NOT_ACCEPTED:
    case VERIFICATION_CODE_BIN_MISMATCH:
    case VERIFICATION_CODE_IIN_MISMATCH:
    case VERIFICATION_CODE_DELEGATION_REQUIRED:
    case VERIFICATION_CODE_SIGNING_CERTIFICATE_ATTRIBUTE_MISSING:
    case VERIFICATION_CODE_EXTENDED_KEY_USAGE_NOT_ACCEPTED:
    case VERIFICATION_CODE_TIMESTAMP_NOT_USED:
    case VERIFICATION_CODE_TIMESTAMP_TIME_IMPLAUSIBLE:
    case VERIFICATION_CODE_UNSIGNED_ATTRIBUTE_IGNORED:
    // Not a finding; counts as one, so that a mistake fails closed.
    case VERIFICATION_CODE_UNSPECIFIED:
    case VerificationCode_INT_MIN_SENTINEL_DO_NOT_USE_:
    case VerificationCode_INT_MAX_SENTINEL_DO_NOT_USE_:
      return SUB_INDICATION_SIG_CONSTRAINTS_FAILURE;
  }
  return SUB_INDICATION_SIG_CONSTRAINTS_FAILURE;
}

// Weight of a sub-indication: the higher one names the verdict.
int Weight(SubIndication sub_indication) {
  static constexpr SubIndication kFromWeakest[] = {
      SUB_INDICATION_UNSPECIFIED,
      SUB_INDICATION_TRY_LATER,
      SUB_INDICATION_NO_POE,
      SUB_INDICATION_TIMESTAMP_ORDER_FAILURE,
      SUB_INDICATION_OUT_OF_BOUNDS_NOT_REVOKED,
      SUB_INDICATION_OUT_OF_BOUNDS_NO_POE,
      SUB_INDICATION_REVOKED_CA_NO_POE,
      SUB_INDICATION_REVOKED_NO_POE,
      SUB_INDICATION_SIG_CONSTRAINTS_FAILURE,
      SUB_INDICATION_CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
      SUB_INDICATION_CRYPTO_CONSTRAINTS_FAILURE,
      SUB_INDICATION_CHAIN_CONSTRAINTS_FAILURE,
      SUB_INDICATION_CERTIFICATE_CHAIN_GENERAL_FAILURE,
      SUB_INDICATION_NO_CERTIFICATE_CHAIN_FOUND,
      SUB_INDICATION_NO_SIGNING_CERTIFICATE_FOUND,
      SUB_INDICATION_SIGNED_DATA_NOT_FOUND,
      SUB_INDICATION_NOT_YET_VALID,
      SUB_INDICATION_EXPIRED,
      SUB_INDICATION_REVOKED,
      SUB_INDICATION_SIG_CRYPTO_FAILURE,
      SUB_INDICATION_HASH_FAILURE,
      SUB_INDICATION_FORMAT_FAILURE,
  };
  int weight = 0;
  for (const SubIndication candidate : kFromWeakest) {
    if (candidate == sub_indication) return weight;
    ++weight;
  }
  return weight;
}

int Weight(Indication indication) {
  if (indication == INDICATION_TOTAL_PASSED) return 0;
  return indication == INDICATION_TOTAL_FAILED ? 2 : 1;
}

Outcome WorseOf(const Outcome& a, const Outcome& b) { return IsWorse(b, a) ? b : a; }

Outcome WorstOf(const Findings& findings) {
  Outcome worst;
  for (const VerificationFinding& finding : findings) {
    if (finding.level() != CHECK_LEVEL_FAIL) continue;
    worst = WorseOf(worst, {finding.indication(), finding.sub_indication()});
  }
  return worst;
}

}  // namespace

Indication IndicationOf(SubIndication sub_indication) {
  switch (sub_indication) {
    case SUB_INDICATION_FORMAT_FAILURE:
    case SUB_INDICATION_HASH_FAILURE:
    case SUB_INDICATION_SIG_CRYPTO_FAILURE:
    case SUB_INDICATION_REVOKED:
    case SUB_INDICATION_EXPIRED:
    case SUB_INDICATION_NOT_YET_VALID:
      return INDICATION_TOTAL_FAILED;
    default:
      return INDICATION_INDETERMINATE;
  }
}

Outcome OutcomeOf(VerificationCode code) {
  const SubIndication sub_indication = SubIndicationOf(code);
  return {IndicationOf(sub_indication), sub_indication};
}

bool IsWorse(const Outcome& a, const Outcome& b) {
  if (Weight(a.indication) != Weight(b.indication)) return Weight(a.indication) > Weight(b.indication);
  return Weight(a.sub_indication) > Weight(b.sub_indication);
}

VerificationFinding* AddFinding(const Problem& problem, CheckLevel level, absl::string_view object,
                                Findings* findings) {
  if (level == CHECK_LEVEL_IGNORE) return nullptr;
  Outcome outcome = OutcomeOf(problem.code);
  if (problem.sub_indication != SUB_INDICATION_UNSPECIFIED) {
    outcome = {IndicationOf(problem.sub_indication), problem.sub_indication};
  }
  VerificationFinding* finding = findings->Add();
  finding->set_code(problem.code);
  finding->set_level(level == CHECK_LEVEL_UNSPECIFIED ? CHECK_LEVEL_FAIL : level);
  finding->set_clause(problem.clause);
  finding->set_object(std::string(object));
  finding->set_indication(outcome.indication);
  finding->set_sub_indication(outcome.sub_indication);
  if (!problem.cause.empty()) {
    const bool is_bound = problem.code == VERIFICATION_CODE_LIMIT_EXCEEDED;
    (*finding->mutable_details())[is_bound ? "bound" : "cause"] = problem.cause;
  }
  return finding;
}

namespace {

// With `keep`, starts from the verdict that stands already.
template <typename Report>
Outcome Start(const Report& report, bool keep) {
  return keep ? Outcome{report.indication(), report.sub_indication()} : Outcome{};
}

void SetVerdicts(bool keep, ValidationReport* report) {
  Outcome worst = WorseOf(Start(*report, keep), WorstOf(report->findings()));
  for (SignerReport& signer : *report->mutable_signers()) {
    const Outcome outcome = WorseOf(Start(signer, keep), WorstOf(signer.findings()));
    signer.set_indication(outcome.indication);
    signer.set_sub_indication(outcome.sub_indication);
    worst = WorseOf(worst, outcome);
  }
  if (report->signers().empty() && worst.indication == INDICATION_TOTAL_PASSED) {
    worst = OutcomeOf(VERIFICATION_CODE_NO_SIGNERS);
  }
  report->set_indication(worst.indication);
  report->set_sub_indication(worst.sub_indication);
}

}  // namespace

void Conclude(ValidationReport* report) { SetVerdicts(/*keep=*/false, report); }

void Conclude(TimestampReport* report) {
  const Outcome outcome = WorstOf(report->findings());
  report->set_indication(outcome.indication);
  report->set_sub_indication(outcome.sub_indication);
}

void LowerVerdict(ValidationReport* report) { SetVerdicts(/*keep=*/true, report); }

std::string SerializeReport(const ValidationReport& report) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    report.SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace oteu::verification
