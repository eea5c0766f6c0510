// Any bytes as a SubjectPublicKeyInfo and as an AlgorithmIdentifier: nothing crashes, and what is read is
// judged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/time/time.h"
#include "verification/kzgost/kz_context.h"
#include "verification/kzgost/signature_spec.h"
#include "verification/policy/policy.h"
#include "verification/x509/algorithm_rules.h"
#include "verification/x509/public_key.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace oteu::verification;  // NOLINT(google-build-using-namespace)
  static const auto* const context = kzgost::CreateKzContext()->release();
  const x509::KeyFacts facts = x509::KeyFactsOf(x509::DecodePublicKey(*context, {data, size}));
  if (facts.type != kzgost::KeyType::kOther && facts.bits <= 0) abort();
  const auto identifier = kzgost::ParseAlgorithmIdentifier({data, size});
  if (!identifier.ok()) return 0;
  const auto spec = kzgost::ResolveSignature(*identifier, "");
  if (spec.ok() && (spec->algorithm == nullptr || spec->digest == nullptr)) abort();
  static_cast<void>(
      x509::JudgeSignatureAlgorithm(DefaultPolicy(), {data, size}, facts, absl::FromUnixSeconds(1790000000)));
  return 0;
}
