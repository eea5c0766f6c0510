// oteu withdraw: takes an application back.
#include <ostream>

#include "clients/cli/commands/commands.h"
#include "clients/cli/decision_text.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_command.h"

namespace oteu::cli {
namespace {

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"withdraw", arguments, console};
  oteu::v1::WithdrawApplicationRequest request;
  request.set_request_id(RequestId(arguments));
  request.set_name(ApplicationName(arguments.operands()[0]));
  request.set_reason(arguments.Get("reason"));
  return CallServer(
      call, [&](ServerClient& server) { return server.WithdrawApplication(request); },
      [&](const oteu::v1::WithdrawApplicationResponse& answer) {
        if (call.json()) {
          console.out << JsonLine(answer) << "\n";
        } else {
          console.out << ApplicationText(answer.application(), console.color) << "  withdrawn at "
                      << TimeText(answer.withdrawn_at()) << "\n";
        }
        return kOk;
      });
}

}  // namespace

Command WithdrawCommand() {
  return {{.name = "withdraw",
           .summary = "withdraw an application that is not finally decided",
           .operands = "APPLICATION",
           .min_operands = 1,
           .max_operands = 1,
           .flags =
               WithConnectionFlags({{"reason", "TEXT", "reason in the applicant's words"}, RequestIdFlag()})},
          Run};
}

}  // namespace oteu::cli
