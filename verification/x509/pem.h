// DER out of configured files: DER as it is, or PEM with one or several blocks (RFC 7468).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace oteu::verification::x509 {

// Blocks with another label than `label` ("CERTIFICATE", "X509 CRL") are skipped, as is text between blocks.
// Base64 without any PEM line is read too. Errors: kInvalidArgument when nothing is found, or a block is
// damaged.
absl::StatusOr<std::vector<std::string>> DerOf(absl::string_view file, absl::string_view label);

}  // namespace oteu::verification::x509
