#include "tests/clients/cli/run_oteu.h"

#include <google/protobuf/util/json_util.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/demo_pki/files.h"
#include "gtest/gtest.h"

namespace oteu::cli {
namespace {

std::string Quoted(const std::string& word) {
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace

RunResult RunOteu(const std::vector<std::string>& arguments, const std::string& input) {
  static int runs = 0;
  const std::string base = absl::StrCat(testing::TempDir(), "/oteu-run-", getpid(), "-", ++runs);
  WriteOrFail(base + ".in", input);
  std::string line = Quoted(OTEU_BINARY);
  for (const std::string& argument : arguments) absl::StrAppend(&line, " ", Quoted(argument));
  absl::StrAppend(&line, " <", Quoted(base + ".in"), " >", Quoted(base + ".out"), " 2>",
                  Quoted(base + ".err"));
  const int status =
      std::system(line.c_str());  // NOLINT(cert-env33-c): the arguments are the test's own, and quoted.
  RunResult result{WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadOrFail(base + ".out"),
                   ReadOrFail(base + ".err")};
  for (const char* extension : {".in", ".out", ".err"}) std::filesystem::remove(base + extension);
  return result;
}

std::vector<google::protobuf::Struct> JsonLines(const std::string& text) {
  std::vector<google::protobuf::Struct> objects;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    google::protobuf::Struct object;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage({line.data(), line.size()}, &object).ok())
        << line;
    objects.push_back(std::move(object));
  }
  return objects;
}

std::string Field(const google::protobuf::Struct& object, const std::string& path) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(path, absl::MaxSplits('.', 1));
  const auto found = object.fields().find(parts.first);
  if (found == object.fields().end()) return "";
  const google::protobuf::Value& value = found->second;
  if (value.has_struct_value()) return Field(value.struct_value(), parts.second);
  if (value.has_string_value()) return value.string_value();
  if (value.has_bool_value()) return value.bool_value() ? "true" : "false";
  return value.has_number_value() ? absl::StrCat(value.number_value()) : "";
}

std::string FreshFolder(const std::string& name) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/oteu-cli-", getpid(), "-", name);
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder;
}

std::string ReadOrFail(const std::string& path) {
  const auto contents = demo_pki::ReadFile(path);
  EXPECT_TRUE(contents.ok()) << contents.status();
  return contents.ok() ? *contents : "";
}

void WriteOrFail(const std::string& path, const std::string& contents) {
  const absl::Status status = demo_pki::WriteFile(path, contents);
  EXPECT_TRUE(status.ok()) << status;
}

}  // namespace oteu::cli
