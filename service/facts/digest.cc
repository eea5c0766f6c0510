#include "service/facts/digest.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
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
    range = hash.substr(0, prefix_.size() + 1);
  }
  for (const oteu::v1::RecordedFact& recorded : standing) {
    if (recorded.school_bin() != school_bin_ || !IsSchoolKind(recorded.fact().kind())) continue;
    const std::string value = ValueOf(recorded.fact());
    std::string month = value.substr(0, kMonthChars);
    if (!month_.empty() && month != month_) continue;
    const bool confirmed = recorded.fact().kind() == oteu::v1::FACT_KIND_HOME_EDUCATION_CONFIRMED;
    lines_.push_back({std::move(month), range,
                      absl::StrCat(confirmed ? "HOME_EDUCATION_CONFIRMED" : "HOME_EDUCATION_ENDED", "|",
                                   child_iin, "|", value)});
  }
}

std::vector<oteu::v1::FactDigest> SchoolDigests::Finish() {
  std::sort(lines_.begin(), lines_.end());
  lines_.erase(std::unique(lines_.begin(), lines_.end()), lines_.end());
  std::vector<oteu::v1::FactDigest> digests;
  std::string bytes;
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    const Line& line = lines_[i];
    absl::StrAppend(&bytes, line.text, "\n");
    if (digests.empty() || digests.back().month() != line.month ||
        digests.back().child_hash_prefix() != line.range) {
      oteu::v1::FactDigest& digest = digests.emplace_back();
      digest.set_month(line.month);
      digest.set_child_hash_prefix(line.range);
    }
    digests.back().set_count(digests.back().count() + 1);
    const bool last =
        i + 1 == lines_.size() || lines_[i + 1].month != line.month || lines_[i + 1].range != line.range;
    if (!last) continue;
    digests.back().set_sha256(Sha256Hex(bytes));
    bytes.clear();
  }
  return digests;
}

}  // namespace oteu::facts
