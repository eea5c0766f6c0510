// The public key of a certificate, decoded.
//
// RSA and the NIST curves go to OpenSSL as numbers; what is left goes through its decoder, which looks for a
// provider each time (85 microseconds).
#pragma once

#include "verification/kzgost/verification_key.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"

namespace oteu::verification::x509 {

// `spki`: whole DER of a SubjectPublicKeyInfo. Empty when it is malformed or of an algorithm that nobody
// provides, and for an RSA key whose exponent is even, below 3 or above 64 bits: it costs time, and comes
// from nobody honest.
kzgost::VerificationKey DecodePublicKey(const openssl::Context& context, openssl::Bytes spki);

}  // namespace oteu::verification::x509
