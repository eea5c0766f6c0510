#include "tests/service/store/store_factory.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <utility>

#include "service/store/sqlite/sqlite_store.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"

namespace oteu::store {

TempFolder::TempFolder() {
  const char* base = std::getenv("TMPDIR");
  path_ = std::string(base != nullptr ? base : "/tmp") + "/oteu-store-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) std::abort();
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<StoreFactory> AllStores() {
  return {{"Sqlite", [](const std::string& folder) -> std::unique_ptr<Store> {
             auto store = sqlite::SqliteStore::Open({.path = folder + "/oteu.db"},
                                                    absl::FromUnixSeconds(1'790'000'000));
             if (!store.ok()) {
               std::cerr << store.status() << "\n";
               std::abort();
             }
             return *std::move(store);
           }}};
}

std::string Sha256(const std::string& bytes) {
  const auto digest = verification::openssl::Sha256(verification::openssl::AsBytes(bytes));
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string Sha256Hex(const std::string& bytes) {
  return verification::openssl::ToHex(verification::openssl::AsBytes(Sha256(bytes)));
}

Change NewApplication(const std::string& id) {
  Change change;
  change.application_id = id;
  change.request_key = "SubmitApplication/" + id;
  change.request_sha256 = Sha256("request of " + id);
  change.application.set_name("applications/" + id);
  change.application.set_state(oteu::v1::APPLICATION_STATE_UNDER_REVIEW);
  change.application.mutable_form()->set_child_iin(kChild);
  change.application.mutable_form()->set_applicant_iin(kApplicant);
  change.application.mutable_form()->set_district_kato(kDistrict);
  change.application.set_revision(1);

  oteu::v1::Document document;
  document.set_type(oteu::v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  document.set_signed_data("signed document of " + id);
  const std::string bytes = document.SerializeAsString();
  change.documents.push_back({Sha256(bytes), bytes});
  const std::string decision = "decision 1 of " + id + std::string(100, '.');
  change.decision = StoredDecision{1, decision, "inputs of " + id, {Sha256(bytes)}};
  change.response = "response of " + id + ": " + decision;
  change.event = "APPLICATION_SUBMITTED";
  change.actor = "anonymous";
  change.at = absl::FromUnixSeconds(1'790'000'000);
  return change;
}

Change NextChange(const Change& before, oteu::v1::ApplicationState state) {
  Change change;
  change.application_id = before.application_id;
  change.application = before.application;
  change.expected_revision = before.application.revision();
  change.application.set_revision(change.expected_revision + 1);
  change.application.set_state(state);
  change.event = "APPLICATION_CHANGED";
  change.actor = "officer";
  change.at = before.at + absl::Seconds(1);
  return change;
}

void SetGrant(Change& change, std::int64_t expected_claims_version, std::vector<std::string> months) {
  Grant grant;
  grant.application_id = change.application_id;
  grant.applicant_iin = change.application.form().applicant_iin();
  grant.district_kato = change.application.form().district_kato();
  grant.regulation_id = "kz-kegen";
  grant.applied_on = "2026-09-01";
  grant.months = std::move(months);
  change.expected_claims_version = expected_claims_version;
  change.grant = std::move(grant);
  change.application.set_state(oteu::v1::APPLICATION_STATE_GRANTED);
}

}  // namespace oteu::store
