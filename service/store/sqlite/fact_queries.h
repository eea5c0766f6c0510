// The reads about facts on one connection: a reader's, or the writer's inside its transaction. Not
// thread-safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/store/fact_batch.h"
#include "service/store/sqlite/register_queries.h"
#include "service/store/sqlite/statement.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

class FactQueries final : public FactView {
 public:
  absl::Status Prepare(sqlite3* db);

  absl::StatusOr<std::vector<oteu::v1::Application>> GrantedApplications(
      absl::string_view child_iin) override;
  absl::StatusOr<StoredDecision> GetDecision(absl::string_view application_id, std::int32_t version) override;
  absl::StatusOr<bool> HasFacts(absl::string_view child_iin) override;
  absl::StatusOr<std::vector<oteu::v1::RecordedFact>> FactsThatHold(absl::string_view child_iin) override;
  absl::StatusOr<ChildPayments> GetPayments(absl::string_view child_iin) override {
    return registers_.GetPayments(child_iin);
  }

  // Whether GrantedApplications would give any.
  absl::StatusOr<bool> HasGranted(absl::string_view child_iin);

  // Each as the method of Store of the same name.
  absl::StatusOr<std::int64_t> GetFactOffset(absl::string_view source, absl::string_view school_bin);
  absl::StatusOr<std::vector<oteu::v1::RecordedFact>> ListFacts(const FactFilter& filter);
  absl::StatusOr<bool> IsPupil(absl::string_view school_bin, absl::string_view child_iin);
  absl::StatusOr<std::vector<std::string>> ListPupils(absl::string_view school_bin);
  absl::StatusOr<std::vector<StoredAdjustment>> ListAdjustments(absl::string_view application_id,
                                                                std::int32_t decision_version);

 private:
  RegisterQueries registers_;
  Statement granted_, has_granted_, get_decision_, get_latest_decision_, has_facts_, hold_, get_offset_,
      list_, is_pupil_, list_pupils_, list_adjustments_;
};

// A row of "version, decision, inputs, document_sha256s".
StoredDecision ReadDecisionRow(const Cursor& row);

}  // namespace oteu::store::sqlite
