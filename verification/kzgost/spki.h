// SubjectPublicKeyInfo of a Kazakh GOST key (RFC 5280 section 4.1.2.7), read and written byte for byte.
//
//   SEQUENCE { SEQUENCE { key OID, SEQUENCE { curve OID, hash OID } }, BIT STRING { OCTET STRING { x || y } }
//   }
//
//   absl::StatusOr<GostKeyPtr> key = ParseGostSpki(der);
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "verification/kzgost/gost_key.h"

namespace oteu::verification::kzgost {

// The frame that the SubjectPublicKeyInfo of every algorithm has. Views into the input.
struct SpkiFrame {
  openssl::Bytes key_oid;     // Contents of the OBJECT IDENTIFIER.
  openssl::Bytes parameters;  // The whole element after the OID; empty when absent.
  openssl::Bytes key;         // Contents of the BIT STRING without the count of unused bits, which is 0.
};

// Nothing when it is not strict DER, has bytes after its end, or its BIT STRING is not whole bytes.
std::optional<SpkiFrame> ParseSpkiFrame(openssl::Bytes spki);

// The GOST algorithm that this SubjectPublicKeyInfo claims by its key OID; null when it is another one or
// malformed.
const GostAlgorithm* GostAlgorithmOfSpki(openssl::Bytes spki);

// Strict DER, nothing after it, parameters of the algorithm alone, point on the curve.
// Errors: kUnimplemented when the key OID is not a Kazakh GOST one, kInvalidArgument when anything else is
// wrong.
absl::StatusOr<GostKeyPtr> ParseGostSpki(openssl::Bytes spki);

// The same with the key of a known algorithm as raw x || y.
std::vector<uint8_t> EncodeGostSpki(const GostKey& key);

}  // namespace oteu::verification::kzgost
