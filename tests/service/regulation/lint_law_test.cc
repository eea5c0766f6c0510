// Checks of a district's rules and versions, each with a broken file and the line it is found at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/service/regulation/regulation_files.h"

namespace oteu::regulation {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kKegen[] = "kegen.txtpb";

void ExpectError(absl::string_view from, absl::string_view to, absl::string_view after,
                 absl::string_view field_and_message) {
  Files files = KegenFiles();
  const int line = LineOf(files, kKegen, from, after);
  Replace(files, kKegen, from, to, after);
  EXPECT_THAT(Errors(files), Contains(absl::StrCat(kKegen, ":", line, ": error: ", field_and_message)));
}

// Kegen with a second version after the first, of which `from`, `through` and `known` are given.
Files WithSecondVersion(const std::string& through_of_first, const std::string& from,
                        const std::string& known) {
  Files files = KegenFiles();
  std::string second = files[kKegen].substr(files[kKegen].find("versions {"));
  const auto replace = [&second](const std::string& what, const std::string& by) {
    second.replace(second.find(what), what.size(), by);
  };
  replace("revision: \"2023-12-25\"", "revision: \"second\"");
  replace("revision: \"2023-12-25\"\n    source", "revision: \"second\"\n    source");
  replace("in_force_from: \"2024-01-06\"", absl::StrCat("in_force_from: \"", from, "\""));
  replace("known_from: \"2023-12-26\"", absl::StrCat("known_from: \"", known, "\""));
  if (!through_of_first.empty()) {
    Replace(files, kKegen, "  known_from: \"2023-12-26\"",
            absl::StrCat("  in_force_through: \"", through_of_first, "\"  known_from: \"2023-12-26\""));
  }
  files[kKegen] += second;
  return files;
}

TEST(LintVersions, AGapBetweenVersionsIsRefused) {
  const Files files = WithSecondVersion("2025-12-31", "2026-01-02", "2025-12-01");
  const int line = LineOf(files, kKegen, "in_force_from: \"2026-01-02\"");
  EXPECT_THAT(Errors(files),
              ElementsAre(absl::StrCat(
                  kKegen, ":", line,
                  ": error: versions[1].in_force_from: gap: no version is in force on 2026-01-01")));
  EXPECT_THAT(Errors(WithSecondVersion("2025-12-31", "2026-01-01", "2025-12-01")), ElementsAre());
}

TEST(LintVersions, AnOverlapMustBeOrderedByTheDayOfPublication) {
  const Files files = WithSecondVersion("", "2026-01-01", "2023-12-26");
  const int line = LineOf(files, kKegen, "in_force_from: \"2026-01-01\"");
  EXPECT_THAT(Errors(files),
              ElementsAre(absl::StrCat(
                  kKegen, ":", line,
                  ": error: versions[1].in_force_from: overlaps versions[0], and known_from does "
                  "not tell which stands")));
  EXPECT_THAT(Errors(WithSecondVersion("", "2026-01-01", "2025-12-01")), ElementsAre());
}

TEST(LintVersions, RevisionsAreUnique) {
  Files files = WithSecondVersion("", "2026-01-01", "2025-12-01");
  const int line = LineOf(files, kKegen, "  revision: \"second\"");
  Replace(files, kKegen, "  revision: \"second\"", "  revision: \"2023-12-25\"");
  EXPECT_THAT(Errors(files),
              Contains(absl::StrCat(kKegen, ":", line, ": error: versions[1].revision: given twice")));
}

TEST(LintVersions, AVersionEndsAfterItBeginsAndIsKnownAfterItIsAdopted) {
  ExpectError("  known_from: \"2023-12-26\"", "  known_from: \"2023-12-26\" in_force_through: \"2023-01-01\"",
              "", "versions[0].in_force_through: before in_force_from");
  ExpectError("  known_from: \"2023-12-26\"", "  known_from: \"2023-12-24\"", "",
              "versions[0].known_from: before the act was adopted");
}

TEST(LintIds, OfRegulationsActsAndDistrictsAreUnique) {
  Files files = KegenFiles();
  files["other.txtpb"] = files[kKegen];
  EXPECT_THAT(Errors(files),
              ElementsAre("other.txtpb:6: error: id: another file has this id",
                          "other.txtpb:7: error: district_katos[0]: this district already has a regulation",
                          "other.txtpb:22: error: versions[0].act.id: another version has this act in "
                          "this revision"));
}

TEST(LintIds, HaveTheirShape) {
  ExpectError("id: \"kz-kegen\"", "id: \"kz kegen\"", "",
              "id: not of lower-case letters, digits and hyphens, at most 64");
  ExpectError("district_katos: \"194400000\"", "district_katos: \"19440000\"", "",
              "district_katos[0]: not nine digits");
}

TEST(LintInstitutions, ABinHasItsShapeAndControlDigit) {
  const auto with_bin = [](const char* bin) {
    Files files = KegenFiles();
    Replace(files, kKegen, "provider {", absl::StrCat("provider { bin: \"", bin, "\""));
    return Errors(files);
  };
  EXPECT_THAT(with_bin("120540000120"), ElementsAre());
  // By the second series of weights.
  EXPECT_THAT(with_bin("120540000205"), ElementsAre());
  for (const char* bad : {"120540000126", "120570000124", "120544000122", "12054000012", "12054000012x"}) {
    Files files = KegenFiles();
    EXPECT_THAT(with_bin(bad), ElementsAre(absl::StrCat(kKegen, ":", LineOf(files, kKegen, "provider {"),
                                                        ": error: versions[0].provider.bin: not a BIN")))
        << bad;
  }
}

TEST(LintReferences, AClauseMustBeThere) {
  ExpectError("clauses { clause_id: \"7\" }", "clauses { clause_id: \"9\" }", "mci_purpose: \"SOCIAL\"",
              "versions[0].amount.clauses[0].clause_id: no clause 9 in that act");
  ExpectError("clauses { act_id: \"rules-84\" clause_id: \"annex3.8\" }",
              "clauses { act_id: \"rules-85\" clause_id: \"annex3.8\" }", "required_documents {",
              "versions[0].required_documents[0].clauses[1].act_id: no such act among the national acts");
  ExpectError("id: \"5.2\"", "id: \"5.1\"", "id: \"5.1\"", "versions[0].clauses[10].id: given twice");
}

TEST(LintAmount, TheMultipleIsAnExactDecimalInBounds) {
  ExpectError("mci_multiple: \"8\"", "mci_multiple: \"8,5\"", "",
              "versions[0].amount.mci_multiple: not an exact decimal");
  ExpectError("mci_multiple: \"8\"", "mci_multiple: \"0.0\"", "",
              "versions[0].amount.mci_multiple: not above 0 and up to 1000");
  ExpectError("mci_multiple: \"8\"", "mci_multiple: \"1000.1\"", "",
              "versions[0].amount.mci_multiple: not above 0 and up to 1000");
}

TEST(LintAmount, MonthsAreMonthsOfTheAcademicYear) {
  ExpectError("active_months: [9,", "active_months: [13,", "",
              "versions[0].amount.active_months[0]: outside 1..12");
  ExpectError("active_months: [9,", "active_months: [9, 9,", "",
              "versions[0].amount.active_months[1]: given twice");
  ExpectError("active_months: [9,", "active_months: [6, 9,", "",
              "versions[0].amount.active_months[0]: outside the academic year");
}

TEST(LintAmount, AnMciOfThePurposeIsNeededFromTheFirstAcademicYear) {
  constexpr char kMissing[] =
      "versions[0].amount.mci_purpose: no MCI of this purpose in the academic year the version takes effect "
      "in";
  ExpectError("mci_purpose: \"SOCIAL\"", "mci_purpose: \"PENSIONS\"", "", kMissing);
  // The table begins in January 2018; the academic year 2017/18 began before.
  Files files = KegenFiles();
  Replace(files, kKegen, "in_force_from: \"2024-01-06\"", "in_force_from: \"2018-05-31\"");
  EXPECT_THAT(Errors(files), Contains(HasSubstr(kMissing)));
  Replace(files, kKegen, "in_force_from: \"2018-05-31\"", "in_force_from: \"2018-09-01\"");
  EXPECT_THAT(Errors(files), ElementsAre());
}

TEST(LintStopEvents, AreConsistent) {
  ExpectError("effect: STOP_EFFECT_END", "effect: STOP_EFFECT_SUSPEND", "kind: STOP_EVENT_KIND_DEATH",
              "versions[0].stop_events[3].effect: only a circumstance that lasts for a period can suspend");
  ExpectError("resume: RESUME_MONTH_OF_END\n", "resume: RESUME_MONTH_OF_END effect: STOP_EFFECT_END\n",
              "kind: STOP_EVENT_KIND_STATE_SUPPORT\n    effect: STOP_EFFECT_SUSPEND",
              "Non-repeated field \"effect\" is specified multiple times.");
  ExpectError("age_years: 18", "age_years: 0", "", "versions[0].stop_events[0].age_years: outside 1..100");
  ExpectError("leap_day_birthday: LEAP_DAY_BIRTHDAY_MARCH_1",
              "leap_day_birthday: LEAP_DAY_BIRTHDAY_UNSPECIFIED", "",
              "versions[0].stop_events[0].leap_day_birthday: not declared");
  ExpectError("kind: STOP_EVENT_KIND_STATE_SUPPORT", "kind: STOP_EVENT_KIND_INSTITUTION_STAY", "",
              "versions[0].stop_events[4].kind: given twice");
}

TEST(LintStopEvents, OnlyASuspensionResumesAndOnlyAPeriodNeedsAPerson) {
  Files files = KegenFiles();
  const int line = LineOf(files, kKegen, "kind: STOP_EVENT_KIND_DEATH");
  Replace(files, kKegen, "kind: STOP_EVENT_KIND_DEATH",
          "kind: STOP_EVENT_KIND_DEATH needs_human: true resume: RESUME_MONTH_OF_END age_years: 3");
  const std::string at = absl::StrCat(kKegen, ":", line, ": error: versions[0].stop_events[3].");
  EXPECT_THAT(Errors(files),
              ElementsAre(at + "needs_human: only for a circumstance that lasts for a period",
                          at + "resume: only a suspension resumes", at + "age_years: only for AGE"));
}

TEST(LintStopEvents, AgeDisabilityAndDeathAreNeverLeftOut) {
  Files files = KegenFiles();
  const int line = LineOf(files, kKegen, "stop_events {");
  Replace(files, kKegen, "kind: STOP_EVENT_KIND_DEATH", "kind: STOP_EVENT_KIND_UNSPECIFIED");
  EXPECT_THAT(Errors(files), Contains(absl::StrCat(kKegen, ":", line,
                                                   ": error: versions[0].stop_events: "
                                                   "STOP_EVENT_KIND_DEATH is missing")));
}

TEST(LintDocuments, AreKnownAndUnique) {
  ExpectError("type: \"RESIDENCE\"", "type: \"DIAGNOSIS\"", "",
              "versions[0].required_documents[4].type: no such DocumentType");
  ExpectError("type: \"RESIDENCE\"", "type: \"RELATIONSHIP\"", "",
              "versions[0].required_documents[4].type: given twice");
}

TEST(LintRefusalGrounds, AreKnownUniqueAndComplete) {
  ExpectError("reason: \"CHILD_DECEASED\"", "reason: \"REGISTER_UNAVAILABLE\"", "",
              "versions[0].refusal_grounds[14].reason: no such ReasonCode that is a refusal ground");
  ExpectError("reason: \"CHILD_DECEASED\"", "reason: \"CHILD_OF_AGE\"", "",
              "versions[0].refusal_grounds[14].reason: given twice");
  ExpectError("ground: \"NO_CONSENT\"", "ground: \"NO_REASON\"", "",
              "versions[0].refusal_grounds[24].ground: no such RefusalGround");
  Files files = KegenFiles();
  const int line = LineOf(files, kKegen, "refusal_grounds {");
  Replace(files, kKegen, "reason: \"CHILD_DECEASED\"", "reason: \"CHILD_OF_AGE\"");
  EXPECT_THAT(Errors(files), Contains(absl::StrCat(kKegen, ":", line,
                                                   ": error: versions[0].refusal_grounds: "
                                                   "REASON_CODE_CHILD_DECEASED has no ground")));
}

TEST(LintProcedure, DeadlinesAreInBounds) {
  ExpectError("decision_working_days: 8", "decision_working_days: 0", "",
              "versions[0].procedure.decision_working_days: outside 1..250");
  ExpectError("hearing_notice_working_days: 3", "hearing_notice_working_days: 9", "",
              "versions[0].procedure.hearing_notice_working_days: outside 1..8");
  ExpectError("objection_working_days: 2", "objection_working_days: 4", "",
              "versions[0].procedure.objection_working_days: outside 1..3");
  ExpectError("complaint_months: 3", "complaint_months: 121", "",
              "versions[0].procedure.complaint_months: outside 1..120");
}

}  // namespace
}  // namespace oteu::regulation
