#include "service/audit/check_log.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service/audit/findings.h"
#include "service/audit/record_proto.h"

namespace oteu::audit {

LogCheck::LogCheck(const store::NotedHead& noted, const LogBegin& begin)
    : walk_(begin.after_seq, begin.after_hash) {
  walk_.Expect(noted);
}

bool LogCheck::AddLine(absl::string_view line, absl::string_view place) {
  if (absl::StripAsciiWhitespace(line).empty()) return !malformed_ && !broken_.has_value();
  auto record = FromLine(line);
  if (changed_.has_value()) {
    Tell(record.ok() ? &*record : nullptr);
    return false;
  }
  if (broken_.has_value() || malformed_) return false;
  if (!record.ok()) {
    malformed_ = true;
    Findings(&result_).Add(v1::AUDIT_DEFECT_MALFORMED, walk_.seq() + 1, "",
                           absl::StrCat(place, ": ", record.status().message()));
    return false;
  }
  broken_ = walk_.Add(*record);
  if (broken_.has_value()) {
    if (broken_->defect == store::ChainDefect::kChanged) changed_ = *std::move(record);
    return false;
  }
  if (records_++ == 0) first_at_us_ = record->at_us;
  last_at_us_ = record->at_us;
  return true;
}

void LogCheck::Tell(const store::AuditRecord* next) {
  absl::StrAppend(&broken_->what, ": ", store::ExplainChanged(*changed_, next));
  changed_ = std::nullopt;
}

v1::AuditVerification LogCheck::Finish() {
  if (changed_.has_value()) Tell(nullptr);
  if (!broken_.has_value() && !malformed_) broken_ = walk_.CheckNoted();
  if (broken_.has_value()) Findings(&result_).Add(*broken_);
  *result_.mutable_head() = MakeHead(walk_.seq(), walk_.hash(), last_at_us_);
  if (records_ == 0) result_.mutable_head()->clear_at();
  if (records_ > 0) SetMicros(first_at_us_, result_.mutable_first_at());
  result_.set_good(result_.findings().empty());
  return std::move(result_);
}

}  // namespace oteu::audit
