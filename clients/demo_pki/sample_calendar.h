// The days of the sample dossiers, around a given time, in the time zone of the acts.
#pragma once

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace oteu::demo_pki {

struct SampleCalendar {
  absl::CivilDay yesterday;  // documents are issued on it
  absl::CivilDay
      first_lesson;  // 1 September of the academic year under way, or of the coming one from June on
  absl::CivilDay last_lesson;  // 25 May of that academic year
  absl::CivilDay term_from;    // first day of the PMPC term: 20 August, or earlier when that is still to come
  absl::CivilDay birth;        // the child is about ten years old
  absl::CivilDay disability_from;
  absl::CivilDay disability_through;
  absl::CivilDay identity_through;
};

SampleCalendar SampleCalendarAt(absl::Time now);

}  // namespace oteu::demo_pki
