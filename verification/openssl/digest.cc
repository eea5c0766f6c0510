// The low-level SHA-256 calls are deprecated in favour of EVP, and are used on purpose: the one-shot SHA256()
// of OpenSSL 3 fetches from the process-wide library context on every call.
#define OPENSSL_SUPPRESS_DEPRECATED  // NOLINT(bugprone-reserved-identifier)

#include "verification/openssl/digest.h"

#include <openssl/sha.h>

#include <algorithm>
#include <string>

#include "verification/openssl/error_queue.h"

namespace oteu::verification::openssl {

Sha256Digest Sha256(Bytes message) {
  Sha256Digest digest;
  SHA256_CTX state;
  SHA256_Init(&state);
  SHA256_Update(&state, message.data(), message.size());
  SHA256_Final(digest.data(), &state);
  return digest;
}

bool DigestValue::operator==(const DigestValue& other) const {
  return std::ranges::equal(bytes(), other.bytes());
}

absl::StatusOr<DigestValue> Digest(const Context& context, std::string_view oid, Bytes message) {
  const EVP_MD* digest = context.FindDigest(oid);
  if (digest == nullptr) return absl::UnimplementedError("unknown digest algorithm");
  DigestValue result;
  if (digest == context.sha256()) {  // As above: without the context that EVP makes for each message.
    const Sha256Digest value = Sha256(message);
    std::ranges::copy(value, result.value_.begin());
    result.size_ = value.size();
    return result;
  }
  if (EVP_MD_get_size(digest) <= 0 || static_cast<size_t>(EVP_MD_get_size(digest)) > kMaxDigestBytes) {
    return absl::UnimplementedError("digest algorithm of an unexpected size");
  }
  unsigned int size = 0;
  if (EVP_Digest(message.data(), message.size(), result.value_.data(), &size, digest, nullptr) != 1) {
    return TakeErrors(absl::StatusCode::kInternal, "digest");
  }
  result.size_ = size;
  return result;
}

}  // namespace oteu::verification::openssl
