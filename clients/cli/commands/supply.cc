// oteu supply: further documents for an application.
#include "clients/cli/commands/commands.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/server_command.h"

namespace oteu::cli {
namespace {

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"supply", arguments, console};
  absl::StatusOr<std::vector<oteu::v1::Document>> documents = ReadDocuments(arguments.All("document"));
  if (!documents.ok()) return Fail(console, call.command, std::string(documents.status().message()));
  oteu::v1::SupplyDocumentsRequest request;
  request.set_request_id(RequestId(arguments));
  request.set_name(ApplicationName(arguments.operands()[0]));
  for (oteu::v1::Document& document : *documents) *request.add_documents() = std::move(document);
  return CallServer(
      call, [&](ServerClient& server) { return server.SupplyDocuments(request); },
      [&](const oteu::v1::SupplyDocumentsResponse& answer) {
        PrintDecided(call, answer, answer.application(), answer.decision());
        return ExitCodeOf(answer.decision());
      });
}

}  // namespace

Command SupplyCommand() {
  return {{.name = "supply",
           .summary = "add documents to an application; prints its new decision",
           .operands = "APPLICATION",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags(
               {{"document", "TYPE=FILE[:CONTENT_FILE]", "signed document", true, true}, RequestIdFlag()})},
          Run};
}

}  // namespace oteu::cli
