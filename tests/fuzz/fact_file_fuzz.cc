// Files of facts: whatever stands in them, every line is a fact or an error with its number. The first byte
// chooses the kind.
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "clients/cli/fact_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::istringstream input(std::string(reinterpret_cast<const char*>(data) + 1, size - 1));
  const auto kind = data[0] % 2 == 0 ? oteu::cli::FactFileKind::kCsv : oteu::cli::FactFileKind::kJsonLines;
  oteu::cli::FactFile file(input, kind);
  std::int64_t last = 0;
  while (auto line = file.Next()) {
    if (line->number <= last) std::abort();
    last = line->number;
  }
  return 0;
}
