#include "clients/demo_pki/demo_files.h"

#include <google/protobuf/text_format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/demo_pki/demo_pki.h"
#include "clients/demo_pki/files.h"
#include "clients/demo_pki/oids.h"
#include "clients/demo_pki/samples.h"
#include "verification/policy/policy.h"

namespace oteu::demo_pki {
namespace {

constexpr char kReadme[] =
    "FOR DEMONSTRATIONS AND TESTS ONLY.\n"
    "\n"
    "Made by `oteu demo-pki`. The people, institutions and numbers are fictional. The private keys are not "
    "encrypted.\n"
    "Every certificate carries the policy 2.999.398.1, by which a verifier tells it from a real one. Never "
    "configure\n"
    "trust/ in a service that decides real applications.\n"
    "\n"
    "rsa/, gost/      a root, an issuing CA, revocation lists, and identities (NAME.cer with NAME.key) to "
    "sign with\n"
    "trust/           both families together: anchors (for signatures, for time stamps), intermediates, "
    "revocation "
    "lists\n"
    "policy.txtpb     the verification policy that reports, and lets through, demonstration certificates\n"
    "registry.txtpb   the state register that fits the samples\n"
    "samples/         dossiers: good (granted), forged and authentication (preliminary refusal)\n";

// Writes files under one folder, and keeps the first error: the callers read as a list of files.
class Writer {
 public:
  explicit Writer(std::string folder) : folder_(std::move(folder)) {}

  void Write(const std::string& path, std::string_view contents, FileAccess access = FileAccess::kPublic) {
    if (status_.ok()) status_ = WriteFile(absl::StrCat(folder_, "/", path), contents, access);
  }
  void WriteSecret(const std::string& path, const absl::StatusOr<std::string>& contents) {
    if (status_.ok() && !contents.ok()) status_ = contents.status();
    if (status_.ok()) Write(path, *contents, FileAccess::kOwnerOnly);
  }
  const absl::Status& status() const { return status_; }

 private:
  std::string folder_;
  absl::Status status_;
};

void WriteFamily(const std::string& name, const DemoFamily& family, Writer* writer) {
  writer->Write(name + "/anchors/root.cer", family.root.certificate);
  writer->Write(name + "/intermediates/issuing.cer", family.issuing_ca.certificate);
  writer->Write(name + "/crls/root.crl", family.root_crl);
  writer->Write(name + "/crls/issuing.crl", family.issuing_crl);
  for (const Identity& identity : family.identities) {
    writer->Write(absl::StrCat(name, "/identities/", identity.name, ".cer"), identity.certificate);
    writer->WriteSecret(absl::StrCat(name, "/identities/", identity.name, ".key"), identity.key.ToFile());
  }
  writer->Write(absl::StrCat("trust/anchors/", name, "-root.cer"), family.root.certificate);
  writer->Write(absl::StrCat("trust/tsa-anchors/", name, "-root.cer"), family.root.certificate);
  writer->Write(absl::StrCat("trust/intermediates/", name, "-issuing.cer"), family.issuing_ca.certificate);
  writer->Write(absl::StrCat("trust/crls/", name, "-root.crl"), family.root_crl);
  writer->Write(absl::StrCat("trust/crls/", name, "-issuing.crl"), family.issuing_crl);
}

void WriteDossier(const Dossier& dossier, Writer* writer) {
  const std::string folder = absl::StrCat("samples/", dossier.name, "/");
  writer->Write(folder + "form.json", ToJson(dossier.form));
  writer->Write(folder + "school-certificate.json", ToJson(dossier.school_certificate));
  writer->Write(folder + "school-certificate.cms", dossier.school_certificate_cms);
  writer->Write(folder + "pmpc-conclusion.json", ToJson(dossier.pmpc_conclusion));
  writer->Write(folder + "pmpc-conclusion.cms", dossier.pmpc_conclusion_cms);
}

std::string TextWithHeader(std::string_view header, const google::protobuf::Message& message) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  return std::string(header).append(text);
}

std::string DemoPolicyText() {
  verification::v1::Policy policy = verification::DefaultPolicy();
  policy.set_version(absl::StrCat("demo-", policy.version()));
  policy.mutable_levels()->set_demonstration_certificate(oteu::v1::CHECK_LEVEL_WARN);
  auto* markers = policy.mutable_certificates()->mutable_demonstration_policies();
  bool known = false;
  for (const std::string& oid : *markers) known = known || oid == kDemoPolicyOid;
  if (!known) markers->Add(kDemoPolicyOid);
  return TextWithHeader(
      "# proto-file: protos/oteu/verification/v1/policy.proto\n# proto-message: Policy\n#\n"
      "# DEMONSTRATION ONLY: the strict policy, but demonstration certificates are reported and let "
      "through.\n",
      policy);
}

std::string RegistryText(absl::Time now) {
  return TextWithHeader(
      "# proto-file: protos/oteu/registry/v1/registry_file.proto\n# proto-message: RegistryFile\n#\n"
      "# DEMONSTRATION ONLY: fictional families and institutions.\n",
      MakeRegistry(now));
}

}  // namespace

absl::Status WriteDemoPki(const std::string& directory, absl::Time now) {
  const absl::StatusOr<DemoFamily> rsa = MakeDemoFamily(KeyKind::kRsa, now);
  if (!rsa.ok()) return rsa.status();
  const absl::StatusOr<DemoFamily> gost = MakeDemoFamily(KeyKind::kGost2015, now);
  if (!gost.ok()) return gost.status();
  const absl::StatusOr<std::vector<Dossier>> dossiers = MakeDossiers(*gost, now);
  if (!dossiers.ok()) return dossiers.status();

  Writer writer(directory);
  writer.Write("README.txt", kReadme);
  WriteFamily("rsa", *rsa, &writer);
  WriteFamily("gost", *gost, &writer);
  writer.Write("policy.txtpb", DemoPolicyText());
  writer.Write("registry.txtpb", RegistryText(now));
  for (const Dossier& dossier : *dossiers) WriteDossier(dossier, &writer);
  return writer.status();
}

}  // namespace oteu::demo_pki
