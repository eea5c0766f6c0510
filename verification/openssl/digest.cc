#include "verification/openssl/digest.h"

#include <openssl/sha.h>

#include <algorithm>
#include <string>

#include "verification/openssl/error_queue.h"

namespace oteu::verification::openssl {

Sha256Digest Sha256(Bytes message) {
  Sha256Digest digest;
  // The deprecated low-level calls are the ones that cannot fail, take no lock and allocate nothing.
  OPENSSL_IMPLEMENT_SHA256
  return digest;
}

}  // namespace oteu::verification::openssl
