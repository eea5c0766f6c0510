#include "clients/demo_pki/demo_pki.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/demo_pki/identifiers.h"
#include "clients/demo_pki/oids.h"

namespace oteu::demo_pki {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kYear = absl::Hours(365 * 24);

const char* FamilyLabel(KeyKind kind) {
  switch (kind) {
    case KeyKind::kRsa:
    case KeyKind::kRsaPss:
      return "RSA";
    case KeyKind::kEcP256:
      return "ECDSA";
    case KeyKind::kGost2015:
      return "GOST";
    case KeyKind::kGost2004:
      return "GOST 2004";
  }
  return "";
}

// The kinds of end entities, by what their certificate is for.
enum class Purpose { kSigning, kAuthentication, kTimeStamping };

struct EndEntity {
  const char* name;
  Subject subject;
  Purpose purpose = Purpose::kSigning;
  std::vector<std::string> roles;  // extended key usages beside the purpose's own
  bool expired = false;
};

Subject Person(int iin_index, const char* surname, const char* given_name, const char* patronymic) {
  Subject subject;
  subject.common_name = absl::StrCat(surname, " ", given_name);
  subject.surname = surname;
  subject.serial_number = absl::StrCat("IIN", MakeIin(iin_index));
  subject.given_name = patronymic;  // Kazakh certificates carry the patronymic in GN.
  return subject;
}

Subject Of(Subject person, const std::string& bin, const char* organisation) {
  person.organisation = organisation;
  person.organisational_unit = absl::StrCat("BIN", bin);
  return person;
}

constexpr char kSchoolName[] = "ДЕМО \"КЕГЕН МЕКТЕБІ\" (oteu DEMO PKI)";
constexpr char kDepartmentName[] = "ДЕМО \"КЕГЕН БӨЛІМІ\" (oteu DEMO PKI)";
constexpr char kPmpcName[] = "ДЕМО \"ПМПК\" (oteu DEMO PKI)";

std::vector<EndEntity> EndEntities() {
  const Subject head = Of(Person(2, "ДЕМО-МЕКТЕП", "АЙГҮЛ", "СЕРІКҚЫЗЫ"), SchoolBin(), kSchoolName);
  const Subject pmpc = Of(Person(3, "ДЕМО-ПМПК", "БОЛАТ", "ЕРЛАНҰЛЫ"), PmpcBin(), kPmpcName);
  const Subject employee = Of(Person(4, "ДЕМО-ҚЫЗМЕТКЕР", "ДАНА", "МАРАТҚЫЗЫ"), SchoolBin(), kSchoolName);
  const Subject signer = Of(Person(5, "ДЕМО-ҚОЛ", "НҰРЛАН", "АСҚАРҰЛЫ"), SchoolBin(), kSchoolName);
  const Subject department =
      Of(Person(6, "ДЕМО-БӨЛІМ", "ЕРКІН", "САҒАТҰЛЫ"), DepartmentBin(), kDepartmentName);
  Subject system;
  system.common_name = "ДЕМО мектептің ақпараттық жүйесі";
  system = Of(system, SchoolBin(), kSchoolName);
  Subject tsa;
  tsa.common_name = "oteu DEMO TSA";
  tsa.organisation = kDemoOrganisation;

  const std::vector<std::string> first_head = {kLegalEntityOid, kFirstHeadOid};
  return {
      {kPerson, Person(1, "ДЕМО-АНА", "САУЛЕ", "ҚАЙРАТҚЫЗЫ"), Purpose::kSigning, {kIndividualOid}},
      {kSchoolHead, head, Purpose::kSigning, first_head},
      {kPmpcHead, pmpc, Purpose::kSigning, first_head},
      {kDepartmentHead, department, Purpose::kSigning, first_head},
      {kSchoolEmployee, employee, Purpose::kSigning, {kLegalEntityOid, kEmployeeOid}},
      {kSchoolSigner, signer, Purpose::kSigning, {kLegalEntityOid, kRightToSignOid}},
      {kSchoolSystem, system, Purpose::kSigning, {kLegalEntityOid, kInformationSystemOid}},
      {kSchoolHeadAuth, head, Purpose::kAuthentication, first_head},
      {kSchoolHeadExpired, head, Purpose::kSigning, first_head, true},
      {kSchoolHeadRevoked, head, Purpose::kSigning, first_head},
      {kSchoolHeadOnHold, head, Purpose::kSigning, first_head},
      {kTsa, tsa, Purpose::kTimeStamping, {}},
  };
}

CertificateSpec SpecOf(const EndEntity& entity, const SigningKey& key, const std::string& crl_url,
                       absl::Time now) {
  CertificateSpec spec;
  spec.subject = entity.subject;
  spec.key = &key;
  spec.not_before = entity.expired ? now - kYear - 30 * kDay : now - 30 * kDay;
  spec.not_after = spec.not_before + kYear;
  spec.policies = {kSigningPolicyOid, kDemoPolicyOid};
  spec.crl_url = crl_url;
  switch (entity.purpose) {
    case Purpose::kSigning:
      spec.key_usage = {kDigitalSignature, kNonRepudiation};
      spec.extended_key_usage = {kEmailProtectionOid};
      break;
    case Purpose::kAuthentication:
      spec.key_usage = {kDigitalSignature, kKeyEncipherment};
      spec.extended_key_usage = {kClientAuthOid};
      break;
    case Purpose::kTimeStamping:
      spec.key_usage = {kDigitalSignature, kNonRepudiation};
      spec.extended_key_usage = {kTimeStampingOid};
      spec.extended_key_usage_critical = true;       // RFC 3161 section 2.3.
      spec.not_after = spec.not_before + 3 * kYear;  // Longer than those whose signatures it stamps.
      break;
  }
  spec.extended_key_usage.insert(spec.extended_key_usage.end(), entity.roles.begin(), entity.roles.end());
  return spec;
}

std::string CrlUrl(KeyKind kind, const char* issuer) {
  return absl::StrCat("http://demo.invalid/crl/", issuer, kind == KeyKind::kRsa ? "_rsa.crl" : "_gost.crl");
}

CertificateSpec CaSpec(const std::string& common_name, const SigningKey& key, absl::Time not_before,
                       int years) {
  CertificateSpec spec;
  spec.subject.common_name = common_name;
  spec.subject.organisation = kDemoOrganisation;
  spec.key = &key;
  spec.not_before = not_before;
  spec.not_after = not_before + years * kYear;
  spec.is_ca = true;
  spec.key_usage = {kKeyCertSign, kCrlSign};
  spec.policies = {kSigningPolicyOid, kDemoPolicyOid};
  return spec;
}

absl::StatusOr<Identity> MakeCa(const std::string& name, const CertificateSpec& spec, const SigningKey& key,
                                const Identity* issuer, const std::string& issuer_name) {
  const Issuer by = {issuer_name, issuer == nullptr ? &key : &issuer->key};
  absl::StatusOr<std::string> certificate = IssueCertificate(spec, by);
  if (!certificate.ok()) return certificate.status();
  return Identity{name, *std::move(certificate), key};
}

RevokedEntry Revoked(const Identity& identity, RevocationReason reason, absl::Time at) {
  return {SerialOf(identity.key), at, reason};
}

absl::Status AddCrls(const Issuer& root, const Issuer& issuing, absl::Time now, DemoFamily* family) {
  CrlSpec spec;
  spec.this_update = now - absl::Hours(1);
  spec.next_update = now + 180 * kDay;
  absl::StatusOr<std::string> root_crl = IssueCrl(spec, root);
  if (!root_crl.ok()) return root_crl.status();
  family->root_crl = *std::move(root_crl);
  spec.revoked = {
      Revoked(family->Get(kSchoolHeadRevoked), RevocationReason::kAffiliationChanged, now - 7 * kDay),
      Revoked(family->Get(kSchoolHeadOnHold), RevocationReason::kCertificateHold, now - 3 * kDay),
  };
  absl::StatusOr<std::string> issuing_crl = IssueCrl(spec, issuing);
  if (!issuing_crl.ok()) return issuing_crl.status();
  family->issuing_crl = *std::move(issuing_crl);
  return absl::OkStatus();
}

absl::Status AddIdentities(KeyKind kind, const Issuer& issuing, absl::Time now, DemoFamily* family) {
  for (const EndEntity& entity : EndEntities()) {
    absl::StatusOr<SigningKey> key = SigningKey::Generate(kind);
    if (!key.ok()) return key.status();
    absl::StatusOr<std::string> certificate =
        IssueCertificate(SpecOf(entity, *key, CrlUrl(kind, "issuing"), now), issuing);
    if (!certificate.ok()) return certificate.status();
    family->identities.push_back({entity.name, *std::move(certificate), *std::move(key)});
  }
  return absl::OkStatus();
}

}  // namespace

std::string ChildIin() { return MakeIin(0); }
std::string ApplicantIin() { return MakeIin(1); }
std::string EmployeeIin() { return MakeIin(4); }
std::string SchoolBin() { return MakeBin(0); }
std::string PmpcBin() { return MakeBin(1); }
std::string DepartmentBin() { return MakeBin(2); }

const Identity& DemoFamily::Get(std::string_view name) const {
  size_t i = 0;
  while (i + 1 < identities.size() && identities[i].name != name) ++i;
  return identities[i];
}

absl::StatusOr<DemoFamily> MakeDemoFamily(KeyKind kind, absl::Time now) {
  absl::StatusOr<SigningKey> root_key = SigningKey::Generate(kind);
  absl::StatusOr<SigningKey> issuing_key = SigningKey::Generate(kind);
  if (!root_key.ok()) return root_key.status();
  if (!issuing_key.ok()) return issuing_key.status();

  const CertificateSpec root_spec =
      CaSpec(absl::StrCat("oteu DEMO ROOT CA (", FamilyLabel(kind), ")"), *root_key, now - 2 * kYear, 20);
  CertificateSpec issuing_spec = CaSpec(absl::StrCat("oteu DEMO ISSUING CA (", FamilyLabel(kind), ")"),
                                        *issuing_key, now - kYear - 60 * kDay, 10);
  issuing_spec.crl_url = CrlUrl(kind, "root");
  const std::string root_name = root_spec.subject.ToDer();

  absl::StatusOr<Identity> root = MakeCa("root", root_spec, *root_key, nullptr, root_name);
  if (!root.ok()) return root.status();
  absl::StatusOr<Identity> issuing = MakeCa("issuing", issuing_spec, *issuing_key, &*root, root_name);
  if (!issuing.ok()) return issuing.status();

  DemoFamily family{*root, *issuing, "", "", {}};
  const Issuer root_issuer = {root_name, &*root_key};
  const Issuer issuer = {issuing_spec.subject.ToDer(), &*issuing_key};
  if (absl::Status status = AddIdentities(kind, issuer, now, &family); !status.ok()) return status;
  if (absl::Status status = AddCrls(root_issuer, issuer, now, &family); !status.ok()) return status;
  return family;
}

}  // namespace oteu::demo_pki
