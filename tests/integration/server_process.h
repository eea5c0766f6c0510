// A program as a child process: started, waited for, signalled. Killed when it goes out of scope.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace oteu::integration {

class ServerProcess {
 public:
  // Runs `program` with `arguments`; standard error and output go to `log_file`.
  ServerProcess(const std::string& program, const std::vector<std::string>& arguments,
                const std::string& log_file);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // The port in `port_file`, once it is written; 0 when the process ended or the time is over.
  int WaitForPort(const std::string& port_file, absl::Duration timeout);
  void Signal(int number) const;
  // The exit code; -signal when it was killed; -1000 when it still runs after `timeout`.
  int WaitForExit(absl::Duration timeout);

 private:
  bool Ended();

  pid_t pid_ = -1;
  bool ended_ = false;
  int status_ = 0;
};

std::string ReadWholeFile(const std::string& path);

}  // namespace oteu::integration
