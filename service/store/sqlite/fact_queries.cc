#include "service/store/sqlite/fact_queries.h"

#include <algorithm>
#include <utility>

#include "service/errors/error.h"
#include "service/store/sqlite/bits.h"

namespace oteu::store::sqlite {
namespace {

constexpr char kGranted[] =
    "SELECT application FROM applications INDEXED BY applications_by_child WHERE child_iin = ?1 AND state = 4"
    " ORDER BY id";
constexpr char kHasGranted[] =
    "SELECT 1 FROM applications INDEXED BY applications_by_child WHERE child_iin = ?1 AND state = 4 LIMIT 1";
static_assert(oteu::v1::APPLICATION_STATE_GRANTED == 4, "the queries above say 4");
constexpr char kGetDecision[] =
    "SELECT version, decision, inputs, document_sha256s, coalesce(audit_seq, 0) FROM decisions"
    " WHERE application_id = ?1 AND version = ?2";
constexpr char kGetLatestDecision[] =
    "SELECT version, decision, inputs, document_sha256s, coalesce(audit_seq, 0) FROM decisions"
    " WHERE application_id = ?1 ORDER BY version DESC LIMIT 1";
constexpr char kHasFacts[] = "SELECT 1 FROM facts INDEXED BY facts_by_child WHERE child_iin = ?1 LIMIT 1";
#define OTEU_COLUMNS "f.source, f.school_bin, f.charge_from, f.recorded_at_us, f.fact"
constexpr char kHold[] =
    "SELECT " OTEU_COLUMNS
    ", 0 FROM facts f INDEXED BY facts_by_child WHERE f.child_iin = ?1 AND NOT EXISTS"
    " (SELECT 1 FROM facts g WHERE g.source = f.source AND g.fact_id = f.fact_id AND g.revision > f.revision)"
    " ORDER BY f.kind, f.source, f.fact_id";
// ?2 the bits of the kinds, ?3 the known time, ?4 to ?7 the fact before, ?8 the limit.
constexpr char kList[] =
    "SELECT " OTEU_COLUMNS
    ", EXISTS (SELECT 1 FROM facts g WHERE g.source = f.source AND g.fact_id = f.fact_id AND g.revision > "
    "f.revision"
    " AND g.recorded_at_us <= ?3) FROM facts f INDEXED BY facts_by_child WHERE f.child_iin = ?1"
    " AND (?2 >> f.kind) & 1 AND f.recorded_at_us <= ?3"
    " AND (f.recorded_at_us, f.source, f.fact_id, f.revision) > (?4, ?5, ?6, ?7)"
    " ORDER BY f.recorded_at_us, f.source, f.fact_id, f.revision LIMIT ?8";
#undef OTEU_COLUMNS
constexpr char kGetOffset[] =
    "SELECT committed_offset FROM fact_sessions WHERE source = ?1 AND school_bin = ?2";
constexpr char kIsPupil[] = "SELECT 1 FROM pupils WHERE school_bin = ?1 AND child_iin = ?2";
constexpr char kListPupils[] = "SELECT child_iin FROM pupils WHERE school_bin = ?1 ORDER BY child_iin";
constexpr char kListAdjustments[] =
    "SELECT kind, state, amount_tiyn, adjustment FROM adjustments WHERE application_id = ?1 AND "
    "decision_version = ?2"
    " ORDER BY kind";

constexpr std::size_t kSha256Bytes = 32;
constexpr int kListMax = 10000;

absl::StatusOr<std::vector<oteu::v1::RecordedFact>> ReadFacts(Cursor row) {
  std::vector<oteu::v1::RecordedFact> facts;
  while (row.Next()) {
    oteu::v1::RecordedFact& fact = facts.emplace_back();
    fact.set_source(std::string(row.Bytes(0)));
    fact.set_school_bin(std::string(row.Bytes(1)));
    fact.set_charge_from(std::string(row.Bytes(2)));
    const std::int64_t at_us = row.Int(3);
    fact.mutable_recorded_at()->set_seconds(at_us / 1000000);
    fact.mutable_recorded_at()->set_nanos(static_cast<std::int32_t>(at_us % 1000000 * 1000));
    const absl::string_view bytes = row.Bytes(4);
    if (!fact.mutable_fact()->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return absl::DataLossError("store: a fact does not parse");
    }
    fact.set_superseded(row.Int(5) != 0);
  }
  if (!row.status().ok()) return row.status();
  return facts;
}

absl::StatusOr<bool> IsThere(Cursor row) {
  const bool found = row.Next();
  if (!row.status().ok()) return row.status();
  return found;
}

}  // namespace

StoredDecision ReadDecisionRow(const Cursor& row) {
  StoredDecision decision;
  decision.version = static_cast<std::int32_t>(row.Int(0));
  decision.decision = std::string(row.Bytes(1));
  decision.inputs = std::string(row.Bytes(2));
  for (absl::string_view rest = row.Bytes(3); rest.size() >= kSha256Bytes; rest.remove_prefix(kSha256Bytes)) {
    decision.document_sha256s.emplace_back(rest.substr(0, kSha256Bytes));
  }
  decision.audit_seq = row.Int(4);
  return decision;
}

absl::Status FactQueries::Prepare(sqlite3* db) {
  if (absl::Status status = registers_.Prepare(db); !status.ok()) return status;
  return PrepareAll(db, {{&granted_, kGranted},
                         {&has_granted_, kHasGranted},
                         {&get_decision_, kGetDecision},
                         {&get_latest_decision_, kGetLatestDecision},
                         {&has_facts_, kHasFacts},
                         {&hold_, kHold},
                         {&get_offset_, kGetOffset},
                         {&list_, kList},
                         {&is_pupil_, kIsPupil},
                         {&list_pupils_, kListPupils},
                         {&list_adjustments_, kListAdjustments}});
}

absl::StatusOr<std::vector<oteu::v1::Application>> FactQueries::GrantedApplications(
    absl::string_view child_iin) {
  std::vector<oteu::v1::Application> applications;
  Cursor row = granted_.Start(child_iin);
  while (row.Next()) {
    const absl::string_view bytes = row.Bytes(0);
    if (!applications.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
      return absl::DataLossError("store: an application does not parse");
    }
  }
  if (!row.status().ok()) return row.status();
  return applications;
}

absl::StatusOr<StoredDecision> FactQueries::GetDecision(absl::string_view application_id,
                                                        std::int32_t version) {
  Cursor row = version == 0 ? get_latest_decision_.Start(application_id)
                            : get_decision_.Start(application_id, std::int64_t{version});
  if (row.Next()) return ReadDecisionRow(row);
  if (!row.status().ok()) return row.status();
  return MakeError(ErrorReason::kNotFound, "no such decision");
}

absl::StatusOr<bool> FactQueries::HasGranted(absl::string_view child_iin) {
  return IsThere(has_granted_.Start(child_iin));
}

absl::StatusOr<bool> FactQueries::HasFacts(absl::string_view child_iin) {
  return IsThere(has_facts_.Start(child_iin));
}

absl::StatusOr<std::vector<oteu::v1::RecordedFact>> FactQueries::FactsThatHold(absl::string_view child_iin) {
  return ReadFacts(hold_.Start(child_iin));
}

absl::StatusOr<std::int64_t> FactQueries::GetFactOffset(absl::string_view source,
                                                        absl::string_view school_bin) {
  Cursor row = get_offset_.Start(source, school_bin);
  const std::int64_t offset = row.Next() ? row.Int(0) : 0;
  if (!row.status().ok()) return row.status();
  return offset;
}

absl::StatusOr<std::vector<oteu::v1::RecordedFact>> FactQueries::ListFacts(const FactFilter& filter) {
  const std::int64_t known_us = absl::ToUnixMicros(filter.known_at);  // the far future saturates
  return ReadFacts(list_.Start(absl::string_view(filter.child_iin), FilterBitsOf(filter.kinds), known_us,
                               filter.after_us, absl::string_view(filter.after_source),
                               absl::string_view(filter.after_fact_id), filter.after_revision,
                               std::int64_t{std::clamp(filter.limit, 1, kListMax)}));
}

absl::StatusOr<bool> FactQueries::IsPupil(absl::string_view school_bin, absl::string_view child_iin) {
  return IsThere(is_pupil_.Start(school_bin, child_iin));
}

absl::StatusOr<std::vector<std::string>> FactQueries::ListPupils(absl::string_view school_bin) {
  std::vector<std::string> children;
  Cursor row = list_pupils_.Start(school_bin);
  while (row.Next()) children.emplace_back(row.Bytes(0));
  if (!row.status().ok()) return row.status();
  return children;
}

absl::StatusOr<std::vector<StoredAdjustment>> FactQueries::ListAdjustments(absl::string_view application_id,
                                                                           std::int32_t decision_version) {
  std::vector<StoredAdjustment> adjustments;
  Cursor row = list_adjustments_.Start(application_id, std::int64_t{decision_version});
  while (row.Next()) {
    adjustments.push_back({static_cast<std::int32_t>(row.Int(0)), static_cast<std::int32_t>(row.Int(1)),
                           row.Int(2), std::string(row.Bytes(3))});
  }
  if (!row.status().ok()) return row.status();
  return adjustments;
}

}  // namespace oteu::store::sqlite
