#include "verification/x509/certificate.h"

#include <openssl/core_names.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "verification/limits.h"
#include "verification/openssl/error_queue.h"
#include "verification/x509/directory_string.h"
#include "verification/x509/name.h"
#include "verification/x509/public_key.h"
#include "verification/x509/subject.h"

namespace oteu::verification::x509 {
namespace {

using openssl::Bytes;

absl::Status TooMany(const Limit& limit) {
  return absl::InvalidArgumentError(std::string("certificate: over the bound ") + limit.name);
}

std::string SerialHex(Bytes integer) {
  while (integer.size() > 1 && integer[0] == 0) integer = integer.subspan(1);
  return openssl::ToHex(integer);
}

std::string CurveOf(const EVP_PKEY* key) {
  char encoding[32] = {};
  size_t size = 0;
  if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING, encoding, sizeof(encoding), &size) !=
          1 ||
      std::string_view(encoding) != OSSL_PKEY_EC_ENCODING_GROUP) {
    openssl::ClearErrors();
    return "";
  }
  char group[64] = {};
  if (EVP_PKEY_get_group_name(key, group, sizeof(group), &size) != 1) {
    openssl::ClearErrors();
    return "";
  }
  static constexpr std::pair<std::string_view, const char*> kCurves[] = {
      {"prime256v1", "P-256"}, {"secp384r1", "P-384"}, {"secp521r1", "P-521"}};
  for (const auto& [openssl_name, name] : kCurves) {
    if (openssl_name == group) return name;
  }
  return "";
}

// A text that is none of its type says nobody's name.
bool IsReadable(const Rdns& name) {
  return std::ranges::all_of(name, [](const Rdn& rdn) {
    return std::ranges::all_of(rdn, [](const NameAttribute& attribute) {
      return !IsCharacterString(attribute.value.tag) || DirectoryText(attribute.value).has_value();
    });
  });
}

absl::Status ReadNames(Certificate* certificate) {
  const auto subject = ReadName(certificate->outline.subject);
  const auto issuer = ReadName(certificate->outline.issuer);
  if (!subject || !issuer || !IsReadable(*subject) || !IsReadable(*issuer)) {
    return absl::InvalidArgumentError("certificate: malformed name");
  }
  certificate->subject = ReadSubject(*subject);
  certificate->subject_name = Canonical(*subject);
  certificate->issuer_name = Canonical(*issuer);
  if (certificate->is_ca) certificate->ca_text = NameText(certificate->outline.subject);
  return absl::OkStatus();
}

// Fills what our own reader tells: extensions and names.
absl::Status ReadOwn(Certificate* certificate) {
  OrProblem<PathExtensions> extensions = ReadPathExtensions(certificate->outline);
  if (const Problem* problem = GetProblem(extensions)) {
    return absl::InvalidArgumentError("certificate: malformed " + problem->cause);
  }
  certificate->extensions = std::get<PathExtensions>(std::move(extensions));
  const PathExtensions& read = certificate->extensions;
  certificate->is_ca = read.basic_constraints && read.basic_constraints->ca;
  certificate->has_key_usage = read.key_usage.has_value();
  certificate->key_usage = read.key_usage.value_or(0);
  certificate->role = RoleOf(certificate->extended_key_usages());
  return ReadNames(certificate);
}

// Fills what OpenSSL tells: the key.
void ReadKey(const openssl::Context& context, Certificate* certificate) {
  certificate->public_key = DecodePublicKey(context, certificate->outline.spki);
  certificate->key = KeyFactsOf(certificate->public_key);
}

}  // namespace

KeyFacts KeyFactsOf(const kzgost::VerificationKey& key) {
  KeyFacts facts{.type = key.type(), .bits = key.bits(), .curve = ""};
  if (facts.type == kzgost::KeyType::kEc) facts.curve = CurveOf(key.evp());
  return facts;
}

absl::StatusOr<CertificatePtr> ParseCertificate(const openssl::Context& context, Bytes der) {
  if (der.size() > kMaxCertificateBytes.value) return TooMany(kMaxCertificateBytes);
  return ParseCertificate(context, der, openssl::Sha256(der));
}

absl::StatusOr<CertificatePtr> ParseCertificate(const openssl::Context& context, Bytes der,
                                                const openssl::Sha256Digest& sha256) {
  if (der.size() > kMaxCertificateBytes.value) return TooMany(kMaxCertificateBytes);
  auto certificate = std::make_shared<Certificate>();
  certificate->der.assign(der.begin(), der.end());
  certificate->sha256 = sha256;
  const std::optional<CertificateOutline> outline = ReadOutline(certificate->der);
  if (!outline) return absl::InvalidArgumentError("certificate: not strict DER");
  certificate->outline = *outline;
  certificate->serial_hex = SerialHex(outline->serial);
  if (absl::Status status = ReadOwn(certificate.get()); !status.ok()) return status;
  ReadKey(context, certificate.get());
  return certificate;
}

}  // namespace oteu::verification::x509
