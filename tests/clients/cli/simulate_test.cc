// `oteu simulate`: what each reading, another MCI and another act would cost; bad lines; comparisons.
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/cli/run_oteu.h"

namespace oteu::cli {
namespace {

using testing::HasSubstr;

// Applied on 30 November 2025: by reading B two thirds of the fourth quarter, by A the whole of it.
std::string Case(const std::string& id, const std::string& application) {
  return absl::StrCat(
      R"({"caseId":")", id,
      R"(","facts":{"birthDate":{"year":2015,"month":3,"day":14},"applications":[{"date":)", application,
      R"(}],"pmpcTerms":[{"from":{"year":2025,"month":8,"day":1},"through":{"year":2026,"month":5,"day":31}}],)"
      R"("homeEducation":[{"from":{"year":2025,"month":9,"day":1},"through":{"year":2026,"month":5,"day":25}}],)"
      R"("disabilityTerms":[{"from":{"year":2024,"month":1,"day":1}}]}})",
      "\n");
}
std::string Full() { return Case("full", R"({"year":2025,"month":8,"day":10})"); }
std::string Late() { return Case("late", R"({"year":2025,"month":11,"day":30})"); }

RunResult Simulate(const std::string& input, std::vector<std::string> more = {}) {
  std::vector<std::string> words = {"simulate", "--regulation", "kz-kegen", "--as-of", "2026-11-22"};
  words.insert(words.end(), more.begin(), more.end());
  return RunOteu(words, input);
}

// The member of variant number i of a line or of its summary.
std::string OfVariant(const google::protobuf::Struct& line, int i, const std::string& member) {
  const auto& fields = line.fields();
  const auto& holder = fields.contains("summary") ? fields.at("summary").struct_value().fields() : fields;
  return Field(holder.at("variants").list_value().values(i).struct_value(), member);
}

TEST(OteuSimulate, PricesEachReading) {
  const RunResult result = Simulate(Full() + Late());
  EXPECT_EQ(result.exit_code, 0) << result.err << result.out;
  EXPECT_EQ(result.err, "2 cases, 0 errors\n");
  const auto lines = JsonLines(result.out);
  ASSERT_EQ(lines.size(), 3U) << result.out;
  EXPECT_EQ(Field(lines[0], "caseId"), "full");
  EXPECT_EQ(Field(lines[1], "decidedTiyn"), "9017067");
  EXPECT_EQ(OfVariant(lines[1], 1, "variant"), "reading A");
  EXPECT_EQ(OfVariant(lines[1], 1, "differenceTiyn"), "1048533");
  EXPECT_THAT(result.out,
              HasSubstr(R"("changes":[{"period":"2025-Q4","beforeTiyn":"2097067","afterTiyn":"3145600"}])"));
  EXPECT_EQ(OfVariant(lines[2], 0, "totalTiyn"), "22228267");
  EXPECT_EQ(OfVariant(lines[2], 1, "totalTiyn"), "23276800");
  EXPECT_EQ(OfVariant(lines[2], 2, "differenceTiyn"), "0");
  EXPECT_EQ(Field(lines[2], "summary.byEngine"), "0");
}

// The single-case command and the simulation say the same of every reading.
TEST(OteuSimulate, AgreesWithEvaluate) {
  const auto answers =
      JsonLines(RunOteu({"evaluate", "--regulation", "kz-kegen", "--as-of", "2026-11-22"}, Late()).out);
  const auto lines = JsonLines(Simulate(Late()).out);
  ASSERT_EQ(answers.size(), 1U);
  ASSERT_EQ(lines.size(), 2U);
  const auto& readings =
      answers[0].fields().at("entitlement").struct_value().fields().at("readings").list_value();
  ASSERT_EQ(readings.values_size(), 4);
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(OfVariant(lines[0], i + 1, "totalTiyn"), Field(readings.values(i).struct_value(), "totalTiyn"));
  }
}

TEST(OteuSimulate, ABadLineIsAnsweredInItsPlaceAndTheRestGoesOn) {
  const RunResult result = Simulate(
      absl::StrCat(Late(), "{no json}\n\n{\"facts\":{}}\n", std::string((1 << 20) + 1, 'x'), "\n", Late()));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(result.err, "5 cases, 3 errors\n");
  const auto lines = JsonLines(result.out);
  ASSERT_EQ(lines.size(), 6U);
  EXPECT_EQ(Field(lines[1], "error.line"), "2");
  EXPECT_EQ(Field(lines[2], "error.message"), "facts.birth_date: missing");
  EXPECT_EQ(Field(lines[3], "error.line"), "5");
  EXPECT_EQ(Field(lines[4], "line"), "6");
  EXPECT_EQ(OfVariant(lines[5], 0, "totalTiyn"), "18034134");
}

TEST(OteuSimulate, AnotherMci) {
  // 8 x 4,500 in place of 8 x 4,325 for two quarters of 2026.
  const auto lines = JsonLines(Simulate(Full(), {"--mci", "2026-01=4500"}).out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(OfVariant(lines[0], 1, "differenceTiyn"), "280000");
  EXPECT_EQ(OfVariant(lines[0], 1, "variant"), "MCI 2026-01=4500");
}

TEST(OteuSimulate, AnotherActAndADraft) {
  const std::string akkayyn = std::string(OTEU_SOURCE_DIR) + "/service/regulations/akkayyn.txtpb";
  // 6.5 MCI a quarter in place of 8.
  const auto draft = JsonLines(Simulate(Full(), {"--draft", akkayyn, "--readings", "B"}).out);
  ASSERT_EQ(draft.size(), 2U);
  EXPECT_EQ(OfVariant(draft[0], 1, "variant"), "reading B, draft");
  EXPECT_EQ(OfVariant(draft[0], 1, "totalTiyn"), "10734100");
  const auto lines = JsonLines(Simulate(Full(), {"--against", "kz-akkayyn", "--readings", "B"}).out);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(Field(lines[0], "decidedTiyn"), "10734100");
  EXPECT_EQ(OfVariant(lines[0], 1, "differenceTiyn"), "2477100");
  EXPECT_EQ(JsonLines(Simulate(Full(), {"--against", "a", "--readings", "a"}).out).size(), 1U);
}

TEST(OteuSimulate, ComparesWithAnswersThatWereDecided) {
  const std::string folder = FreshFolder("simulate");
  const RunResult decided =
      RunOteu({"evaluate", "--regulation", "kz-kegen", "--as-of", "2026-11-22"}, Full());
  WriteOrFail(folder + "/decided.jsonl", decided.out);
  const RunResult result =
      Simulate(Full() + Late(), {"--decided", folder + "/decided.jsonl", "--readings", "A", "--all"});
  EXPECT_EQ(result.exit_code, 1);
  const auto lines = JsonLines(result.out);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(OfVariant(lines[0], 0, "variant"), "recalculated");
  EXPECT_EQ(OfVariant(lines[0], 0, "differenceTiyn"), "0");
  EXPECT_EQ(Field(lines[1], "error.code"), "NOT_FOUND");
}

TEST(OteuSimulate, ReadableIsATable) {
  const RunResult result = Simulate(Full() + Late(), {"--readable", "--periods"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("in force"));
  EXPECT_THAT(result.out, HasSubstr("232,768.00"));
  EXPECT_THAT(result.out, HasSubstr("+10,485.33"));
  EXPECT_THAT(result.out, HasSubstr("2025/26-T1"));
}

TEST(OteuSimulate, WrongUsageIsTwo) {
  for (const std::vector<std::string>& more :
       std::vector<std::vector<std::string>>{{"--readings", "E"},
                                             {"--mci", "2026-01"},
                                             {"--mci", "2026-01=0"},
                                             {"--mci", "2031-01=5000"},
                                             {"--against", "nobody"},
                                             {"--draft", "/nowhere"},
                                             {"--decided", "/nowhere"},
                                             {"--first-month", "2026"},
                                             {"--as-of", "2026-02-30"}}) {
    const RunResult result = Simulate(Full(), more);
    EXPECT_EQ(result.exit_code, 2) << testing::PrintToString(more);
    EXPECT_EQ(result.out, "") << testing::PrintToString(more);
    EXPECT_NE(result.err, "") << testing::PrintToString(more);
  }
}

}  // namespace
}  // namespace oteu::cli
