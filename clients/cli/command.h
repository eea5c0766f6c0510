// Command: one subcommand of `oteu`. Each has a file of its own in commands/.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "clients/cli/arguments.h"

namespace oteu::cli {

// Where a command reads and writes, passed in for tests.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;  // results are laid out for a person
  bool color = false;            // escape sequences are welcome on `out`
};

struct Command {
  CommandSyntax syntax;
  int (*run)(const Arguments& arguments, const Console& console);  // an ExitCode
};

// Every command, in the order of `oteu help`.
const std::vector<Command>& AllCommands();

// `words`: the command line without the program's name. Finds the command, parses its arguments, runs it.
int RunCommandLine(const std::vector<std::string>& words, const Console& console);

// Writes "oteu NAME: message" and returns kFailure.
int Fail(const Console& console, const std::string& command, const std::string& message);

}  // namespace oteu::cli
