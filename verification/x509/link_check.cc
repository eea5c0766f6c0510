#include "verification/x509/link_check.h"

#include <algorithm>
#include <cstring>

#include "verification/kzgost/verify.h"
#include "verification/limits.h"

namespace oteu::verification::x509 {

absl::StatusOr<LinkCheck> CheckLink(const openssl::Context& context, const Certificate& certificate,
                                    const Certificate& issuer) {
  const CertificateOutline& outline = certificate.outline;
  // 4.1.1.2: both stand there, only the inner one is signed.
  if (!std::ranges::equal(outline.signature_algorithm, outline.outer_signature_algorithm)) {
    return LinkCheck::kBad;
  }
  const auto algorithm = kzgost::ParseAlgorithmIdentifier(outline.signature_algorithm);
  if (!algorithm.ok() || issuer.public_key.empty()) return LinkCheck::kUnusable;
  const absl::StatusOr<kzgost::SignatureSpec> spec = kzgost::ResolveSignature(*algorithm, "");
  // An OID that stands for a key is no signature algorithm of a certificate.
  if (!spec.ok() || spec->algorithm->is_key_oid) return LinkCheck::kUnusable;
  const absl::StatusOr<bool> verified =
      kzgost::VerifySignature(context, issuer.public_key, *spec, outline.tbs, outline.signature);
  if (verified.ok()) return *verified ? LinkCheck::kGood : LinkCheck::kBad;
  // An RSA key that is too large to be worth its time, or a digest that nobody provides.
  if (absl::IsInvalidArgument(verified.status()) || absl::IsUnimplemented(verified.status())) {
    return LinkCheck::kUnusable;
  }
  return verified.status();
}

size_t VerifiedLinks::Hash::operator()(const Link& link) const {
  size_t hash = 0;
  size_t other = 0;
  std::memcpy(&hash, link.certificate.data(), sizeof(hash));
  std::memcpy(&other, link.issuer.data() + sizeof(hash), sizeof(other));
  return hash ^ other;
}

bool VerifiedLinks::Contains(const Certificate& certificate, const Certificate& issuer) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return links_.contains({certificate.sha256, issuer.sha256});
}

void VerifiedLinks::Insert(const Certificate& certificate, const Certificate& issuer) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (links_.size() >= kMaxCachedLinks.value) links_.clear();
  links_.insert({certificate.sha256, issuer.sha256});
}

size_t VerifiedLinks::size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return links_.size();
}

}  // namespace oteu::verification::x509
