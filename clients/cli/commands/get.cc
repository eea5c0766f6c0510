// oteu get: an application with its latest decision, or one decision.
#include <ostream>

#include "clients/cli/commands/commands.h"
#include "clients/cli/decision_text.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_command.h"

namespace oteu::cli {
namespace {

absl::StatusOr<oteu::v1::GetDecisionResponse> GetDecision(ServerClient& server, const std::string& name) {
  oteu::v1::GetDecisionRequest request;
  request.set_name(name);
  return server.GetDecision(request);
}

int GetOneDecision(const ServerCall& call, const std::string& name) {
  return CallServer(
      call, [&](ServerClient& server) { return GetDecision(server, name); },
      [&](const oteu::v1::GetDecisionResponse& answer) {
        call.console.out << (call.json() ? JsonLine(answer).append("\n")
                                         : DecisionText(answer.decision(), call.console.color));
        return kOk;
      });
}

// For a person the application comes with what was decided about it; a machine asks for each by its name.
int GetApplication(const ServerCall& call, const std::string& name) {
  return CallServer(
      call,
      [&](ServerClient& server) -> absl::StatusOr<std::string> {
        oteu::v1::GetApplicationRequest request;
        request.set_name(name);
        const auto answer = server.GetApplication(request);
        if (!answer.ok()) return answer.status();
        if (call.json()) return JsonLine(*answer).append("\n");
        std::string text = ApplicationText(answer->application(), call.console.color);
        if (answer->application().latest_decision().empty()) return text;
        const auto decision = GetDecision(server, answer->application().latest_decision());
        if (!decision.ok()) return decision.status();
        return text.append(DecisionText(decision->decision(), call.console.color));
      },
      [&](const std::string& text) {
        call.console.out << text;
        return kOk;
      });
}

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"get", arguments, console};
  const std::string& operand = arguments.operands()[0];
  return IsDecisionName(operand) ? GetOneDecision(call, operand)
                                 : GetApplication(call, ApplicationName(operand));
}

}  // namespace

Command GetCommand() {
  return {{.name = "get",
           .summary = "show an application with its latest decision, or one decision",
           .operands = "NAME",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags({}),
           .notes = "NAME: an application (\"applications/ID\" or ID), or a decision "
                    "(\"applications/ID/decisions/2\").\n"},
          Run};
}

}  // namespace oteu::cli
