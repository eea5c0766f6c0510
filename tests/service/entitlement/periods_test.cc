// Clause 7: periods, readings, lines and rounding.
#include "service/entitlement/periods.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/service/entitlement/questions.h"

namespace oteu::entitlement {
namespace {

namespace law = regulation::v1;

std::string Amounts(const v1::Entitlement& entitlement) {
  std::string text;
  for (const v1::PeriodAmount& period : entitlement.periods()) {
    absl::StrAppend(&text, text.empty() ? "" : " ", period.period(), "=", period.amount_tenge());
  }
  return text;
}

v1::Entitlement AppliedOn(const char* day, law::Reading reading) {
  auto request = FullYear();
  SetApplications(request, {day});
  request.mutable_overrides()->set_reading(reading);
  return Answer(request);
}

TEST(Clause7_Readings, APaysAQuarterWhole) {
  const auto answer = AppliedOn("2025-12-31", law::READING_A);
  EXPECT_EQ(Amounts(answer), "2025-Q3=0.00 2025-Q4=31456.00 2026-Q1=34600.00 2026-Q2=34600.00");
  // The line names all months it pays for; the period, those that are entitled.
  EXPECT_EQ(answer.periods(1).lines(0).months_size(), 3);
  EXPECT_EQ(answer.periods(1).entitled_months_size(), 1);
}

TEST(Clause7_Readings, BPaysTheEntitledShareOfTheAcademicMonthsOfACalendarQuarter) {
  EXPECT_EQ(Amounts(AppliedOn("2025-12-31", law::READING_B)),
            "2025-Q3=0.00 2025-Q4=10485.33 2026-Q1=34600.00 2026-Q2=34600.00");
  const auto from_may = AppliedOn("2026-05-01", law::READING_B);
  EXPECT_EQ(from_may.periods(3).amount_tenge(), "17300.00");
  EXPECT_EQ(from_may.periods(3).lines(0).share_numerator(), 1);
  EXPECT_EQ(from_may.periods(3).lines(0).share_denominator(), 2);
}

TEST(Clause7_Readings, CPaysAThirdForEachMonth) {
  EXPECT_EQ(Amounts(AppliedOn("2025-09-01", law::READING_C)),
            "2025-Q3=10485.33 2025-Q4=31456.00 2026-Q1=34600.00 2026-Q2=23066.67");
}

TEST(Clause7_Readings, DPaysBySchoolTerm) {
  EXPECT_EQ(Amounts(AppliedOn("2025-10-01", law::READING_D)),
            "2025/26-T1=15728.00 2025/26-T2=31456.00 2025/26-T3=34600.00 2025/26-T4=34600.00");
}

TEST(Clause7_Readings, EveryAnswerGivesAllFour) {
  const auto answer = AppliedOn("2025-11-03", law::READING_UNSPECIFIED);
  ASSERT_EQ(answer.readings_size(), 4);
  EXPECT_EQ(answer.reading(), law::READING_B);
  EXPECT_EQ(answer.total_tiyn(), answer.readings(1).total_tiyn());
  EXPECT_EQ(answer.readings(0).total_tenge(), "100656.00");
  EXPECT_EQ(answer.readings(1).total_tenge(), "90170.67");
  EXPECT_EQ(answer.readings(2).total_tenge(), "78637.34");
  EXPECT_EQ(answer.readings(3).total_tenge(), "100656.00");
}

TEST(Clause7_Period, AHorizonThatCutsAQuarterKeepsItsDivisor) {
  auto request = FullYear();
  request.set_first_month("2025-11");
  request.set_last_month("2025-11");
  const auto answer = Answer(request);
  EXPECT_EQ(Amounts(answer), "2025-Q4=10485.33");
  EXPECT_EQ(answer.periods(0).payable_months_size(), 3);
}

TEST(Clause7_Period, ByAcademicYearAMonthIsANinth) {
  const auto catalog = CatalogWith([](law::Regulation& kegen) {
    kegen.mutable_versions(0)->mutable_amount()->set_period(law::PERIOD_KIND_ACADEMIC_YEAR);
    kegen.mutable_versions(0)->mutable_amount()->set_mci_multiple("27");
  });
  auto request = FullYear();
  SetApplications(request, {"2025-12-01"});
  const auto answer = Answer(*catalog, request);
  // 27 x 3932 x 1/9 and 27 x 4325 x 5/9: two lines, because the MCI changes on 1 January.
  EXPECT_EQ(Amounts(answer), "2025/26=76671.00");
  ASSERT_EQ(answer.periods(0).lines_size(), 2);
  EXPECT_EQ(answer.periods(0).lines(0).amount_tiyn(), 1179600);
  request.mutable_overrides()->set_reading(law::READING_A);
  // Whole: 27 x (3932 x 4/9 + 4325 x 5/9).
  EXPECT_EQ(Amounts(Answer(*catalog, request)), "2025/26=112059.00");
}

TEST(Clause7_Mci, TheValueOfTheMonthPaidForCounts) {
  auto request = FullYear();
  const auto answer = Answer(request);
  EXPECT_EQ(answer.periods(1).lines(0).mci_tenge(), 3932);
  EXPECT_EQ(answer.periods(2).lines(0).mci_tenge(), 4325);
  EXPECT_EQ(answer.periods(2).lines(0).mci_from().year(), 2026);
  EXPECT_FALSE(answer.provisional());
}

TEST(Clause7_Mci, BeforeItIsPublishedTheLastValueStandsProvisionally) {
  auto request = FullYear();
  *request.mutable_known_as_of() = Date("2025-12-07");
  const auto answer = Answer(request);
  EXPECT_EQ(answer.periods(2).lines(0).mci_tenge(), 3932);
  EXPECT_TRUE(answer.periods(2).provisional());
  EXPECT_FALSE(answer.periods(1).provisional());
  EXPECT_TRUE(answer.provisional());
}

TEST(Clause7_Mci, ALineIsEitherProvisionalOrNot) {
  const auto catalog = CatalogWith([](law::Regulation& kegen) {
    kegen.mutable_versions(0)->mutable_amount()->set_period(law::PERIOD_KIND_ACADEMIC_YEAR);
  });
  auto request = FullYear();
  request.set_last_month("2027-05");
  *request.mutable_facts()->mutable_pmpc_terms(0) = Days("2025-08-01", "");
  *request.mutable_facts()->mutable_home_education(0) = Days("2025-08-01", "");
  const auto answer = Answer(*catalog, request);
  // 2026/27: the same value throughout, but the law will set a new one for 2027.
  ASSERT_EQ(answer.periods(1).lines_size(), 2);
  EXPECT_FALSE(answer.periods(1).lines(0).provisional());
  EXPECT_TRUE(answer.periods(1).lines(1).provisional());
  EXPECT_EQ(answer.periods(1).lines(0).months_size(), 4);
}

TEST(Clause7_Versions, AQuarterKeepsItsMonthsWhenTheActTakesEffectWithinIt) {
  const auto catalog =
      CatalogWith([](law::Regulation& kegen) { kegen.mutable_versions(0)->set_in_force_from("2025-11-10"); });
  auto request = FullYear();
  request.set_last_month("2025-12");
  const auto answer = Answer(*catalog, request);
  EXPECT_EQ(EntitledMonths(answer), "2025-11 2025-12");
  EXPECT_EQ(Amounts(answer), "2025-Q4=20970.67");
  EXPECT_EQ(answer.periods(0).payable_months_size(), 3);
  EXPECT_EQ(answer.readings(0).total_tenge(), "31456.00");
}

TEST(Clause7_Versions, AMonthIsGovernedByTheActOnItsFirstDay) {
  const auto catalog = CatalogWith([](law::Regulation& kegen) {
    law::RegulationVersion next = kegen.versions(0);
    next.set_revision("next");
    next.mutable_act()->set_revision("next");
    next.set_in_force_from("2025-11-02");
    next.set_known_from("2025-10-20");
    next.mutable_amount()->set_mci_multiple("12");
    *kegen.add_versions() = std::move(next);
  });
  const auto answer = Answer(*catalog, FullYear());
  // October and November at 8, December at 12.
  ASSERT_EQ(answer.periods(1).lines_size(), 2);
  EXPECT_EQ(answer.periods(1).lines(0).months_size(), 2);
  EXPECT_EQ(Amounts(answer), "2025-Q3=31456.00 2025-Q4=36698.67 2026-Q1=51900.00 2026-Q2=51900.00");
  EXPECT_EQ(answer.periods(2).revision(), "next");
}

TEST(Clause7_Versions, AnActThatTakesEffectInMidMonthGovernsThatMonthWhenNoneDidBefore) {
  auto request = FullYear();
  request.set_first_month("2023-12");
  request.set_last_month("2024-03");
  SetApplications(request, {"2023-12-01"});
  *request.mutable_facts()->mutable_pmpc_terms(0) = Days("2023-09-01", "2024-05-31");
  *request.mutable_facts()->mutable_home_education(0) = Days("2023-09-01", "2024-05-31");
  *request.mutable_facts()->mutable_disability_terms(0) = Days("2023-09-01", "");
  const auto answer = Answer(request);
  EXPECT_EQ(EntitledMonths(answer), "2024-01 2024-02 2024-03");
  EXPECT_EQ(Amounts(answer), "2024-Q1=29536.00");
}

TEST(Periods, AreLabelledByKindAndReading) {
  const absl::CivilMonth january(2100, 1);
  EXPECT_EQ(PeriodOf(january, law::PERIOD_KIND_QUARTER, law::READING_B).label, "2100-Q1");
  EXPECT_EQ(PeriodOf(january, law::PERIOD_KIND_QUARTER, law::READING_D).label, "2099/00-T3");
  EXPECT_EQ(PeriodOf(january, law::PERIOD_KIND_MONTH, law::READING_B).label, "2100-01");
  EXPECT_EQ(PeriodOf(january, law::PERIOD_KIND_ACADEMIC_YEAR, law::READING_B).label, "2099/00");
}

TEST(Horizon, EndsWithTheFactsOrWithTheAcademicYearAfterTheOneOfKnowledge) {
  auto request = FullYear();
  request.clear_first_month();
  request.clear_last_month();
  const auto last = [&request] {
    const auto answer = Answer(request);
    return answer.months(0).month() + ".." + answer.months().rbegin()->month();
  };
  EXPECT_EQ(last(), "2025-08..2026-05");
  *request.mutable_facts()->mutable_pmpc_terms(0) = Days("2025-08-01", "");
  *request.mutable_facts()->mutable_home_education(0) = Days("2025-09-01", "");
  // Known in June 2026, after the year 2025/26: to the end of 2026/27.
  EXPECT_EQ(last(), "2025-08..2027-05");
  *request.mutable_known_as_of() = Date("2026-09-01");
  EXPECT_EQ(last(), "2025-08..2028-05");
  *request.mutable_facts()->mutable_birth_date() = Date("2009-02-11");
  EXPECT_EQ(last(), "2025-08..2027-02");
  *request.mutable_facts()->mutable_death()->mutable_on() = Date("2026-01-02");
  EXPECT_EQ(last(), "2025-08..2026-01");
  request.mutable_facts()->clear_home_education();
  EXPECT_EQ(last(), "2025-08..2025-08");
  *request.mutable_facts()->add_home_education() = Days("2024-09-01", "2025-05-31");
  EXPECT_EQ(last(), "2025-08..2025-08");
}

}  // namespace
}  // namespace oteu::entitlement
