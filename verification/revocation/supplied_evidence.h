// Revocation evidence that comes with one verification: embedded in a signature (CAdES-LT values, the crls of
// a SignedData) or supplied beside it. Untrusted until it is authenticated, and then worth as much as the
// configured.
//
//   SuppliedEvidence evidence = SuppliedEvidence::Parse({.ocsp_responses = {der}, .crls = {der}});
//   trust.crls().Check({.certificate = &certificate, .issuer = &issuer, .at = at, .supplied = &evidence});
#pragma once

#include <memory>
#include <vector>

#include "verification/openssl/bytes.h"
#include "verification/report/problem.h"
#include "verification/revocation/crl.h"
#include "verification/revocation/ocsp_response.h"

namespace oteu::verification::revocation {

struct EvidenceBytes {
  std::vector<openssl::Bytes> ocsp_responses = {};  // DER: OCSPResponse, or BasicOCSPResponse alone
  std::vector<openssl::Bytes> crls = {};            // DER, complete or delta

  void Append(const EvidenceBytes& more) {
    ocsp_responses.insert(ocsp_responses.end(), more.ocsp_responses.begin(), more.ocsp_responses.end());
    crls.insert(crls.end(), more.crls.begin(), more.crls.end());
  }
};

class SuppliedEvidence {
 public:
  // Copies what it keeps. What does not parse, or is over a bound of limits.h, is left out and told in
  // problems(): it can only be missing.
  static SuppliedEvidence Parse(const EvidenceBytes& bytes);

  const std::vector<std::unique_ptr<OcspResponse>>& ocsp_responses() const { return ocsp_responses_; }
  const std::vector<std::unique_ptr<Crl>>& crls() const { return crls_; }
  const std::vector<Problem>& problems() const { return problems_; }
  bool empty() const { return ocsp_responses_.empty() && crls_.empty(); }

 private:
  std::vector<std::unique_ptr<OcspResponse>> ocsp_responses_;
  std::vector<std::unique_ptr<Crl>> crls_;
  std::vector<Problem> problems_;
};

}  // namespace oteu::verification::revocation
