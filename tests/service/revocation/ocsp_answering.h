// What an honest responder answers to a request of ours, and what a dishonest one does.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "clients/demo_pki/identity.h"
#include "tests/verification/revocation/ocsp_builder.h"
#include "verification/kzgost/kz_context.h"
#include "verification/x509/certificate.h"

namespace oteu::revocation::testing {

// The nonce of a request as MakeOcspRequest writes it: its last bytes.
inline std::string NonceOf(const std::string& request) {
  constexpr std::size_t kNonceBytes = 16;
  return request.size() < kNonceBytes ? "" : request.substr(request.size() - kNonceBytes);
}

struct Answering {
  int status = 0;          // 0 good, 1 revoked, 2 unknown
  std::string nonce = "";  // empty: none
  absl::Time at;
};

// DER, by the CA itself; without nextUpdate, as the Kazakh responders do.
inline std::string MakeAnswer(const demo_pki::Identity& ca, const std::string& certificate,
                              const Answering& how) {
  namespace openssl = verification::openssl;
  static const openssl::Context* const context = verification::kzgost::CreateKzContext()->release();
  const auto about = *verification::x509::ParseCertificate(*context, openssl::AsBytes(certificate));
  const auto issuer = *verification::x509::ParseCertificate(*context, openssl::AsBytes(ca.certificate));
  verification::revocation::OcspPlan plan = {
      .certificate = about.get(),
      .issuer = issuer.get(),
      .key = &ca.key,
      .responder_name = std::string(openssl::AsStringView(issuer->outline.subject)),
      .produced_at = how.at};
  plan.singles = {{.status = how.status, .revoked_at = how.at - absl::Hours(1), .this_update = how.at}};
  if (!how.nonce.empty()) plan.extensions = verification::revocation::NonceExtension(how.nonce);
  return verification::revocation::MakeOcsp(plan);
}

inline std::string AnswerTo(const std::string& request, const demo_pki::Identity& ca,
                            const std::string& certificate, absl::Time at) {
  return MakeAnswer(ca, certificate, {.nonce = NonceOf(request), .at = at});
}

}  // namespace oteu::revocation::testing
