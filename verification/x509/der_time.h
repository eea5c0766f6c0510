// UTCTime and GeneralizedTime as RFC 5280 section 4.1.2.5 allows them: seconds present, Zulu, no fraction.
#pragma once

#include <optional>

#include "absl/time/time.h"
#include "verification/kzgost/der.h"

namespace oteu::verification::x509 {

// Nothing for another tag, another form, or a time that the calendar does not have.
std::optional<absl::Time> ParseDerTime(const kzgost::DerElement& element);

}  // namespace oteu::verification::x509
