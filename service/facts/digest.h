// Count and digest of what is held of a school, for a comparison without a list of persons. ReconcileFacts
// (fact_service.proto) says how a school system computes the same.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "oteu/v1/fact_service.pb.h"

namespace oteu::facts {

// Of one child's standing facts of the school, added child by child.
class SchoolDigests {
 public:
  // `month` empty: one digest per month. Else the ranges of that month, one digit longer than `prefix`, among
  // the children whose hash begins with it; with `by_day_in` the days in that zone on which they were
  // recorded.
  SchoolDigests(std::string school_bin, std::string month, std::string prefix,
                std::optional<absl::TimeZone> by_day_in = std::nullopt)
      : school_bin_(std::move(school_bin)),
        month_(std::move(month)),
        prefix_(std::move(prefix)),
        by_day_in_(by_day_in) {}

  // Facts of other schools are passed over.
  void Add(const std::string& child_iin, const std::vector<oteu::v1::RecordedFact>& standing);

  std::vector<oteu::v1::FactDigest> Finish();

 private:
  struct Line {
    std::string month;
    std::string day;  // of recording; empty unless asked for
    std::string range;
    std::string text;
    bool SameSet(const Line& other) const {
      return month == other.month && day == other.day && range == other.range;
    }
    auto operator<=>(const Line&) const = default;
  };

  std::string school_bin_, month_, prefix_;
  std::optional<absl::TimeZone> by_day_in_;
  std::vector<Line> lines_;
};

// SHA-256 of "BIN|IIN", lower-case hex.
std::string ChildHash(absl::string_view school_bin, absl::string_view child_iin);

}  // namespace oteu::facts
