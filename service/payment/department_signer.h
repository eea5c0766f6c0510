// A department's key: signs the manifests of its district's registers.
//
//   auto signer = DepartmentSigner::Create(certificate, key);
//   auto cms = (*signer)->Sign(manifest_json, now);   // CMS SignedData, DER, content inside
//
// CMS by RFC 5652 with signedData, contentType, signingTime, messageDigest and signingCertificateV2 (RFC
// 5035), SHA-256, by OpenSSL: RSA (PKCS#1 v1.5) and ECDSA keys. Verified by `oteu verify` and `openssl cms
// -verify`.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace oteu::payment {

class DepartmentSigner {
 public:
  // `certificate`: DER or PEM; `key`: PEM, unencrypted. INVALID_ARGUMENT, without any of the bytes, when one
  // does not parse, when they do not belong together, or for a key that is neither RSA nor EC.
  static absl::StatusOr<std::unique_ptr<DepartmentSigner>> Create(absl::string_view certificate,
                                                                  absl::string_view key);
  virtual ~DepartmentSigner() = default;

  // Thread-safe. INTERNAL when OpenSSL fails; FAILED_PRECONDITION when the certificate is not valid at `now`.
  virtual absl::StatusOr<std::string> Sign(absl::string_view content, absl::Time now) const = 0;
};

}  // namespace oteu::payment
