#include "service/config/read_config.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "service/config/defaults.h"
#include "service/config/validate.h"

namespace oteu::config {
namespace {

class ErrorLines final : public google::protobuf::io::ErrorCollector {
 public:
  explicit ErrorLines(absl::string_view file_name) : file_name_(file_name) {}
  void AddError(int line, google::protobuf::io::ColumnNumber column, const std::string& message) override {
    absl::StrAppend(&lines_, file_name_, ":", line + 1, ":", column + 1, ": ", message, "\n");
  }
  const std::string& lines() const { return lines_; }

 private:
  std::string file_name_;
  std::string lines_;
};

absl::StatusOr<std::string> ReadText(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
  if (size > kConfigFileBytesMax)
    return absl::InvalidArgumentError(absl::StrCat(path, ": larger than 1 MiB"));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void ApplyTrustDir(const std::string& folder, v1::TrustConfig* trust) {
  if (folder.empty()) return;
  trust->set_anchors_dir(folder + "/anchors");
  std::error_code ignored;
  const auto below = [&](const char* name) {
    const std::string path = folder + "/" + name;
    return std::filesystem::is_directory(path, ignored) ? path : std::string();
  };
  trust->set_intermediates_dir(below("intermediates"));
  trust->set_crls_dir(below("crls"));
  trust->set_deltas_dir(below("deltas"));
  trust->set_ocsp_dir(below("ocsp"));
  trust->set_tsa_anchors_dir(below("tsa-anchors"));
}

absl::Status ApplyLogLevel(const std::string& level, v1::LoggingConfig* logging) {
  if (level.empty()) return absl::OkStatus();
  for (const auto& [name, value] :
       {std::pair{"debug", v1::LOG_LEVEL_DEBUG}, std::pair{"info", v1::LOG_LEVEL_INFO},
        std::pair{"warning", v1::LOG_LEVEL_WARNING}, std::pair{"error", v1::LOG_LEVEL_ERROR}}) {
    if (level != name) continue;
    logging->set_level(value);
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError("--log_level: is none of debug, info, warning, error");
}

}  // namespace

absl::StatusOr<v1::ServerConfig> ParseConfig(absl::string_view text, absl::string_view file_name) {
  ErrorLines errors(file_name);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.SetRecursionLimit(16);
  v1::ServerConfig config;
  if (!parser.ParseFromString(std::string(text), &config)) return absl::InvalidArgumentError(errors.lines());
  return config;
}

absl::Status ApplyFlags(const ConfigFlags& flags, v1::ServerConfig& config) {
  if (!flags.listen.empty()) config.mutable_listen()->set_address(flags.listen);
  if (!flags.port_file.empty()) config.mutable_listen()->set_port_file(flags.port_file);
  if (!flags.data_dir.empty()) config.mutable_store()->set_data_dir(flags.data_dir);
  if (!flags.regulations_dir.empty()) config.set_regulations_dir(flags.regulations_dir);
  ApplyTrustDir(flags.trust_dir, config.mutable_trust());
  if (!flags.policy_file.empty()) config.mutable_trust()->set_policy_file(flags.policy_file);
  if (!flags.registry_file.empty()) {
    config.mutable_registry()->set_file(flags.registry_file);
    config.mutable_registry()->clear_target();
  }
  if (!flags.registry_target.empty()) {
    config.mutable_registry()->set_target(flags.registry_target);
    if (flags.registry_file.empty()) config.mutable_registry()->clear_file();
  }
  if (!flags.tls_certificate.empty()) config.mutable_tls()->set_certificate_file(flags.tls_certificate);
  if (!flags.tls_key.empty()) config.mutable_tls()->set_key_file(flags.tls_key);
  return ApplyLogLevel(flags.log_level, config.mutable_logging());
}

absl::StatusOr<v1::ServerConfig> ReadConfig(const ConfigFlags& flags, int processors) {
  v1::ServerConfig config;
  if (!flags.config_file.empty()) {
    auto text = ReadText(flags.config_file);
    if (!text.ok()) return text.status();
    auto parsed = ParseConfig(*text, flags.config_file);
    if (!parsed.ok()) return parsed.status();
    config = *std::move(parsed);
  }
  if (absl::Status status = ApplyFlags(flags, config); !status.ok()) return status;
  ApplyDefaults(config, processors);
  const std::vector<ConfigProblem> problems = Validate(config);
  if (!problems.empty()) return absl::InvalidArgumentError(FormatProblems(problems));
  return config;
}

}  // namespace oteu::config
