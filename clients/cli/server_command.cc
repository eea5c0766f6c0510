#include "clients/cli/server_command.h"

#include <ostream>
#include <utility>

#include "clients/cli/decision_text.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_error.h"

namespace oteu::cli {

std::vector<Flag> WithConnectionFlags(std::vector<Flag> flags) {
  for (Flag& flag : ConnectionFlags()) flags.push_back(std::move(flag));
  return flags;
}

Flag RequestIdFlag() {
  return {"request-id", "ID",
          "id of the request: repeated with the same id it is done once (default: a new UUID)"};
}

int ExitCodeOf(const oteu::v1::Decision& decision) {
  return decision.outcome() == oteu::v1::DECISION_OUTCOME_GRANTED ? kOk : kFinding;
}

void PrintDecided(const ServerCall& call, const google::protobuf::Message& answer,
                  const oteu::v1::Application& application, const oteu::v1::Decision& decision) {
  if (call.json()) {
    call.console.out << JsonLine(answer) << "\n";
    return;
  }
  call.console.out << ApplicationText(application, call.console.color)
                   << DecisionText(decision, call.console.color);
}

int ReportFailure(const ServerCall& call, const absl::Status& status) {
  return ReportServerError(status, call.command, call.json(), call.console);
}

}  // namespace oteu::cli
