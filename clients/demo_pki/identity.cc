#include "clients/demo_pki/identity.h"

#include <openssl/pem.h>

#include <filesystem>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/demo_pki/files.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"

namespace oteu::demo_pki {
namespace {

using verification::openssl::TakeErrors;
using verification::openssl::X509Ptr;

std::string ToString(unsigned char* der, int size) {
  const verification::openssl::BytesPtr owned(der);
  return size <= 0 ? "" : std::string(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
}

X509Ptr Parse(std::string_view certificate) {
  const auto* cursor = reinterpret_cast<const unsigned char*>(certificate.data());
  return X509Ptr(d2i_X509(nullptr, &cursor, static_cast<long>(certificate.size())));
}

std::string FindKeyPath(const std::string& certificate_path) {
  for (const char* extension : {".key", ".scalar"}) {
    std::filesystem::path candidate = std::filesystem::path(certificate_path).replace_extension(extension);
    std::error_code ignored;
    if (std::filesystem::exists(candidate, ignored)) return candidate.string();
  }
  return "";
}

}  // namespace

absl::StatusOr<std::string> ReadCertificate(std::string_view der_or_pem) {
  X509Ptr parsed;
  if (der_or_pem.find("-----BEGIN") != std::string_view::npos) {
    const verification::openssl::BioPtr input(
        BIO_new_mem_buf(der_or_pem.data(), static_cast<int>(der_or_pem.size())));
    parsed.reset(PEM_read_bio_X509(input.get(), nullptr, nullptr, nullptr));
  } else {
    parsed = Parse(der_or_pem);
  }
  if (!parsed) return TakeErrors(absl::StatusCode::kInvalidArgument, "certificate");
  unsigned char* der = nullptr;
  const int size = i2d_X509(parsed.get(), &der);
  verification::openssl::ClearErrors();  // A GOST key is not decoded here, and need not be.
  return ToString(der, size);
}

absl::StatusOr<std::string> PublicKeyOf(std::string_view certificate) {
  const X509Ptr parsed = Parse(certificate);
  if (!parsed) return TakeErrors(absl::StatusCode::kInvalidArgument, "certificate");
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(parsed.get()), &der);
  verification::openssl::ClearErrors();
  return ToString(der, size);
}

absl::StatusOr<Identity> MakeIdentity(std::string_view name, std::string_view certificate,
                                      std::string_view key) {
  absl::StatusOr<std::string> der = ReadCertificate(certificate);
  if (!der.ok()) return der.status();
  absl::StatusOr<std::string> spki = PublicKeyOf(*der);
  if (!spki.ok()) return spki.status();
  absl::StatusOr<SigningKey> loaded = SigningKey::Load(key, *spki);
  if (!loaded.ok()) return loaded.status();
  return Identity{std::string(name), *std::move(der), *std::move(loaded)};
}

absl::StatusOr<Identity> LoadIdentity(const std::string& certificate_path, const std::string& key_path) {
  const std::string key_file = key_path.empty() ? FindKeyPath(certificate_path) : key_path;
  if (key_file.empty())
    return absl::NotFoundError(absl::StrCat(certificate_path, ": no .key or .scalar beside it"));
  absl::StatusOr<std::string> certificate = ReadFile(certificate_path);
  if (!certificate.ok()) return certificate.status();
  absl::StatusOr<std::string> key = ReadFile(key_file);
  if (!key.ok()) return key.status();
  return MakeIdentity(std::filesystem::path(certificate_path).stem().string(), *certificate, *key);
}

}  // namespace oteu::demo_pki
