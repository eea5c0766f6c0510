#include "service/regulation/text_files.h"

#include <google/protobuf/io/tokenizer.h>

#include <utility>

#include "absl/strings/str_cat.h"

namespace oteu::regulation {
namespace {

// Turns the parser's messages into findings. Its lines count from 0, and -1 means the file as a whole.
class Collector : public google::protobuf::io::ErrorCollector {
 public:
  Collector(std::string file, std::vector<LintFinding>& findings)
      : file_(std::move(file)), findings_(findings) {}

  void AddError(int line, int, const std::string& message) override {
    findings_.push_back({file_, line + 1, "", LintSeverity::kError, message});
  }
  void AddWarning(int line, int, const std::string& message) override {
    findings_.push_back({file_, line + 1, "", LintSeverity::kWarning, message});
  }

 private:
  std::string file_;
  std::vector<LintFinding>& findings_;
};

template <typename Message>
TextFile<Message> Parse(const std::string& name, const std::string& text,
                        std::vector<LintFinding>& findings) {
  TextFile<Message> file{name, {}, std::make_unique<Lines>()};
  if (text.size() > kMaxFileBytes) {
    findings.push_back(
        {name, 0, "", LintSeverity::kError, absl::StrCat("larger than ", kMaxFileBytes, " bytes")});
    return file;
  }
  Collector collector(name, findings);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.WriteLocationsTo(file.lines.get());
  parser.SetRecursionLimit(20);
  if (!parser.ParseFromString(text, &file.message)) {
    file.message.Clear();
    file.lines = std::make_unique<Lines>();
  }
  return file;
}

}  // namespace

TextFiles ParseTextFiles(const std::map<std::string, std::string>& files,
                         std::vector<LintFinding>& findings) {
  TextFiles parsed;
  if (files.size() > kMaxFiles) {
    findings.push_back({"", 0, "", LintSeverity::kError, absl::StrCat("more than ", kMaxFiles, " files")});
    return parsed;
  }
  if (!files.contains(kNationalFile)) {
    findings.push_back({kNationalFile, 0, "", LintSeverity::kError, "missing"});
  }
  for (const auto& [name, text] : files) {
    if (name == kNationalFile) {
      parsed.national = Parse<v1::NationalData>(name, text, findings);
    } else {
      parsed.regulations.push_back(Parse<v1::Regulation>(name, text, findings));
    }
  }
  return parsed;
}

}  // namespace oteu::regulation
