// The detailed report: every check that was made, with its clause and how it ended, the passed ones too.
//
//   Conclude(&report);
//   ListChecks(&report);    // fills report.checks
//
// Drawn from the findings and from what the report shows to have been looked at: no second opinion. A check
// that could not be made (no path, so no revocation) is not listed.
#pragma once

#include "oteu/v1/verification.pb.h"

namespace oteu::verification {

enum class Check {
  kFormat,
  kSigners,
  kContent,
  kSigningCertificate,
  kSignedAttributes,
  kMessageDigest,
  kSignatureValue,
  kAlgorithms,
  kPath,
  kValidity,
  kRevocation,
  kPurpose,
  kCertificateRules,
  kSigner,
  kTimestamps,
  kUnsignedData,
  kTimestampFormat,
  kTimestampImprint,
  kTimestampTime,
  kTimestampAuthority,
};

// The check that such a finding belongs to.
Check CheckOf(oteu::v1::VerificationCode code);
// Stable name ("SIGNATURE_VALUE") and clause.
const char* NameOf(Check check);
const char* ClauseOf(Check check);

// The report must be concluded.
void ListChecks(oteu::v1::ValidationReport* report);

}  // namespace oteu::verification
