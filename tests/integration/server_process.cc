#include "tests/integration/server_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "absl/time/clock.h"

namespace oteu::integration {

ServerProcess::ServerProcess(const std::string& program, const std::vector<std::string>& arguments,
                             const std::string& log_file) {
  // Everything is prepared before fork: between fork and exec only plain system calls are allowed.
  std::vector<char*> argv = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const int log = open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  pid_ = fork();
  if (pid_ != 0) {
    close(log);
    return;
  }
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  execv(program.c_str(), argv.data());
  _exit(127);
}

ServerProcess::~ServerProcess() {
  if (Ended()) return;
  Signal(SIGKILL);
  WaitForExit(absl::Seconds(10));
}

bool ServerProcess::Ended() {
  if (!ended_) ended_ = waitpid(pid_, &status_, WNOHANG) == pid_;
  return ended_;
}

void ServerProcess::Signal(int number) const {
  if (!ended_) kill(pid_, number);
}

int ServerProcess::WaitForPort(const std::string& port_file, absl::Duration timeout) {
  const absl::Time end = absl::Now() + timeout;
  while (absl::Now() < end && !Ended()) {
    const std::string text = ReadWholeFile(port_file);
    if (!text.empty() && text.back() == '\n') return static_cast<int>(std::strtol(text.c_str(), nullptr, 10));
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return 0;
}

int ServerProcess::WaitForExit(absl::Duration timeout) {
  const absl::Time end = absl::Now() + timeout;
  while (!Ended()) {
    if (absl::Now() >= end) return -1000;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : -WTERMSIG(status_);
}

std::string ReadWholeFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace oteu::integration
