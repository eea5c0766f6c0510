#include "verification/x509/name.h"

#include <algorithm>

#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"
#include "verification/x509/canonical_name.h"

namespace oteu::verification::x509 {
namespace {

using openssl::Bytes;

constexpr size_t kMaxTextBytes = 2048;

// Smallest code point that needs so many bytes.
constexpr uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};

}  // namespace

bool IsValidUtf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<uint8_t>(text[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC0 || lead > 0xF4 || text.size() - i < size) return false;
    uint32_t point = lead & (0xFFU >> (size + 1));
    for (size_t k = 1; k < size; ++k) {
      const auto next = static_cast<uint8_t>(text[i + k]);
      if ((next & 0xC0U) != 0x80) return false;
      point = (point << 6U) | (next & 0x3FU);
    }
    if (point < kSmallest[size] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
    i += size;
  }
  return true;
}

std::string AttributeText(const ASN1_STRING* value) {
  unsigned char* utf8 = nullptr;
  const int size = ASN1_STRING_to_UTF8(&utf8, value);
  const openssl::BytesPtr owner(utf8);
  if (size < 0) {
    openssl::ClearErrors();
    return "";
  }
  const std::string_view text(reinterpret_cast<const char*>(utf8), static_cast<size_t>(size));
  return text.size() <= kMaxTextBytes && IsValidUtf8(text) ? std::string(text) : "";
}

std::string NameText(const X509_NAME* name) {
  const openssl::BioPtr out(BIO_new(BIO_s_mem()));
  // RFC 2253 layout; bytes above 127 stay UTF-8 in place of being escaped.
  if (!out || X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) {
    openssl::ClearErrors();
    return "";
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);  // NOLINT(google-runtime-int)
  if (size <= 0) return "";
  const std::string_view text(data, static_cast<size_t>(size));
  return text.size() <= kMaxTextBytes && IsValidUtf8(text) ? std::string(text) : "";
}

openssl::X509NamePtr DecodeName(Bytes name) {
  const unsigned char* end = name.data();
  openssl::X509NamePtr decoded(
      d2i_X509_NAME(nullptr, &end, static_cast<long>(name.size())));  // NOLINT(google-runtime-int)
  if (!decoded || end != name.data() + name.size()) {
    openssl::ClearErrors();
    return nullptr;
  }
  return decoded;
}

bool NamesEqual(Bytes a, Bytes b) {
  if (std::ranges::equal(a, b)) return true;
  const std::optional<CanonicalName> left = MakeCanonicalName(a);
  const std::optional<CanonicalName> right = MakeCanonicalName(b);
  return left && right && *left == *right;
}

}  // namespace oteu::verification::x509
