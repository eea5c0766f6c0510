// A child process of a benchmark, and the CPU time that it has used: user and system, all its threads, in
// nanoseconds.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace oteu::benchmark {

class ChildProcess {
 public:
  // Starts `arguments[0]`; its standard output and error go to `log_path`. Aborts the benchmark when that
  // fails.
  ChildProcess(const std::vector<std::string>& arguments, const std::string& log_path);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // CPU time since it started.
  std::int64_t CpuNanoseconds() const;

 private:
  pid_t pid_ = -1;
};

// CPU time of this process and of the calling thread.
std::int64_t OwnCpuNanoseconds();
std::int64_t ThreadCpuNanoseconds();

// A TCP port of the loopback that is free now.
int FreePort();

}  // namespace oteu::benchmark
