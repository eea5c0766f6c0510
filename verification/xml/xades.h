// XAdES (ETSI EN 319 132-1) as far as a signature is judged by it: the signed properties that name the
// signer's certificate and the time he claims, and the time stamps over the signature value.
#pragma once

#include <libxml/tree.h>

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"
#include "verification/report/problem.h"
#include "verification/xml/signature.h"

namespace oteu::verification::xml {

// xades:EncapsulatedTimeStamp of a SignatureTimeStamp: foreign, and outside of what is signed.
struct SignatureTimestamp {
  std::vector<uint8_t> token;  // empty when it is no base64, or not a token of RFC 3161 at all
  // How the signature value was canonicalised for it; canonical XML 1.0 where nothing is said (XMLDSig 4.4.1,
  // EN 319 132-1 5.1.4.1).
  OrProblem<C14n> method;
};

struct XadesProperties {
  std::optional<absl::Time> signing_time;
  // xades:SigningCertificate or SigningCertificateV2; null when absent.
  const xmlNode* signing_certificate = nullptr;
  // At most one more than kMaxTimestamps.
  std::vector<SignatureTimestamp> timestamps = {};
};

// Of ds:Object. Signed properties that no reference which holds covers (`signed_elements`) count as absent.
XadesProperties ReadXades(const Signature& signature, const std::vector<const xmlNode*>& signed_elements);

// Its first xades:Cert must be the digest of this certificate (5.2.2); nothing when it is.
std::optional<Problem> CheckSigningCertificate(const openssl::Context& context,
                                               const xmlNode* signing_certificate,
                                               openssl::Bytes certificate);

}  // namespace oteu::verification::xml
