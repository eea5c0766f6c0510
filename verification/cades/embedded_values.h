// Certificates and revocation data inside a container (CAdES-LT), wherever it keeps them: the fields of
// SignedData (RFC 5652 10.2, RFC 5940 for OCSP), and the unsigned attributes certificate-values and
// revocation-values (RFC 5126 6.3.3, 6.3.4). Candidates: what they are worth is decided where they are used.
#pragma once

#include <vector>

#include "verification/cms/signed_data.h"
#include "verification/openssl/bytes.h"
#include "verification/revocation/supplied_evidence.h"

namespace oteu::verification::cades {

struct EmbeddedValues {
  std::vector<openssl::Bytes> certificates;  // whole DER each; at most kMaxCertificates
  revocation::EvidenceBytes revocation;      // lists and responses, at most kMaxEmbeddedCrls together
};

// Adds what stands in the fields of SignedData.
void AddFields(const cms::SignedData& signed_data, EmbeddedValues* values);
// Adds what stands in the unsigned attributes of one signer. What is malformed or over a bound is left out:
// it can only be missing.
void AddAttributes(const cms::SignerInfo& signer, EmbeddedValues* values);

}  // namespace oteu::verification::cades
