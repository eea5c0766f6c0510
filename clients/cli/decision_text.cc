#include "clients/cli/decision_text.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/entitlement_text.h"
#include "clients/cli/format.h"
#include "clients/cli/report_text.h"
#include "clients/cli/terminal.h"

namespace oteu::cli {
namespace {

using oteu::v1::Decision;

Tone ToneOf(oteu::v1::DecisionOutcome outcome) {
  switch (outcome) {
    case oteu::v1::DECISION_OUTCOME_GRANTED:
      return Tone::kGood;
    case oteu::v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL:
    case oteu::v1::DECISION_OUTCOME_REFUSED:
      return Tone::kBad;
    default:
      return Tone::kDoubtful;
  }
}

std::string FindingsText(const Decision& decision, bool color) {
  std::string text;
  for (const oteu::v1::DecisionFinding& finding : decision.findings()) {
    const bool refuses = finding.severity() == oteu::v1::SEVERITY_REFUSAL;
    absl::StrAppend(&text, "  ",
                    Paint(NameOf(finding.severity()), refuses ? Tone::kBad : Tone::kDoubtful, color), "  ",
                    NameOf(finding.reason()));
    if (finding.ground() != oteu::v1::REFUSAL_GROUND_UNSPECIFIED) {
      absl::StrAppend(&text, "  [", NameOf(finding.ground()), "]");
    }
    if (!finding.object().empty()) absl::StrAppend(&text, "  ", finding.object());
    for (const auto& [key, value] : finding.details()) absl::StrAppend(&text, "  ", key, "=", value);
    absl::StrAppend(&text, "  (", ClausesText(finding.citations()), ")\n");
  }
  return text;
}

bool IsDemonstration(const oteu::v1::ValidationReport& report) {
  for (const oteu::v1::SignerReport& signer : report.signers()) {
    for (const oteu::v1::VerificationFinding& finding : signer.findings()) {
      if (finding.code() == oteu::v1::VERIFICATION_CODE_DEMO_CERTIFICATE) return true;
    }
  }
  return false;
}

// The documents with their verdicts; findings of a signature only where it did not pass.
std::string DocumentsText(const Decision& decision, bool color) {
  std::string text;
  for (const oteu::v1::DocumentResult& document : decision.documents()) {
    const oteu::v1::ValidationReport& report = document.verification();
    absl::StrAppend(&text, "  ", NameOf(document.type()), "  ",
                    document.accepted() ? "accepted" : "not accepted", "  signature ",
                    VerdictText(report.indication(), report.sub_indication(), color),
                    IsDemonstration(report) ? "  DEMONSTRATION CERTIFICATE" : "", "\n");
    if (report.indication() != oteu::v1::INDICATION_TOTAL_PASSED)
      absl::StrAppend(&text, ReportText(report, {.indent = "    ", .color = color}));
  }
  return text;
}

// What facts changed, and what is proposed: a person decides on it.
std::string RecalculationText(const oteu::v1::Recalculation& recalculation) {
  std::string text = absl::StrCat("recalculated from ", recalculation.reference_decision(), ":\n");
  for (const oteu::v1::MonthChange& change : recalculation.month_changes())
    absl::StrAppend(&text, "  ", change.month(),
                    change.granted_now() ? "  now granted\n" : "  no longer granted\n");
  for (const oteu::v1::Adjustment& adjustment : recalculation.adjustments()) {
    absl::StrAppend(&text, "  ", NameOf(adjustment.kind()), " ", NameOf(adjustment.state()), "  ",
                    GroupedTenge(adjustment.amount_tiyn()), " tenge",
                    adjustment.needs_human() ? "; clause 3: look before anything is asked back" : "", "\n");
    for (const oteu::v1::AdjustmentLine& line : adjustment.lines())
      absl::StrAppend(&text, "    ", line.period(), "  ", GroupedTenge(line.amount_tiyn()), "\n");
  }
  return text;
}

std::string DeadlinesText(const oteu::v1::Deadlines& deadlines) {
  std::string text;
  const auto add = [&text](const char* what, bool present, const google::type::Date& day) {
    if (present) absl::StrAppend(&text, "  ", what, DayText(day), "\n");
  };
  add("decision due                ", deadlines.has_decision_due(), deadlines.decision_due());
  add("notice of the hearing due   ", deadlines.has_hearing_notice_due(), deadlines.hearing_notice_due());
  add("objections due              ", deadlines.has_objections_due(), deadlines.objections_due());
  add("refusal not before          ", deadlines.has_refusal_not_before(), deadlines.refusal_not_before());
  add("complaint due               ", deadlines.has_complaint_due(), deadlines.complaint_due());
  return text;
}

}  // namespace

std::string ApplicationText(const oteu::v1::Application& application, bool color) {
  std::string text = absl::StrCat(
      Paint(application.name().empty() ? "(not stored)" : application.name(), Tone::kHeading, color), "  ",
      NameOf(application.state()), "\n");
  absl::StrAppend(&text, "  received ", TimeText(application.received_at()), "; district ",
                  application.form().district_kato(), "; regulation ", application.regulation_id(), "\n");
  for (const oteu::v1::DocumentSummary& document : application.documents()) {
    absl::StrAppend(&text, "  ", NameOf(document.type()), "  ", document.size_bytes(), " bytes  sha256 ",
                    document.sha256().substr(0, 16), "…\n");
  }
  if (!application.latest_decision().empty())
    absl::StrAppend(&text, "  decided by ", application.latest_decision(), "\n");
  return text;
}

std::string DecisionText(const Decision& decision, bool color) {
  std::string text = Paint(NameOf(decision.outcome()), ToneOf(decision.outcome()), color);
  absl::StrAppend(&text, decision.name().empty() ? "" : "  ", decision.name(), "\n  decided on ",
                  DayText(decision.decided_on()),
                  decision.automated() ? " automatically" : " with an officer", "; applied on ",
                  DayText(decision.applied_on()), "; regulation ", decision.regulation_id(), " of ",
                  decision.regulation_revision(), "\n");
  if (const std::string findings = FindingsText(decision, color); !findings.empty()) {
    absl::StrAppend(&text, "findings:\n", findings);
  }
  if (const std::string documents = DocumentsText(decision, color); !documents.empty()) {
    absl::StrAppend(&text, "documents:\n", documents);
  }
  if (decision.has_entitlement()) {
    absl::StrAppend(&text, decision.outcome() == oteu::v1::DECISION_OUTCOME_GRANTED ? "due" : "would be due",
                    ":\n", EntitlementText(decision.entitlement(), color));
  }
  if (decision.has_recalculation()) absl::StrAppend(&text, RecalculationText(decision.recalculation()));
  if (const std::string deadlines = DeadlinesText(decision.deadlines()); !deadlines.empty()) {
    absl::StrAppend(&text, "deadlines:\n", deadlines);
  }
  return text;
}

}  // namespace oteu::cli
