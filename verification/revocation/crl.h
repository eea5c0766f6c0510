// A certificate revocation list (RFC 5280 section 5): its fields, and an index over its entries.
//
//   OrProblem<std::unique_ptr<Crl>> read = Crl::Parse(der);
//   std::optional<CrlEntry> entry = crl.Find(serial);
//
// The index keeps 16 bytes per entry and points into the DER: 422,000 entries take 7 MB, and a look-up is a
// binary search. Nothing here says that the list is authentic: see crl_store.h.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"
#include "verification/report/problem.h"
#include "verification/x509/crl_der.h"

namespace oteu::verification::revocation {

// CRLReason, 5.3.1.
enum class Reason {
  kUnspecified = 0,
  kKeyCompromise = 1,
  kCaCompromise = 2,
  kAffiliationChanged = 3,
  kSuperseded = 4,
  kCessationOfOperation = 5,
  kCertificateHold = 6,
  kRemoveFromCrl = 8,
  kPrivilegeWithdrawn = 9,
  kAaCompromise = 10,
};

struct CrlEntry {
  absl::Time revocation_date;
  std::optional<absl::Time> invalidity_date;  // 5.3.2: when the key is thought to have been lost
  Reason reason = Reason::kUnspecified;
};

// IssuingDistributionPoint, 5.2.5: which certificates the list speaks of.
struct CrlScope {
  bool user_certificates_only = false;
  bool ca_certificates_only = false;
  bool some_reasons_only = false;
  bool indirect = false;
  // Whole DER of each GeneralName of the distribution point's fullName; empty when the extension names none.
  std::vector<openssl::Bytes> distribution_point;
};

class Crl {
 public:
  // Fails with REVOCATION_DATA_INVALID for anything but a sound, complete list: malformed, dates absent or
  // reversed, a critical extension (of the list or of an entry) that is not understood, a scope that is not
  // (attribute certificates, names relative to the issuer).
  static OrProblem<std::unique_ptr<Crl>> Parse(std::string der);

  openssl::Bytes der() const { return openssl::AsBytes(der_); }
  const openssl::Sha256Digest& sha256() const { return sha256_; }
  const x509::CrlLayers& layers() const { return layers_; }
  openssl::Bytes issuer() const { return issuer_; }  // whole DER of the Name
  absl::Time this_update() const { return this_update_; }
  absl::Time next_update() const { return next_update_; }
  bool is_delta() const { return is_delta_; }  // 5.2.4
  const CrlScope& scope() const { return scope_; }
  // keyIdentifier of authorityKeyIdentifier (5.2.1); empty when absent.
  openssl::Bytes authority_key_identifier() const { return authority_key_identifier_; }
  // X.509 expiredCertsOnCRL: certificates that expired at or after this instant are still on the list.
  std::optional<absl::Time> expired_since() const { return expired_since_; }
  size_t entry_count() const { return index_.size(); }

  // The entry of this serial number (contents of the INTEGER).
  std::optional<CrlEntry> Find(openssl::Bytes serial) const;

 private:
  friend class CrlParser;

  struct IndexEntry {
    uint64_t key = 0;     // The last eight bytes of the serial number.
    uint32_t offset = 0;  // Of the entry within der_.
  };

  Crl() = default;

  std::string der_;
  openssl::Sha256Digest sha256_{};
  x509::CrlLayers layers_;
  openssl::Bytes issuer_;
  absl::Time this_update_;
  absl::Time next_update_;
  bool is_delta_ = false;
  CrlScope scope_;
  openssl::Bytes authority_key_identifier_;
  std::optional<absl::Time> expired_since_;
  std::vector<IndexEntry> index_;  // sorted by key
};

}  // namespace oteu::verification::revocation
