#include "verification/xml/algorithms.h"

#include "verification/kzgost/gost_algorithm.h"

namespace oteu::verification::xml {
namespace {

using enum Canonicalization;

constexpr CanonicalizationAlgorithm kCanonicalizations[] = {
    {kInclusiveC14nUri, kInclusive, false},
    {kInclusiveC14nWithCommentsUri, kInclusive, true},
    {"http://www.w3.org/2006/12/xml-c14n11", kInclusive11, false},
    {"http://www.w3.org/2006/12/xml-c14n11#WithComments", kInclusive11, true},
    {kExclusiveC14nUri, kExclusive, false},
    {"http://www.w3.org/2001/10/xml-exc-c14n#WithComments", kExclusive, true},
};

struct Name {
  const char* uri;
  const char* oid;
};

// Kalkan writes SHA-1 under the "more" namespace, where no standard has it. The first URI of an OID is the
// one written.
constexpr Name kSignatureMethods[] = {
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "1.2.840.113549.1.1.11"},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "1.2.840.113549.1.1.12"},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "1.2.840.113549.1.1.13"},
    {"http://www.w3.org/2000/09/xmldsig#rsa-sha1", "1.2.840.113549.1.1.5"},
    {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha1", "1.2.840.113549.1.1.5"},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "1.2.840.10045.4.3.2"},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "1.2.840.10045.4.3.3"},
    {"http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512", "1.2.840.10045.4.3.4"},
    {"urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34102015-gostr34112015-512",
     kzgost::kGost2015Signature512Oid.text()},
    {"http://www.w3.org/2001/04/xmldsig-more#gost34310-gost34311", kzgost::kGost2004SignatureOid.text()},
};

constexpr Name kDigestMethods[] = {
    {"http://www.w3.org/2001/04/xmlenc#sha256", "2.16.840.1.101.3.4.2.1"},
    {"http://www.w3.org/2001/04/xmldsig-more#sha384", "2.16.840.1.101.3.4.2.2"},
    {"http://www.w3.org/2001/04/xmlenc#sha512", "2.16.840.1.101.3.4.2.3"},
    {"http://www.w3.org/2000/09/xmldsig#sha1", "1.3.14.3.2.26"},
    {"http://www.w3.org/2001/04/xmldsig-more#sha1", "1.3.14.3.2.26"},
    {"urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34112015-512", kzgost::kStreebog512Oid.text()},
    {"urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34112015-256", kzgost::kStreebog256Oid.text()},
    {"http://www.w3.org/2001/04/xmldsig-more#gost34311", kzgost::kGost34311Oid.text()},
};

template <size_t n>
const char* OidOf(const Name (&names)[n], std::string_view uri) {
  for (const Name& name : names) {
    if (uri == name.uri) return name.oid;
  }
  return nullptr;
}

template <size_t n>
const char* UriOf(const Name (&names)[n], std::string_view oid) {
  for (const Name& name : names) {
    if (oid == name.oid) return name.uri;
  }
  return nullptr;
}

}  // namespace

const CanonicalizationAlgorithm* FindCanonicalization(std::string_view uri) {
  for (const CanonicalizationAlgorithm& algorithm : kCanonicalizations) {
    if (uri == algorithm.uri) return &algorithm;
  }
  return nullptr;
}

const kzgost::SignatureAlgorithm* FindSignatureMethod(std::string_view uri) {
  const char* oid = OidOf(kSignatureMethods, uri);
  return oid == nullptr ? nullptr : kzgost::FindSignatureAlgorithm(oid);
}

const kzgost::DigestAlgorithm* FindDigestMethod(std::string_view uri) {
  const char* oid = OidOf(kDigestMethods, uri);
  return oid == nullptr ? nullptr : kzgost::FindDigestAlgorithm(oid);
}

const char* SignatureMethodUri(std::string_view signature_oid) {
  return UriOf(kSignatureMethods, signature_oid);
}

const char* DigestMethodUri(std::string_view digest_oid) { return UriOf(kDigestMethods, digest_oid); }

}  // namespace oteu::verification::xml
