#include "service/decision/identifiers.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"

namespace oteu::decision {
namespace {

constexpr std::size_t kIinDigits = 12;
constexpr std::size_t kKatoDigits = 9;
constexpr std::size_t kIbanChars = 20;
constexpr std::size_t kMaxIbanInputChars = 64;  // Spaces included: nobody writes more.

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); });
}

// The sum of the first eleven digits by the weights `first`, `first`+1, ... 11, 1, 2, ... modulo 11.
int WeightedSum(absl::string_view digits, int first_weight) {
  int sum = 0;
  for (int i = 0; i < 11; ++i) {
    const int weight = (first_weight - 1 + i) % 11 + 1;
    sum += (digits[static_cast<std::size_t>(i)] - '0') * weight;
  }
  return sum % 11;
}

// A remainder of 10 has no digit: the second pass shifts the weights by two; 10 again means that no such
// number is issued.
bool HasControlDigit(absl::string_view digits) {
  int control = WeightedSum(digits, 1);
  if (control == 10) control = WeightedSum(digits, 3);
  return control != 10 && digits[11] - '0' == control;
}

// ISO 13616: the first four characters go to the end, letters count 10..35, and the number is 1 modulo 97.
bool HasIbanRemainder(absl::string_view iban) {
  int remainder = 0;
  for (std::size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];
    remainder = c <= '9' ? (remainder * 10 + (c - '0')) % 97 : (remainder * 100 + (c - 'A' + 10)) % 97;
  }
  return remainder == 1;
}

}  // namespace

bool HasIinShape(absl::string_view text) { return text.size() == kIinDigits && AllDigits(text); }

bool IsValidIin(absl::string_view text) { return HasIinShape(text) && HasControlDigit(text); }

bool IsValidBin(absl::string_view text) {
  if (!HasIinShape(text)) return false;
  const bool kind = text[4] >= '4' && text[4] <= '6';
  const bool division = text[5] >= '0' && text[5] <= '3';
  return kind && division && HasControlDigit(text);
}

std::optional<std::string> NormalizeIban(absl::string_view text) {
  if (text.size() > kMaxIbanInputChars) return std::nullopt;
  std::string iban;
  for (const char c : text) {
    if (c == ' ') continue;
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c))) return std::nullopt;
    iban.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
  }
  if (iban.size() != kIbanChars || iban.substr(0, 2) != "KZ") return std::nullopt;
  // Two check digits and three of the bank.
  if (!AllDigits(absl::string_view(iban).substr(2, 5)) || !HasIbanRemainder(iban)) return std::nullopt;
  return iban;
}

bool HasKatoShape(absl::string_view text) { return text.size() == kKatoDigits && AllDigits(text); }

}  // namespace oteu::decision
