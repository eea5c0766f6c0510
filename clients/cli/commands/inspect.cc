// oteu inspect: what a file holds, for people. Judges nothing.
#include "clients/cli/inspect/inspect.h"

#include <ostream>

#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/json_output.h"
#include "clients/demo_pki/files.h"
#include "verification/kzgost/kz_context.h"

namespace oteu::cli {
namespace {

int Run(const Arguments& arguments, const Console& console) {
  const auto context = verification::kzgost::CreateKzContext();
  if (!context.ok()) return Fail(console, "inspect", std::string(context.status().message()));
  bool failed = false;
  for (const std::string& path : arguments.operands()) {
    const absl::StatusOr<std::string> file = demo_pki::ReadFile(path);
    const absl::StatusOr<inspect::Inspection> found =
        file.ok() ? inspect::Inspect(**context, *file) : absl::StatusOr<inspect::Inspection>(file.status());
    if (!found.ok()) {
      console.err << "oteu inspect: " << path << ": " << found.status().message() << "\n";
      failed = true;
    } else if (arguments.Has("json")) {
      console.out << inspect::ToJson(path, *found);
    } else {
      console.out << path << ": " << found->kind << "; nothing is judged here (oteu verify does)\n"
                  << inspect::ToText(*found, console.color);
    }
  }
  return failed ? kFailure : kOk;
}

}  // namespace

Command InspectCommand() {
  return {{.name = "inspect",
           .summary = "show what a certificate, signature, time stamp, list or OCSP response holds",
           .operands = "FILE…",
           .min_operands = 1,
           .max_operands = kManyOperands,
           .flags = {{"json", "", "one JSON object per file: {\"file\":…,\"kind\":…,\"sections\":[…]}"}},
           .notes = "FILE: certificate, CMS signature, time stamp, revocation list, OCSP response (DER, PEM, "
                    "base64) or signed XML.\n"
                    "Times are UTC. Nothing is judged: a forged file shows what its forger wrote.\n"
                    "Exit 0: all shown; 2: wrong usage, or something could not be read.\n"},
          Run};
}

}  // namespace oteu::cli
