#include "service/server_flags.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/match.h"

ABSL_FLAG(std::string, config, "",
          "configuration file (oteu.config.v1.ServerConfig, text format); flags override it");
ABSL_FLAG(bool, check, false, "validate the configuration and everything it names, then exit");
ABSL_FLAG(std::string, listen, "", "ADDRESS:PORT, [IPV6]:PORT or unix:/PATH; port 0: any free one");
ABSL_FLAG(std::string, port_file, "", "file that the port listened on is written to");
ABSL_FLAG(std::string, data_dir, "", "folder of the database; made when absent");
ABSL_FLAG(std::string, regulations_dir, "", "folder of the regulation data");
ABSL_FLAG(std::string, trust_dir, "",
          "folder with anchors/ and, where there are, intermediates/, crls/, deltas/, ocsp/, tsa-anchors/");
ABSL_FLAG(std::string, policy_file, "", "verification policy; without it the strict one built in");
ABSL_FLAG(std::string, registry_file, "", "state registers in a file, for demonstrations");
ABSL_FLAG(std::string, registry_target, "", "gateway of the state registers, HOST:PORT");
ABSL_FLAG(std::string, tls_certificate, "",
          "certificate chain, PEM; without TLS only loopback addresses are served");
ABSL_FLAG(std::string, tls_key, "", "its private key, PEM");
ABSL_FLAG(std::string, log_level, "", "debug, info, warning or error");

namespace oteu {
namespace {

constexpr char kUsage[] =
    "oteu-server: decides applications for the reimbursement of home-education costs.\n\n"
    "  oteu-server --config=/etc/oteu/server.txtpb\n"
    "  oteu-server --data_dir=DIR --regulations_dir=DIR --trust_dir=DIR --registry_file=FILE\n\n"
    "SIGTERM and SIGINT drain and stop; SIGHUP reloads trust and regulation data.\n"
    "Exit: 0 stopped, 1 must be started anew, 2 refused to start.\n"
    "Every setting: docs/reference/configuration.md";

}  // namespace

CommandLine ParseCommandLine(int argc, char** argv) {
  absl::SetProgramUsageMessage(kUsage);
  absl::FlagsUsageConfig usage;
  // --help shows the flags of this file, not those of libraries.
  const auto own = [](absl::string_view file) { return absl::EndsWith(file, "service/server_flags.cc"); };
  usage.contains_helpshort_flags = own;
  usage.contains_help_flags = own;
  absl::SetFlagsUsageConfig(usage);
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  if (rest.size() > 1) {
    std::fprintf(stderr, "oteu-server: unexpected argument: %s (see --help)\n", rest[1]);
    std::exit(2);
  }
  CommandLine line;
  line.check = absl::GetFlag(FLAGS_check);
  line.config.config_file = absl::GetFlag(FLAGS_config);
  line.config.listen = absl::GetFlag(FLAGS_listen);
  line.config.port_file = absl::GetFlag(FLAGS_port_file);
  line.config.data_dir = absl::GetFlag(FLAGS_data_dir);
  line.config.regulations_dir = absl::GetFlag(FLAGS_regulations_dir);
  line.config.trust_dir = absl::GetFlag(FLAGS_trust_dir);
  line.config.policy_file = absl::GetFlag(FLAGS_policy_file);
  line.config.registry_file = absl::GetFlag(FLAGS_registry_file);
  line.config.registry_target = absl::GetFlag(FLAGS_registry_target);
  line.config.tls_certificate = absl::GetFlag(FLAGS_tls_certificate);
  line.config.tls_key = absl::GetFlag(FLAGS_tls_key);
  line.config.log_level = absl::GetFlag(FLAGS_log_level);
  return line;
}

}  // namespace oteu
