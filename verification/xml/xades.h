// XAdES (ETSI EN 319 132-1) as far as a signature is judged by it: the signed properties that name the
// signer's certificate and the time he claims. Time stamps are seen, not used.
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

struct XadesProperties {
  std::optional<absl::Time> signing_time;
  // xades:SigningCertificate or SigningCertificateV2; null when absent.
  const xmlNode* signing_certificate = nullptr;
  bool has_timestamp = false;
};

// Of ds:Object. Signed properties that no reference which holds covers (`signed_elements`) count as absent.
XadesProperties ReadXades(const Signature& signature, const std::vector<const xmlNode*>& signed_elements);

// Its first xades:Cert must be the digest of this certificate (5.2.2); nothing when it is.
std::optional<Problem> CheckSigningCertificate(const openssl::Context& context,
                                               const xmlNode* signing_certificate,
                                               openssl::Bytes certificate);

}  // namespace oteu::verification::xml
