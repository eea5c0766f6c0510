// Any bytes as a certificate: outline and full parsing agree on what they read, and nothing crashes.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "verification/kzgost/kz_context.h"
#include "verification/policy/policy.h"
#include "verification/revocation/addresses.h"
#include "verification/x509/certificate.h"
#include "verification/x509/signer_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace oteu::verification;  // NOLINT(google-build-using-namespace)
  static const auto* const context = kzgost::CreateKzContext()->release();
  const auto certificate = x509::ParseCertificate(*context, {data, size});
  if (!certificate.ok()) return 0;
  const x509::Certificate& parsed = **certificate;
  const auto outline = x509::ReadOutline({data, size});
  if (!outline || !std::ranges::equal(outline->serial, parsed.outline.serial)) abort();
  static_cast<void>(x509::SubjectKeyIdentifier(*outline));
  static_cast<void>(revocation::OcspAddresses(*outline));
  static_cast<void>(revocation::DeltaAddresses(*outline));
  static_cast<void>(x509::JudgeSigner(DefaultPolicy(), parsed, &parsed));
  return 0;
}
