// Reports on files that are no signatures of documents but parts of the PKI: certificates, revocation lists,
// OCSP responses, time stamps.
//
//   auto trust = verification::Trust::Create(material, policy);
//   ValidationReport report = *CertificateReport(**trust, der_or_pem, at);
//
// A certificate passes when its path to an anchor is valid at `at`, revocation checked as the policy says.
// What a signature made with it would lack (purpose, role) is reported and does not decide. A list passes
// when its issuer does, may sign lists and did sign this one, and `at` lies between its dates.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/cli/file_kind.h"
#include "oteu/v1/verification.pb.h"
#include "verification/trust.h"

namespace oteu::cli {

// A file that does not parse is a report too; a Status means that the work could not be done.
absl::StatusOr<oteu::v1::ValidationReport> CertificateReport(const verification::Trust& trust,
                                                             std::string_view file, absl::Time at);
absl::StatusOr<oteu::v1::ValidationReport> CrlReport(const verification::Trust& trust, std::string_view file,
                                                     absl::Time at);

// A response passes when its responder may answer for a CA at hand, whose path is valid, signed it, and `at`
// lies in its window. What it says of the certificate is told as a finding, and decides nothing here.
absl::StatusOr<oteu::v1::ValidationReport> OcspReport(const verification::Trust& trust, std::string_view file,
                                                      absl::Time at);

// A token (or a TimeStampResp with one) passes when its authority's path leads to a configured anchor for
// time stamps, it is fit for time stamping and signed the token, all at `at`. What was stamped is not at hand
// and not compared: signers[0].timestamps[0] shows its digest's algorithm.
absl::StatusOr<oteu::v1::ValidationReport> TimeStampReport(const verification::Trust& trust,
                                                           std::string_view file, absl::Time at);

}  // namespace oteu::cli
