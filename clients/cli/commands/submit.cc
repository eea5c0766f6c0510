// oteu submit: an application with its documents.
#include <ostream>

#include "clients/cli/commands/commands.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/server_command.h"

namespace oteu::cli {
namespace {

absl::StatusOr<oteu::v1::SubmitApplicationRequest> MakeRequest(const Arguments& arguments) {
  oteu::v1::SubmitApplicationRequest request;
  request.set_request_id(RequestId(arguments));
  request.set_validate_only(arguments.Has("validate-only"));
  absl::StatusOr<oteu::v1::ApplicationForm> form = ReadForm(arguments);
  if (!form.ok()) return form.status();
  *request.mutable_form() = *std::move(form);
  absl::StatusOr<std::vector<oteu::v1::Document>> documents = ReadDocuments(arguments.All("document"));
  if (!documents.ok()) return documents.status();
  for (oteu::v1::Document& document : *documents) *request.add_documents() = std::move(document);
  return request;
}

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"submit", arguments, console};
  const absl::StatusOr<oteu::v1::SubmitApplicationRequest> request = MakeRequest(arguments);
  if (!request.ok()) return Fail(console, call.command, std::string(request.status().message()));
  // A caller that loses the answer needs the id to ask again without applying twice.
  if (!arguments.Has("request-id")) console.err << "request id " << request->request_id() << "\n";
  return CallServer(
      call, [&](ServerClient& server) { return server.SubmitApplication(*request); },
      [&](const oteu::v1::SubmitApplicationResponse& answer) {
        PrintDecided(call, answer, answer.application(), answer.decision());
        return ExitCodeOf(answer.decision());
      });
}

std::vector<Flag> Flags() {
  std::vector<Flag> flags = FormFlags();
  flags.push_back({"document", "TYPE=FILE[:CONTENT_FILE]",
                   "signed document; CONTENT_FILE for a detached signature", true});
  flags.push_back(RequestIdFlag());
  flags.push_back({"validate-only", "", "check and decide, store nothing"});
  return WithConnectionFlags(std::move(flags));
}

}  // namespace

Command SubmitCommand() {
  return {
      {.name = "submit",
       .summary = "submit an application; prints its decision",
       .flags = Flags(),
       .notes =
           "TYPE: application, identity-document, kandas-certificate, relationship, residence, disability,\n"
           "pmpc-conclusion, school-certificate, bank-account or power-of-attorney.\n"
           "Exit 0: granted; 1: another outcome; 2: wrong usage, or the server refused the call.\n"},
      Run};
}

}  // namespace oteu::cli
