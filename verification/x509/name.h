// Distinguished names: as text for reports, compared as RFC 5280 section 7.1 says, and taken apart for the
// subject.
#pragma once

#include <openssl/x509.h>

#include <string>
#include <string_view>

#include "verification/openssl/bytes.h"
#include "verification/openssl/ptr.h"

namespace oteu::verification::x509 {

// Whole DER of a Name as OpenSSL's object; null when malformed.
openssl::X509NamePtr DecodeName(openssl::Bytes name);

// RFC 4514 text in UTF-8. Empty when the name cannot be shown (not valid UTF-8 after conversion, or too
// long).
std::string NameText(const X509_NAME* name);

// Two whole DER Names: equal bytes, or equal after folding case and white space.
bool NamesEqual(openssl::Bytes a, openssl::Bytes b);

// UTF-8 without overlong forms and surrogates (RFC 3629 section 4): what a protobuf string may hold.
bool IsValidUtf8(std::string_view text);

// The value of an attribute in UTF-8; empty when it cannot be shown.
std::string AttributeText(const ASN1_STRING* value);

}  // namespace oteu::verification::x509
