// Sets of enum values as bits of one number, for "(?1 >> column) & 1" in a statement.
#pragma once

#include <cstdint>
#include <vector>

namespace oteu::store::sqlite {

// Values outside 0..62 are in no set.
inline std::int64_t BitsOf(const std::vector<std::int32_t>& values) {
  std::int64_t bits = 0;
  for (const std::int32_t value : values) {
    if (value >= 0 && value < 63) bits |= std::int64_t{1} << value;
  }
  return bits;
}

// As a filter: without values, everything.
inline std::int64_t FilterBitsOf(const std::vector<std::int32_t>& values) {
  return values.empty() ? -1 : BitsOf(values);
}

}  // namespace oteu::store::sqlite
