// Any bytes as a signature container: nothing crashes, and without a trust anchor nothing passes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "verification/cms/signed_data.h"
#include "verification/policy/policy.h"
#include "verification/verifier.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace oteu::verification;  // NOLINT(google-build-using-namespace)
  static const auto* const verifier = Verifier::Create({}, DefaultPolicy())->release();
  const absl::string_view container(reinterpret_cast<const char*>(data), size);
  const auto result = verifier->Verify({.container = container,
                                        .content = std::nullopt,
                                        .at = absl::FromUnixSeconds(1790000000),
                                        .document_type = ""});
  if (!result.ok() || result->report.indication() == oteu::v1::INDICATION_TOTAL_PASSED) abort();
  // What is read points into what was received, or into the container's own buffer.
  const auto read = cms::ReadSignedData({container.data(), container.size()});
  if (GetProblem(read) != nullptr) return 0;
  const auto& owner = *std::get<0>(read);
  const uint8_t* begin = owner.decoded.empty() ? data : owner.decoded.data();
  const uint8_t* end = begin + (owner.decoded.empty() ? size : owner.decoded.size());
  for (const auto& signer : owner.signed_data.signers) {
    if (signer.signature.data() < begin || signer.signature.data() + signer.signature.size() > end) abort();
  }
  return 0;
}
