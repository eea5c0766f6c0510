// Certificates and revocation lists of the demonstration PKI, in the profile of Kazakh certificates (RFC
// 5280).
//
//   CertificateSpec spec{.subject = {.common_name = "ДЕМО"}, .public_key = &key, ...};
//   auto certificate = IssueCertificate(spec, issuer);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/demo_pki/signing_key.h"

namespace oteu::demo_pki {

// Attributes of a subject; empty ones are left out. Written in the order of real certificates.
struct Subject {
  std::string common_name = {};
  std::string surname = {};
  std::string serial_number = {};  // "IIN…"
  std::string country = "KZ";
  std::string organisation = {};
  std::string organisational_unit = {};  // "BIN…"
  std::string given_name = {};

  // RDNSequence, DER.
  std::string ToDer() const;
};

// Bits of KeyUsage (RFC 5280 section 4.2.1.3).
inline constexpr int kDigitalSignature = 0;
inline constexpr int kNonRepudiation = 1;
inline constexpr int kKeyEncipherment = 2;
inline constexpr int kKeyCertSign = 5;
inline constexpr int kCrlSign = 6;

struct CertificateSpec {
  Subject subject;
  const SigningKey* key = nullptr;  // the subject's; required
  absl::Time not_before;
  absl::Time not_after;
  bool is_ca = false;
  std::vector<int> key_usage = {};
  std::vector<std::string> extended_key_usage = {};  // OIDs
  bool extended_key_usage_critical = false;
  std::vector<std::string> policies = {};  // OIDs; each with a CPS address
  std::string crl_url = {};                // empty: no distribution point
};

struct Issuer {
  std::string name = {};  // RDNSequence, DER
  const SigningKey* key = nullptr;
};

// Serial number: the subject's key id with the sign bit cleared, as the National Certification Authority
// does. Big-endian.
std::string SerialOf(const SigningKey& key);

// DER. Errors: kInternal when signing fails.
absl::StatusOr<std::string> IssueCertificate(const CertificateSpec& spec, const Issuer& issuer);

// Reasons of RFC 5280 section 5.3.1.
enum class RevocationReason : uint8_t {
  kUnspecified = 0,
  kKeyCompromise = 1,
  kCaCompromise = 2,
  kAffiliationChanged = 3,
  kSuperseded = 4,
  kCessationOfOperation = 5,
  kCertificateHold = 6,
  kPrivilegeWithdrawn = 9,
  kAaCompromise = 10,
};

struct RevokedEntry {
  std::string serial = {};  // big-endian
  absl::Time revoked_at;
  RevocationReason reason = RevocationReason::kAffiliationChanged;
};

struct CrlSpec {
  absl::Time this_update;
  absl::Time next_update;
  uint64_t number = 1;
  std::vector<RevokedEntry> revoked = {};
};

// DER. Errors: kInternal when signing fails.
absl::StatusOr<std::string> IssueCrl(const CrlSpec& spec, const Issuer& issuer);

}  // namespace oteu::demo_pki
