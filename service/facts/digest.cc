#include "service/facts/digest.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/civil/time_zone.h"
#include "service/facts/subject.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"

namespace oteu::facts {
namespace {

constexpr std::size_t kMonthChars = 7;  // "YYYY-MM"

std::string Sha256Hex(const std::string& bytes) {
  namespace openssl = verification::openssl;
  const auto digest = openssl::Sha256(openssl::AsBytes(bytes));
  return openssl::ToHex(digest);
}

}  // namespace

std::string ChildHash(absl::string_view school_bin, absl::string_view child_iin) {
  return Sha256Hex(absl::StrCat(school_bin, "|", child_iin));
}

void SchoolDigests::Add(const std::string& child_iin, const std::vector<oteu::v1::RecordedFact>& standing) {
  std::string range;
  if (!month_.empty()) {
    const std::string hash = ChildHash(school_bin_, child_iin);
    if (!absl::StartsWith(hash, prefix_)) return;
    if (!by_day_in_.has_value()) range = hash.substr(0, prefix_.size() + 1);
  }
  for (const oteu::v1::RecordedFact& recorded : standing) {
    if (recorded.school_bin() != school_bin_ || !IsSchoolKind(recorded.fact().kind())) continue;
    const std::string value = ValueOf(recorded.fact());
    std::string month = value.substr(0, kMonthChars);
    if (!month_.empty() && month != month_) continue;
    const bool confirmed = recorded.fact().kind() == oteu::v1::FACT_KIND_HOME_EDUCATION_CONFIRMED;
    std::string day;
    if (by_day_in_.has_value()) {
      const auto recorded_on = civil::LocalDay(recorded.recorded_at(), *by_day_in_);
      if (recorded_on.ok()) day = civil::FormatIsoDate(*recorded_on);
    }
    lines_.push_back({std::move(month), std::move(day), range,
                      absl::StrCat(confirmed ? "HOME_EDUCATION_CONFIRMED" : "HOME_EDUCATION_ENDED", "|",
                                   child_iin, "|", value)});
  }
}

std::vector<oteu::v1::FactDigest> SchoolDigests::Finish() {
  // Each line once, at the first day on which it was recorded.
  std::sort(lines_.begin(), lines_.end(),
            [](const Line& a, const Line& b) { return std::tie(a.text, a.day) < std::tie(b.text, b.day); });
  lines_.erase(std::unique(lines_.begin(), lines_.end(),
                           [](const Line& a, const Line& b) { return a.text == b.text; }),
               lines_.end());
  std::sort(lines_.begin(), lines_.end());
  std::vector<oteu::v1::FactDigest> digests;
  std::string bytes;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    absl::StrAppend(&bytes, line.text, "\n");
    if (i == 0 || !line.SameSet(lines_[i - 1])) {
      oteu::v1::FactDigest& digest = digests.emplace_back();
      digest.set_month(line.month);
      digest.set_recorded_on(line.day);
      digest.set_child_hash_prefix(line.range);
    }
    digests.back().set_count(digests.back().count() + 1);
    if (i + 1 < lines_.size() && line.SameSet(lines_[i + 1])) continue;
    digests.back().set_sha256(Sha256Hex(bytes));
    bytes.clear();
  }
  return digests;
}

}  // namespace oteu::facts
