// The few fields of a certificate that finding and matching need, read in about a microsecond: pointers into
// the DER, no key decoded, nothing judged.
//
//   std::optional<CertificateOutline> outline = ReadOutline(der);
#pragma once

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "verification/openssl/bytes.h"

namespace oteu::verification::x509 {

// RFC 5280 section 4.1. All point into the certificate's DER.
struct CertificateOutline {
  int version = 1;                           // 1, 2 or 3 as people count, not as it is encoded.
  openssl::Bytes tbs;                        // Whole DER of the TBSCertificate: what is signed.
  openssl::Bytes signature;                  // The signature value, without the count of unused bits.
  openssl::Bytes serial;                     // Contents of the INTEGER.
  openssl::Bytes issuer;                     // Whole DER of the Name.
  openssl::Bytes subject;                    // Whole DER of the Name.
  openssl::Bytes spki;                       // Whole DER of the SubjectPublicKeyInfo.
  openssl::Bytes signature_algorithm;        // Whole DER, the inner (signed) one.
  openssl::Bytes outer_signature_algorithm;  // Whole DER, the outer one.
  absl::Time not_before;
  absl::Time not_after;
  openssl::Bytes extensions;  // Contents of the SEQUENCE OF Extension; empty when absent.
};

// One Extension (4.2).
struct Extension {
  openssl::Bytes oid;  // Contents of the OBJECT IDENTIFIER.
  bool critical = false;
  openssl::Bytes value;  // Contents of extnValue.
};

// Nothing when the bytes are no strict DER certificate, hold more than it, have an extension twice, or
// extensions in a version below 3 (4.1.2.9).
std::optional<CertificateOutline> ReadOutline(openssl::Bytes der);

// All extensions, in order. They were checked when the outline was read.
std::vector<Extension> ExtensionsOf(const CertificateOutline& outline);

// Contents of extnValue of the extension with this OID (contents); nothing when absent.
std::optional<openssl::Bytes> FindExtension(const CertificateOutline& outline, openssl::Bytes oid);

// Contents of the subjectKeyIdentifier (4.2.1.2); nothing when absent.
std::optional<openssl::Bytes> SubjectKeyIdentifier(const CertificateOutline& outline);

}  // namespace oteu::verification::x509
