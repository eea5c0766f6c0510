// Public keys from untrusted SubjectPublicKeyInfo.
//
//   absl::StatusOr<openssl::EvpPkeyPtr> key = LoadPublicKey(context, spki_der);
#pragma once

#include "absl/status/statusor.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"
#include "verification/openssl/ptr.h"

namespace oteu::verification::kzgost {

// `spki`: one DER SubjectPublicKeyInfo, nothing after it. The key must go before the context.
// Errors: kInvalidArgument when it is malformed, off its curve or followed by more bytes; kUnimplemented when
// no algorithm of ours could use it.
absl::StatusOr<openssl::EvpPkeyPtr> LoadPublicKey(const openssl::Context& context, openssl::Bytes spki);

}  // namespace oteu::verification::kzgost
