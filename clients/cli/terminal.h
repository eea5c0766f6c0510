// Text for people: emphasis, tables, amounts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oteu::cli {

enum class Tone { kPlain, kGood, kBad, kDoubtful, kHeading };

// `text` in the colour of `tone` when `color` holds, else as it is.
std::string Paint(std::string_view text, Tone tone, bool color);

// Columns as wide as their widest cell, two spaces between; the first row is the head. Columns listed in
// `right` are flushed right. Widths count characters of UTF-8, not bytes.
std::string Table(const std::vector<std::vector<std::string>>& rows, const std::vector<size_t>& right,
                  bool color);

// 13211200 -> "132,112.00" (tiyn to tenge).
std::string GroupedTenge(int64_t tiyn);

}  // namespace oteu::cli
