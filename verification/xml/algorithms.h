// Algorithm URIs as data: XMLDSig 1.1 section 6, RFC 9231, and those of the Kazakh cryptographic library
// (Kalkan). What is not here is unknown, and an unknown algorithm is never verified; whether a known one is
// good enough is for the policy to say.
#pragma once

#include <optional>
#include <string_view>

#include "verification/kzgost/algorithms.h"

namespace oteu::verification::xml {

enum class Canonicalization { kInclusive, kInclusive11, kExclusive };

struct CanonicalizationAlgorithm {
  const char* uri;
  Canonicalization kind;
  bool with_comments;
};

// Null when the URI is not in the table.
const CanonicalizationAlgorithm* FindCanonicalization(std::string_view uri);
const kzgost::SignatureAlgorithm* FindSignatureMethod(std::string_view uri);
const kzgost::DigestAlgorithm* FindDigestMethod(std::string_view uri);

// What to write into a document for an algorithm of ours; null when there is no URI.
const char* SignatureMethodUri(std::string_view signature_oid);
const char* DigestMethodUri(std::string_view digest_oid);

inline constexpr char kEnvelopedSignature[] = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
inline constexpr char kInclusiveC14nUri[] = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
inline constexpr char kInclusiveC14nWithCommentsUri[] =
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments";
inline constexpr char kExclusiveC14nUri[] = "http://www.w3.org/2001/10/xml-exc-c14n#";

}  // namespace oteu::verification::xml
