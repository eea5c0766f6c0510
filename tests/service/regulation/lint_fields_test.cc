// Checks that follow from a field's type, and the reading of files: each with a broken file and the line it
// is found at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/service/regulation/regulation_files.h"

namespace oteu::regulation {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr char kKegen[] = "kegen.txtpb";
constexpr char kNational[] = "national.txtpb";

// The only error of a file changed in one place must be at the line of the change; or at the line of `at`,
// for something that is no longer there.
void ExpectError(const char* file, absl::string_view from, absl::string_view to, absl::string_view after,
                 absl::string_view field_and_message, absl::string_view at = "") {
  Files files = KegenFiles();
  const int line = at.empty() ? LineOf(files, file, from, after) : LineOf(files, file, at);
  Replace(files, file, from, to, after);
  EXPECT_THAT(Errors(files), ElementsAre(absl::StrCat(file, ":", line, ": error: ", field_and_message)));
}

TEST(LintFiles, AFieldThatDoesNotExistIsFoundAtItsLine) {
  Files files = KegenFiles();
  const int line = LineOf(files, kKegen, "mci_multiple:");
  Replace(files, kKegen, "mci_multiple:", "mci_multiplier:");
  EXPECT_THAT(Errors(files), ElementsAre(AllOf(StartsWith(absl::StrCat(kKegen, ":", line, ": error: ")),
                                               HasSubstr("mci_multiplier"))));
}

TEST(LintFiles, NationalDataIsNeeded) {
  Files files = KegenFiles();
  files.erase(kNational);
  EXPECT_THAT(Errors(files), ElementsAre("national.txtpb: error: missing"));
}

TEST(LintFiles, SizesAndCountsAreBounded) {
  Files files = KegenFiles();
  files["large.txtpb"] = std::string(kMaxFileBytes + 1, ' ');
  EXPECT_THAT(Errors(files), ElementsAre("large.txtpb: error: larger than 1048576 bytes"));
  files = KegenFiles();
  for (int i = 0; i < kMaxFiles; ++i) files[absl::StrCat("file", i, ".txtpb")] = "";
  EXPECT_THAT(Errors(files), Contains(": error: more than 1000 files"));
}

TEST(LintFields, WhatIsRequiredIsThere) {
  ExpectError(kKegen, "number: \"14-67\"\n    adopted_on: \"2023-12-25\"", "number: \"14-67\"", "",
              "versions[0].act.adopted_on: missing, though the source is confirmed", "  act {");
  ExpectError(kKegen, "    revision: \"2023-12-25\"\n", "",
              "registered_on:", "versions[0].act.revision: missing", "  act {");
}

TEST(LintFields, KazakhIsNeededEverywhere) {
  ExpectError(kKegen, "kk: \"мүгедектігі бар баланың қайтыс болуы\"", "", "id: \"5.4\"",
              "versions[0].clauses[12].text.kk: missing",
              "text {\n      kk: \"мүгедектігі бар баланың қайтыс болуы\"");
}

TEST(LintFields, NamesNeedAllThreeLanguages) {
  ExpectError(kKegen, "en: \"Kegen district\"", "", "", "district_name.en: a name needs all three languages",
              "district_name {");
}

TEST(LintFields, DatesMustExist) {
  ExpectError(kKegen, "in_force_from: \"2024-01-06\"", "in_force_from: \"2024-02-30\"", "",
              "versions[0].in_force_from: no such day");
}

TEST(LintFields, DatesMustBeIso) {
  ExpectError(kNational, "known_from: \"2025-12-08\"", "known_from: \"8.12.2025\"", "",
              "mci[10].known_from: not a date YYYY-MM-DD");
}

TEST(LintFields, AReadingMustBeDeclared) {
  ExpectError(kKegen, "reading: READING_B", "reading: READING_UNSPECIFIED", "",
              "versions[0].amount.reading: not declared");
}

TEST(LintFields, RoundingMustBeDeclared) {
  ExpectError(kKegen, "rounding: ROUNDING_TIYN", "rounding: ROUNDING_UNSPECIFIED", "",
              "versions[0].amount.rounding: not declared");
}

TEST(LintFields, TheEndSourceMustBeDeclared) {
  ExpectError(kKegen, "end_source: END_SOURCE_PMPC", "end_source: END_SOURCE_UNSPECIFIED", "",
              "versions[0].term.end_source: not declared");
}

TEST(LintFields, AnEnumNumberMustExist) {
  ExpectError(kKegen, "reading: READING_B", "reading: 17", "", "versions[0].amount.reading: no such value");
}

TEST(LintFields, ASourceMustBeThere) {
  ExpectError(kNational, "source { text: \"Law on the republican budget for 2018-2020\"", "#", "tenge: 2405",
              "mci[0].source: missing", "mci {");
}

TEST(LintFields, AnUnconfirmedSourceSaysWhatRemainsToBeLookedUp) {
  ExpectError(kKegen, "note: \"compare with the current state classifier (KATO)\"", "", "kato_source {",
              "kato_source.note: an unconfirmed source must say what remains to be looked up",
              "kato_source {");
}

TEST(LintFields, AConfirmedSourceWithANoteIsAWarning) {
  Files files = KegenFiles();
  Replace(files, kKegen, "confirmed: false", "confirmed: true", "kato_source {");
  EXPECT_THAT(Errors(files), ElementsAre());
  ASSERT_EQ(Lint(files).size(), 1u);
  EXPECT_EQ(FormatFinding(Lint(files)[0]),
            absl::StrCat(kKegen, ":", LineOf(files, kKegen, "note:", "kato_source {"),
                         ": warning: kato_source.note: a confirmed source needs no note"));
}

TEST(LintFields, TextsAreBounded) {
  ExpectError(kKegen, "number: \"14-67\"",
              absl::StrCat("number: \"", std::string(kMaxNameBytes + 1, '1'), "\""), "",
              "versions[0].act.number: longer than 2000 bytes");
}

TEST(LintFields, TextsArePlainUtf8) {
  for (const char* bad :
       {"\\xff", "\\xc0\\xaf", "\\xed\\xa0\\x80", "\\xf4\\x90\\x80\\x80", "\\xe2\\x82", "\\x07"}) {
    ExpectError(kKegen, "number: \"14-67\"", absl::StrCat("number: \"", bad, "\""), "",
                "versions[0].act.number: not plain UTF-8 text");
  }
}

TEST(LintFields, CountsAreBounded) {
  std::string days;
  for (int i = 0; i <= kMaxItems; ++i) absl::StrAppend(&days, "district_katos: \"194400000\"\n");
  Files files = KegenFiles();
  Replace(files, kKegen, "district_katos: \"194400000\"\n", days);
  EXPECT_THAT(Errors(files), Contains(HasSubstr("district_katos: more than 1000 items")));
}

TEST(LintFields, AListThatIsNeededIsThere) {
  ExpectError(kKegen, "clauses { clause_id: \"7\" }\n", "\n", "mci_purpose: \"SOCIAL\"",
              "versions[0].amount.clauses: missing", "  amount {");
}

}  // namespace
}  // namespace oteu::regulation
