#include "clients/cli/line_reader.h"

namespace oteu::cli {

LineReader::Result LineReader::Next(std::string* line) {
  line->clear();
  std::streambuf& buffer = *input_.rdbuf();
  using Traits = std::char_traits<char>;
  bool too_long = false;
  bool anything = false;
  for (Traits::int_type c = buffer.sbumpc(); c != Traits::eof(); c = buffer.sbumpc()) {
    anything = true;
    if (c == '\n') break;
    if (line->size() == max_line_bytes_) {
      too_long = true;
    } else {
      line->push_back(Traits::to_char_type(c));
    }
  }
  if (!anything) return Result::kEnd;
  ++line_number_;
  if (too_long) {
    line->clear();
    return Result::kTooLong;
  }
  if (!line->empty() && line->back() == '\r') line->pop_back();
  return Result::kLine;
}

}  // namespace oteu::cli
