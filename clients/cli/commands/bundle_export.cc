// oteu bundle export: a decision with all that proves it, in one file.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/document_argument.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/server_command.h"
#include "clients/demo_pki/files.h"

namespace oteu::cli {
namespace {

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"bundle export", arguments, console};
  oteu::v1::ExportDecisionBundleRequest request;
  request.set_name(DecisionName(arguments.operands()[0]));
  const std::string path = arguments.Get("out");
  return CallServer(
      call, [&](ServerClient& server) { return server.ExportDecisionBundle(request); },
      [&](const std::string& file) {
        // It holds personal data.
        const absl::Status written = demo_pki::WriteFile(path, file, demo_pki::FileAccess::kOwnerOnly);
        if (!written.ok()) return Fail(console, call.command, std::string(written.message()));
        console.err << path << ": " << file.size() << " bytes\n";
        return static_cast<int>(kOk);
      });
}

}  // namespace

Command BundleExportCommand() {
  return {
      {.name = "bundle export",
       .summary = "write a decision with all that proves it into one file",
       .operands = "NAME",
       .min_operands = 1,
       .max_operands = 1,
       .flags = WithConnectionFlags({{"out", "FILE", "where to", false, true}}),
       .notes =
           "NAME: a decision, or an application for its latest one. The file holds the personal data of the\n"
           "application. Verify it with: oteu bundle verify FILE\n"},
      Run};
}

}  // namespace oteu::cli
