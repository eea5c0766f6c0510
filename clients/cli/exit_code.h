// What every command exits with; scripts rely on it.
#pragma once

namespace oteu::cli {

enum ExitCode : int {
  kOk = 0,       // the work was done and nothing stands against it
  kFinding = 1,  // the work was done, and something was found: a bad signature, a refusal, a bad line
  kFailure = 2,  // wrong usage, unreadable input, no server: the work was not done
};

}  // namespace oteu::cli
