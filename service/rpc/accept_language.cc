#include "service/rpc/accept_language.h"

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace oteu::rpc {
namespace {

constexpr char kDefault[] = "kk";
constexpr std::size_t kHeaderMaxBytes = 256;
constexpr int kFullWeight = 1000;

// "q=0.8" as thousandths (section 12.4.2: at most three digits after the point); nullopt when malformed.
std::optional<int> ParseWeight(absl::string_view parameter) {
  absl::string_view digits = absl::StripAsciiWhitespace(parameter);
  if (!absl::ConsumePrefix(&digits, "q=") && !absl::ConsumePrefix(&digits, "Q=")) return std::nullopt;
  if (digits.empty() || (digits[0] != '0' && digits[0] != '1')) return std::nullopt;
  int weight = (digits[0] - '0') * kFullWeight;
  digits.remove_prefix(1);
  if (digits.empty()) return weight;
  if (digits[0] != '.' || digits.size() > 4) return std::nullopt;
  int unit = kFullWeight / 10;
  for (const char digit : digits.substr(1)) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(digit))) return std::nullopt;
    weight += (digit - '0') * unit;
    unit /= 10;
  }
  if (weight > kFullWeight) return std::nullopt;
  return weight;
}

// The supported language that a range names: by its primary subtag, "ru-KZ" is ru; empty when it names none.
std::string Supported(absl::string_view range) {
  const absl::string_view primary = range.substr(0, range.find('-'));
  if (primary == "*") return kDefault;
  for (const char* language : {"kk", "ru", "en"}) {
    if (absl::EqualsIgnoreCase(primary, language)) return language;
  }
  return "";
}

}  // namespace

std::string ChooseLanguage(absl::string_view accept_language) {
  if (accept_language.size() > kHeaderMaxBytes) return kDefault;
  std::string best = kDefault;
  int best_weight = 0;
  for (const absl::string_view item : absl::StrSplit(accept_language, ',')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(item, ';');
    const std::string language = Supported(absl::StripAsciiWhitespace(parts[0]));
    int weight = kFullWeight;
    if (parts.size() > 1) {
      const auto parsed = ParseWeight(parts[1]);
      if (!parsed.has_value()) continue;
      weight = *parsed;
    }
    if (!language.empty() && weight > best_weight) {
      best = language;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace oteu::rpc
