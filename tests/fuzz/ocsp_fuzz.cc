// Any bytes as an OCSP response: nothing crashes, and what is read lies within the bytes given.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "verification/limits.h"
#include "verification/revocation/ocsp_check.h"
#include "verification/revocation/ocsp_response.h"

namespace {

using oteu::verification::openssl::Bytes;

void MustLieWithin(Bytes part, Bytes whole) {
  if (part.empty()) return;
  if (part.data() < whole.data() || part.data() + part.size() > whole.data() + whole.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace oteu::verification;  // NOLINT(google-build-using-namespace)
  const auto parsed = revocation::OcspResponse::Parse(std::string(reinterpret_cast<const char*>(data), size));
  if (GetProblem(parsed) != nullptr) return 0;
  const revocation::OcspResponse& response = *std::get<0>(parsed);
  if (response.responses().size() > kMaxOcspSingleResponses.value) std::abort();
  MustLieWithin(response.tbs(), response.der());
  MustLieWithin(response.signature(), response.der());
  for (const Bytes certificate : response.certificates()) MustLieWithin(certificate, response.der());
  for (const revocation::OcspSingleResponse& single : response.responses()) {
    MustLieWithin(single.cert_id.serial, response.der());
    if ((single.status == revocation::OcspCertStatus::kRevoked) != single.revoked.has_value()) std::abort();
    revocation::Question question;
    question.at = single.this_update;
    question.not_after = response.produced_at();
    static_cast<void>(revocation::Ask(single, question));
  }
  return 0;
}
