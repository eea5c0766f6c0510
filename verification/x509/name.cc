#include "verification/x509/name.h"

#include <openssl/x509.h>

#include <algorithm>
#include <string_view>

#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"
#include "verification/x509/canonical_name.h"
#include "verification/x509/directory_string.h"

namespace oteu::verification::x509 {
namespace {

using openssl::Bytes;

constexpr size_t kMaxTextBytes = 2048;

// Whole DER of a Name as OpenSSL's object; null when malformed.
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

}  // namespace

std::string NameText(Bytes name) {
  const openssl::X509NamePtr decoded = DecodeName(name);
  const openssl::BioPtr out(BIO_new(BIO_s_mem()));
  // RFC 2253 layout; bytes above 127 stay UTF-8 in place of being escaped.
  if (!decoded || !out ||
      X509_NAME_print_ex(out.get(), decoded.get(), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0) {
    openssl::ClearErrors();
    return "";
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);  // NOLINT(google-runtime-int)
  if (size <= 0) return "";
  const std::string_view text(data, static_cast<size_t>(size));
  return text.size() <= kMaxTextBytes && IsValidUtf8(text) ? std::string(text) : "";
}

bool NamesEqual(Bytes a, Bytes b) {
  if (std::ranges::equal(a, b)) return true;
  const std::optional<CanonicalName> left = MakeCanonicalName(a);
  const std::optional<CanonicalName> right = MakeCanonicalName(b);
  return left && right && *left == *right;
}

}  // namespace oteu::verification::x509
