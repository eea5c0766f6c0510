// oteu decisions: every decision of an application.
#include <ostream>

#include "clients/cli/commands/commands.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_command.h"
#include "clients/cli/terminal.h"

namespace oteu::cli {
namespace {

void Print(const ServerCall& call, const oteu::v1::ListDecisionsResponse& page) {
  if (call.json()) {
    call.console.out << JsonLine(page) << "\n";
    return;
  }
  std::vector<std::vector<std::string>> rows = {{"decision", "outcome", "decided", "by", "tenge"}};
  for (const oteu::v1::Decision& decision : page.decisions()) {
    rows.push_back({decision.name(), NameOf(decision.outcome()), TimeText(decision.decided_at()),
                    decision.automated() ? "the service" : "an officer",
                    decision.has_entitlement() ? GroupedTenge(decision.entitlement().total_tiyn()) : "-"});
  }
  call.console.out << Table(rows, {4}, call.console.color);
}

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"decisions", arguments, console};
  oteu::v1::ListDecisionsRequest request;
  request.set_parent(ApplicationName(arguments.operands()[0]));
  return CallServer(
      call,
      [&](ServerClient& server) -> absl::StatusOr<bool> {
        for (;;) {
          const auto page = server.ListDecisions(request);
          if (!page.ok()) return page.status();
          Print(call, *page);
          if (page->next_page_token().empty()) return true;
          request.set_page_token(page->next_page_token());
        }
      },
      [](bool) { return kOk; });
}

}  // namespace

Command DecisionsCommand() {
  return {{.name = "decisions",
           .summary = "list the decisions of an application, newest first",
           .operands = "APPLICATION",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags({})},
          Run};
}

}  // namespace oteu::cli
