#include "verification/revocation/supplied_evidence.h"

#include <string>
#include <utility>

namespace oteu::verification::revocation {

SuppliedEvidence SuppliedEvidence::Parse(const EvidenceBytes& bytes) {
  SuppliedEvidence evidence;
  const auto keep = [&](auto parsed, auto* list, const Limit& limit) {
    if (const Problem* problem = GetProblem(parsed)) {
      evidence.problems_.push_back(*problem);
    } else if (list->size() == limit.value) {
      evidence.problems_.push_back(LimitExceeded(limit));
    } else {
      list->push_back(std::get<0>(std::move(parsed)));
    }
  };
  for (const openssl::Bytes der : bytes.ocsp_responses) {
    keep(OcspResponse::Parse(std::string(openssl::AsStringView(der))), &evidence.ocsp_responses_,
         kMaxOcspResponses);
  }
  for (const openssl::Bytes der : bytes.crls) {
    keep(Crl::Parse(std::string(openssl::AsStringView(der))), &evidence.crls_, kMaxCrls);
  }
  return evidence;
}

}  // namespace oteu::verification::revocation
