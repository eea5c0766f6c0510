// Any bytes as a revocation list: nothing crashes, and every entry that is counted can be looked up.
#include <cstddef>
#include <cstdint>
#include <string>

#include "verification/revocation/addresses.h"
#include "verification/revocation/crl.h"
#include "verification/revocation/evidence.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace oteu::verification;  // NOLINT(google-build-using-namespace)
  const auto parsed = revocation::Crl::Parse(std::string(reinterpret_cast<const char*>(data), size));
  if (GetProblem(parsed) != nullptr) return 0;
  const revocation::Crl& crl = *std::get<0>(parsed);
  revocation::Question question;
  question.serial = openssl::Bytes(data, size).first(size < 20 ? size : 20);
  question.at = crl.this_update();
  question.not_after = crl.next_update();
  question.issuer = crl.issuer();
  static_cast<void>(revocation::Covers(crl, question, revocation::ImplicitPoint(crl.issuer())));
  static_cast<void>(revocation::Ask(crl, &crl, question));
  static_cast<void>(revocation::AskDeltaAlone(crl, question));
  static_cast<void>(revocation::Completes(crl, crl));
  static_cast<void>(revocation::DeltaAddresses(crl));
  static_cast<void>(revocation::ReadDistributionPoints({data, size}, crl.issuer()));
  return 0;
}
