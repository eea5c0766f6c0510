#include "service/payment/quarter.h"

#include "absl/strings/str_cat.h"
#include "service/civil/month.h"

namespace oteu::payment {

std::optional<Quarter> ParseQuarter(absl::string_view text) {
  if (text.size() != 7 || text.substr(4, 2) != "-Q" || text[6] < '1' || text[6] > '4') return std::nullopt;
  const auto january = civil::ParseMonth(absl::StrCat(text.substr(0, 4), "-01"));
  if (!january.ok()) return std::nullopt;
  const absl::CivilMonth first = *january + 3L * (text[6] - '1');
  return Quarter{first, first + 2};
}

}  // namespace oteu::payment
