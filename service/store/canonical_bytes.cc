#include "service/store/canonical_bytes.h"

#include <string_view>

#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"

namespace oteu::store {
namespace {

constexpr std::size_t kUsualBytes = 512;  // most rows fit: one allocation

}  // namespace

CanonicalBytes::CanonicalBytes(const char* domain) {
  bytes_.reserve(kUsualBytes);
  bytes_.append(domain).push_back('\0');
}

void CanonicalBytes::BigEndian(std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    bytes_.push_back(static_cast<char>((value >> shift) & 0xFF));
  }
}

CanonicalBytes& CanonicalBytes::Number(std::int64_t value) {
  BigEndian(static_cast<std::uint64_t>(value), 8);
  return *this;
}

CanonicalBytes& CanonicalBytes::Text(absl::string_view text) {
  BigEndian(text.size(), 4);
  bytes_.append(text.data(), text.size());
  return *this;
}

CanonicalBytes& CanonicalBytes::Hash(const Sha256Bytes& hash) {
  const absl::string_view view = AsView(hash);
  bytes_.append(view.data(), view.size());
  return *this;
}

Sha256Bytes CanonicalBytes::Digest() const { return Sha256Of(bytes_); }

Sha256Bytes Sha256Of(absl::string_view bytes) {
  return verification::openssl::Sha256(
      verification::openssl::AsBytes(std::string_view(bytes.data(), bytes.size())));
}

std::string Sha256RawOf(absl::string_view bytes) {
  const Sha256Bytes digest = Sha256Of(bytes);
  return std::string(AsView(digest));
}

absl::string_view AsView(const Sha256Bytes& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace oteu::store
