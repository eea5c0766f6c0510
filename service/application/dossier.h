// Dossier: one application on its way to a decision: what is stored of it, and what the next decision is made
// from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "oteu/v1/application.pb.h"
#include "oteu/v1/decision.pb.h"
#include "service/decision/decide.h"
#include "service/store/store.h"

namespace oteu::application {

struct Dossier {
  std::string id;                      // empty: nothing will be stored (validate_only)
  std::int64_t expected_revision = 0;  // 0: a new application
  v1::Application application;

  // Documents stand apart, so that megabytes are not copied; inputs.documents() stays empty.
  v1::DecisionInputs inputs;
  google::protobuf::RepeatedPtrField<v1::Document> documents;  // those that count
  std::vector<std::string> document_sha256s;  // of the serialized documents, 32 raw bytes each
  int first_new_document = 0;                 // from here on they are not stored yet

  // The decision that stands, when there is one.
  std::optional<v1::Decision> standing;

  // Filled while deciding, and kept when only the child's claims moved meanwhile.
  std::optional<std::vector<decision::DocumentReading>> readings;
  bool registers_asked = false;
};

// A stored application with its standing decision's inputs and documents, made ready for the next decision:
// the next version, no confirmation, and the notice of a preliminary refusal that stands. NOT_FOUND when
// absent.
absl::StatusOr<Dossier> LoadDossier(store::Store& store, const std::string& id);

// Adds documents, handed in at `now`. What an officer read in earlier ones of their types does not count for
// them. Of a type that is there already they take the place of the earlier ones in the decision; both are
// kept. INVALID_FIELD when that makes too many.
absl::Status AddDocuments(google::protobuf::RepeatedPtrField<v1::Document> documents, absl::Time now,
                          Dossier* dossier);

// STATE_CONFLICT (metadata "state") unless the application is in one of the states.
absl::Status RequireState(const v1::Application& application,
                          const std::vector<v1::ApplicationState>& states);

void SetTimestamp(absl::Time time, google::protobuf::Timestamp* out);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace oteu::application
