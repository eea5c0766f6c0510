#include "verification/x509/certificate_pool.h"

namespace oteu::verification::x509 {

CertificatePool::CertificatePool(const std::vector<CertificatePtr>& certificates) {
  for (const CertificatePtr& certificate : certificates) {
    if (!known_.insert(certificate->sha256).second) continue;
    by_subject_[certificate->subject_name.text].push_back(certificate);
  }
}

std::span<const CertificatePtr> CertificatePool::WithSubject(const CanonicalName& name) const {
  const auto found = by_subject_.find(name.text);
  return found == by_subject_.end() ? std::span<const CertificatePtr>() : found->second;
}

}  // namespace oteu::verification::x509
