// Log lines: their form, and that no personal data comes through whatever is put in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/logging/logger.h"
#include "service/logging/scrub.h"

namespace oteu::logging {
namespace {

using testing::HasSubstr;
using testing::Not;

class FixedClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixMicros(1'790'000'000'123'456); }
};

std::string Line(Level minimum, Level level, Event event, std::initializer_list<Field> fields) {
  FixedClock clock;
  std::string out;
  Logger logger([&](absl::string_view line) { out += std::string(line); }, minimum, &clock);
  logger.Log(level, event, fields);
  return out;
}

TEST(LoggerTest, ALineIsOneJsonObject) {
  EXPECT_EQ(
      Line(Level::kInfo, Level::kInfo, Event::kServerStarted, {Field::Port(8443), Field::Serving(true)}),
      "{\"time\":\"2026-09-21T14:13:20.123456Z\",\"level\":\"INFO\",\"event\":\"SERVER_STARTED\","
      "\"port\":8443,\"serving\":true}\n");
}

TEST(LoggerTest, LinesBelowTheLevelAreDropped) {
  EXPECT_EQ(Line(Level::kWarning, Level::kInfo, Event::kServerStarted, {}), "");
  EXPECT_NE(Line(Level::kWarning, Level::kError, Event::kServerStarted, {}), "");
}

TEST(LoggerTest, EveryEventAndLevelHasItsName) {
  for (int e = 0; e <= static_cast<int>(Event::kListenerDead); ++e) {
    EXPECT_STRNE(EventName(static_cast<Event>(e)), "UNKNOWN");
  }
}

TEST(FieldTest, AValueOfAnotherFormIsNotPrinted) {
  EXPECT_EQ(Field::Method("oteu.v1.ApplicationService/GetApplication").json(),
            "\"oteu.v1.ApplicationService/GetApplication\"");
  EXPECT_EQ(Field::Method("850101400012").json(), "\"?\"");
  EXPECT_EQ(Field::What("Айгүл Серікқызы").json(), "\"?\"");
  EXPECT_EQ(Field::Reason("a\"b").json(), "\"?\"");
  EXPECT_EQ(Field::Incident("0123456789abcdef").json(), "\"0123456789abcdef\"");
  EXPECT_EQ(Field::Incident("850101400012").json(), "\"?\"");
  EXPECT_EQ(Field::Application("applications/0192f0c1-7e3a-7000-8000-000000000001").json(),
            "\"applications/0192f0c1-7e3a-7000-8000-000000000001\"");
  EXPECT_EQ(Field::Application("applications/850101400012").json(), "\"?\"");
  EXPECT_EQ(Field::Application("850101400012").json(), "\"?\"");
}

TEST(ScrubTest, NumbersThatCouldBeSomebodysAreTakenOut) {
  for (const char* secret : {"850101400012", "KZ86125KZT5004100100", "KZ86 125K ZT50 0410 0100",
                             "+7 701 123 45 67", "850101-400012", "870000000000001", "IIN850101400012x"}) {
    const std::string out = Scrub(std::string("bad value ") + secret + " in form");
    EXPECT_THAT(out, HasSubstr("bad value ")) << secret;
    EXPECT_THAT(out, HasSubstr("#")) << secret;
    EXPECT_THAT(out, Not(HasSubstr("0101"))) << secret;
    EXPECT_THAT(out, Not(HasSubstr("0410"))) << secret;
  }
  EXPECT_EQ(Scrub("disk full (13), errno 28"), "disk full (13), errno 28");
}

TEST(ScrubTest, NamesInKazakhAndRussianAreTakenOut) {
  EXPECT_EQ(Scrub("applicant Айгүл not found"), "applicant * not found");
  EXPECT_EQ(Scrub("Сейткали"), "*");
}

TEST(ScrubTest, NothingBreaksTheLine) {
  const std::string out = Scrub(std::string("a\"b\\c\nd\0e\x7f", 10));
  for (char c : out) EXPECT_TRUE(c >= ' ' && c < 0x7f && c != '"' && c != '\\');
  EXPECT_LE(Scrub(std::string(100000, 'x')).size(), 500U);
  EXPECT_EQ(Scrub(""), "");
}

}  // namespace
}  // namespace oteu::logging
