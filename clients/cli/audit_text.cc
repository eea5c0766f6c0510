#include "clients/cli/audit_text.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/format.h"
#include "clients/cli/terminal.h"

namespace oteu::cli {
namespace {

std::string Line(std::string_view name, const std::string& value) {
  std::string line = absl::StrCat("  ", std::string(name));
  line.resize(12, ' ');
  return absl::StrCat(line, value, "\n");
}

std::string Count(int64_t count, std::string_view what) {
  return absl::StrCat(count, " ", std::string(what), count == 1 ? "" : "s");
}

std::string FindingText(const oteu::v1::AuditFinding& finding, bool color) {
  std::string text = absl::StrCat("  ", Paint(NameOf(finding.defect()), Tone::kBad, color));
  if (finding.seq() > 0) absl::StrAppend(&text, "  record ", finding.seq());
  if (!finding.object().empty()) absl::StrAppend(&text, "  ", finding.object());
  return absl::StrCat(text, "\n    ", finding.detail(), "\n");
}

}  // namespace

std::string AuditText(std::string_view what, const oteu::v1::AuditVerification& verification, bool color) {
  const bool good = verification.good();
  std::string text =
      absl::StrCat(std::string(what), ": ",
                   good ? Paint("whole", Tone::kGood, color) : Paint("NOT WHOLE", Tone::kBad, color), "\n");
  absl::StrAppend(&text, Line("records", absl::StrCat(verification.head().seq(), good ? "" : " that hold")),
                  Line("head", verification.head().hash()), Line("first", TimeText(verification.first_at())),
                  Line("last", TimeText(verification.head().at())));
  if (verification.content_checked()) {
    absl::StrAppend(&text, Line("content", absl::StrCat(Count(verification.applications(), "application"),
                                                        ", ", Count(verification.decisions(), "decision"),
                                                        ", ", Count(verification.documents(), "document"),
                                                        ", ", Count(verification.snapshots(), "snapshot"),
                                                        ", ", Count(verification.facts(), "fact"), ", ",
                                                        Count(verification.registers(), "register"))));
  }
  if (verification.facts_unlinked() > 0) {
    absl::StrAppend(
        &text, Line("", absl::StrCat("of them ", Count(verification.facts_unlinked(), "fact"),
                                     " recorded before their digests could be made again: counted only")));
  }
  for (const auto& finding : verification.findings()) text += FindingText(finding, color);
  if (verification.further_findings() > 0)
    absl::StrAppend(&text, "  and ", Count(verification.further_findings(), "further finding"), "\n");
  return text;
}

}  // namespace oteu::cli
