// The certificates that came with one container: found by name and serial number at once, decoded at most
// once each, however many signers and time stamps lean on them. Trusted for nothing. For one thread.
//
//   CandidateCertificates candidates(trust.context(), signed_data.certificates);
#pragma once

#include <optional>
#include <vector>

#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"
#include "verification/openssl/digest.h"
#include "verification/x509/certificate.h"
#include "verification/x509/outline.h"

namespace oteu::verification {

class CandidateCertificates {
 public:
  // Context and bytes must outlive it.
  CandidateCertificates(const openssl::Context& context, const std::vector<openssl::Bytes>& ders);

  struct Candidate {
    openssl::Bytes der;
    std::optional<x509::CertificateOutline> outline;  // nothing: damaged
  };
  const std::vector<Candidate>& all() const { return all_; }
  bool empty() const { return all_.empty(); }

  // Decoded (about 100 microseconds each, the first time); damaged ones are left out.
  const std::vector<x509::CertificatePtr>& Decoded();
  // Over the bytes of all, whatever their order.
  const openssl::Sha256Digest& Digest();

 private:
  const openssl::Context& context_;
  std::vector<Candidate> all_;
  std::optional<std::vector<x509::CertificatePtr>> decoded_;
  std::optional<openssl::Sha256Digest> digest_;
};

}  // namespace oteu::verification
