// Runs the `oteu` binary as a user would, for end-to-end tests.
#pragma once

#include <google/protobuf/struct.pb.h>

#include <string>
#include <vector>

namespace oteu::cli {

struct RunResult {
  int exit_code = -1;
  std::string out;
  std::string err;
};

// Runs the built binary with these arguments; `input` is its standard input.
RunResult RunOteu(const std::vector<std::string>& arguments, const std::string& input = "");

// One JSON object per line. Fails the test for a line that is none.
std::vector<google::protobuf::Struct> JsonLines(const std::string& text);

// object["a"]["b"] by path "a.b"; empty string when absent. Numbers and booleans as text.
std::string Field(const google::protobuf::Struct& object, const std::string& path);

// A folder of this test program, made anew.
std::string FreshFolder(const std::string& name);

std::string ReadOrFail(const std::string& path);
void WriteOrFail(const std::string& path, const std::string& contents);

}  // namespace oteu::cli
