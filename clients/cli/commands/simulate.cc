// oteu simulate: what other readings, another MCI or another act would cost for a book of cases, offline.
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <ostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/cli/line_reader.h"
#include "clients/cli/regulations_directory.h"
#include "clients/cli/simulation_text.h"
#include "clients/cli/terminal.h"
#include "clients/cli/time_argument.h"
#include "clients/demo_pki/files.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/civil/month.h"
#include "service/entitlement/bulk/plan.h"
#include "service/entitlement/bulk/simulation.h"
#include "service/entitlement/json_lines.h"
#include "service/entitlement/validate.h"
#include "service/limits.h"
#include "service/regulation/catalog.h"

namespace oteu::cli {
namespace {

namespace bulk = entitlement::bulk;
namespace law = regulation::v1;

// Cases whose decided amounts are kept: about 500 bytes each.
constexpr size_t kMaxDecided = 2000000;

// What the command line asks for.
struct Task {
  bulk::Plan what;
  std::string regulation_id;
  std::string first_month, last_month;
  absl::CivilDay today;
  // By case id: the amounts that `oteu evaluate` gave.
  std::optional<std::map<std::string, std::vector<bulk::LabelAmount>>> decided;
  bool readable = false;
  bool all = false;
  bool periods = false;
};

// "2027-01=4600": the month from which, and tenge.
absl::StatusOr<std::pair<absl::CivilMonth, int64_t>> MciArgument(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  const absl::StatusOr<absl::CivilMonth> month = civil::ParseMonth(parts.first);
  int64_t tenge = 0;
  if (!month.ok() || !absl::SimpleAtoi(parts.second, &tenge)) {
    return absl::InvalidArgumentError(absl::StrCat("--mci: \"", text, "\" is not YYYY-MM=TENGE"));
  }
  return std::pair(*month, tenge);
}

absl::Status ReadAgainst(const std::string& against, const regulation::Catalog& catalog, bulk::WhatIf& out) {
  if (against.empty()) return absl::OkStatus();
  if (catalog.FindById(against) != nullptr) {
    out.against_regulation_id = against;
    return absl::OkStatus();
  }
  const absl::StatusOr<law::Reading> reading = ParseEnum<law::Reading>(against);
  if (!reading.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--against: \"", against, "\" is no regulation of the data and no reading"));
  }
  out.against_reading = *reading;
  return absl::OkStatus();
}

absl::StatusOr<bulk::WhatIf> WhatIfOf(const Arguments& arguments, const regulation::Catalog& catalog) {
  bulk::WhatIf what_if;
  if (absl::Status status = ReadAgainst(arguments.Get("against"), catalog, what_if); !status.ok())
    return status;
  if (arguments.Has("draft")) {
    absl::StatusOr<std::string> text = demo_pki::ReadFile(arguments.Get("draft"));
    if (!text.ok()) return text.status();
    if (text->empty()) return absl::InvalidArgumentError("--draft: the file is empty");
    if (text->size() > limits::kMaxRegulationTextBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("--draft: larger than ", limits::kMaxRegulationTextBytes, " bytes"));
    }
    what_if.draft_text = *std::move(text);
  }
  for (const std::string& text : arguments.All("mci")) {
    const auto mci = MciArgument(text);
    if (!mci.ok()) return mci.status();
    what_if.mci.push_back(*mci);
  }
  if (!arguments.Has("readings")) return what_if;
  const std::string list = arguments.Get("readings");
  for (const absl::string_view name : absl::StrSplit(list, ',')) {
    const absl::StatusOr<law::Reading> reading = ParseEnum<law::Reading>({name.data(), name.size()});
    if (!reading.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("--readings: ", reading.status().message()));
    }
    what_if.readings.push_back(*reading);
  }
  return what_if;
}

// The answers of `oteu evaluate`, one per line.
absl::Status ReadDecided(const std::string& path, Task& task) {
  std::ifstream stream(path);
  if (!stream) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  task.decided.emplace();
  LineReader reader(stream, static_cast<size_t>(entitlement::kMaxLineBytes));
  std::string line;
  for (LineReader::Result got = reader.Next(&line); got != LineReader::Result::kEnd;
       got = reader.Next(&line)) {
    if (got == LineReader::Result::kLine && line.find_first_not_of(" \t") == std::string::npos) continue;
    const auto fail = [&](absl::string_view message) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", reader.line_number(), ": ", message));
    };
    oteu::v1::EvaluateEntitlementResponse decided;
    if (got != LineReader::Result::kLine || !ParseJson(line, &decided).ok()) {
      return fail("not an answer of oteu evaluate");
    }
    if (decided.case_id().empty()) return fail("an answer without caseId cannot be found again");
    if (task.decided->size() >= kMaxDecided) return fail("too many answers");
    std::vector<bulk::LabelAmount> amounts;
    for (const oteu::v1::PeriodAmount& period : decided.entitlement().periods()) {
      if (period.amount_tiyn() != 0) amounts.push_back({period.period(), period.amount_tiyn()});
    }
    if (!task.decided->emplace(decided.case_id(), std::move(amounts)).second)
      return fail("caseId given twice");
  }
  return absl::OkStatus();
}

absl::Status ReadMonths(const Arguments& arguments, Task& task) {
  for (const auto& [flag, month] :
       {std::pair{"first-month", &task.first_month}, std::pair{"last-month", &task.last_month}}) {
    *month = arguments.Get(flag);
    if (!month->empty() && !civil::ParseMonth(*month).ok()) {
      return absl::InvalidArgumentError(absl::StrCat("--", flag, ": not a month YYYY-MM"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Task> TaskOf(const Arguments& arguments, const Console& console) {
  Task task;
  const std::string directory = arguments.Get("regulations", DefaultRegulationsDirectory());
  const auto catalog = regulation::Catalog::LoadDirectory(directory);
  if (!catalog.ok()) return catalog.status();
  task.regulation_id = arguments.Get("regulation");
  if ((*catalog)->FindById(task.regulation_id) == nullptr) {
    return absl::NotFoundError(absl::StrCat("no regulation \"", task.regulation_id, "\" in ", directory));
  }
  task.today = (*catalog)->LocalDay(absl::Now());
  if (arguments.Has("as-of")) {
    const absl::StatusOr<absl::CivilDay> day = ParseDay(arguments.Get("as-of"));
    if (!day.ok()) return absl::InvalidArgumentError(absl::StrCat("--as-of: ", day.status().message()));
    task.today = *day;
  }
  const absl::StatusOr<bulk::WhatIf> what_if = WhatIfOf(arguments, **catalog);
  if (!what_if.ok()) return what_if.status();
  absl::StatusOr<bulk::Plan> variants = bulk::PlanOf(*catalog, *what_if);
  if (!variants.ok()) return variants.status();
  task.what = *std::move(variants);
  if (absl::Status status = ReadMonths(arguments, task); !status.ok()) return status;
  if (arguments.Has("decided")) {
    if (absl::Status status = ReadDecided(arguments.Get("decided"), task); !status.ok()) return status;
  }
  task.readable = arguments.Has("readable") || (console.out_is_terminal && !arguments.Has("json"));
  task.all = arguments.Has("all");
  task.periods = arguments.Has("periods");
  return task;
}

void WriteResult(const bulk::CaseResult& result, const Task& task, const std::vector<std::string>& names,
                 const Console& console) {
  if (!result.status.ok()) {
    const std::string where = absl::StrCat("line ", result.number, ": ", result.status.message());
    if (task.readable) {
      console.out << Paint(where, Tone::kBad, console.color) << "\n";
    } else {
      console.out << JsonError(result.status, absl::StrCat("\"line\":", result.number)) << "\n";
    }
    return;
  }
  if (task.readable) return;
  bool differs = task.all;
  for (const bulk::VariantResult& variant : result.variants) differs = differs || !variant.changes.empty();
  if (differs) console.out << CaseJson(result, names) << "\n";
}

// One line of the input. Its error, when it has one.
absl::Status AddLine(const std::string& line, int64_t number, const Task& task,
                     bulk::Simulation& simulation) {
  auto request = entitlement::ParseJsonLine(line);
  if (!request.ok()) return request.status();
  if (request->regulation_id().empty()) request->set_regulation_id(task.regulation_id);
  if (request->first_month().empty()) request->set_first_month(task.first_month);
  if (request->last_month().empty()) request->set_last_month(task.last_month);
  if (!task.decided.has_value()) {
    simulation.Add(*request, number);
    return absl::OkStatus();
  }
  const auto found = task.decided->find(request->case_id());
  if (found == task.decided->end()) return absl::NotFoundError("no decided answer with this caseId");
  simulation.Add(*request, number, &found->second);
  return absl::OkStatus();
}

void AddLines(const Task& task, const Console& console, bulk::Simulation& simulation) {
  LineReader reader(console.in, static_cast<size_t>(entitlement::kMaxLineBytes));
  std::string line;
  for (LineReader::Result got = reader.Next(&line); got != LineReader::Result::kEnd;
       got = reader.Next(&line)) {
    if (got == LineReader::Result::kLine && line.find_first_not_of(" \t") == std::string::npos) continue;
    absl::Status status = got == LineReader::Result::kTooLong
                              ? absl::InvalidArgumentError(
                                    absl::StrCat("the line is above ", entitlement::kMaxLineBytes, " bytes"))
                              : AddLine(line, reader.line_number(), task, simulation);
    if (!status.ok()) simulation.AddError(std::move(status), reader.line_number());
    if (!reader.WouldWait()) continue;
    simulation.Flush();
    console.out.flush();
  }
}

int Run(const Arguments& arguments, const Console& console) {
  absl::StatusOr<Task> task = TaskOf(arguments, console);
  if (!task.ok()) return Fail(console, "simulate", std::string(task.status().message()));
  std::vector<std::string> names;
  for (const bulk::Variant& variant : task->what.variants) names.push_back(variant.name);
  if (task->decided.has_value()) task->what.variants.front().name = names.front() = "recalculated";
  bulk::Simulation simulation(
      task->what.variants, {.today = task->today},
      [&](const bulk::CaseResult& result) { WriteResult(result, *task, names, console); });
  AddLines(*task, console, simulation);
  const bulk::Summary summary = simulation.Finish();
  if (task->readable) {
    console.out << SummaryText(summary, task->periods, console.color);
  } else {
    console.out << SummaryJson(summary) << "\n";
  }
  console.out.flush();
  console.err << summary.cases << (summary.cases == 1 ? " case, " : " cases, ") << summary.errors
              << (summary.errors == 1 ? " error" : " errors") << "\n";
  return summary.errors == 0 ? kOk : kFinding;
}

}  // namespace

Command SimulateCommand() {
  return {
      {.name = "simulate",
       .summary = "what each reading of clause 7, another MCI or another act would cost for a book of cases, "
                  "offline",
       .flags = {{"regulation", "ID", "regulation for cases that name none, e.g. kz-kegen", false, true},
                 {"readings", "LIST",
                  "readings of clause 7 to compute (default: A,B,C,D; with --mci or --draft the act's own)"},
                 {"mci", "YYYY-MM=TENGE", "compute with this MCI from that month on", true},
                 {"draft", "FILE", "compute under this draft of a regulation (text-format protobuf)"},
                 {"against", "REGULATION|READING",
                  "compare with this (default: the regulation of each case)"},
                 {"decided", "FILE", "compare with these answers of oteu evaluate, found by caseId"},
                 {"first-month", "YYYY-MM", "first month for cases that state none"},
                 {"last-month", "YYYY-MM", "last month for cases that state none"},
                 {"as-of", "DATE", "day of knowledge for cases that state none (default: today)"},
                 {"regulations", "DIR", "folder of regulation data (default: the data of this installation)"},
                 {"periods", "", "the table also by period"},
                 {"all", "", "JSON also for cases in which nothing differs"},
                 {"readable", "", "the table for people, also when the output is no terminal"},
                 {"json", "", "JSON also on a terminal"}},
       .notes =
           "Reads the cases of oteu evaluate, one per line, from standard input. JSON: a line for each case "
           "that\ndiffers, in order, then {\"summary\":…}; a bad line is answered with {\"error\":…} and the "
           "rest goes on.\nSee docs/simulation.md. Nothing is stored and nobody is paid differently.\n"},
      Run};
}

}  // namespace oteu::cli
