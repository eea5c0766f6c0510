// Any certificates, one after another: the first is the target, the last the anchor. A search ends within its
// bounds, and what it calls valid is a chain of good signatures from the one to the other.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/time/time.h"
#include "verification/kzgost/der.h"
#include "verification/kzgost/kz_context.h"
#include "verification/x509/path_search.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace oteu::verification;  // NOLINT(google-build-using-namespace)
  static const auto* const context = kzgost::CreateKzContext()->release();
  std::vector<x509::CertificatePtr> certificates;
  kzgost::DerReader reader({data, size});
  while (!reader.empty() && certificates.size() < 16) {
    const auto element = reader.ReadAny();
    if (!element) break;
    const auto certificate = x509::ParseCertificate(*context, element->whole);
    if (certificate.ok()) certificates.push_back(*certificate);
  }
  if (certificates.size() < 2) return 0;
  const x509::CertificatePool anchors({certificates.back()});
  const x509::CertificatePool others(certificates);
  x509::PathQuery query;
  query.context = context;
  query.anchors = &anchors;
  query.intermediates = {&others};
  query.target = certificates.front();
  query.at = certificates.front()->outline.not_before;
  const auto result = x509::FindPath(query);
  if (!result.ok() || !result->failures.empty()) return 0;
  if (!result->anchored || result->bounded || result->chain.front() != certificates.front()) abort();
  if (!anchors.Contains(result->chain.back()->sha256)) abort();
  for (size_t i = 0; i + 1 < result->chain.size(); ++i) {
    const auto link = x509::CheckLink(*context, *result->chain[i], *result->chain[i + 1]);
    if (!link.ok() || *link != x509::LinkCheck::kGood) abort();
  }
  return 0;
}
