// The outer layers of a certificate revocation list (RFC 5280 section 5.1.1), before its entries are read.
#pragma once

#include <optional>
#include <string>

#include "verification/openssl/bytes.h"

namespace oteu::verification::x509 {

// All point into the list's DER.
struct CrlLayers {
  openssl::Bytes tbs;              // Whole DER of the TBSCertList: what is signed.
  openssl::Bytes tbs_contents;     // Contents of the TBSCertList.
  openssl::Bytes inner_algorithm;  // Whole DER of tbsCertList.signature.
  openssl::Bytes outer_algorithm;  // Whole DER of signatureAlgorithm.
  openssl::Bytes signature;        // The signature value, without the count of unused bits.
};

// Nothing when the bytes are no strict DER list, or hold more than it.
std::optional<CrlLayers> ReadCrlLayers(openssl::Bytes der);

// RFC 5280 5.1.1.2 wants both algorithms identical. An authority in Kazakhstan writes no parameters inside
// and NULL outside, which mean the same (kazakh GOST). True when the identifiers are equal, but for that.
bool AlgorithmsAgree(const CrlLayers& layers);

// The list with its signed algorithm in the unsigned place too, where they agree; otherwise as it was. The
// signature covers neither.
std::string WithInnerAlgorithmOutside(const std::string& der);

}  // namespace oteu::verification::x509
