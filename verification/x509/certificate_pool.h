// Certificates found by subject: where a path search takes its candidates from. Made once, then only read, by
// any number of threads.
#pragma once

#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "verification/openssl/digest.h"
#include "verification/x509/certificate.h"

namespace oteu::verification::x509 {

class CertificatePool {
 public:
  CertificatePool() = default;
  // The same certificate twice is kept once.
  explicit CertificatePool(const std::vector<CertificatePtr>& certificates);

  // Those whose subject equals this name (RFC 5280 section 7.1), in the order given.
  std::span<const CertificatePtr> WithSubject(const CanonicalName& name) const;
  bool Contains(const openssl::Sha256Digest& sha256) const { return known_.contains(sha256); }

 private:
  std::unordered_map<std::string, std::vector<CertificatePtr>> by_subject_;
  std::set<openssl::Sha256Digest> known_;
};

}  // namespace oteu::verification::x509
