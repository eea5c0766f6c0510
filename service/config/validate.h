// Everything that is wrong with a configuration, at once: an operator should not have to start ten times.
#pragma once

#include <string>
#include <vector>

#include "oteu/config/v1/server_config.pb.h"

namespace oteu::config {

// One thing wrong.
struct ConfigProblem {
  std::string field;    // path, e.g. "limits.workers"
  std::string message;  // English
};

// Of a configuration with its defaults filled in. Looks at the configuration and at whether the files it
// names can be read.
std::vector<ConfigProblem> Validate(const v1::ServerConfig& config);

// "field: message" lines.
std::string FormatProblems(const std::vector<ConfigProblem>& problems);

}  // namespace oteu::config
