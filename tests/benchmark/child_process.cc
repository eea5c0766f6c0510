#include "tests/benchmark/child_process.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace oteu::benchmark {
namespace {

std::int64_t ClockNanoseconds(clockid_t clock) {
  timespec now{};
  if (clock_gettime(clock, &now) != 0) {
    std::perror("clock_gettime");
    std::exit(2);
  }
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, const std::string& log_path) {
  std::vector<char*> argv;
  argv.reserve(arguments.size() + 1);
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  pid_ = fork();
  if (pid_ < 0) {
    std::perror("fork");
    std::exit(2);
  }
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // no orphan when the benchmark is stopped
    const int log = open(log_path.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
    if (log >= 0) {
      dup2(log, STDOUT_FILENO);
      dup2(log, STDERR_FILENO);
    }
    execv(argv[0], argv.data());
    std::perror(argv[0]);
    _exit(127);
  }
}

ChildProcess::~ChildProcess() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

std::int64_t ChildProcess::CpuNanoseconds() const {
  clockid_t clock = 0;
  if (clock_getcpuclockid(pid_, &clock) != 0) {
    std::fprintf(stderr, "the child process has ended; see its log\n");
    std::exit(2);
  }
  return ClockNanoseconds(clock);
}

std::int64_t OwnCpuNanoseconds() { return ClockNanoseconds(CLOCK_PROCESS_CPUTIME_ID); }
std::int64_t ThreadCpuNanoseconds() { return ClockNanoseconds(CLOCK_THREAD_CPUTIME_ID); }

int FreePort() {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (fd < 0 || bind(fd, generic, length) != 0 || getsockname(fd, generic, &length) != 0) {
    std::perror("no free port");
    std::exit(2);
  }
  close(fd);
  return ntohs(address.sin_port);
}

}  // namespace oteu::benchmark
