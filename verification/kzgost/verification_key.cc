#include "verification/kzgost/verification_key.h"

#include <openssl/evp.h>

namespace oteu::verification::kzgost {

VerificationKey::VerificationKey(openssl::EvpPkeyPtr key) : type_(KeyTypeOf(key.get())) {
  if (empty()) return;
  bits_ = EVP_PKEY_get_bits(key.get());
  evp_ = std::move(key);
}

VerificationKey::VerificationKey(openssl::RsaKey key)
    : type_(KeyType::kRsa), bits_(key.bits()), rsa_(std::move(key)) {}

}  // namespace oteu::verification::kzgost
