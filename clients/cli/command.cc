#include "clients/cli/command.h"

#include <algorithm>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/exit_code.h"

namespace oteu::cli {
namespace {

constexpr char kVersion[] = OTEU_VERSION;

std::string Overview() {
  std::string text =
      "oteu: reimbursement of home-education costs - client and offline tools\n\n"
      "usage: oteu COMMAND [arguments]      oteu COMMAND --help      oteu --version\n\n";
  size_t width = 0;
  for (const Command& command : AllCommands()) width = std::max(width, command.syntax.name.size());
  for (const Command& command : AllCommands()) {
    absl::StrAppend(&text, "  ", command.syntax.name,
                    std::string(width - command.syntax.name.size() + 2, ' '), command.syntax.summary, "\n");
  }
  absl::StrAppend(&text, "\nexit status: 0 good, 1 something was found, 2 wrong usage or failure\n");
  return text;
}

// The command whose name, of one or two words, the line begins with; null when there is none.
const Command* FindCommand(const std::vector<std::string>& words, size_t* name_words) {
  for (size_t count : {size_t{2}, size_t{1}}) {
    if (words.size() < count) continue;
    const std::string name = count == 2 ? absl::StrCat(words[0], " ", words[1]) : words[0];
    for (const Command& command : AllCommands()) {
      if (command.syntax.name == name) {
        *name_words = count;
        return &command;
      }
    }
  }
  return nullptr;
}

}  // namespace

int Fail(const Console& console, const std::string& command, const std::string& message) {
  console.err << "oteu " << command << ": " << message << "\n";
  return kFailure;
}

int RunCommandLine(const std::vector<std::string>& words, const Console& console) {
  if (words.empty()) {
    console.err << Overview();
    return kFailure;
  }
  if (words[0] == "--version" || words[0] == "version") {
    console.out << "oteu " << kVersion << "\n";
    return kOk;
  }
  std::vector<std::string> line = words;
  if (words[0] == "help" || words[0] == "--help" || words[0] == "-h") {
    if (words.size() == 1) {
      console.out << Overview();
      return kOk;
    }
    line.erase(line.begin());  // "oteu help submit" is "oteu submit --help".
    line.emplace_back("--help");
  }
  size_t name_words = 0;
  const Command* command = FindCommand(line, &name_words);
  if (command == nullptr) {
    console.err << "oteu: no command \"" << line[0] << "\"; see: oteu help\n";
    return kFailure;
  }
  const auto first = line.begin() + static_cast<std::ptrdiff_t>(name_words);
  const absl::StatusOr<Arguments> arguments = ParseArguments(command->syntax, {first, line.end()});
  if (!arguments.ok()) return Fail(console, command->syntax.name, std::string(arguments.status().message()));
  if (arguments->help()) {
    console.out << HelpText(command->syntax);
    return kOk;
  }
  return command->run(*arguments, console);
}

}  // namespace oteu::cli
