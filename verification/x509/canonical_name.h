// Distinguished names in the form in which equal names have equal bytes (RFC 5280 section 7.1): every kind of
// string as UTF-8, letters folded to lower case, white space trimmed and its runs made one space, attributes
// of a relative name sorted.
//
//   std::optional<CanonicalName> name = MakeCanonicalName(der);
//   name->text == other->text;              // the same name
//   name->StartsWith(*constraint);          // within the subtree of a name constraint
//
// Folded are Latin, Greek and Cyrillic letters (Kazakh ones with them), by the simple case mapping of
// Unicode; there is no compatibility decomposition (RFC 4518 section 2.3). A string that is not what its type
// says equals only the same bytes of the same type.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "verification/kzgost/der.h"
#include "verification/openssl/bytes.h"

namespace oteu::verification::x509 {

struct NameAttribute {
  openssl::Bytes oid;  // contents
  kzgost::DerElement value;
};

using Rdn = std::vector<NameAttribute>;
using Rdns = std::vector<Rdn>;

// `name`: whole DER. Its relative names; nothing when it is malformed or has more than kMaxNameAttributes
// attributes.
std::optional<Rdns> ReadName(openssl::Bytes name);

struct CanonicalName {
  std::string text;              // of the whole name; never shown, only compared
  std::vector<size_t> rdn_ends;  // where each relative name ends in `text`

  bool empty() const { return rdn_ends.empty(); }
  bool operator==(const CanonicalName& other) const { return text == other.text; }
  // The relative names of `prefix` are the first ones of this name (4.2.1.10, directoryName).
  bool StartsWith(const CanonicalName& prefix) const;
};

// Whole DER of a Name. Nothing when it is malformed or has more than kMaxNameAttributes attributes.
std::optional<CanonicalName> MakeCanonicalName(openssl::Bytes name);

CanonicalName Canonical(const Rdns& name);

// The values of every emailAddress attribute (PKCS #9) of a Name, as they stand (4.1.2.6).
std::vector<openssl::Bytes> EmailAddressesOf(openssl::Bytes name);

}  // namespace oteu::verification::x509
