// The configuration as it counts: file, then flags, then defaults.
//
//   auto config = ReadConfig({.config_file = "/etc/oteu/server.txtpb", .listen = "127.0.0.1:0"}, processors);
//   if (!config.ok()) std::cerr << config.status().message();    // every problem, one per line
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "oteu/config/v1/server_config.pb.h"

namespace oteu::config {

inline constexpr std::size_t kConfigFileBytesMax = std::size_t{1} << 20;

// What can be said on the command line; empty: not said.
struct ConfigFlags {
  std::string config_file = {};
  std::string listen = {};
  std::string port_file = {};
  std::string data_dir = {};
  std::string regulations_dir = {};
  std::string trust_dir = {};  // has anchors/ and, when they exist, intermediates/ and crls/
  std::string policy_file = {};
  std::string registry_file = {};
  std::string registry_target = {};
  std::string tls_certificate = {};
  std::string tls_key = {};
  std::string log_level = {};  // debug, info, warning, error
};

// INVALID_ARGUMENT naming "file:line:column" for a text that does not parse.
absl::StatusOr<v1::ServerConfig> ParseConfig(absl::string_view text, absl::string_view file_name);

// Overrides. INVALID_ARGUMENT for a flag whose value is unknown.
absl::Status ApplyFlags(const ConfigFlags& flags, v1::ServerConfig& config);

// All of it, validated: INVALID_ARGUMENT with every problem on a line, NOT_FOUND when the file cannot be
// read.
absl::StatusOr<v1::ServerConfig> ReadConfig(const ConfigFlags& flags, int processors);

}  // namespace oteu::config
