// The local day of an instant. Deadlines and months go by the local day, and Kazakhstan's offset changed in
// 2024: the zone's history comes from tz data, never from a fixed offset.
//
//   absl::TimeZone zone = *oteu::civil::LoadTimeZone("Asia/Almaty");
//   oteu::civil::LocalDay(instant, zone);   // 2024-02-29T18:30Z is 29 February, 2024-01-31T18:30Z is 1
//   February
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace oteu::civil {

// A zone by its IANA name. NOT_FOUND when tz data does not know it; INVALID_ARGUMENT for a fixed offset
// ("Fixed/…").
absl::StatusOr<absl::TimeZone> LoadTimeZone(absl::string_view iana_name);

// The day on which an instant falls in a zone.
absl::CivilDay LocalDay(absl::Time instant, const absl::TimeZone& zone);

// The same for a Timestamp. INVALID_ARGUMENT for one out of range, or whose day lies outside the years
// 1900..2200.
absl::StatusOr<absl::CivilDay> LocalDay(const google::protobuf::Timestamp& instant,
                                        const absl::TimeZone& zone);

}  // namespace oteu::civil
