// oteu list: applications by filters, page by page.
#include <ostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_command.h"
#include "clients/cli/terminal.h"

namespace oteu::cli {
namespace {

using oteu::v1::ListApplicationsRequest;
using oteu::v1::ListApplicationsResponse;

absl::StatusOr<ListApplicationsRequest> MakeRequest(const Arguments& arguments) {
  ListApplicationsRequest request;
  int page_size = 0;
  if (arguments.Has("page-size") && !absl::SimpleAtoi(arguments.Get("page-size"), &page_size)) {
    return absl::InvalidArgumentError("--page-size: a number");
  }
  request.set_page_size(page_size);
  request.set_page_token(arguments.Get("page-token"));
  request.set_child_iin(arguments.Get("child-iin"));
  request.set_applicant_iin(arguments.Get("applicant-iin"));
  request.set_district_kato(arguments.Get("district"));
  for (const std::string& name : arguments.All("state")) {
    const auto state = ParseEnum<oteu::v1::ApplicationState>(name);
    if (!state.ok()) return absl::InvalidArgumentError(absl::StrCat("--state: ", state.status().message()));
    request.add_states(*state);
  }
  return request;
}

void Print(const ServerCall& call, const ListApplicationsResponse& page) {
  if (call.json()) {
    call.console.out << JsonLine(page) << "\n";
    return;
  }
  std::vector<std::vector<std::string>> rows = {
      {"application", "state", "received", "district", "latest decision"}};
  for (const oteu::v1::Application& application : page.applications()) {
    rows.push_back({application.name(), NameOf(application.state()), TimeText(application.received_at()),
                    application.form().district_kato(), application.latest_decision()});
  }
  call.console.out << Table(rows, {}, call.console.color);
  if (!page.next_page_token().empty())
    call.console.out << "more: --page-token " << page.next_page_token() << "\n";
}

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"list", arguments, console};
  absl::StatusOr<ListApplicationsRequest> request = MakeRequest(arguments);
  if (!request.ok()) return Fail(console, call.command, std::string(request.status().message()));
  return CallServer(
      call,
      [&](ServerClient& server) -> absl::StatusOr<bool> {
        for (;;) {
          const absl::StatusOr<ListApplicationsResponse> page = server.ListApplications(*request);
          if (!page.ok()) return page.status();
          Print(call, *page);
          if (!arguments.Has("all") || page->next_page_token().empty()) return true;
          request->set_page_token(page->next_page_token());
        }
      },
      [](bool) { return kOk; });
}

}  // namespace

Command ListCommand() {
  return {{.name = "list",
           .summary = "list applications, newest first",
           .flags = WithConnectionFlags(
               {{"child-iin", "IIN", "only of this child"},
                {"applicant-iin", "IIN", "only of this applicant"},
                {"district", "KATO", "only of this district"},
                {"state", "STATE", "only in this state, e.g. granted; several are joined by \"or\"", true},
                {"page-size", "N", "at most so many, 1..200 (default: 50)"},
                {"page-token", "TOKEN", "the page after the one that named it"},
                {"all", "", "every page, one after the other"}})},
          Run};
}

}  // namespace oteu::cli
