// A certificate taken apart once: what the checks and the report need of it.
//
//   absl::StatusOr<CertificatePtr> certificate = ParseCertificate(context, der);
//   (*certificate)->subject.bin;    // "123456789021"
//
// Read by our own strict reader; OpenSSL decodes the key and shows the name of a CA. Costs about 8
// microseconds for RSA, 100 for GOST keys: cached by callers.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "oteu/v1/verification.pb.h"
#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/verification_key.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"
#include "verification/openssl/digest.h"
#include "verification/x509/canonical_name.h"
#include "verification/x509/outline.h"
#include "verification/x509/path_extensions.h"

namespace oteu::verification::x509 {

// What the subject says of the signer (kazakh certificate profile: IIN in serialNumber, BIN in OU or
// serialNumber).
struct SubjectFacts {
  std::string common_name;
  std::string organisation;
  // 12 digits; empty when there is none, or when several contradict. Compared, never validated: test PKIs use
  // numbers with wrong control digits.
  std::string iin;
  std::string bin;
};

struct KeyFacts {
  kzgost::KeyType type = kzgost::KeyType::kOther;
  int bits = 0;
  std::string curve;  // EC: "P-256", "P-384", "P-521"; empty for any other curve or one given by parameters.
};

inline std::span<const std::string> OrNone(const std::optional<std::vector<std::string>>& list) {
  return list ? std::span<const std::string>(*list) : std::span<const std::string>();
}

struct Certificate {
  std::vector<uint8_t> der;
  openssl::Sha256Digest sha256{};
  CertificateOutline outline;  // Points into `der`, as does `extensions`.
  PathExtensions extensions;
  CanonicalName subject_name;  // For comparing (RFC 5280 section 7.1).
  CanonicalName issuer_name;
  kzgost::VerificationKey public_key;  // Empty when no algorithm of ours could use it.
  KeyFacts key;
  SubjectFacts subject;
  std::string ca_text;     // the subject (RFC 4514) of a CA, shown with every chain; empty for others
  std::string serial_hex;  // lower case, without leading zero bytes
  bool is_ca = false;      // basicConstraints cA
  bool has_key_usage = false;
  uint32_t key_usage = 0;  // KU_* of OpenSSL; 0 when absent
  oteu::v1::SignerRole role = oteu::v1::SIGNER_ROLE_UNSPECIFIED;

  // Dotted, in order; none also when the extension is absent.
  std::span<const std::string> extended_key_usages() const { return OrNone(extensions.extended_key_usages); }
  std::span<const std::string> policies() const { return OrNone(extensions.policies); }
};

using CertificatePtr = std::shared_ptr<const Certificate>;

// One DER certificate and nothing after it. Errors: kInvalidArgument when it is malformed or over a bound of
// limits.h, kResourceExhausted when memory is short. The certificate must go before the context.
absl::StatusOr<CertificatePtr> ParseCertificate(const openssl::Context& context, openssl::Bytes der);
// The same when its SHA-256 is known already.
absl::StatusOr<CertificatePtr> ParseCertificate(const openssl::Context& context, openssl::Bytes der,
                                                const openssl::Sha256Digest& sha256);

KeyFacts KeyFactsOf(const kzgost::VerificationKey& key);

}  // namespace oteu::verification::x509
