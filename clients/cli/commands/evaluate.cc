// oteu evaluate: what is due, offline, one case per line.
#include <cstdint>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/entitlement_text.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/json_output.h"
#include "clients/cli/line_reader.h"
#include "clients/cli/regulations_directory.h"
#include "clients/cli/terminal.h"
#include "clients/cli/time_argument.h"
#include "service/entitlement/json_lines.h"
#include "service/entitlement/validate.h"
#include "service/regulation/catalog.h"

namespace oteu::cli {
namespace {

struct Evaluation {
  const regulation::Catalog& catalog;
  std::string regulation_id;
  absl::CivilDay today;
  bool readable = false;

  int64_t cases = 0;
  int64_t errors = 0;
  int64_t total_tiyn = 0;
  bool total_overflows = false;
};

// Every violation of a request that parses, as a JSON member; the first alone stands in the message.
std::string FieldViolations(const Evaluation& evaluation, const std::string& line) {
  oteu::v1::EvaluateEntitlementRequest request;
  if (line.empty() || !ParseJson(line, &request).ok()) return "";
  if (request.regulation_id().empty()) request.set_regulation_id(evaluation.regulation_id);
  std::string list;
  for (const auto& violation : entitlement::ValidateRequest(evaluation.catalog, request)) {
    absl::StrAppend(&list, list.empty() ? "" : ",", "{\"field\":", JsonString(violation.field),
                    ",\"description\":", JsonString(violation.description), "}");
  }
  return list.empty() ? "" : absl::StrCat(",\"fieldViolations\":[", list, "]");
}

void WriteError(const absl::Status& status, const std::string& line, int64_t number, Evaluation* evaluation,
                const Console& console) {
  ++evaluation->errors;
  if (evaluation->readable) {
    console.out << Paint(absl::StrCat("line ", number, ": ", status.message()), Tone::kBad, console.color)
                << "\n\n";
    return;
  }
  console.out << JsonError(status, absl::StrCat("\"line\":", number, FieldViolations(*evaluation, line)))
              << "\n";
}

void WriteAnswer(const std::string& json, int64_t number, Evaluation* evaluation, const Console& console) {
  oteu::v1::EvaluateEntitlementResponse response;
  if (!ParseJson(json, &response).ok()) return;  // It was printed by the same library a moment ago.
  evaluation->total_overflows =
      __builtin_add_overflow(evaluation->total_tiyn, response.entitlement().total_tiyn(),
                             &evaluation->total_tiyn) ||
      evaluation->total_overflows;
  if (!evaluation->readable) {
    console.out << json << "\n";
    return;
  }
  const std::string name = response.case_id().empty() ? absl::StrCat("line ", number) : response.case_id();
  console.out << Paint(name, Tone::kHeading, console.color) << "\n"
              << EntitlementText(response.entitlement(), console.color) << "\n";
}

void EvaluateLines(const Console& console, Evaluation* evaluation) {
  LineReader reader(console.in, static_cast<size_t>(entitlement::kMaxLineBytes));
  std::string line;
  for (LineReader::Result got = reader.Next(&line); got != LineReader::Result::kEnd;
       got = reader.Next(&line)) {
    if (got == LineReader::Result::kLine && line.find_first_not_of(" \t") == std::string::npos) continue;
    ++evaluation->cases;
    const absl::StatusOr<std::string> answer =
        got == LineReader::Result::kTooLong
            ? absl::InvalidArgumentError(
                  absl::StrCat("the line is above ", entitlement::kMaxLineBytes, " bytes"))
            : entitlement::EvaluateJsonLine(evaluation->catalog, line, evaluation->regulation_id,
                                            evaluation->today);
    if (answer.ok()) {
      WriteAnswer(*answer, reader.line_number(), evaluation, console);
    } else {
      WriteError(answer.status(), line, reader.line_number(), evaluation, console);
    }
    if (reader.WouldWait()) console.out.flush();
  }
}

int Run(const Arguments& arguments, const Console& console) {
  const std::string directory = arguments.Get("regulations", DefaultRegulationsDirectory());
  const auto catalog = regulation::Catalog::LoadDirectory(directory);
  if (!catalog.ok()) return Fail(console, "evaluate", std::string(catalog.status().message()));
  if ((*catalog)->FindById(arguments.Get("regulation")) == nullptr) {
    return Fail(console, "evaluate",
                absl::StrCat("no regulation \"", arguments.Get("regulation"), "\" in ", directory));
  }
  absl::CivilDay today = (*catalog)->LocalDay(absl::Now());
  if (arguments.Has("as-of")) {
    const absl::StatusOr<absl::CivilDay> day = ParseDay(arguments.Get("as-of"));
    if (!day.ok()) return Fail(console, "evaluate", absl::StrCat("--as-of: ", day.status().message()));
    today = *day;
  }
  Evaluation evaluation{**catalog, arguments.Get("regulation"), today};
  evaluation.readable = arguments.Has("readable") || (console.out_is_terminal && !arguments.Has("json"));
  EvaluateLines(console, &evaluation);
  console.out.flush();
  console.err << evaluation.cases << (evaluation.cases == 1 ? " case, " : " cases, ") << evaluation.errors
              << (evaluation.errors == 1 ? " error, " : " errors, ") << "total "
              << (evaluation.total_overflows ? "too large to add up" : GroupedTenge(evaluation.total_tiyn))
              << " tenge\n";
  return evaluation.errors == 0 ? kOk : kFinding;
}

}  // namespace

Command EvaluateCommand() {
  return {
      {.name = "evaluate",
       .summary = "what is due for given facts, offline: one JSON case per line in, one answer per line out",
       .flags = {{"regulation", "ID", "regulation for cases that name none, e.g. kz-kegen", false, true},
                 {"regulations", "DIR", "folder of regulation data (default: the data of this installation)"},
                 {"as-of", "DATE", "day of knowledge for cases that state none (default: today)"},
                 {"readable", "", "tables for people, also when the output is no terminal"},
                 {"json", "", "JSON also on a terminal"}},
       .notes =
           "Reads oteu.v1.EvaluateEntitlementRequest as canonical protobuf JSON from standard input; see\n"
           "docs/reference/evaluate-json.md. A bad line is answered with {\"error\":…} and the rest goes "
           "on;\n"
           "empty lines are skipped. The sum of all answers goes to standard error.\n"},
      Run};
}

}  // namespace oteu::cli
