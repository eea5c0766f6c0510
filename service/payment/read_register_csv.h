// Reads an exported register's CSV back, as far as its control sums go: for those who prove a register
// offline, from bytes that anybody may have written.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace oteu::payment {

struct ControlSums {
  std::int64_t lines = 0;
  std::int64_t months = 0;  // child-months, supplements included
  std::int64_t total_tiyn = 0;
};

// INVALID_ARGUMENT, naming the line and nothing of its content, for anything but what `CsvHeader` and
// `CsvLine` write: another header, lines not numbered from 1, months that do not add up to the line, a
// child-month twice.
absl::StatusOr<ControlSums> SumRegisterCsv(absl::string_view csv);

}  // namespace oteu::payment
