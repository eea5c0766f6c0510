// oteu notices: deadlines that come near or passed, and terms that end, as the service told them.
#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_command.h"

namespace oteu::cli {
namespace {

const std::string& TextIn(const regulation::v1::LocalizedText& text, const std::string& language) {
  if (language == "ru") return text.ru();
  return language == "kk" ? text.kk() : text.en();
}

void Print(const ServerCall& call, const v1::Notice& notice) {
  if (call.json()) {
    call.console.out << JsonLine(notice) << "\n";
    return;
  }
  call.console.out << TimeText(notice.given_at()) << "  " << NameOf(notice.kind()) << "  "
                   << notice.application() << "\n    "
                   << TextIn(notice.text(), call.arguments.Get("lang", "en")) << "\n";
}

absl::StatusOr<v1::ListNoticesRequest> MakeRequest(const Arguments& arguments) {
  v1::ListNoticesRequest request;
  request.set_application(arguments.Get("application"));
  request.set_district_kato(arguments.Get("district"));
  request.set_applicant_iin(arguments.Get("applicant-iin"));
  for (const std::string& name : arguments.All("kind")) {
    const auto kind = ParseEnum<v1::NoticeKind>(name);
    if (!kind.ok()) return absl::InvalidArgumentError(absl::StrCat("--kind: ", kind.status().message()));
    request.add_kinds(*kind);
  }
  request.set_page_token(arguments.Get("page-token"));
  request.set_page_size(200);
  return request;
}

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"notices", arguments, console};
  const std::string language = arguments.Get("lang", "en");
  if (language != "kk" && language != "ru" && language != "en")
    return Fail(console, call.command, "--lang: kk, ru or en");
  auto request = MakeRequest(arguments);
  if (!request.ok()) return Fail(console, call.command, std::string(request.status().message()));
  return CallServer(
      call,
      [&](ServerClient& server) -> absl::StatusOr<std::string> {
        while (true) {
          const auto page = server.ListNotices(*request);
          if (!page.ok()) return page.status();
          for (const v1::Notice& notice : page->notices()) Print(call, notice);
          if (!page->more()) return page->next_page_token();
          request->set_page_token(page->next_page_token());
        }
      },
      [&](const std::string& token) {
        if (!call.json()) console.err << "later notices: --page-token " << token << "\n";
        return kOk;
      });
}

}  // namespace

Command NoticesCommand() {
  return {{.name = "notices",
           .summary = "deadlines that come near or passed, and terms of families that end",
           .flags = WithConnectionFlags(
               {{"application", "NAME", "only of this application, applications/ID"},
                {"district", "KATO", "only of this district"},
                {"applicant-iin", "IIN", "only of this applicant"},
                {"kind", "KIND", "only this kind, e.g. deemed-refusal; several are joined by \"or\"", true},
                {"lang", "LANG", "kk, ru or en (default)"},
                {"page-token", "TOKEN", "those after the page that named it"}})},
          Run};
}

}  // namespace oteu::cli
