// Is a certificate signed with its issuer's key (RFC 5280 section 6.1.3 (a)(1)), and a memory of those that
// are.
#pragma once

#include <cstddef>
#include <mutex>
#include <unordered_set>

#include "absl/status/statusor.h"
#include "verification/openssl/context.h"
#include "verification/openssl/digest.h"
#include "verification/x509/certificate.h"
#include "verification/x509/path_validation.h"

namespace oteu::verification::x509 {

// kGood, kBad or kUnusable. Errors: kResourceExhausted, kInternal: the work could not be done.
absl::StatusOr<LinkCheck> CheckLink(const openssl::Context& context, const Certificate& certificate,
                                    const Certificate& issuer);

// Links that were found good, by the SHA-256 of both certificates. Holds nothing but mathematics: whether a
// link counts (dates, constraints, policy) is judged each time. One per Verifier, that is per policy and
// trust snapshot. Bounded (kMaxCachedLinks): when full it starts anew. Thread-safe.
class VerifiedLinks {
 public:
  bool Contains(const Certificate& certificate, const Certificate& issuer) const;
  void Insert(const Certificate& certificate, const Certificate& issuer);
  size_t size() const;

 private:
  struct Link {
    openssl::Sha256Digest certificate;
    openssl::Sha256Digest issuer;
    bool operator==(const Link&) const = default;
  };
  struct Hash {
    size_t operator()(const Link& link) const;
  };

  mutable std::mutex mutex_;
  std::unordered_set<Link, Hash> links_;
};

}  // namespace oteu::verification::x509
