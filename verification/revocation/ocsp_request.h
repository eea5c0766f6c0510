// An OCSP request for one certificate (RFC 6960 section 4.1.1): bytes alone, who sends them is not our
// matter.
#pragma once

#include <string>

#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"
#include "verification/x509/certificate.h"

namespace oteu::verification::revocation {

// DER, with SHA-256 in CertID, unsigned. `nonce`: 16 to 32 bytes (RFC 8954), or empty for none. Empty when
// OpenSSL fails.
std::string MakeOcspRequest(const openssl::Context& context, const x509::Certificate& certificate,
                            const x509::Certificate& issuer, openssl::Bytes nonce);

}  // namespace oteu::verification::revocation
