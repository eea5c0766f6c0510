// `openssl ocsp` as a child process, on a port that it picks.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace oteu::revocation::testing {

// Killed when it goes out of scope.
class OpensslResponder {
 public:
  explicit OpensslResponder(const std::vector<std::string>& arguments) {
    int output[2] = {};
    if (pipe2(output, O_CLOEXEC) != 0) std::abort();
    child_ = fork();
    if (child_ == 0) {
      dup2(output[1], STDOUT_FILENO);
      dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
      std::vector<char*> argv;
      for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
      argv.push_back(nullptr);
      execvp(argv[0], argv.data());
      _exit(127);
    }
    close(output[1]);
    std::string line;
    for (char c = 0; read(output[0], &c, 1) == 1 && c != '\n';) line.push_back(c);
    close(output[0]);
    const size_t colon = line.rfind(':');  // "ACCEPT 0.0.0.0:PORT PID=..."
    if (colon != std::string::npos)
      port_ = static_cast<int>(std::strtol(line.c_str() + colon + 1, nullptr, 10));
  }
  ~OpensslResponder() {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }
  std::string Url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }
  int port() const { return port_; }

 private:
  pid_t child_ = -1;
  int port_ = 0;
};

}  // namespace oteu::revocation::testing
