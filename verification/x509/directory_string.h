// The string types of names (RFC 5280 section 4.1.2.4 and appendix A.1) as UTF-8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "verification/kzgost/der.h"

namespace oteu::verification::x509 {

// A type that DirectoryText knows.
bool IsCharacterString(uint8_t tag);

// The text of a character string; nothing for any other type, and for bytes that are none of their type.
// TeletexString is read as Latin-1, as everybody writes it.
std::optional<std::string> DirectoryText(const kzgost::DerElement& value);

// UTF-8 without overlong forms and surrogates (RFC 3629 section 4): what a protobuf string may hold.
bool IsValidUtf8(std::string_view text);

// The code point at `*position` of valid UTF-8; moves the position behind it.
uint32_t NextPoint(std::string_view text, size_t* position);

void AppendUtf8(uint32_t point, std::string* out);

}  // namespace oteu::verification::x509
