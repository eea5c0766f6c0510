// `oteu evaluate`: amounts, order, bad lines, tables.
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/cli/run_oteu.h"

namespace oteu::cli {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

// The full academic year 2025/26 in Kegen: 31,456 + 31,456 + 34,600 + 34,600 tenge.
constexpr char kFullYear[] =
    R"({"caseId":"full","facts":{"birthDate":{"year":2015,"month":3,"day":14},)"
    R"("applications":[{"date":{"year":2025,"month":8,"day":10}}],)"
    R"("pmpcTerms":[{"from":{"year":2025,"month":8,"day":1},"through":{"year":2026,"month":5,"day":31}}],)"
    R"("homeEducation":[{"from":{"year":2025,"month":9,"day":1},"through":{"year":2026,"month":5,"day":25}}],)"
    R"("disabilityTerms":[{"from":{"year":2024,"month":1,"day":1},"through":{"year":2027,"month":12,"day":31}}]}})";

RunResult Evaluate(const std::string& input, std::vector<std::string> more = {}) {
  std::vector<std::string> words = {"evaluate", "--regulation", "kz-kegen", "--as-of", "2026-11-22"};
  words.insert(words.end(), more.begin(), more.end());
  return RunOteu(words, input);
}

TEST(OteuEvaluate, FullYearIs132112Tenge) {
  const RunResult result = Evaluate(absl::StrCat(kFullYear, "\n"));
  EXPECT_EQ(result.exit_code, 0) << result.err << result.out;
  const auto answers = JsonLines(result.out);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(Field(answers[0], "caseId"), "full");
  EXPECT_EQ(Field(answers[0], "entitlement.totalTenge"), "132112.00");
  EXPECT_EQ(result.err, "1 case, 0 errors, total 132,112.00 tenge\n");
}

TEST(OteuEvaluate, TheDocumentedExampleIs132112Tenge) {
  const std::string example = std::string(OTEU_SOURCE_DIR) + "/docs/examples/full-year-2025-26.jsonl";
  if (!std::filesystem::exists(example)) GTEST_SKIP() << example << " is not there";
  const RunResult result = Evaluate(ReadOrFail(example));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, HasSubstr("total 132,112.00 tenge"));
}

TEST(OteuEvaluate, ABadLineIsAnsweredInItsPlaceAndTheRestGoesOn) {
  const std::string input = absl::StrCat(kFullYear, "\n{not json}\n\n{\"facts\":{}}\n",
                                         std::string((1 << 20) + 1, 'x'), "\n{\"surprise\":1}\n", kFullYear);
  const RunResult result = Evaluate(input);
  EXPECT_EQ(result.exit_code, 1);
  const auto answers = JsonLines(result.out);
  ASSERT_EQ(answers.size(), 6U);
  EXPECT_EQ(Field(answers[0], "entitlement.totalTenge"), "132112.00");
  EXPECT_EQ(Field(answers[1], "error.code"), "INVALID_ARGUMENT");
  EXPECT_EQ(Field(answers[1], "error.line"), "2");
  EXPECT_EQ(Field(answers[2], "error.line"), "4");
  EXPECT_THAT(result.out, HasSubstr("\"fieldViolations\":[{\"field\":\"facts.birth_date\""));
  EXPECT_EQ(Field(answers[3], "error.line"), "5");
  EXPECT_EQ(Field(answers[4], "error.line"), "6");
  EXPECT_EQ(Field(answers[5], "entitlement.totalTenge"), "132112.00");
  EXPECT_THAT(result.err, EndsWith("6 cases, 4 errors, total 264,224.00 tenge\n"));
}

TEST(OteuEvaluate, ReadableShowsQuartersAndClauses) {
  const RunResult result = Evaluate(kFullYear, {"--readable"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("2025-Q3"));
  EXPECT_THAT(result.out, HasSubstr("31,456.00"));
  EXPECT_THAT(result.out, HasSubstr("132,112.00"));
  EXPECT_THAT(result.out, HasSubstr("kegen-14-67 cl. "));
  EXPECT_EQ(result.out.find('\033'), std::string::npos) << "no colour where the output is no terminal";
}

TEST(OteuEvaluate, NothingInIsNothingOut) {
  const RunResult result = Evaluate("");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "0 cases, 0 errors, total 0.00 tenge\n");
}

}  // namespace
}  // namespace oteu::cli
