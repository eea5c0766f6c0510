// A certificate revocation list (RFC 5280 section 5): its fields, and an index over its entries.
//
//   OrProblem<std::unique_ptr<Crl>> read = Crl::Parse(der);
//   std::optional<CrlEntry> entry = crl.Find(serial);
//
// The index keeps 4 bytes per entry and points into the DER: 422,000 entries take 1.7 MB beside the list
// itself, and a look-up is a binary search. Nothing here says that the list is authentic: see crl_store.h.
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
#include "verification/revocation/reason.h"
#include "verification/x509/canonical_name.h"
#include "verification/x509/crl_der.h"

namespace oteu::verification::revocation {

struct CrlEntry {
  absl::Time revocation_date;
  std::optional<absl::Time> invalidity_date;  // 5.3.2: when the key is thought to have been lost
  Reason reason = Reason::kUnspecified;
};

// IssuingDistributionPoint, 5.2.5: which certificates the list speaks of.
struct CrlScope {
  bool user_certificates_only = false;
  bool ca_certificates_only = false;
  bool attribute_certificates_only = false;
  bool indirect = false;
  ReasonMask reasons = kAllReasons;  // onlySomeReasons
  // Whole DER of each GeneralName of the distribution point, a relative name written out; empty when the
  // extension names none.
  std::vector<std::string> distribution_point;
  openssl::Bytes extension;  // Contents of extnValue; empty when the list has no such extension.
};

class Crl {
 public:
  // Fails with REVOCATION_DATA_INVALID for anything but a sound list, complete or delta: malformed, dates
  // absent or reversed, a critical extension (of the list or of an entry) that is not understood.
  static OrProblem<std::unique_ptr<Crl>> Parse(std::string der);

  openssl::Bytes der() const { return openssl::AsBytes(der_); }
  const openssl::Sha256Digest& sha256() const { return sha256_; }
  const x509::CrlLayers& layers() const { return layers_; }
  openssl::Bytes issuer() const { return issuer_; }  // whole DER of the Name
  const x509::CanonicalName& issuer_name() const { return issuer_name_; }
  absl::Time this_update() const { return this_update_; }
  absl::Time next_update() const { return next_update_; }
  // CRL number (5.2.3) and, of a delta, the number of the list that it starts from (5.2.4): contents of the
  // INTEGER, not negative; see CompareNumbers. Empty when absent.
  openssl::Bytes number() const { return number_; }
  openssl::Bytes base_number() const { return base_number_; }
  bool is_delta() const { return !base_number_.empty(); }
  const CrlScope& scope() const { return scope_; }
  // keyIdentifier of authorityKeyIdentifier (5.2.1), and the whole extension; empty when absent.
  openssl::Bytes authority_key_identifier() const { return authority_key_identifier_; }
  openssl::Bytes authority_key_extension() const { return authority_key_extension_; }
  // freshestCRL (5.2.6): where deltas are offered. Contents of extnValue, not looked at; empty when absent.
  openssl::Bytes freshest_crl_extension() const { return freshest_crl_extension_; }
  // X.509 expiredCertsOnCRL: certificates that expired at or after this instant are still on the list.
  std::optional<absl::Time> expired_since() const { return expired_since_; }
  size_t entry_count() const { return index_.size(); }

  // The entry of this serial number (contents of the INTEGER). `certificate_issuer`: whole DER of the Name;
  // an indirect list tells entries of several issuers apart by it (5.3.3), another list does not look.
  std::optional<CrlEntry> Find(openssl::Bytes serial, openssl::Bytes certificate_issuer) const;

 private:
  friend class CrlParser;

  // 5.3.3: the entries from this offset on are of this issuer.
  struct IssuerRun {
    uint32_t offset = 0;
    openssl::Bytes issuer;  // whole DER of the Name
  };

  Crl() = default;
  openssl::Bytes SerialAt(uint32_t offset) const;
  openssl::Bytes IssuerAt(uint32_t offset) const;

  std::string der_;
  openssl::Sha256Digest sha256_{};
  x509::CrlLayers layers_;
  openssl::Bytes issuer_;
  x509::CanonicalName issuer_name_;
  absl::Time this_update_;
  absl::Time next_update_;
  openssl::Bytes number_;
  openssl::Bytes base_number_;
  CrlScope scope_;
  openssl::Bytes authority_key_identifier_;
  openssl::Bytes authority_key_extension_;
  openssl::Bytes freshest_crl_extension_;
  std::optional<absl::Time> expired_since_;
  std::vector<uint32_t> index_;  // offsets of the entries in der_, sorted by serial number (see KeyOf)
  std::vector<IssuerRun> issuer_runs_;
};

// Below zero, zero or above, as CRL number `a` is lower than, equal to or higher than `b`. Contents of
// INTEGERs that are not negative.
int CompareNumbers(openssl::Bytes a, openssl::Bytes b);

}  // namespace oteu::verification::revocation
