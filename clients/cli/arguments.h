// Command-line arguments of one subcommand.
//
//   const CommandSyntax kGet = {.name = "get", .operands = "NAME", .min_operands = 1, .max_operands = 1,
//                               .flags = {{"server", "ADDR", "address of the server"}}};
//   absl::StatusOr<Arguments> arguments = ParseArguments(kGet, words);
//   arguments->Get("server", "127.0.0.1:8443");
//
// Flags: "--name value" or "--name=value"; a flag without a value name is a switch. "--" ends the flags. Own
// parser, because absl::flags keeps flags per process and not per subcommand.
#pragma once

#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace oteu::cli {

struct Flag {
  std::string name;             // without dashes
  std::string value_name = {};  // e.g. "FILE"; empty: a switch
  std::string help = {};
  bool repeated = false;
  bool required = false;
};

inline constexpr size_t kManyOperands = std::numeric_limits<size_t>::max();

struct CommandSyntax {
  std::string name;           // as typed, e.g. "hearing record"
  std::string summary = {};   // one line
  std::string operands = {};  // for help, e.g. "FILE…"
  size_t min_operands = 0;
  size_t max_operands = 0;
  std::vector<Flag> flags = {};
  std::string notes = {};  // further help, whole lines
};

class Arguments {
 public:
  bool Has(std::string_view flag) const { return values_.find(flag) != values_.end(); }
  // The last value given; `fallback` when there is none.
  std::string Get(std::string_view flag, std::string_view fallback = "") const;
  // All values, in order.
  std::vector<std::string> All(std::string_view flag) const;
  const std::vector<std::string>& operands() const { return operands_; }
  // "--help" or "-h" was given: nothing else was checked.
  bool help() const { return help_; }

 private:
  friend absl::StatusOr<Arguments> ParseArguments(const CommandSyntax&, const std::vector<std::string>&);
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> operands_;
  bool help_ = false;
};

// `words`: what follows the command's name. Errors: kInvalidArgument, worded for the person who typed it.
absl::StatusOr<Arguments> ParseArguments(const CommandSyntax& syntax, const std::vector<std::string>& words);

// Help of one command.
std::string HelpText(const CommandSyntax& syntax);

}  // namespace oteu::cli
