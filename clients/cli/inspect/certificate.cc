#include "verification/x509/certificate.h"

#include <openssl/x509v3.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/format.h"
#include "clients/cli/inspect/inspect.h"
#include "clients/cli/inspect/values.h"
#include "verification/x509/name.h"
#include "verification/x509/pem.h"

namespace oteu::cli::inspect {
namespace {

using verification::x509::Certificate;

std::string KeyUsage(uint32_t bits) {
  static constexpr std::pair<uint32_t, const char*> kNames[] = {
      {KU_DIGITAL_SIGNATURE, "digitalSignature"},
      {KU_NON_REPUDIATION, "nonRepudiation"},
      {KU_KEY_ENCIPHERMENT, "keyEncipherment"},
      {KU_DATA_ENCIPHERMENT, "dataEncipherment"},
      {KU_KEY_AGREEMENT, "keyAgreement"},
      {KU_KEY_CERT_SIGN, "keyCertSign"},
      {KU_CRL_SIGN, "cRLSign"},
      {KU_ENCIPHER_ONLY, "encipherOnly"},
      {KU_DECIPHER_ONLY, "decipherOnly"},
  };
  std::vector<const char*> names;
  for (const auto& [bit, name] : kNames) {
    if ((bits & bit) != 0) names.push_back(name);
  }
  return absl::StrJoin(names, ", ");
}

std::string Key(const Certificate& certificate) {
  return absl::StrCat(verification::kzgost::KeyTypeName(certificate.key.type), ", ", certificate.key.bits,
                      " bits", certificate.key.curve.empty() ? "" : ", ", certificate.key.curve);
}

}  // namespace

void DescribeCertificate(const verification::openssl::Context& context, verification::openssl::Bytes der,
                         Section* section) {
  const auto parsed = verification::x509::ParseCertificate(context, der);
  if (!parsed.ok()) {
    section->Add("does not parse", std::string(parsed.status().message()));
    return;
  }
  const Certificate& certificate = **parsed;
  section->Add("subject", verification::x509::NameText(certificate.outline.subject));
  section->Add("issuer", verification::x509::NameText(certificate.outline.issuer));
  section->Add("serial number", certificate.serial_hex);
  section->Add("valid from", Time(certificate.outline.not_before));
  section->Add("valid through", Time(certificate.outline.not_after));
  section->Add("key", Key(certificate));
  section->Add("signed with", Algorithm(certificate.outline.signature_algorithm));
  section->Add("IIN", certificate.subject.iin);
  section->Add("BIN", certificate.subject.bin);
  if (certificate.role != oteu::v1::SIGNER_ROLE_UNSPECIFIED) section->Add("role", NameOf(certificate.role));
  section->Add("certificate authority", certificate.is_ca ? "yes" : "no");
  section->Add("key usage", certificate.has_key_usage ? KeyUsage(certificate.key_usage) : "not stated");
  for (const std::string& oid : certificate.extended_key_usages())
    section->Add("extended key usage", Oid(oid));
  for (const std::string& oid : certificate.policies()) section->Add("certificate policy", Oid(oid));
  section->Add("SHA-256", verification::openssl::ToHex(certificate.sha256));
}

absl::Status InspectCertificates(const verification::openssl::Context& context, std::string_view file,
                                 Inspection* inspection) {
  const auto ders = verification::x509::DerOf({file.data(), file.size()}, "CERTIFICATE");
  if (!ders.ok()) return ders.status();
  for (size_t i = 0; i < ders->size(); ++i) {
    Section& section =
        inspection->Add(ders->size() == 1 ? "certificate" : absl::StrCat("certificate[", i, "]"));
    DescribeCertificate(context, verification::openssl::AsBytes((*ders)[i]), &section);
  }
  return absl::OkStatus();
}

}  // namespace oteu::cli::inspect
