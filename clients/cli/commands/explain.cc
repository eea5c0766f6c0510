// oteu explain: a decision in words that a parent can read.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_command.h"
#include "clients/cli/terminal.h"

namespace oteu::cli {
namespace {

std::string ExplanationText(const oteu::v1::ExplainDecisionResponse& explanation, bool color) {
  std::string text = absl::StrCat(explanation.summary(), "\n");
  for (const oteu::v1::ExplanationSection& section : explanation.sections()) {
    absl::StrAppend(&text, "\n", Paint(section.title(), Tone::kHeading, color), "\n");
    for (const oteu::v1::ExplanationParagraph& paragraph : section.paragraphs()) {
      absl::StrAppend(&text, "  ", paragraph.text());
      if (!paragraph.citations().empty())
        absl::StrAppend(&text, " (", ClausesText(paragraph.citations()), ")");
      absl::StrAppend(&text, "\n");
    }
  }
  if (!explanation.clauses().empty()) text.append("\n");
  for (const oteu::v1::CitedClause& clause : explanation.clauses()) {
    absl::StrAppend(&text, "  ", clause.citation().act_id(), " cl. ", clause.citation().clause_id(), ": ",
                    clause.text(), "\n");
  }
  return text;
}

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"explain", arguments, console};
  oteu::v1::ExplainDecisionRequest request;
  request.set_name(DecisionName(arguments.operands()[0]));
  request.set_language(arguments.Get("lang"));
  return CallServer(
      call, [&](ServerClient& server) { return server.ExplainDecision(request); },
      [&](const oteu::v1::ExplainDecisionResponse& answer) {
        console.out << (call.json() ? JsonLine(answer).append("\n") : ExplanationText(answer, console.color));
        return kOk;
      });
}

}  // namespace

Command ExplainCommand() {
  return {{.name = "explain",
           .summary = "explain a decision in plain words, with the clauses it rests on",
           .operands = "NAME",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags({}),
           .notes = "NAME: a decision, or an application for its latest one. --lang chooses the language.\n"},
          Run};
}

}  // namespace oteu::cli
