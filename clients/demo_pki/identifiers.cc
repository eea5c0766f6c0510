#include "clients/demo_pki/identifiers.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace oteu::demo_pki {
namespace {

constexpr int kDigits = 11;

int WeightedSum(std::string_view digits, int first_weight) {
  int sum = 0;
  for (int i = 0; i < kDigits; ++i) {
    const int weight = (first_weight - 1 + i) % kDigits + 1;
    sum += (digits[static_cast<size_t>(i)] - '0') * weight;
  }
  return sum % kDigits;
}

// The index-th number under this prefix that has a control digit; the last digits before it count up.
std::string Make(std::string_view prefix, int index) {
  int found = -1;
  for (int n = 1;; ++n) {
    std::string digits = absl::StrFormat("%s%0*d", absl::string_view(prefix.data(), prefix.size()),
                                         static_cast<int>(kDigits - prefix.size()), n);
    const int control = ControlDigit(digits);
    if (control >= 0 && ++found == index) return absl::StrCat(digits, control);
  }
}

}  // namespace

int ControlDigit(std::string_view eleven_digits) {
  const int first = WeightedSum(eleven_digits, 1);
  if (first < 10) return first;
  const int second = WeightedSum(eleven_digits, 3);
  return second < 10 ? second : -1;
}

std::string MakeIin(int index) { return Make("900000", index); }

std::string MakeBin(int index) { return Make("900040", index); }

std::string MakeIban(int index) {
  const std::string account =
      absl::StrFormat("000DEMO%09d", index);  // Bank code "000", account of 13 characters.
  // ISO 13616: 98 minus the remainder mod 97 of account, country and "00", letters as 10..35.
  int remainder = 0;
  for (const char c : absl::StrCat(account, "KZ00")) {
    const int value = c <= '9' ? c - '0' : c - 'A' + 10;
    remainder = (remainder * (value < 10 ? 10 : 100) + value) % 97;
  }
  return absl::StrFormat("KZ%02d%s", 98 - remainder, account);
}

}  // namespace oteu::demo_pki
