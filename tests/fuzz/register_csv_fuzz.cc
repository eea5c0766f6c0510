// A register's CSV: whatever stands in it, it is refused, or its sums are those of that many lines.
#include <cstdint>
#include <cstdlib>

#include "absl/strings/string_view.h"
#include "service/payment/read_register_csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto sums = oteu::payment::SumRegisterCsv({reinterpret_cast<const char*>(data), size});
  if (!sums.ok()) return 0;
  // A month has an amount, a line has a month, and neither is written in less than ten bytes.
  if (sums->months < sums->lines || sums->total_tiyn < sums->months) std::abort();
  if (static_cast<std::size_t>(sums->months) * 10 > size) std::abort();
  return 0;
}
