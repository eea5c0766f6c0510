// UTCTime and GeneralizedTime as RFC 5280 section 4.1.2.5 allows them: seconds present, Zulu, no fraction.
#pragma once

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "verification/kzgost/der.h"

namespace oteu::verification::x509 {

// Nothing for another tag, another form, or a time that the calendar does not have.
std::optional<absl::Time> ParseDerTime(const kzgost::DerElement& element);

// As absl::FromCivil for UTC, without its search for the rules of a time zone.
inline absl::Time FromUtc(absl::CivilSecond utc) {
  return absl::UnixEpoch() + absl::Seconds(utc - absl::CivilSecond(1970, 1, 1));
}

}  // namespace oteu::verification::x509
