// Identity: a certificate with its private key, in memory and on disk.
//
//   auto head = LoadIdentity("demo/gost/identities/school-head.cer");   // the key: school-head.key beside it
//   auto cms = SignCms(content, {head->AsSigner()}, {});
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "clients/demo_pki/cms_sign.h"
#include "clients/demo_pki/signing_key.h"

namespace oteu::demo_pki {

struct Identity {
  std::string name;         // file name without extension, e.g. "school-head"
  std::string certificate;  // DER
  SigningKey key;

  // Borrows the key.
  CmsSigner AsSigner() const { return {certificate, &key}; }
};

// DER of a certificate given as DER or PEM. Errors: kInvalidArgument.
absl::StatusOr<std::string> ReadCertificate(std::string_view der_or_pem);

// SubjectPublicKeyInfo of a certificate, DER to DER. Errors: kInvalidArgument.
absl::StatusOr<std::string> PublicKeyOf(std::string_view certificate);

// From file contents: certificate as DER or PEM; key as SigningKey::Load takes it. Errors: kInvalidArgument.
absl::StatusOr<Identity> MakeIdentity(std::string_view name, std::string_view certificate,
                                      std::string_view key);

// `certificate_path`: NAME.cer; the key is `key_path`, or when that is empty NAME.key or NAME.scalar beside
// it. Errors: kNotFound, kInvalidArgument.
absl::StatusOr<Identity> LoadIdentity(const std::string& certificate_path, const std::string& key_path = "");

}  // namespace oteu::demo_pki
