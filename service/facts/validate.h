// Is a fact well formed, and may this source state it? The first thing wrong, with its field. Whether the
// child is a pupil of the school is asked elsewhere: it needs the store.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/fact.pb.h"
#include "service/facts/sources.h"

namespace oteu::facts {

struct Rejection {
  oteu::v1::FactErrorReason reason;
  const char* field;  // of the fact; "" when it is no single field
};

// First year that a fact may speak of.
inline constexpr int kFirstFactYear = 2000;
// A term may be known this long before it begins, and last this long.
inline constexpr int kMaxTermAheadDays = 366;
inline constexpr int kMaxPeriodYears = 30;

// 1..64 characters of [A-Za-z0-9._:-]: what may be echoed.
bool IsFactId(absl::string_view id);

std::optional<Rejection> ValidateFact(const oteu::v1::Fact& fact, const Source& source, absl::CivilDay today);

}  // namespace oteu::facts
