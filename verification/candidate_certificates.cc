#include "verification/candidate_certificates.h"

#include <algorithm>

namespace oteu::verification {

CandidateCertificates::CandidateCertificates(const openssl::Context& context,
                                             const std::vector<openssl::Bytes>& ders)
    : context_(context) {
  all_.reserve(ders.size());
  for (const openssl::Bytes der : ders) all_.push_back({der, x509::ReadOutline(der)});
}

const std::vector<x509::CertificatePtr>& CandidateCertificates::Decoded() {
  if (decoded_) return *decoded_;
  decoded_.emplace();
  for (const Candidate& candidate : all_) {
    if (!candidate.outline) continue;
    absl::StatusOr<x509::CertificatePtr> certificate = x509::ParseCertificate(context_, candidate.der);
    if (certificate.ok()) decoded_->push_back(*std::move(certificate));
  }
  return *decoded_;
}

const openssl::Sha256Digest& CandidateCertificates::Digest() {
  if (digest_) return *digest_;
  std::vector<openssl::Sha256Digest> digests;
  digests.reserve(all_.size());
  for (const Candidate& candidate : all_) digests.push_back(openssl::Sha256(candidate.der));
  std::ranges::sort(digests);
  std::vector<uint8_t> message;
  for (const openssl::Sha256Digest& digest : digests)
    message.insert(message.end(), digest.begin(), digest.end());
  digest_ = openssl::Sha256(message);
  return *digest_;
}

}  // namespace oteu::verification
