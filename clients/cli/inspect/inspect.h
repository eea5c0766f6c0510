// Detects what a file is, and takes it apart: certificate, CMS signature, time stamp, revocation list, OCSP
// response or signed XML, as DER, PEM or base64.
//
//   absl::StatusOr<Inspection> found = Inspect(context, bytes);
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "clients/cli/inspect/inspection.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"

namespace oteu::cli::inspect {

// Errors: kInvalidArgument when the file is none of these or does not parse, saying where it fails.
absl::StatusOr<Inspection> Inspect(const verification::openssl::Context& context, std::string_view file);

// One kind each; `file` as read. Sections are added to `inspection`.
absl::Status InspectCertificates(const verification::openssl::Context& context, std::string_view file,
                                 Inspection* inspection);
absl::Status InspectCms(const verification::openssl::Context& context, std::string_view file,
                        Inspection* inspection);
// A token, or a TimeStampResp with one inside.
absl::Status InspectTimestamp(const verification::openssl::Context& context, std::string_view file,
                              Inspection* inspection);
absl::Status InspectCrl(std::string_view file, Inspection* inspection);
absl::Status InspectOcsp(const verification::openssl::Context& context, std::string_view file,
                         Inspection* inspection);
absl::Status InspectXml(const verification::openssl::Context& context, std::string_view file,
                        Inspection* inspection);

// The fields of one certificate; a line that says so when it does not parse.
void DescribeCertificate(const verification::openssl::Context& context, verification::openssl::Bytes der,
                         Section* section);

// A section for one time stamp token, and one for each certificate in it; a line that says so when it does
// not parse.
void AddToken(const verification::openssl::Context& context, verification::openssl::Bytes der,
              const std::string& title, Inspection* inspection);

}  // namespace oteu::cli::inspect
