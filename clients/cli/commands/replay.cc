// oteu replay: makes a stored decision again and compares.
#include <ostream>

#include "clients/cli/commands/commands.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_command.h"
#include "clients/cli/terminal.h"

namespace oteu::cli {
namespace {

void Print(const ServerCall& call, const oteu::v1::ReplayDecisionResponse& answer) {
  std::ostream& out = call.console.out;
  if (call.json()) {
    out << JsonLine(answer) << "\n";
    return;
  }
  out << answer.name() << ": "
      << (answer.identical() ? Paint("identical", Tone::kGood, call.console.color)
                             : Paint("different", Tone::kBad, call.console.color))
      << "\n  stored   " << answer.stored_sha256() << "\n  replayed " << answer.replayed_sha256() << "\n";
  for (const std::string& path : answer.differences()) out << "  differs: " << path << "\n";
}

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"replay", arguments, console};
  oteu::v1::ReplayDecisionRequest request;
  request.set_name(DecisionName(arguments.operands()[0]));
  return CallServer(
      call, [&](ServerClient& server) { return server.ReplayDecision(request); },
      [&](const oteu::v1::ReplayDecisionResponse& answer) {
        Print(call, answer);
        return answer.identical() ? kOk : kFinding;
      });
}

}  // namespace

Command ReplayCommand() {
  return {
      {.name = "replay",
       .summary = "make a stored decision again and compare byte for byte",
       .operands = "NAME",
       .min_operands = 1,
       .max_operands = 1,
       .flags = WithConnectionFlags({}),
       .notes = "NAME: a decision, or an application for its latest one. Exit 0: identical; 1: different.\n"},
      Run};
}

}  // namespace oteu::cli
