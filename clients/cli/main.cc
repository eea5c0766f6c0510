// The `oteu` command: see command.h.
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "clients/cli/command.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  std::cin.tie(nullptr);
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  const char* no_color = std::getenv("NO_COLOR");  // https://no-color.org: any non-empty value.
  const bool color = terminal && (no_color == nullptr || *no_color == '\0');
  const int code =
      oteu::cli::RunCommandLine({argv + 1, argv + argc}, {std::cin, std::cout, std::cerr, terminal, color});
  std::cout.flush();
  // A full disk or a closed pipe must not look like success.
  return std::cout.good() ? code : 2;
}
