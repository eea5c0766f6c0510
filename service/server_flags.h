// The command line of oteu-server.
#pragma once

#include <string>

#include "service/config/read_config.h"

namespace oteu {

struct CommandLine {
  config::ConfigFlags config;
  bool check = false;  // --check: validate and exit
};

// Parses; prints --help and exits when asked. Anything that is no flag is an error that exits with 2.
CommandLine ParseCommandLine(int argc, char** argv);

}  // namespace oteu
