// The cryptography of one SignerInfo (RFC 5652 sections 5.4 and 5.6): content, signed attributes, signature
// value.
//
//   OrProblem<kzgost::SignatureSpec> spec = ResolveAlgorithms(signer);
//   std::vector<Problem> problems = CheckSignature(context, signed_data, signer, *spec, key, content);
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "verification/cms/signed_data.h"
#include "verification/kzgost/signature_spec.h"
#include "verification/kzgost/verification_key.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"
#include "verification/openssl/digest.h"
#include "verification/report/problem.h"

namespace oteu::verification::cms {

// The signed bytes with their SHA-256, which the report shows and most signers use.
struct SignedContent {
  openssl::Bytes bytes;
  openssl::Sha256Digest sha256{};
};

// What the SignerInfo says it was made with. ALGORITHM_UNKNOWN, or FORMAT_MALFORMED where the parts
// contradict.
OrProblem<kzgost::SignatureSpec> ResolveAlgorithms(const SignerInfo& signer);

// All that does not hold: attributes required and consistent, messageDigest over the content, signature value
// by the key. Empty: this signature is over exactly this content. Errors: kResourceExhausted, kInternal.
absl::StatusOr<std::vector<Problem>> CheckSignature(const openssl::Context& context,
                                                    const SignedData& signed_data, const SignerInfo& signer,
                                                    const kzgost::SignatureSpec& spec,
                                                    const kzgost::VerificationKey& key,
                                                    const SignedContent& content);

}  // namespace oteu::verification::cms
