#include "verification/report/checks.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "verification/report/verdict.h"

namespace oteu::verification {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): this file is a table over its enums.

// No default: a code without a check does not compile (-Wswitch is an error here).
Check CheckOf(VerificationCode code) {
  switch (code) {
    case VERIFICATION_CODE_FORMAT_UNKNOWN:
    case VERIFICATION_CODE_FORMAT_MALFORMED:
    case VERIFICATION_CODE_LIMIT_EXCEEDED:
    case VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN:
    case VERIFICATION_CODE_UNSPECIFIED:
    case VerificationCode_INT_MIN_SENTINEL_DO_NOT_USE_:
    case VerificationCode_INT_MAX_SENTINEL_DO_NOT_USE_:
      return Check::kFormat;
    case VERIFICATION_CODE_NO_SIGNERS:
      return Check::kSigners;
    case VERIFICATION_CODE_CONTENT_MISSING:
    case VERIFICATION_CODE_CONTENT_CONFLICT:
    case VERIFICATION_CODE_SIGNED_ELEMENT_MISMATCH:
      return Check::kContent;
    case VERIFICATION_CODE_SIGNER_CERTIFICATE_MISSING:
    case VERIFICATION_CODE_SIGNING_CERTIFICATE_MISMATCH:
    case VERIFICATION_CODE_SIGNING_CERTIFICATE_ATTRIBUTE_MISSING:
    case VERIFICATION_CODE_CERTIFICATE_MALFORMED:
      return Check::kSigningCertificate;
    case VERIFICATION_CODE_SIGNED_ATTRIBUTES_INVALID:
      return Check::kSignedAttributes;
    case VERIFICATION_CODE_MESSAGE_DIGEST_MISMATCH:
      return Check::kMessageDigest;
    case VERIFICATION_CODE_SIGNATURE_VALUE_INVALID:
      return Check::kSignatureValue;
    case VERIFICATION_CODE_ALGORITHM_UNKNOWN:
    case VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED:
      return Check::kAlgorithms;
    case VERIFICATION_CODE_CHAIN_NOT_FOUND:
    case VERIFICATION_CODE_CHAIN_INVALID:
    case VERIFICATION_CODE_CHAIN_SIGNATURE_INVALID:
      return Check::kPath;
    case VERIFICATION_CODE_CERTIFICATE_EXPIRED:
    case VERIFICATION_CODE_CERTIFICATE_NOT_YET_VALID:
      return Check::kValidity;
    case VERIFICATION_CODE_CERTIFICATE_REVOKED:
    case VERIFICATION_CODE_CERTIFICATE_ON_HOLD:
    case VERIFICATION_CODE_CA_REVOKED:
    case VERIFICATION_CODE_REVOCATION_DATA_MISSING:
    case VERIFICATION_CODE_REVOCATION_DATA_STALE:
    case VERIFICATION_CODE_REVOCATION_DATA_INVALID:
    case VERIFICATION_CODE_REVOCATION_STATUS_UNKNOWN:
      return Check::kRevocation;
    case VERIFICATION_CODE_PURPOSE_NOT_SIGNATURE:
    case VERIFICATION_CODE_POLICY_IS_AUTHENTICATION:
    case VERIFICATION_CODE_EXTENDED_KEY_USAGE_NOT_ACCEPTED:
      return Check::kPurpose;
    case VERIFICATION_CODE_ISSUER_NOT_ACCEPTED:
    case VERIFICATION_CODE_DEMO_CERTIFICATE:
    case VERIFICATION_CODE_CERTIFICATE_POLICY_INVALID:
      return Check::kCertificateRules;
    case VERIFICATION_CODE_ROLE_NOT_ACCEPTED:
    case VERIFICATION_CODE_BIN_MISMATCH:
    case VERIFICATION_CODE_IIN_MISMATCH:
    case VERIFICATION_CODE_DELEGATION_REQUIRED:
      return Check::kSigner;
    case VERIFICATION_CODE_TIMESTAMP_NOT_USED:
    case VERIFICATION_CODE_TIMESTAMP_ORDER_WRONG:
    case VERIFICATION_CODE_TIMESTAMP_PENDING:
      return Check::kTimestamps;
    case VERIFICATION_CODE_UNSIGNED_ATTRIBUTE_IGNORED:
      return Check::kUnsignedData;
    case VERIFICATION_CODE_TIMESTAMP_MALFORMED:
      return Check::kTimestampFormat;
    case VERIFICATION_CODE_TIMESTAMP_IMPRINT_MISMATCH:
    case VERIFICATION_CODE_ARCHIVE_INDEX_MISMATCH:
      return Check::kTimestampImprint;
    case VERIFICATION_CODE_TIMESTAMP_TIME_IMPLAUSIBLE:
      return Check::kTimestampTime;
    case VERIFICATION_CODE_TSA_CERTIFICATE_NOT_ACCEPTED:
      return Check::kTimestampAuthority;
  }
  return Check::kFormat;
}

namespace {

struct Description {
  const char* name;
  const char* clause;
};

Description Describe(Check check) {
  switch (check) {
    case Check::kFormat:
      return {"FORMAT", "ETSI EN 319 102-1 5.2.2"};
    case Check::kSigners:
      return {"SIGNERS", "RFC 5652 5.1"};
    case Check::kContent:
      return {"CONTENT", "RFC 5652 5.2"};
    case Check::kSigningCertificate:
      return {"SIGNING_CERTIFICATE", "ETSI EN 319 102-1 5.2.3"};
    case Check::kSignedAttributes:
      return {"SIGNED_ATTRIBUTES", "RFC 5652 11"};
    case Check::kMessageDigest:
      return {"MESSAGE_DIGEST", "RFC 5652 11.2"};
    case Check::kSignatureValue:
      return {"SIGNATURE_VALUE", "RFC 5652 5.6"};
    case Check::kAlgorithms:
      return {"ALGORITHMS", "ETSI EN 319 102-1 5.2.8"};
    case Check::kPath:
      return {"PATH", "RFC 5280 6.1"};
    case Check::kValidity:
      return {"VALIDITY", "RFC 5280 6.1.3(a)(2)"};
    case Check::kRevocation:
      return {"REVOCATION", "RFC 5280 6.3"};
    case Check::kPurpose:
      return {"PURPOSE", "RFC 5280 4.2.1.3"};
    case Check::kCertificateRules:
      return {"CERTIFICATE_RULES", "ETSI EN 319 102-1 5.2.6"};
    case Check::kSigner:
      return {"SIGNER", "ETSI EN 319 102-1 5.2.8"};
    case Check::kTimestamps:
      return {"TIMESTAMPS", "ETSI EN 319 102-1 5.5.4"};
    case Check::kUnsignedData:
      return {"UNSIGNED_DATA", "RFC 5652 5.3"};
    case Check::kTimestampFormat:
      return {"TIMESTAMP_FORMAT", "RFC 3161 2.4.2"};
    case Check::kTimestampImprint:
      return {"TIMESTAMP_IMPRINT", "ETSI EN 319 102-1 5.5.4"};
    case Check::kTimestampTime:
      return {"TIMESTAMP_TIME", "ETSI EN 319 102-1 5.5.4"};
    case Check::kTimestampAuthority:
      return {"TIMESTAMP_AUTHORITY", "RFC 3161 2.3"};
  }
  return {"", ""};
}

using Checks = std::vector<Check>;

// One object of the report: adds a result per check of `made`, and per other check that has a finding.
void Add(const Checks& made, const Findings& findings, const std::string& object, ValidationReport* report) {
  Checks all = made;
  for (const VerificationFinding& finding : findings) {
    const Check check = CheckOf(finding.code());
    if (std::ranges::find(all, check) == all.end()) all.push_back(check);
  }
  for (const Check check : all) {
    CheckResult* result = report->add_checks();
    result->set_check(NameOf(check));
    result->set_clause(ClauseOf(check));
    result->set_object(object);
    result->set_outcome(CHECK_OUTCOME_PASSED);
    for (const VerificationFinding& finding : findings) {
      if (CheckOf(finding.code()) != check) continue;
      const bool known = std::ranges::find(result->codes(), finding.code()) != result->codes().end();
      if (!known) result->add_codes(finding.code());
      if (finding.level() == CHECK_LEVEL_FAIL) {
        result->set_outcome(CHECK_OUTCOME_FAILED);
      } else if (result->outcome() == CHECK_OUTCOME_PASSED) {
        result->set_outcome(CHECK_OUTCOME_REPORTED);
      }
    }
  }
}

bool Has(const Findings& findings, std::initializer_list<VerificationCode> codes) {
  return std::ranges::any_of(findings, [&](const VerificationFinding& finding) {
    return std::ranges::find(codes, finding.code()) != codes.end();
  });
}

// What was asked about a chain: revocation only where a path was found and the policy asks for it.
void AddChainChecks(const google::protobuf::RepeatedPtrField<ChainLink>& chain, Checks* checks) {
  checks->insert(checks->end(), {Check::kPath, Check::kValidity});
  const bool asked = std::ranges::any_of(
      chain, [](const ChainLink& link) { return link.revocation() != REVOCATION_STATUS_UNSPECIFIED; });
  if (asked) checks->push_back(Check::kRevocation);
}

void ListSigner(const SignerReport& signer, const std::string& object, bool has_content,
                ValidationReport* report) {
  Checks checks = {Check::kSigningCertificate};
  if (!signer.certificate_sha256().empty()) {
    AddChainChecks(signer.chain(), &checks);
    checks.insert(checks.end(),
                  {Check::kPurpose, Check::kCertificateRules, Check::kSigner, Check::kAlgorithms});
    if (has_content && !Has(signer.findings(), {VERIFICATION_CODE_ALGORITHM_UNKNOWN})) {
      checks.insert(checks.end(), {Check::kSignedAttributes, Check::kMessageDigest, Check::kSignatureValue});
    }
  }
  if (signer.timestamps_size() > 0) checks.push_back(Check::kTimestamps);
  Add(checks, signer.findings(), object, report);
  for (int i = 0; i < signer.timestamps_size(); ++i) {
    const TimestampReport& token = signer.timestamps(i);
    Checks made = {Check::kTimestampFormat};
    if (!Has(token.findings(), {VERIFICATION_CODE_TIMESTAMP_MALFORMED})) {
      made.insert(made.end(), {Check::kTimestampImprint, Check::kTimestampTime, Check::kSigningCertificate});
    }
    if (!token.tsa_certificate_sha256().empty()) {
      AddChainChecks(token.chain(), &made);
      made.insert(made.end(), {Check::kTimestampAuthority, Check::kAlgorithms, Check::kSignedAttributes,
                               Check::kMessageDigest, Check::kSignatureValue});
    }
    Add(made, token.findings(), absl::StrCat(object, ".timestamps[", i, "]"), report);
  }
}

}  // namespace

const char* NameOf(Check check) { return Describe(check).name; }
const char* ClauseOf(Check check) { return Describe(check).clause; }

void ListChecks(ValidationReport* report) {
  report->clear_checks();
  Checks container = {Check::kFormat};
  const bool readable = !report->format().empty();
  if (readable) container.insert(container.end(), {Check::kSigners, Check::kContent});
  Add(container, report->findings(), "container", report);
  const bool has_content = !report->content_sha256().empty();
  for (int i = 0; i < report->signers_size(); ++i) {
    ListSigner(report->signers(i), absl::StrCat("signers[", i, "]"), has_content, report);
  }
}

}  // namespace oteu::verification
