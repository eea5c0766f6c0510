// SignerInfo (RFC 5652 section 5.3) and its attributes, as they stand on the wire.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/oid.h"
#include "verification/openssl/bytes.h"
#include "verification/report/problem.h"

namespace oteu::verification::cms {

// SignerIdentifier: issuerAndSerialNumber, or subjectKeyIdentifier.
struct SignerIdentifier {
  openssl::Bytes issuer;          // Whole DER of the Name; empty with a key identifier.
  openssl::Bytes serial;          // Contents of the INTEGER.
  openssl::Bytes key_identifier;  // Contents; empty with issuer and serial.

  bool by_key_identifier() const { return issuer.empty(); }
};

// The signed attributes this product reads (RFC 5652 section 11, RFC 5035). Contents of the single value
// each.
struct SignedAttributes {
  openssl::Bytes wire;                           // The whole [0] element: what is signed, but for its tag.
  std::optional<openssl::Bytes> content_type;    // Contents of the OBJECT IDENTIFIER.
  std::optional<openssl::Bytes> message_digest;  // Contents of the OCTET STRING.
  std::optional<absl::Time> signing_time;        // What the signer claims.
  std::optional<openssl::Bytes> signing_certificate;     // SigningCertificate, contents of the SEQUENCE.
  std::optional<openssl::Bytes> signing_certificate_v2;  // SigningCertificateV2, contents of the SEQUENCE.
};

// One value of an unsigned attribute (RFC 5652 section 5.3): anybody may have put it there.
struct UnsignedValue {
  std::string oid;       // dotted
  openssl::Bytes type;   // Whole DER of attrType.
  openssl::Bytes value;  // Whole DER of the value; empty for an attribute without values.
};

struct SignerInfo {
  openssl::Bytes core;  // As on the wire: everything from version to signature.
  SignerIdentifier sid;
  kzgost::AlgorithmIdentifier digest_algorithm;
  kzgost::AlgorithmIdentifier signature_algorithm;
  std::optional<SignedAttributes> signed_attributes;
  // What is wrong with the signed attributes of an otherwise readable SignerInfo (double, not single-valued,
  // ...).
  std::optional<Problem> attributes_problem;
  openssl::Bytes signature;
  std::vector<UnsignedValue> unsigned_values;  // Of all unsigned attributes, in order.
};

// The values of the unsigned attributes of this type.
std::vector<openssl::Bytes> ValuesOf(const SignerInfo& signer, const kzgost::Oid& type);

// `contents`: the contents of the SignerInfo SEQUENCE.
OrProblem<SignerInfo> ParseSignerInfo(openssl::Bytes contents);

}  // namespace oteu::verification::cms
