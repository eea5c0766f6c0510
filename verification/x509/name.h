// Distinguished names as text for reports, and compared as RFC 5280 section 7.1 says.
#pragma once

#include <string>

#include "verification/openssl/bytes.h"

namespace oteu::verification::x509 {

// `name`: whole DER. RFC 4514 text in UTF-8. Empty when the name cannot be shown (malformed, not valid UTF-8
// after conversion, or too long). Costs some microseconds: where a name is shown, not where it is compared.
std::string NameText(openssl::Bytes name);

// Two whole DER Names: equal bytes, or equal after folding case and white space.
bool NamesEqual(openssl::Bytes a, openssl::Bytes b);

}  // namespace oteu::verification::x509
