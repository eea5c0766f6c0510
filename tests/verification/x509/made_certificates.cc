#include "tests/verification/x509/made_certificates.h"

#include <gtest/gtest.h>

#include <deque>

#include "clients/demo_pki/certificate.h"
#include "clients/demo_pki/der_writer.h"
#include "verification/kzgost/kz_context.h"

namespace oteu::verification::x509::testing {

namespace der = demo_pki::der;

const demo_pki::SigningKey& Key(size_t number) {
  static auto* const keys = new std::deque<demo_pki::SigningKey>;
  while (keys->size() <= number) {
    keys->push_back(*demo_pki::SigningKey::Generate(demo_pki::KeyKind::kEcP256));
  }
  return (*keys)[number];
}

std::string Name(std::string_view common_name) {
  if (common_name.empty()) return der::Sequence({});
  return der::Sequence(
      {der::SetOf({der::Sequence({der::Oid("2.5.4.3"), der::Element(der::kUtf8String, common_name)})})});
}

std::string MakeExtension(std::string_view oid, bool critical, const std::string& value) {
  std::vector<std::string> parts = {der::Oid(oid)};
  if (critical) parts.push_back(der::Boolean(true));
  parts.push_back(der::OctetString(value));
  return der::Sequence(parts);
}

std::string BasicConstraintsExtension(bool ca, int path_length) {
  std::vector<std::string> parts;
  if (ca) parts.push_back(der::Boolean(true));
  if (path_length >= 0) parts.push_back(der::SmallInteger(static_cast<uint64_t>(path_length)));
  return MakeExtension("2.5.29.19", true, der::Sequence(parts));
}

std::string KeyUsageExtension(const std::vector<int>& bits) {
  return MakeExtension("2.5.29.15", true, der::NamedBits(bits));
}

std::string PoliciesExtension(const std::vector<std::string>& policies) {
  std::vector<std::string> parts;
  for (const std::string& policy : policies) parts.push_back(der::Sequence({der::Oid(policy)}));
  return MakeExtension("2.5.29.32", false, der::Sequence(parts));
}

std::string MakeDer(const Made& made) {
  const demo_pki::SigningKey& key = Key(made.key);
  const demo_pki::SigningKey& issuer_key = Key(made.issuer_key);
  std::vector<std::string> extensions = made.extensions;
  if (made.ca) {
    extensions.push_back(BasicConstraintsExtension(true, made.path_length));
    extensions.push_back(KeyUsageExtension({demo_pki::kKeyCertSign, demo_pki::kCrlSign}));
  }
  if (made.key_identifiers) {
    extensions.push_back(MakeExtension("2.5.29.14", false, der::OctetString(key.key_id())));
    extensions.push_back(
        MakeExtension("2.5.29.35", false, der::Sequence({der::ImplicitPrimitive(0, issuer_key.key_id())})));
  }
  std::vector<std::string> fields;
  if (made.version > 0) {
    fields.push_back(der::Explicit(0, der::SmallInteger(static_cast<uint64_t>(made.version))));
  }
  fields.push_back(der::SmallInteger(made.serial));
  fields.push_back(issuer_key.certificate_signature_algorithm());
  fields.push_back(Name(made.issuer));
  fields.push_back(der::Sequence({der::Time(made.not_before), der::Time(made.not_after)}));
  fields.push_back(Name(made.subject));
  fields.push_back(made.spki.empty() ? key.spki() : made.spki);
  if (made.version >= 2 && !extensions.empty()) {
    fields.push_back(der::Explicit(3, der::Sequence(extensions)));
  }
  const std::string tbs = der::Sequence(fields);
  return der::Sequence(
      {tbs, issuer_key.certificate_signature_algorithm(), der::BitString(*issuer_key.Sign(tbs))});
}

CertificatePtr Make(const Made& made) {
  const std::string der = MakeDer(made);
  absl::StatusOr<CertificatePtr> certificate = ParseCertificate(TestContext(), openssl::AsBytes(der));
  EXPECT_TRUE(certificate.ok()) << certificate.status();
  return certificate.ok() ? *certificate : nullptr;
}

const openssl::Context& TestContext() {
  static const auto* const context = kzgost::CreateKzContext()->release();
  return *context;
}

}  // namespace oteu::verification::x509::testing
