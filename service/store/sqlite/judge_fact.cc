#include "service/store/sqlite/judge_fact.h"

namespace oteu::store::sqlite {
namespace {

// All revisions of a fact, greatest first: at most kMaxFactRevisions.
constexpr char kFindKey[] =
    "SELECT revision, child_iin, fact FROM facts WHERE source = ?1 AND fact_id = ?2 ORDER BY revision DESC";
// Another source said the same of the same for the same school, and holds it still.
constexpr char kFindStated[] =
    "SELECT 1 FROM facts f INDEXED BY facts_by_child WHERE f.child_iin = ?1 AND f.kind = ?2 AND f.subject = "
    "?3"
    " AND f.source <> ?4 AND f.school_bin = ?5 AND f.value = ?6 AND f.retracted = ?7"
    " AND NOT EXISTS (SELECT 1 FROM facts g WHERE g.source = f.source AND g.fact_id = f.fact_id"
    " AND g.revision > f.revision) LIMIT 1";
// Rows, from the index alone. Hardly any child has as many rows as it may have keys, and then they are not
// told apart.
constexpr char kCountRows[] =
    "SELECT count(*) FROM (SELECT 1 FROM facts INDEXED BY facts_by_child"
    " WHERE child_iin = ?1 AND kind = ?2 LIMIT ?3)";
constexpr char kCountKeys[] =
    "SELECT count(*) FROM (SELECT DISTINCT source, fact_id FROM facts INDEXED BY facts_by_child"
    " WHERE child_iin = ?1 AND kind = ?2 LIMIT ?3)";

}  // namespace

absl::Status FactJudge::Prepare(sqlite3* db) {
  return PrepareAll(db, {{&find_key_, kFindKey},
                         {&find_stated_, kFindStated},
                         {&count_rows_, kCountRows},
                         {&count_keys_, kCountKeys}});
}

absl::StatusOr<FactJudge::Verdict> FactJudge::Judge(const FactBatch& session, const FactWrite& fact) {
  Verdict verdict;
  int revisions = 0;
  std::int64_t greatest = 0;
  {
    Cursor row = find_key_.Start(absl::string_view(session.source), absl::string_view(fact.fact_id));
    for (; row.Next(); ++revisions) {
      const std::int64_t revision = row.Int(0);
      if (revisions == 0) {
        greatest = revision;
        verdict.superseded_child = std::string(row.Bytes(1));
      }
      if (revision == fact.revision) {
        const bool same = row.Bytes(2) == absl::string_view(fact.fact);
        verdict.outcome = !same                 ? FactStored::kRevisionReused
                          : revision < greatest ? FactStored::kStale
                                                : FactStored::kSame;
        return verdict;
      }
    }
    if (!row.status().ok()) return row.status();
  }
  if (revisions >= kMaxFactRevisions) return Verdict{FactStored::kTooMany, false, ""};
  verdict.write = true;
  if (revisions > 0) {
    verdict.outcome = fact.revision > greatest ? FactStored::kSuperseded : FactStored::kStale;
    return verdict;
  }
  if (!fact.subject.empty()) {
    auto stated = StatedByAnother(session, fact);
    if (!stated.ok()) return stated.status();
    if (*stated) verdict.outcome = FactStored::kSame;
  }
  if (fact.concerns_entitlement) {
    auto too_many = TooManyOfChild(fact);
    if (!too_many.ok()) return too_many.status();
    if (*too_many) return Verdict{FactStored::kTooMany, false, ""};
  }
  return verdict;
}

absl::StatusOr<bool> FactJudge::StatedByAnother(const FactBatch& session, const FactWrite& fact) {
  Cursor row = find_stated_.Start(absl::string_view(fact.child_iin), std::int64_t{fact.kind},
                                  absl::string_view(fact.subject), absl::string_view(session.source),
                                  absl::string_view(session.school_bin), absl::string_view(fact.value),
                                  std::int64_t{fact.retracted ? 1 : 0});
  const bool found = row.Next();
  if (!row.status().ok()) return row.status();
  return found;
}

absl::StatusOr<bool> FactJudge::TooManyOfChild(const FactWrite& fact) {
  const auto rows = CountOfChild(count_rows_, fact);
  if (!rows.ok()) return rows.status();
  if (*rows < kMaxFactsOfChildAndKind) return false;
  const auto keys = CountOfChild(count_keys_, fact);
  if (!keys.ok()) return keys.status();
  return *keys >= kMaxFactsOfChildAndKind;
}

absl::StatusOr<std::int64_t> FactJudge::CountOfChild(Statement& count, const FactWrite& fact) {
  Cursor row = count.Start(absl::string_view(fact.child_iin), std::int64_t{fact.kind},
                           std::int64_t{kMaxFactsOfChildAndKind});
  const std::int64_t number = row.Next() ? row.Int(0) : 0;
  if (!row.status().ok()) return row.status();
  return number;
}

}  // namespace oteu::store::sqlite
