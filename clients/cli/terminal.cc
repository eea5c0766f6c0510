#include "clients/cli/terminal.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace oteu::cli {
namespace {

const char* EscapeOf(Tone tone) {
  switch (tone) {
    case Tone::kPlain:
      return "";
    case Tone::kGood:
      return "\033[32m";
    case Tone::kBad:
      return "\033[31m";
    case Tone::kDoubtful:
      return "\033[33m";
    case Tone::kHeading:
      return "\033[1m";
  }
  return "";
}

size_t Width(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<uint8_t>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

std::string Paint(std::string_view text, Tone tone, bool color) {
  if (!color || tone == Tone::kPlain) return std::string(text);
  return absl::StrCat(EscapeOf(tone), std::string(text), "\033[0m");
}

std::string Table(const std::vector<std::vector<std::string>>& rows, const std::vector<size_t>& right,
                  bool color) {
  std::vector<size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], Width(row[i]));
  }
  std::string text;
  for (size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    for (size_t i = 0; i < rows[r].size(); ++i) {
      const std::string padding(widths[i] - Width(rows[r][i]), ' ');
      const bool flushed = std::find(right.begin(), right.end(), i) != right.end();
      const bool last = i + 1 == rows[r].size();
      absl::StrAppend(&line, flushed ? padding : "", rows[r][i], flushed || last ? "" : padding,
                      last ? "" : "  ");
    }
    absl::StrAppend(&text, "  ", Paint(line, r == 0 ? Tone::kHeading : Tone::kPlain, color), "\n");
  }
  return text;
}

std::string GroupedTenge(int64_t tiyn) {
  const bool negative = tiyn < 0;
  const uint64_t size = negative ? uint64_t{0} - static_cast<uint64_t>(tiyn) : static_cast<uint64_t>(tiyn);
  std::string whole = std::to_string(size / 100);
  for (size_t place = whole.size(); place > 3;) {
    place -= 3;
    whole.insert(place, ",");
  }
  const uint64_t rest = size % 100;
  return absl::StrCat(negative ? "-" : "", whole, ".", rest < 10 ? "0" : "", rest);
}

}  // namespace oteu::cli
