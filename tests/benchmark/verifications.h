// CPU of one verification beside the bare signature checks of the same file and beside OpenSSL's own
// CMS_verify, from one run. In this process; the client of a service is not in it.
#pragma once

#include "clients/demo_pki/demo_pki.h"

namespace oteu::benchmark {

struct VerificationFigures {
  double bare = 0;  // microseconds of CPU: the digest of the content and the signature, keys at hand
  double warm = 0;  // a signer met before
  // The same signer with an RFC 3161 token over his signature, beside the bare checks of both signatures.
  double stamped_bare = 0;
  double stamped = 0;
  double cold =
      0;  // a signer never met: his certificate is parsed, his path searched, his revocation looked up
  double stock = 0;  // CMS_verify with a fresh X509_STORE, no revocation; 0 for GOST, which it cannot
  // Verifications of two threads over those of one: by the clock on the wall, and by CPU.
  double two_threads_wall = 0;
  double two_threads_cpu = 0;
};

// `rounds` warm verifications; aborts the benchmark when one does not pass.
VerificationFigures MeasureVerifications(demo_pki::KeyKind kind, int rounds);

}  // namespace oteu::benchmark
