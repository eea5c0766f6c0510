#include "service/store/prepared_change.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/store/canonical_bytes.h"

namespace oteu::store {
namespace {

constexpr std::size_t kSha256Bytes = 32;
constexpr std::size_t kKeyBytesMax = 256;        // request keys and ids
constexpr std::size_t kMonthsMax = 1200;         // a hundred years
constexpr std::size_t kDocumentsMax = 1024;      // of one decision
constexpr std::size_t kSharedTailBytesMin = 64;  // below, sharing costs more than it saves

absl::Status Defect(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("store change: ", what));
}

bool IsMonth(absl::string_view month) {  // "YYYY-MM"
  if (month.size() != 7 || month[4] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U}) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(month[i]))) return false;
  }
  const absl::string_view number = month.substr(5);
  return number >= "01" && number <= "12";
}

absl::Status CheckIdentity(const Change& change) {
  if (change.application_id.empty() || change.application_id.size() > kKeyBytesMax) {
    return Defect("application_id is empty or too long");
  }
  if (change.request_key.size() > kKeyBytesMax) return Defect("request_key is too long");
  if (!change.request_key.empty() && change.request_sha256.size() != kSha256Bytes) {
    return Defect("request_sha256 is not 32 bytes");
  }
  if (change.expected_revision < 0 || change.application.revision() != change.expected_revision + 1) {
    return Defect("the application's revision is not expected_revision + 1");
  }
  if (change.event.empty()) return Defect("event is empty");
  return absl::OkStatus();
}

absl::Status CheckContent(const Change& change) {
  for (const StoredDocument& document : change.documents) {
    if (document.sha256.size() != kSha256Bytes) return Defect("a document's sha256 is not 32 bytes");
  }
  for (const Snapshot& snapshot : change.snapshots) {
    if (snapshot.sha256.size() != 2 * kSha256Bytes) return Defect("a snapshot's sha256 is not 64 digits");
  }
  for (const Pupil& pupil : change.pupils) {
    if (pupil.school_bin.empty() || pupil.child_iin.empty()) return Defect("a pupil without school or child");
  }
  if (!change.decision.has_value()) {
    return change.adjustments.empty() && !change.overpayment.has_value()
               ? absl::OkStatus()
               : Defect("adjustments without a decision");
  }
  if (change.decision->version < 1) return Defect("the decision's version is not positive");
  if (change.decision->document_sha256s.size() > kDocumentsMax) return Defect("too many documents");
  for (const std::string& sha256 : change.decision->document_sha256s) {
    if (sha256.size() != kSha256Bytes) return Defect("a decision's document sha256 is not 32 bytes");
  }
  return absl::OkStatus();
}

absl::Status CheckClaims(const Change& change) {
  const bool claims =
      change.expected_claims_version.has_value() || change.grant.has_value() || change.revoke_grant;
  if (!claims) return absl::OkStatus();
  if (change.application.form().child_iin().empty()) return Defect("claims without a child");
  if (!change.grant.has_value()) return absl::OkStatus();
  if (change.revoke_grant) return Defect("a grant both set and revoked");
  const Grant& grant = *change.grant;
  if (grant.application_id != change.application_id) return Defect("a grant for another application");
  if (grant.months.size() > kMonthsMax) return Defect("a grant of too many months");
  if (!std::all_of(grant.months.begin(), grant.months.end(),
                   [](const std::string& m) { return IsMonth(m); })) {
    return Defect("a granted month is not YYYY-MM");
  }
  const auto not_ascending =
      std::adjacent_find(grant.months.begin(), grant.months.end(), std::greater_equal<>());
  if (not_ascending != grant.months.end()) return Defect("granted months do not ascend");
  return absl::OkStatus();
}

std::size_t Weigh(const PreparedChange& prepared) {
  const Change& change = prepared.change;
  std::size_t bytes = prepared.application.size() + change.response.size();
  if (change.decision.has_value()) bytes += change.decision->decision.size() + change.decision->inputs.size();
  for (const StoredDocument& document : change.documents) bytes += document.document.size();
  for (const Snapshot& snapshot : change.snapshots) bytes += snapshot.bytes.size();
  return bytes;
}

}  // namespace

absl::StatusOr<PreparedChange> Prepare(Change change) {
  for (const absl::Status& status : {CheckIdentity(change), CheckContent(change), CheckClaims(change)}) {
    if (!status.ok()) return status;
  }
  PreparedChange prepared;
  prepared.change = std::move(change);
  const Change& checked = prepared.change;
  if (!checked.application.SerializeToString(&prepared.application))
    return Defect("the application does not serialize");
  prepared.at_us = absl::ToUnixMicros(checked.at);
  prepared.response_head_bytes = checked.response.size();
  if (checked.decision.has_value()) {
    const std::string& decision = checked.decision->decision;
    prepared.decision_sha256 = Sha256RawOf(decision);
    if (decision.size() >= kSharedTailBytesMin && absl::EndsWith(checked.response, decision)) {
      prepared.response_head_bytes -= decision.size();
    }
  }
  prepared.bytes = Weigh(prepared);
  return prepared;
}

}  // namespace oteu::store
