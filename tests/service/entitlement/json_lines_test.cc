#include "service/entitlement/json_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/service/entitlement/questions.h"

namespace oteu::entitlement {
namespace {

using testing::HasSubstr;
using testing::Not;

absl::StatusOr<std::string> Line(const std::string& json, const char* regulation = "kz-kegen") {
  return EvaluateJsonLine(ShippedCatalog(), json, regulation, absl::CivilDay(2026, 6, 1));
}

std::string Minimal(const std::string& more) {
  return absl::StrCat(R"({"facts":{"birthDate":{"year":2015,"month":5,"day":17},"applications":)",
                      R"([{"date":{"year":2025,"month":9,"day":1}}]})", more, "}");
}

TEST(JsonLines, TheDocumentedSampleGivesTheFullYear) {
  std::ifstream file(OTEU_SOURCE_DIR "/docs/examples/full-year-2025-26.jsonl");
  std::string line;
  ASSERT_TRUE(std::getline(file, line));
  const auto answer = Line(line);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(*answer, HasSubstr(R"("caseId":"full-year-2025-26")"));
  EXPECT_THAT(*answer, HasSubstr(R"("totalTiyn":"13211200","totalTenge":"132112.00")"));
  EXPECT_THAT(*answer, HasSubstr(R"("reasons":["MONTH_REASON_ENTITLED"])"));
  EXPECT_THAT(*answer, Not(HasSubstr("\n")));
}

TEST(JsonLines, ZeroAmountsAreVisible) {
  const auto answer = Line(Minimal(""));
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_THAT(*answer, HasSubstr(R"("totalTiyn":"0","totalTenge":"0.00")"));
  EXPECT_THAT(*answer, HasSubstr(R"("needsHuman":false)"));
}

TEST(JsonLines, TheDefaultRegulationStandsForAnEmptyOne) {
  EXPECT_TRUE(Line(Minimal("")).ok());
  EXPECT_FALSE(Line(Minimal(""), "").ok());
  EXPECT_TRUE(Line(Minimal(R"(,"regulationId":"kz-akkayyn")"), "kz-none").ok());
}

TEST(JsonLines, RefusesUnknownFieldsAndWhatIsNotJson) {
  for (const std::string& line : {Minimal(R"(,"birthday":1)"), std::string(""), std::string("[]"),
                                  std::string("{"), Minimal(R"(,"overrides":{"reading":"READING_E"})")}) {
    const auto answer = Line(line);
    EXPECT_EQ(answer.status().code(), absl::StatusCode::kInvalidArgument) << line;
  }
}

TEST(JsonLines, IsBoundedBeforeItIsParsed) {
  EXPECT_THAT(std::string(Line(std::string(kMaxLineBytes + 1, ' ')).status().message()),
              HasSubstr("longer than"));
  EXPECT_THAT(std::string(Line(std::string(33, '[')).status().message()), HasSubstr("deeper than 32"));
  EXPECT_THAT(std::string(Line(std::string(32, '[')).status().message()), Not(HasSubstr("deeper")));
  // Brackets in strings are no nesting, and an escaped quote does not end one.
  EXPECT_TRUE(Line(Minimal(R"(,"caseId":"[[[[[[[[[[[[[[[[[[[\"[[[[[[[[[[[[[[[[[")")).ok());
}

}  // namespace
}  // namespace oteu::entitlement
