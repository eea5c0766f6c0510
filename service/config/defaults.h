// Fills in what a configuration leaves out, as server_config.proto says with each field.
#pragma once

#include "oteu/config/v1/server_config.pb.h"

namespace oteu::config {

// `processors`: of this host; at least 1 is assumed.
void ApplyDefaults(v1::ServerConfig& config, int processors);

}  // namespace oteu::config
