// The verification policy: reading, linting, and the questions the checks ask of it.
//
//   absl::StatusOr<Policy> policy = ParsePolicy(text, "policy.txtpb");
//   -> INVALID_ARGUMENT "policy.txtpb:12:3: signature_algorithms.min_key_bits: RSA keys below 2048 bits ..."
//
// The schema is protos/oteu/verification/v1/policy.proto; the edition shipped is default_policy.txtpb.
#pragma once

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "oteu/v1/verification.pb.h"
#include "oteu/verification/v1/policy.pb.h"

namespace oteu::verification {

// Text format to a linted policy. `file_name` is for messages alone. Fails with INVALID_ARGUMENT, every line
// of the message "file:line:column: field: what is wrong".
absl::StatusOr<v1::Policy> ParsePolicy(absl::string_view text, absl::string_view file_name);

// The strict policy built into the program. It is linted by a test, and returned as it was read.
const v1::Policy& DefaultPolicy();

// INVALID_ARGUMENT when a policy is inconsistent or weaker than any lawful one (e.g. accepts SHA-1).
absl::Status LintPolicy(const v1::Policy& policy);

// The profile that names this type, else the default profile. The policy must be linted.
const v1::DocumentProfile& FindProfile(const v1::Policy& policy, absl::string_view document_type);

// "" (the default profile), or the name of an oteu.v1.DocumentType without prefix.
bool IsKnownDocumentType(absl::string_view document_type);

// UNSPECIFIED read as FAIL.
oteu::v1::CheckLevel EffectiveLevel(oteu::v1::CheckLevel level);

}  // namespace oteu::verification
