#include "service/rpc/accept_language.h"

#include <array>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace oteu::rpc {
namespace {

constexpr std::size_t kHeaderBytesMax = 1024;
constexpr std::array<const char*, 3> kLanguages = {"kk", "ru", "en"};
constexpr int kWeightOne = 1000;

// qvalue of RFC 9110, in thousandths: "0" to "1" with up to three decimals.
std::optional<int> ParseWeight(absl::string_view text) {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  int weight = (text[0] - '0') * kWeightOne;
  if (text.size() == 1) return weight;
  if (text[1] != '.') return std::nullopt;
  int place = kWeightOne / 10;
  for (char digit : text.substr(2)) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(digit))) return std::nullopt;
    weight += (digit - '0') * place;
    place /= 10;
  }
  if (weight > kWeightOne) return std::nullopt;
  return weight;
}

struct Range {
  std::string language;  // lower case, primary subtag, or "*"
  int weight = kWeightOne;
};

std::optional<Range> ParseRange(absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(text, absl::MaxSplits(';', 1));
  Range range;
  const absl::string_view tag = absl::StripAsciiWhitespace(parts.first);
  range.language = absl::AsciiStrToLower(tag.substr(0, tag.find('-')));
  if (range.language.empty()) return std::nullopt;
  absl::string_view parameter = absl::StripAsciiWhitespace(parts.second);
  if (parameter.empty()) return range;
  if (!absl::ConsumePrefix(&parameter, "q=") && !absl::ConsumePrefix(&parameter, "Q=")) return std::nullopt;
  const auto weight = ParseWeight(parameter);
  if (!weight.has_value()) return std::nullopt;
  range.weight = *weight;
  return range;
}

}  // namespace

std::string ChooseLanguage(absl::string_view accept_language) {
  std::string best = kLanguages[0];
  if (accept_language.size() > kHeaderBytesMax) return best;
  std::array<std::optional<int>, kLanguages.size()> named;
  std::array<std::size_t, kLanguages.size()> order{};
  std::optional<int> any;
  std::size_t position = 0;
  for (absl::string_view text : absl::StrSplit(accept_language, ',')) {
    const auto range = ParseRange(text);
    ++position;
    if (!range.has_value()) continue;
    if (range->language == "*" && !any.has_value()) any = range->weight;
    for (std::size_t i = 0; i < kLanguages.size(); ++i) {
      // Of "ru;q=0.5, ru-KZ" the better counts.
      if (range->language != kLanguages[i] || (named[i].has_value() && *named[i] >= range->weight)) continue;
      named[i] = range->weight;
      order[i] = position;
    }
  }
  int best_weight = 0;
  std::size_t best_order = 0;
  for (std::size_t i = 0; i < kLanguages.size(); ++i) {
    // "*" stands for every language that is not named, after those that are.
    const int weight = named[i].value_or(any.value_or(0));
    const std::size_t at = named[i].has_value() ? order[i] : position + 1;
    if (weight > best_weight || (weight == best_weight && weight > 0 && at < best_order)) {
      best = kLanguages[i];
      best_weight = weight;
      best_order = at;
    }
  }
  return best;
}

}  // namespace oteu::rpc
