// Lines of bounded length from a stream: a line that is too long costs no memory and does not end the
// reading.
#pragma once

#include <cstddef>
#include <istream>
#include <string>

namespace oteu::cli {

class LineReader {
 public:
  LineReader(std::istream& input, size_t max_line_bytes) : input_(input), max_line_bytes_(max_line_bytes) {}

  enum class Result { kLine, kTooLong, kEnd };
  // The next line without its end ("\n" or "\r\n"). kTooLong: it was skipped, and *line is empty.
  Result Next(std::string* line);

  // Number of the line that Next gave last, from 1.
  int64_t line_number() const { return line_number_; }
  // True when Next would have to wait for input: a good moment to flush.
  bool WouldWait() const { return input_.rdbuf()->in_avail() <= 0; }

 private:
  std::istream& input_;
  size_t max_line_bytes_;
  int64_t line_number_ = 0;
};

}  // namespace oteu::cli
