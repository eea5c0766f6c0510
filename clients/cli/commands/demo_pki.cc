// oteu demo-pki: a look-alike PKI on disk.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/time_argument.h"
#include "clients/demo_pki/demo_files.h"

namespace oteu::cli {
namespace {

int Run(const Arguments& arguments, const Console& console) {
  absl::Time now = absl::Now();
  if (arguments.Has("now")) {
    const absl::StatusOr<absl::Time> given = ParseTime(arguments.Get("now"));
    if (!given.ok()) return Fail(console, "demo-pki", absl::StrCat("--now: ", given.status().message()));
    now = *given;
  }
  const std::string& directory = arguments.operands()[0];
  if (absl::Status status = demo_pki::WriteDemoPki(directory, now); !status.ok()) {
    return Fail(console, "demo-pki", std::string(status.message()));
  }
  console.out << "DEMONSTRATION ONLY: a look-alike PKI is in " << directory << "; see " << directory
              << "/README.txt\n";
  return kOk;
}

}  // namespace

Command DemoPkiCommand() {
  return {{.name = "demo-pki",
           .summary = "make a look-alike PKI with sample dossiers, for demonstrations and tests only",
           .operands = "DIR",
           .min_operands = 1,
           .max_operands = 1,
           .flags = {{"now", "TIME", "time around which certificates and samples lie (default: now)"}},
           .notes = "DIR/{rsa,gost}/{anchors,intermediates,crls,identities}, DIR/trust, DIR/policy.txtpb,\n"
                    "DIR/registry.txtpb, DIR/samples/{good,forged,authentication}. Keys are not encrypted.\n"
                    "TIME: RFC 3339, YYYY-MM-DD or unix seconds.\n"},
          Run};
}

}  // namespace oteu::cli
