// Writes DER (X.690), element by element, as strings that nest.
//
//   std::string algorithm = der::Sequence({der::Oid("1.2.840.113549.1.1.11"), der::Null()});
//
// Own writer instead of OpenSSL's templates: a demonstration must also make what OpenSSL refuses to write
// (foreign digests, absent parts, wrong order). Arguments are trusted: they come from this program.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace oteu::demo_pki::der {

inline constexpr uint8_t kInteger = 0x02;
inline constexpr uint8_t kEnumerated = 0x0A;
inline constexpr uint8_t kUtf8String = 0x0C;
inline constexpr uint8_t kPrintableString = 0x13;
inline constexpr uint8_t kIa5String = 0x16;

// Tag, shortest length, contents.
std::string Element(uint8_t tag, std::string_view contents);

std::string Sequence(const std::vector<std::string>& elements);
// SET OF: the elements are sorted as DER wants it (X.690 section 11.6).
std::string SetOf(std::vector<std::string> elements);

std::string Null();
std::string Boolean(bool value);
std::string SmallInteger(uint64_t value);
// A non-negative INTEGER from big-endian bytes; leading zeros are dropped, the sign byte is added.
std::string UnsignedInteger(std::string_view big_endian);
std::string OctetString(std::string_view contents);
// A BIT STRING of whole bytes.
std::string BitString(std::string_view bytes);
// A BIT STRING of named bits, numbered from 0, without trailing zero bits (KeyUsage).
std::string NamedBits(const std::vector<int>& bits);
// Dotted text; every arc below 2^63.
std::string Oid(std::string_view dotted);
// UTCTime to 2049, GeneralizedTime from 2050 (RFC 5280 section 4.1.2.5). Whole seconds, UTC.
std::string Time(absl::Time time);

// Context tags: constructed around whole elements (EXPLICIT), or in place of the element's own tag
// (IMPLICIT).
std::string Explicit(int number, std::string_view element);
std::string ImplicitPrimitive(int number, std::string_view contents);
std::string ImplicitConstructed(int number, std::string_view contents);

// The contents of an element written by this file: what IMPLICIT tagging wants.
std::string_view Contents(std::string_view element);

}  // namespace oteu::demo_pki::der
