// GOST R 34.10-2012 (RFC 7091 section 6) once more, straight from the text and the standard curves, in plain
// affine arithmetic: slow, and sharing nothing with nettle. Tests compare the product with it and craft
// signatures with it.
//
// All numbers in and out are little-endian and of field size, as in Kazakh signatures.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "verification/kzgost/gost_algorithm.h"
#include "verification/openssl/bytes.h"

namespace oteu::verification::kzgost::testing {

using ByteVector = std::vector<uint8_t>;

// Upper or lower case digits, big-endian as printed in standards, into little-endian bytes of `size`.
ByteVector LittleEndian(std::string_view hex, size_t size);
// Plain hexadecimal into bytes in the order written.
ByteVector FromHex(std::string_view hex);

// p, q of the algorithm, little-endian.
ByteVector Prime(const GostAlgorithm& algorithm);
ByteVector Order(const GostAlgorithm& algorithm);
// Numbers for bounds: value + delta.
ByteVector Plus(openssl::Bytes value, int delta);

// x || y of d * G; empty for the point at infinity.
ByteVector ReferencePublicKey(const GostAlgorithm& algorithm, openssl::Bytes scalar);
// r || s with a given nonce k (never do this outside tests).
ByteVector ReferenceSign(const GostAlgorithm& algorithm, openssl::Bytes scalar, openssl::Bytes nonce,
                         openssl::Bytes digest);
bool ReferenceVerify(const GostAlgorithm& algorithm, openssl::Bytes public_key, openssl::Bytes digest,
                     openssl::Bytes signature);

}  // namespace oteu::verification::kzgost::testing
