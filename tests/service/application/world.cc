#include "tests/service/application/world.h"

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "clients/demo_pki/files.h"
#include "clients/demo_pki/identifiers.h"
#include "clients/demo_pki/samples.h"
#include "service/registry/unavailable.h"
#include "service/store/sqlite/sqlite_store.h"
#include "verification/policy/policy.h"

namespace oteu::application {
namespace {

// When the demonstration certificates and revocation lists were made.
const absl::Time kPkiTime = absl::FromUnixSeconds(1'757'912'400);  // 2025-09-15T05:00:00Z

template <typename T>
T Value(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  ADD_FAILURE() << value.status();
  std::abort();
}

const demo_pki::DemoFamily& Pki() {
  static const auto* const family =
      new demo_pki::DemoFamily(Value(demo_pki::MakeDemoFamily(demo_pki::KeyKind::kEcP256, kPkiTime)));
  return *family;
}

std::shared_ptr<const regulation::Catalog> SharedCatalog() {
  static const auto* const catalog = new std::shared_ptr<const regulation::Catalog>(
      Value(regulation::Catalog::LoadDirectory(OTEU_SOURCE_DIR "/service/regulations")));
  return *catalog;
}

std::string MakeFolder() {
  std::string name = absl::StrCat(testing::TempDir(), "/oteu-world-XXXXXX");
  if (mkdtemp(name.data()) == nullptr) std::abort();
  return name;
}

v1::Institution MakeInstitution(const std::string& bin, v1::InstitutionKind kind) {
  v1::Institution institution;
  institution.set_bin(bin);
  institution.set_status(v1::REGISTER_STATUS_FOUND);
  institution.add_kinds(kind);
  institution.add_district_katos(kKegen);
  return institution;
}

std::shared_ptr<const facts::Sources> MakeSources() {
  config::v1::FactsConfig config;
  const auto add = [&config](const char* id, config::v1::FactSourceType type) {
    auto* source = config.add_sources();
    source->set_id(id);
    source->set_type(type);
    return source;
  };
  auto* school = add("vendor-a", config::v1::FACT_SOURCE_TYPE_SCHOOL_SYSTEM)->add_schools();
  school->set_bin(demo_pki::SchoolBin());
  school->set_through("2025-12-31");
  school = add("vendor-b", config::v1::FACT_SOURCE_TYPE_SCHOOL_SYSTEM)->add_schools();
  school->set_bin(demo_pki::SchoolBin());
  school->set_from("2026-01-01");
  auto* registers = add("registers", config::v1::FACT_SOURCE_TYPE_REGISTER);
  for (int kind = v1::FACT_KIND_INSTITUTION_STAY; kind <= v1::FACT_KIND_STATE_SUPPORT; ++kind)
    registers->add_kinds(static_cast<v1::FactKind>(kind));
  add("civil", config::v1::FACT_SOURCE_TYPE_REGISTER)->add_kinds(v1::FACT_KIND_DEATH);
  return Value(facts::Sources::Create(config));
}

// The demonstration department, which seals the registers of Kegen.
std::shared_ptr<const payment::DepartmentSigner> MakeDepartment() {
  const demo_pki::Identity& identity = Pki().Get(demo_pki::kDepartmentHead);
  return Value(payment::DepartmentSigner::Create(identity.certificate, identity.key.ToFile().value()));
}

// Runs a write and waits for its one answer.
template <typename Response, typename Request>
absl::StatusOr<Response> Await(UseCases& use_cases, const CallContext& call, Request request,
                               void (UseCases::*method)(const CallContext&, Request, Done<Response>)) {
  std::promise<absl::StatusOr<Response>> promise;
  auto future = promise.get_future();
  (use_cases.*method)(call, std::move(request), [&promise](absl::StatusOr<Response> response) {
    promise.set_value(std::move(response));
  });
  return future.get();
}

}  // namespace

void ManualClock::Set(absl::string_view rfc3339) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error)) std::abort();
  now_us_ = absl::ToUnixMicros(time);
}

v1::FamilyRecord FakeRegistry::LookUpFamily(const std::string& child_iin,
                                            const std::string& /*applicant_iin*/, absl::Time) {
  ++lookups;
  const auto found = families.find(child_iin);
  return down || found == families.end() ? registry::UnavailableFamily() : found->second;
}

std::vector<v1::Institution> FakeRegistry::LookUpInstitutions(const std::vector<std::string>& bins,
                                                              absl::Time) {
  std::vector<v1::Institution> out = registry::UnavailableInstitutions(bins);
  if (down) return out;
  for (v1::Institution& institution : out) {
    const auto found = institutions.find(institution.bin());
    if (found != institutions.end()) {
      institution = found->second;
    } else {
      institution.set_status(v1::REGISTER_STATUS_NOT_FOUND);
    }
  }
  return out;
}

World::World() : verifier_(MakeVerifier(true)), catalog_(SharedCatalog()), folder_(MakeFolder()) {
  clock_.Set("2025-10-03T10:00:00+05:00");
  fact_sources_ = MakeSources();
  AddFamily(0);
  registry_.institutions[demo_pki::SchoolBin()] =
      MakeInstitution(demo_pki::SchoolBin(), v1::INSTITUTION_KIND_SCHOOL);
  registry_.institutions[demo_pki::PmpcBin()] =
      MakeInstitution(demo_pki::PmpcBin(), v1::INSTITUTION_KIND_PMPC);
  Open();
}

void World::Reopen() {
  store_->Drain();
  use_cases_.reset();
  store_.reset();
  Open();
}

void World::Open() {
  store_ = Value(store::sqlite::SqliteStore::Open({.path = folder_ + "/oteu.db"}, clock_.Now()));
  use_cases_ = UseCases::Create({.verifier = [this] { return verifier_; },
                                 .catalog = [this] { return catalog_; },
                                 .registry = &registry_,
                                 .store = store_.get(),
                                 .clock = &clock_,
                                 .fact_sources = fact_sources_,
                                 .departments = {{kKegen, MakeDepartment()}}});
}

World::~World() {
  store_->Drain();
  use_cases_.reset();
  store_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string World::Child(int i) { return demo_pki::MakeIin(100 + 3 * i); }
std::string World::Mother(int i) { return demo_pki::MakeIin(101 + 3 * i); }
std::string World::Father(int i) { return demo_pki::MakeIin(102 + 3 * i); }

void World::AddFamily(int i) {
  v1::FamilyRecord family;
  family.mutable_civil()->set_status(v1::REGISTER_STATUS_FOUND);
  *family.mutable_civil()->mutable_birth_date() = Date(2015, 3, 5);
  family.mutable_civil()->add_parent_iins(Mother(i));
  family.mutable_civil()->add_parent_iins(Father(i));
  family.mutable_disability()->set_status(v1::REGISTER_STATUS_FOUND);
  auto* term = family.mutable_disability()->add_terms();
  *term->mutable_from() = Date(2024, 1, 1);
  *term->mutable_through() = Date(2030, 1, 1);
  family.mutable_guardianship()->set_status(v1::REGISTER_STATUS_FOUND);
  family.mutable_residence()->set_status(v1::REGISTER_STATUS_FOUND);
  family.mutable_residence()->set_district_kato(kKegen);
  family.mutable_institution_stays()->set_status(v1::REGISTER_STATUS_FOUND);
  family.mutable_identity()->set_status(v1::REGISTER_STATUS_FOUND);
  family.mutable_consent()->set_status(v1::REGISTER_STATUS_NOT_FOUND);
  registry_.families[Child(i)] = family;
}

v1::SchoolCertificate World::SchoolCertificate(int child) const {
  v1::SchoolCertificate payload;
  payload.set_child_iin(Child(child));
  payload.set_school_bin(demo_pki::SchoolBin());
  *payload.mutable_home_education_from() = Date(2025, 9, 1);
  *payload.mutable_home_education_through() = Date(2026, 5, 25);
  *payload.mutable_issued_on() = Date(2025, 9, 1);
  payload.set_number("17");
  return payload;
}

v1::PmpcConclusion World::PmpcConclusion(int child) const {
  v1::PmpcConclusion payload;
  payload.set_child_iin(Child(child));
  payload.set_pmpc_bin(demo_pki::PmpcBin());
  *payload.mutable_term_from() = Date(2025, 8, 20);
  *payload.mutable_term_through() = Date(2026, 5, 25);
  payload.set_home_education_recommended(true);
  *payload.mutable_issued_on() = Date(2025, 8, 20);
  payload.set_number("9");
  return payload;
}

v1::Document World::Signed(v1::DocumentType type, const std::string& content, const char* signer) {
  v1::Document document;
  document.set_type(type);
  document.set_signed_data(
      Value(demo_pki::SignCms(content, {Pki().Get(signer).AsSigner()}, {.signing_time = kPkiTime})));
  return document;
}

v1::Document World::Signed(const v1::SchoolCertificate& payload, const char* signer) {
  return Signed(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, demo_pki::ToJson(payload), signer);
}

v1::Document World::Signed(const v1::PmpcConclusion& payload, const char* signer) {
  return Signed(v1::DOCUMENT_TYPE_PMPC_CONCLUSION, demo_pki::ToJson(payload), signer);
}

v1::SubmitApplicationRequest World::Request(const std::string& request_id, int child) const {
  v1::SubmitApplicationRequest request;
  request.set_request_id(request_id);
  v1::ApplicationForm& form = *request.mutable_form();
  form.set_child_iin(Child(child));
  form.set_applicant_iin(Mother(child));
  form.set_capacity(v1::APPLICANT_CAPACITY_PARENT);
  form.set_district_kato(kKegen);
  form.set_iban("kz86 125k zt50 0410 0100");
  form.set_consent(true);
  *request.add_documents() = Signed(SchoolCertificate(child));
  *request.add_documents() = Signed(PmpcConclusion(child));
  return request;
}

absl::StatusOr<v1::SubmitApplicationResponse> World::Submit(v1::SubmitApplicationRequest request) {
  return Await<v1::SubmitApplicationResponse>(*use_cases_, call_, std::move(request),
                                              &UseCases::SubmitApplication);
}

absl::StatusOr<v1::SupplyDocumentsResponse> World::Supply(const std::string& request_id,
                                                          const std::string& name,
                                                          std::vector<v1::Document> documents) {
  v1::SupplyDocumentsRequest request;
  request.set_request_id(request_id);
  request.set_name(name);
  for (v1::Document& document : documents) *request.add_documents() = std::move(document);
  return Await<v1::SupplyDocumentsResponse>(*use_cases_, call_, std::move(request),
                                            &UseCases::SupplyDocuments);
}

absl::StatusOr<v1::CompleteReviewResponse> World::Review(const std::string& request_id,
                                                         const std::string& name,
                                                         std::vector<v1::OfficerAttestation> attestations) {
  v1::CompleteReviewRequest request;
  request.set_request_id(request_id);
  request.set_name(name);
  for (v1::OfficerAttestation& attestation : attestations)
    *request.add_attestations() = std::move(attestation);
  return Await<v1::CompleteReviewResponse>(*use_cases_, call_, std::move(request), &UseCases::CompleteReview);
}

absl::StatusOr<v1::RecordHearingResponse> World::Hear(const std::string& request_id, const std::string& name,
                                                      const google::type::Date& held_on) {
  v1::RecordHearingRequest request;
  request.set_request_id(request_id);
  request.set_name(name);
  *request.mutable_hearing()->mutable_held_on() = held_on;
  request.mutable_hearing()->set_applicant_heard(true);
  request.mutable_hearing()->set_minutes("The applicant was heard.");
  request.mutable_hearing()->set_officer("officer-1");
  return Await<v1::RecordHearingResponse>(*use_cases_, call_, std::move(request), &UseCases::RecordHearing);
}

absl::StatusOr<v1::ConfirmRefusalResponse> World::Confirm(const std::string& request_id,
                                                          const std::string& name) {
  v1::ConfirmRefusalRequest request;
  request.set_request_id(request_id);
  request.set_name(name);
  request.set_officer("officer-1");
  return Await<v1::ConfirmRefusalResponse>(*use_cases_, call_, std::move(request), &UseCases::ConfirmRefusal);
}

absl::StatusOr<v1::GrantAfterHearingResponse> World::Grant(const std::string& request_id,
                                                           const std::string& name,
                                                           std::vector<v1::ReasonCode> set_aside) {
  v1::GrantAfterHearingRequest request;
  request.set_request_id(request_id);
  request.set_name(name);
  for (const v1::ReasonCode reason : set_aside) request.mutable_grant()->add_set_aside(reason);
  request.mutable_grant()->set_justification("The register is wrong.");
  request.mutable_grant()->set_officer("officer-1");
  return Await<v1::GrantAfterHearingResponse>(*use_cases_, call_, std::move(request),
                                              &UseCases::GrantAfterHearing);
}

absl::StatusOr<v1::WithdrawApplicationResponse> World::Withdraw(const std::string& request_id,
                                                                const std::string& name) {
  v1::WithdrawApplicationRequest request;
  request.set_request_id(request_id);
  request.set_name(name);
  request.set_reason("We move.");
  return Await<v1::WithdrawApplicationResponse>(*use_cases_, call_, std::move(request),
                                                &UseCases::WithdrawApplication);
}

v1::ReplayDecisionResponse World::Replay(const std::string& decision_name) {
  v1::ReplayDecisionRequest request;
  request.set_name(decision_name);
  return Value(use_cases_->ReplayDecision(call_, request));
}

absl::StatusOr<v1::FactChunkResult> World::Push(const std::string& source, std::vector<v1::Fact> facts,
                                                std::optional<std::int64_t> offset, bool validate_only) {
  v1::PushFactsStart start;
  start.set_source(source);
  if (source.starts_with("vendor")) start.set_school_bin(demo_pki::SchoolBin());
  start.set_validate_only(validate_only);
  v1::FactChunk chunk;
  chunk.set_offset(offset.value_or(Value(store_->GetFactOffset(source, start.school_bin()))));
  for (v1::Fact& fact : facts) *chunk.add_facts() = std::move(fact);
  std::promise<absl::StatusOr<v1::FactChunkResult>> promise;
  auto future = promise.get_future();
  use_cases_->PushFactChunk(
      call_, start, std::move(chunk),
      [&promise](absl::StatusOr<v1::FactChunkResult> result) { promise.set_value(std::move(result)); });
  return future.get();
}

std::vector<v1::FactOutcome> World::Outcomes(const std::string& source, std::vector<v1::Fact> facts) {
  const auto result = Push(source, std::move(facts));
  EXPECT_TRUE(result.ok()) << result.status();
  std::vector<v1::FactOutcome> outcomes;
  if (!result.ok()) return outcomes;
  for (const v1::FactResult& fact : result->results()) outcomes.push_back(fact.outcome());
  return outcomes;
}

v1::Decision World::LatestDecision(const std::string& application_name) {
  v1::GetDecisionRequest request;
  request.set_name(application_name + "/decisions/latest");
  return Value(use_cases_->GetDecision(call_, request)).decision();
}

v1::GetEntitlementResponse World::Entitlement(const std::string& application_name) {
  v1::GetEntitlementRequest request;
  request.set_name(application_name + "/entitlement");
  return Value(use_cases_->GetEntitlement(call_, request));
}

std::string World::Granted(int child) {
  if (child > 0) AddFamily(child);
  const auto submitted = Submit(Request(absl::StrCat("granted-", child), child));
  EXPECT_TRUE(submitted.ok()) << submitted.status();
  if (!submitted.ok()) return "";
  EXPECT_EQ(submitted->decision().outcome(), v1::DECISION_OUTCOME_GRANTED)
      << submitted->decision().ShortDebugString();
  return submitted->application().name();
}

std::shared_ptr<const verification::Verifier> World::MakeVerifier(bool with_revocation_lists) {
  verification::TrustMaterial material;
  material.anchors = {Pki().root.certificate};
  material.intermediates = {Pki().issuing_ca.certificate};
  if (with_revocation_lists) material.crls = {Pki().root_crl, Pki().issuing_crl};
  oteu::verification::v1::Policy policy = verification::DefaultPolicy();
  policy.mutable_levels()->set_demonstration_certificate(v1::CHECK_LEVEL_WARN);
  return Value(verification::Verifier::Create(material, policy));
}

std::vector<std::string> World::TrustFlags(const std::string& folder) {
  const auto write = [&folder](const char* name, const std::string& bytes) {
    const std::string path = absl::StrCat(folder, "/", name);
    EXPECT_TRUE(demo_pki::WriteFile(path, bytes).ok());
    return path;
  };
  return {"--anchors=" + write("root.cer", Pki().root.certificate),
          "--intermediates=" + write("ca.cer", Pki().issuing_ca.certificate),
          "--crls=" + write("root.crl", Pki().root_crl), "--crls=" + write("ca.crl", Pki().issuing_crl)};
}

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

v1::Fact Confirmed(const std::string& id, const std::string& child, const std::string& month) {
  v1::Fact fact;
  fact.set_fact_id(id);
  fact.set_revision(1);
  fact.set_kind(v1::FACT_KIND_HOME_EDUCATION_CONFIRMED);
  fact.set_child_iin(child);
  fact.set_month(month);
  return fact;
}

v1::Fact Period(const std::string& id, v1::FactKind kind, const std::string& child,
                const google::type::Date& from, std::optional<google::type::Date> through) {
  v1::Fact fact;
  fact.set_fact_id(id);
  fact.set_revision(1);
  fact.set_kind(kind);
  fact.set_child_iin(child);
  *fact.mutable_from() = from;
  if (through.has_value()) *fact.mutable_through() = *through;
  return fact;
}

v1::Fact Ended(const std::string& id, const std::string& child, const google::type::Date& through) {
  v1::Fact fact;
  fact.set_fact_id(id);
  fact.set_revision(1);
  fact.set_kind(v1::FACT_KIND_HOME_EDUCATION_ENDED);
  fact.set_child_iin(child);
  *fact.mutable_through() = through;
  return fact;
}

v1::Fact Revision(v1::Fact fact, std::int64_t revision) {
  fact.set_revision(revision);
  return fact;
}

v1::Fact Retraction(v1::Fact fact, std::int64_t revision) {
  fact.set_revision(revision);
  fact.set_retracted(true);
  return fact;
}

std::string ErrorName(const absl::Status& status) {
  const auto info = GetErrorInfo(status);
  return info.has_value() ? ErrorReasonName(info->reason) : status.ToString();
}

std::vector<std::string> ViolatedFields(const absl::Status& status) {
  std::vector<std::string> fields;
  const auto info = GetErrorInfo(status);
  if (!info.has_value()) return fields;
  for (const FieldViolation& violation : info->violations) fields.push_back(violation.field);
  return fields;
}

std::set<v1::ReasonCode> ReasonSet(const v1::Decision& decision) {
  std::set<v1::ReasonCode> reasons;
  for (const v1::DecisionFinding& finding : decision.findings()) reasons.insert(finding.reason());
  return reasons;
}

}  // namespace oteu::application
