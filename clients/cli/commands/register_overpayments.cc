// oteu register overpayments, overpayment-decide: what was paid beyond what is due, and an officer's word on
// it.
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_command.h"

namespace oteu::cli {
namespace {

void Print(const ServerCall& call, const v1::Overpayment& overpayment) {
  std::ostream& out = call.console.out;
  if (call.json()) {
    out << JsonLine(overpayment) << "\n";
    return;
  }
  const v1::Adjustment& adjustment = overpayment.adjustment();
  out << overpayment.name() << "  " << NameOf(overpayment.state()) << "  " << adjustment.amount_tenge()
      << " tenge\n";
  for (const v1::AdjustmentLine& line : adjustment.lines()) {
    std::vector<std::string> causes;
    for (const int cause : line.causes()) causes.push_back(NameOf(static_cast<v1::MonthReason>(cause)));
    out << "  " << line.period() << ": " << absl::StrJoin(line.months(), " ") << "; "
        << absl::StrJoin(causes, ", ") << "; " << ClausesText(line.citations()) << "\n";
  }
  if (adjustment.needs_human()) out << "  a circumstance under clause 3 is among the causes: look first\n";
  if (overpayment.state() == v1::OVERPAYMENT_STATE_PROPOSED) {
    out << "  proposed " << TimeText(overpayment.proposed_at()) << " by " << overpayment.decision() << "\n";
  } else {
    out << "  decided " << TimeText(overpayment.decided_at()) << " by " << overpayment.officer() << ": "
        << overpayment.reason() << "\n";
  }
  if (!overpayment.months_granted_again().empty())
    out << "  GRANTED AGAIN since: " << absl::StrJoin(overpayment.months_granted_again(), " ") << "\n";
}

int RunList(const Arguments& arguments, const Console& console) {
  const ServerCall call{"register overpayments", arguments, console};
  v1::ListOverpaymentsRequest request;
  request.set_district_kato(arguments.Get("district"));
  request.set_page_token(arguments.Get("page-token"));
  if (arguments.Has("state")) {
    const auto state = ParseEnum<v1::OverpaymentState>(arguments.Get("state"));
    if (!state.ok()) return Fail(console, call.command, absl::StrCat("--state: ", state.status().message()));
    request.set_state(*state);
  }
  std::int32_t size = 0;
  if (arguments.Has("page-size") && !absl::SimpleAtoi(arguments.Get("page-size"), &size))
    return Fail(console, call.command, "--page-size: is no number");
  request.set_page_size(size);
  return CallServer(
      call, [&](ServerClient& server) { return server.ListOverpayments(request); },
      [&](const v1::ListOverpaymentsResponse& answer) {
        if (call.json()) {
          console.out << JsonLine(answer) << "\n";
          return kOk;
        }
        for (const v1::Overpayment& overpayment : answer.overpayments()) Print(call, overpayment);
        if (!answer.next_page_token().empty())
          console.out << "more: --page-token " << answer.next_page_token() << "\n";
        return kOk;
      });
}

int RunDecide(const Arguments& arguments, const Console& console) {
  const ServerCall call{"register overpayment-decide", arguments, console};
  v1::DecideOverpaymentRequest request;
  request.set_name(arguments.operands()[0]);
  for (const auto& [flag, state] : {std::pair("claim-back", v1::OVERPAYMENT_STATE_CLAIMED_BACK),
                                    std::pair("deduct", v1::OVERPAYMENT_STATE_DEDUCTED),
                                    std::pair("waive", v1::OVERPAYMENT_STATE_WAIVED)}) {
    if (!arguments.Has(flag)) continue;
    if (request.decision() != v1::OVERPAYMENT_STATE_UNSPECIFIED)
      return Fail(console, call.command, "one of --claim-back, --deduct and --waive, not several");
    request.set_decision(state);
  }
  request.set_reason(arguments.Get("reason"));
  request.set_officer(arguments.Get("officer"));
  request.set_request_id(RequestId(arguments));
  return CallServer(
      call, [&](ServerClient& server) { return server.DecideOverpayment(request); },
      [&](const v1::DecideOverpaymentResponse& answer) {
        Print(call, answer.overpayment());
        return kOk;
      });
}

}  // namespace

Command RegisterOverpaymentsCommand() {
  return {
      {.name = "register overpayments",
       .summary = "overpayments of a district: proposed, and what was decided on them",
       .flags = WithConnectionFlags({{"district", "KATO", "district, 9 digits", false, true},
                                     {"state", "STATE", "only PROPOSED, CLAIMED_BACK, DEDUCTED or WAIVED"},
                                     {"page-size", "N", "at most this many"},
                                     {"page-token", "TOKEN", "of the page before"}})},
      RunList};
}

Command RegisterOverpaymentDecideCommand() {
  return {
      {.name = "register overpayment-decide",
       .summary = "an officer's decision on a proposed overpayment",
       .operands = "OVERPAYMENT",
       .min_operands = 1,
       .max_operands = 1,
       .flags = WithConnectionFlags({{"claim-back", "", "the payee is asked to pay it back"},
                                     {"deduct", "", "it is to be taken off later payments, by whoever pays"},
                                     {"waive", "", "it is not asked back"},
                                     {"reason", "TEXT", "why", false, true},
                                     {"officer", "ID", "who decides", false, true},
                                     RequestIdFlag()}),
       .notes = "Nothing moves money by itself: registers go on stating what is due.\n"},
      RunDecide};
}

}  // namespace oteu::cli
