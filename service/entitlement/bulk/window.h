// Months as the bits of a word: a window of 64 months, more than five years, that a book is computed in.
//
//   const Window window = Window::For(absl::CivilDay(2026, 3, 1));  // August 2022 .. November 2027
//   Months months = window.From(absl::CivilMonth(2025, 9)) & window.Through(absl::CivilMonth(2026, 5));
#pragma once

#include <cstdint>

#include "absl/time/civil_time.h"
#include "service/entitlement/facts.h"
#include "service/regulation/academic_year.h"

namespace oteu::entitlement::bulk {

// A set of months: bit i is the month i after the first of the window.
using Months = uint64_t;

inline constexpr int kWindowMonths = 64;

// Bits first..last, both included and both in 0..63.
constexpr Months Bits(int first, int last) {
  return (~Months{0} >> (kWindowMonths - 1 - last)) & (~Months{0} << first);
}

class Window {
 public:
  explicit Window(absl::CivilMonth first) : first_(first), last_(first + (kWindowMonths - 1)) {}

  // The window of questions asked on a day: three academic years back, and past the end of the next one,
  // where an open question ends (horizon.h). It begins in August, so that neither a quarter nor a school term
  // lies across the middle of the word: both halves can be looked up by themselves.
  static Window For(absl::CivilDay known_as_of) {
    return Window(absl::CivilMonth(regulation::AcademicStartYear(absl::CivilMonth(known_as_of)) - 3, 8));
  }

  absl::CivilMonth first() const { return first_; }
  absl::CivilMonth last() const { return last_; }
  bool Contains(absl::CivilMonth month) const { return first_ <= month && month <= last_; }

  // The bit of a month of the window.
  int BitOf(absl::CivilMonth month) const { return static_cast<int>(month - first_); }

  // The months of the window from `month` on, or up to it, itself included.
  Months From(absl::CivilMonth month) const {
    if (month <= first_) return ~Months{0};
    return month > last_ ? 0 : Bits(BitOf(month), kWindowMonths - 1);
  }
  Months Through(absl::CivilMonth month) const {
    if (month >= last_) return ~Months{0};
    return month < first_ ? 0 : Bits(0, BitOf(month));
  }
  Months Of(const MonthRange& range) const { return From(range.first) & Through(range.last); }

  friend bool operator==(const Window& a, const Window& b) { return a.first_ == b.first_; }

 private:
  absl::CivilMonth first_;
  absl::CivilMonth last_;
};

}  // namespace oteu::entitlement::bulk
