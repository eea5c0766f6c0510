#include "verification/kzgost/hash.h"

namespace oteu::verification::kzgost {

void Hash::Reset() {
  switch (id_) {
    case HashId::kStreebog512:
      streebog512_init(&streebog_);
      return;
    case HashId::kStreebog256:
      streebog256_init(&streebog_);
      return;
    case HashId::kGost34311:
      gosthash94_init(&gost34311_);
      return;
  }
}

void Hash::Update(openssl::Bytes message) {
  if (message.empty()) return;  // An empty view may be null, which nettle would hand to memcpy.
  if (id_ == HashId::kGost34311) {
    gosthash94_update(&gost34311_, message.size(), message.data());
  } else {
    streebog512_update(&streebog_, message.size(), message.data());
  }
}

void Hash::Finish(std::span<uint8_t> digest) {
  switch (id_) {
    case HashId::kStreebog512:
      streebog512_digest(&streebog_, size(), digest.data());
      return;
    case HashId::kStreebog256:
      streebog256_digest(&streebog_, size(), digest.data());
      return;
    case HashId::kGost34311:
      gosthash94_digest(&gost34311_, size(), digest.data());
      return;
  }
}

}  // namespace oteu::verification::kzgost
