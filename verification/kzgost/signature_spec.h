// What exactly a signature claims to be: the algorithm with everything that its parameters leave open filled
// in.
//
//   absl::StatusOr<SignatureSpec> spec = ResolveSignature(identifier, digest_oid);
//   // The policy judges spec->algorithm and spec->digest; VerifySignature (verify.h) does the mathematics.
#pragma once

#include <string_view>

#include "absl/status/statusor.h"
#include "verification/kzgost/algorithms.h"

namespace oteu::verification::kzgost {

inline constexpr int kMaxPssSaltBytes = 64;

struct SignatureSpec {
  const SignatureAlgorithm* algorithm = nullptr;
  const DigestAlgorithm* digest = nullptr;  // Never null once resolved.
  int pss_salt_bytes = 0;                   // RSASSA-PSS alone.
};

// `digest_oid`: the digestAlgorithm that stands beside the signature (CMS SignerInfo), dotted; empty where
// there is none (certificates, CRLs, OCSP). Where the signature algorithm fixes the digest, the two must
// agree.
//
// Parameters: RSA PKCS#1 v1.5 NULL or absent (RFC 4055 section 5), ECDSA absent (RFC 5758 section 3.2),
// Kazakh GOST NULL or absent (one NCA CRL leaves it out), RSASSA-PSS as in RFC 4055 section 3.1 with one hash
// for message and mask.
//
// Errors: kUnimplemented for an algorithm that is not in the table, kInvalidArgument for malformed or unfit
// parameters, a digest that contradicts, or one that is missing.
absl::StatusOr<SignatureSpec> ResolveSignature(const AlgorithmIdentifier& identifier,
                                               std::string_view digest_oid);

}  // namespace oteu::verification::kzgost
