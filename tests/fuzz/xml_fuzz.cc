// Any bytes as a signed XML document: nothing crashes or hangs, and without a trust anchor nothing passes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "verification/policy/policy.h"
#include "verification/verifier.h"
#include "verification/xml/prescan.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace oteu::verification;  // NOLINT(google-build-using-namespace)
  static const auto* const verifier = Verifier::Create({}, DefaultPolicy())->release();
  std::string document(reinterpret_cast<const char*>(data), size);
  if (!xml::LooksLikeXml(document)) document.insert(0, "<");  // cms_fuzz has the rest
  const auto result = verifier->Verify({.container = document,
                                        .content = std::nullopt,
                                        .at = absl::FromUnixSeconds(1790000000),
                                        .document_type = ""});
  if (!result.ok() || result->report.indication() == oteu::v1::INDICATION_TOTAL_PASSED) abort();
  // What is handed on is what some signature covers: never without a signature.
  if (!result->content.empty() && result->report.signers().empty()) abort();
  return 0;
}
