// Checks of the national data, each with a broken file and the line it is found at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/service/regulation/regulation_files.h"

namespace oteu::regulation {
namespace {

using testing::Contains;

constexpr char kNational[] = "national.txtpb";

void ExpectError(absl::string_view from, absl::string_view to, absl::string_view after,
                 absl::string_view field_and_message) {
  Files files = KegenFiles();
  const int line = LineOf(files, kNational, from, after);
  Replace(files, kNational, from, to, after);
  EXPECT_THAT(Errors(files), Contains(absl::StrCat(kNational, ":", line, ": error: ", field_and_message)));
}

TEST(LintTimeZone, IsARegionAndNoFixedOffset) {
  ExpectError("time_zone: \"Asia/Almaty\"", "time_zone: \"Fixed/UTC+05:00:00\"", "",
              "time_zone: not an IANA time zone of a region");
  ExpectError("time_zone: \"Asia/Almaty\"", "time_zone: \"Asia/Kegen\"", "",
              "time_zone: time zone unknown to the system's tz data");
}

TEST(LintMci, EveryYearHasAValueForEachPurpose) {
  Files files = KegenFiles();
  Replace(files, kNational, "[\"SOCIAL\", \"FINES_AND_TAXES\"]", "[\"SOCIAL\"]", "from: \"2024-01-01\"");
  const int line = LineOf(files, kNational, "from: \"2025-01-01\"");
  EXPECT_THAT(Errors(files),
              Contains(absl::StrCat(kNational, ":", line,
                                    ": error: mci[9].from: no value for FINES_AND_TAXES begins in 2024")));
}

TEST(LintMci, OneValueForADay) {
  Files files = KegenFiles();
  Replace(files, kNational, "from: \"2020-04-01\"", "from: \"2020-01-01\"");
  Replace(files, kNational, "known_from: \"2020-04-08\"", "known_from: \"2019-12-04\"");
  const int line = LineOf(files, kNational, "from: \"2020-01-01\"", "tenge: 2651");
  EXPECT_THAT(Errors(files), Contains(absl::StrCat(kNational, ":", line,
                                                   ": error: mci[3].from: two values for SOCIAL "
                                                   "from the same day, known since the same day")));
}

TEST(LintMci, ValuesAreInBoundsAndBeginWithAMonth) {
  ExpectError("tenge: 4325", "tenge: 0", "", "mci[10].tenge: outside 1..1000000");
  ExpectError("tenge: 4325", "tenge: 1000001", "", "mci[10].tenge: outside 1..1000000");
  ExpectError("from: \"2026-01-01\"", "from: \"2026-01-02\"", "",
              "mci[10].from: not the first day of a month");
}

TEST(LintAcademicYears, RunFromSeptemberToMayWithBreaksInOrder) {
  ExpectError("first_day: \"2025-09-01\"", "first_day: \"2025-08-31\"", "",
              "academic_years[2].first_day: not in September of start_year");
  ExpectError("last_day: \"2026-05-25\"", "last_day: \"2026-06-01\"", "",
              "academic_years[2].last_day: not in May after start_year");
  ExpectError("start_year: 2025", "start_year: 2024", "", "academic_years[2].start_year: given twice");
  ExpectError("through: \"2025-11-02\"", "through: \"2025-10-26\"", "",
              "academic_years[2].breaks[0].through: before from");
  ExpectError("breaks { from: \"2025-12-29\"", "breaks { from: \"2025-11-02\"", "",
              "academic_years[2].breaks[1]: outside the academic year, or not in order");
}

TEST(LintCalendar, DaysOffAreWeekdaysAndWorkedWeekendsAreWeekends) {
  ExpectError("\"2026-05-11\"", "\"2026-05-09\"", "", "calendar[2].days_off[9]: a weekend is off anyway");
  ExpectError("\"2025-01-05\"", "\"2025-01-06\"", "", "calendar[1].working_weekends[0]: not a weekend");
  ExpectError("\"2026-05-11\"", "\"2027-05-11\"", "", "calendar[2].days_off[9]: in another year");
  ExpectError("\"2026-05-11\"", "\"2026-05-07\"", "", "calendar[2].days_off[9]: given twice");
  ExpectError("year: 2026", "year: 2025", "official", "calendar[2].year: given twice");
}

TEST(LintNationalActs, HaveUniqueIdsAndClauses) {
  ExpectError("id: \"appc\"", "id: \"rules-84\"", "", "acts[1].act.id: given twice");
  ExpectError("id: \"92\"", "id: \"73\"", "", "acts[1].clauses[1].id: given twice");
}

}  // namespace
}  // namespace oteu::regulation
