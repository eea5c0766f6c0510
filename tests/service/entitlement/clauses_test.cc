// Every rule of the act under the clause it rests on: one test that passes and one that fails, at the month
// where the rule turns.
#include <gtest/gtest.h>

#include "tests/service/entitlement/questions.h"

namespace oteu::entitlement {
namespace {

namespace law = regulation::v1;

constexpr char kAllMonths[] = "2025-09 2025-10 2025-11 2025-12 2026-01 2026-02 2026-03 2026-04 2026-05";

v1::EntitlementFacts& Facts(v1::EvaluateEntitlementRequest& request) { return *request.mutable_facts(); }

TEST(Clause2_HomeEducation, OnlyConfirmedMonthsCount) {
  auto request = FullYear();
  Facts(request).clear_home_education();
  *Facts(request).add_home_education() = Days("2025-10-31", "2026-02-01");
  const auto answer = Answer(request);
  EXPECT_EQ(EntitledMonths(answer), "2025-10 2025-11 2025-12 2026-01 2026-02");
  EXPECT_EQ(ReasonsOf(answer, "2025-09"), "NO_HOME_EDUCATION");
  EXPECT_EQ(ClausesOf(answer, "2025-09"), "2");
}

TEST(Clause2_HomeEducation, CertificatesOfSeveralPeriodsAdd) {
  auto request = FullYear();
  Facts(request).clear_home_education();
  *Facts(request).add_home_education() = Days("2026-03-15", "2026-05-25");
  *Facts(request).add_home_education() = Days("2025-09-01", "2025-12-31");
  EXPECT_EQ(EntitledMonths(Answer(request)), "2025-09 2025-10 2025-11 2025-12 2026-03 2026-04 2026-05");
}

TEST(Clause3_StateSupport, SuspendsAndNeedsAPerson) {
  auto request = FullYear();
  *Facts(request).add_state_support() = Days("2025-11-30", "2026-02-01");
  const auto answer = Answer(request);
  EXPECT_EQ(EntitledMonths(answer), "2025-09 2025-10 2025-11 2026-02 2026-03 2026-04 2026-05");
  EXPECT_EQ(ReasonsOf(answer, "2025-12"), "STATE_SUPPORT");
  EXPECT_EQ(ClausesOf(answer, "2025-12"), "3");
  EXPECT_TRUE(answer.needs_human());
}

TEST(Clause3_StateSupport, OutsideTheHorizonNeedsNobody) {
  auto request = FullYear();
  *Facts(request).add_state_support() = Days("2024-01-01", "2025-08-31");
  const auto answer = Answer(request);
  EXPECT_EQ(EntitledMonths(answer), kAllMonths);
  EXPECT_FALSE(answer.needs_human());
}

TEST(Clause3_ParentalRightsLost, StopsFromTheMonthAfter) {
  auto request = FullYear();
  *Facts(request).add_parental_rights_lost() = Days("2026-02-01", "");
  const auto answer = Answer(request);
  EXPECT_EQ(ReasonsOf(answer, "2026-02"), "ENTITLED");
  EXPECT_EQ(ReasonsOf(answer, "2026-03"), "PARENTAL_RIGHTS_LOST");
  EXPECT_TRUE(answer.needs_human());
}

TEST(Clause3_StateSupport, CanEndTheEntitlementForGood) {
  const auto catalog = CatalogWith([](law::Regulation& kegen) {
    for (law::StopEvent& event : *kegen.mutable_versions(0)->mutable_stop_events()) {
      if (event.kind() != law::STOP_EVENT_KIND_STATE_SUPPORT) continue;
      event.set_effect(law::STOP_EFFECT_END);
      event.clear_resume();
    }
  });
  auto request = FullYear();
  *Facts(request).add_state_support() = Days("2025-11-10", "2025-12-10");
  EXPECT_EQ(EntitledMonths(Answer(*catalog, request)), "2025-09 2025-10 2025-11");
}

TEST(Clause4_Start, TheMonthOfApplicationCountsWhole) {
  auto request = FullYear();
  SetApplications(request, {"2025-11-30"});
  const auto answer = Answer(request);
  EXPECT_EQ(ReasonsOf(answer, "2025-10"), "BEFORE_APPLICATION");
  EXPECT_EQ(ReasonsOf(answer, "2025-11"), "ENTITLED");
  EXPECT_EQ(ClausesOf(answer, "2025-10"), "4");
  EXPECT_EQ(ClausesOf(answer, "2025-11"), "2 4 7");
}

TEST(Clause4_Start, AnInstantCountsByItsLocalDay) {
  auto request = FullYear();
  auto& application = *Facts(request).mutable_applications(0);
  // 30 November 2025, 18:59:59 and 19:00:00 UTC; Almaty is five hours ahead.
  application.mutable_instant()->set_seconds(1764529199);
  EXPECT_EQ(ReasonsOf(Answer(request), "2025-11"), "ENTITLED");
  application.mutable_instant()->set_seconds(1764529200);
  EXPECT_EQ(ReasonsOf(Answer(request), "2025-11"), "BEFORE_APPLICATION");
}

TEST(Clause4_End, TheMonthOfTheLastDayOfThePmpcTermCounts) {
  auto request = FullYear();
  *Facts(request).mutable_pmpc_terms(0) = Days("2025-08-01", "2026-02-01");
  const auto answer = Answer(request);
  EXPECT_EQ(ReasonsOf(answer, "2026-02"), "ENTITLED");
  EXPECT_EQ(ReasonsOf(answer, "2026-03"), "NO_PMPC_TERM");
  EXPECT_EQ(ClausesOf(answer, "2026-03"), "4");
}

TEST(Clause4_End, TermsThatFollowOneAnotherContinue) {
  auto request = FullYear();
  *Facts(request).mutable_pmpc_terms(0) = Days("2025-08-01", "2025-12-01");
  *Facts(request).add_pmpc_terms() = Days("2026-01-31", "2026-05-31");
  EXPECT_EQ(EntitledMonths(Answer(request)), kAllMonths);
}

TEST(Clause4_End, AfterAnUncoveredMonthANewApplicationIsNeeded) {
  auto request = FullYear();
  *Facts(request).mutable_pmpc_terms(0) = Days("2025-08-01", "2025-12-31");
  *Facts(request).add_pmpc_terms() = Days("2026-02-01", "2026-05-31");
  const auto answer = Answer(request);
  EXPECT_EQ(ReasonsOf(answer, "2026-01"), "NO_PMPC_TERM");
  EXPECT_EQ(ReasonsOf(answer, "2026-02"), "NEW_APPLICATION_AFTER_PMPC_GAP");
  // Made in the uncovered month itself, the new application waits for the term to begin.
  SetApplications(request, {"2025-08-10", "2026-01-15"});
  EXPECT_EQ(ReasonsOf(Answer(request), "2026-02"), "ENTITLED");
  EXPECT_EQ(Answer(request).months(5).application_id(), "of 2026-01-15");
}

TEST(Clause4_End, ATermThatEndsInTheMonthOfApplicationIsTheOneThatLapses) {
  auto request = FullYear();
  SetApplications(request, {"2025-10-20"});
  *Facts(request).mutable_pmpc_terms(0) = Days("2025-08-01", "2025-10-31");
  *Facts(request).add_pmpc_terms() = Days("2025-12-01", "2026-05-31");
  const auto answer = Answer(request);
  EXPECT_EQ(ReasonsOf(answer, "2025-10"), "ENTITLED");
  EXPECT_EQ(ReasonsOf(answer, "2025-12"), "NEW_APPLICATION_AFTER_PMPC_GAP");
}

TEST(Clause4_End, UncoveredMonthsBeforeTheFirstTermAreNoGap) {
  auto request = FullYear();
  SetApplications(request, {"2025-06-10"});
  *Facts(request).mutable_pmpc_terms(0) = Days("2025-10-01", "2026-05-31");
  EXPECT_EQ(ReasonsOf(Answer(request), "2025-10"), "ENTITLED");
}

TEST(Clause4_End, AnActMayLetTermsContinueAcrossAGap) {
  const auto catalog = CatalogWith([](law::Regulation& kegen) {
    kegen.mutable_versions(0)->mutable_term()->set_new_application_after_pmpc_gap(false);
  });
  auto request = FullYear();
  *Facts(request).mutable_pmpc_terms(0) = Days("2025-08-01", "2025-12-31");
  *Facts(request).add_pmpc_terms() = Days("2026-02-01", "2026-05-31");
  EXPECT_EQ(ReasonsOf(Answer(*catalog, request), "2026-02"), "ENTITLED");
}

TEST(Clause4_End, BySchoolCertificateThePmpcTermDoesNotGate) {
  auto request = FullYear();
  Facts(request).clear_pmpc_terms();
  EXPECT_EQ(EntitledMonths(Answer(request)), "");
  request.mutable_overrides()->set_end_source(law::END_SOURCE_SCHOOL_CERTIFICATE);
  EXPECT_EQ(EntitledMonths(Answer(request)), kAllMonths);
  request.mutable_overrides()->set_end_source(law::END_SOURCE_EARLIER);
  EXPECT_EQ(EntitledMonths(Answer(request)), "");
}

TEST(Clause5_1_Eighteen, TheMonthOfTheBirthdayIsPaid) {
  auto request = FullYear();
  *Facts(request).mutable_birth_date() = Date("2007-11-01");
  const auto answer = Answer(request);
  EXPECT_EQ(ReasonsOf(answer, "2025-11"), "ENTITLED");
  EXPECT_EQ(ReasonsOf(answer, "2025-12"), "OF_AGE");
  EXPECT_EQ(ClausesOf(answer, "2025-12"), "5.1");
}

TEST(Clause5_1_Eighteen, BornOn29FebruaryComesOfAgeOn1MarchUnlessTheRuleSaysOtherwise) {
  auto request = FullYear();
  *Facts(request).mutable_birth_date() = Date("2008-02-29");
  EXPECT_EQ(ReasonsOf(Answer(request), "2026-03"), "ENTITLED");
  EXPECT_EQ(ReasonsOf(Answer(request), "2026-04"), "OF_AGE");
  const auto catalog = CatalogWith([](law::Regulation& kegen) {
    kegen.mutable_versions(0)->mutable_stop_events(0)->set_leap_day_birthday(
        law::LEAP_DAY_BIRTHDAY_FEBRUARY_28);
  });
  EXPECT_EQ(ReasonsOf(Answer(*catalog, request), "2026-02"), "ENTITLED");
  EXPECT_EQ(ReasonsOf(Answer(*catalog, request), "2026-03"), "OF_AGE");
  // Every other birthday stays where it is.
  *Facts(request).mutable_birth_date() = Date("2008-03-31");
  EXPECT_EQ(ReasonsOf(Answer(*catalog, request), "2026-03"), "ENTITLED");
}

TEST(Clause5_2_DisabilityTerm, TheMonthOfItsEndIsPaid) {
  auto request = FullYear();
  *Facts(request).mutable_disability_terms(0) = Days("2024-01-01", "2026-01-01");
  const auto answer = Answer(request);
  EXPECT_EQ(ReasonsOf(answer, "2026-01"), "ENTITLED");
  EXPECT_EQ(ReasonsOf(answer, "2026-02"), "NO_DISABILITY_TERM");
  EXPECT_EQ(ClausesOf(answer, "2026-02"), "5.2");
}

TEST(Clause5_2_DisabilityTerm, ANewTermNeedsANewApplicationEvenIfItFollowsAtOnce) {
  auto request = FullYear();
  *Facts(request).mutable_disability_terms(0) = Days("2024-01-01", "2025-12-31");
  *Facts(request).add_disability_terms() = Days("2026-01-01", "");
  EXPECT_EQ(ReasonsOf(Answer(request), "2026-01"), "NEW_APPLICATION_AFTER_DISABILITY_TERM");
  SetApplications(request, {"2025-08-10", "2026-01-20"});
  EXPECT_EQ(EntitledMonths(Answer(request)), kAllMonths);
}

TEST(Clause5_2_DisabilityTerm, OfSeveralTermsInTheMonthOfApplicationTheOneThatEndsLastCarries) {
  auto request = FullYear();
  *Facts(request).mutable_disability_terms(0) = Days("2024-01-01", "2025-08-31");
  *Facts(request).add_disability_terms() = Days("2025-08-31", "2026-03-31");
  EXPECT_EQ(ReasonsOf(Answer(request), "2026-03"), "ENTITLED");
}

TEST(Clause5_2_DisabilityTerm, AnApplicationBeforeAnyTermEntitlesNothing) {
  auto request = FullYear();
  *Facts(request).mutable_disability_terms(0) = Days("2025-09-01", "");
  EXPECT_EQ(EntitledMonths(Answer(request)), "");
  EXPECT_EQ(ReasonsOf(Answer(request), "2025-09"), "NEW_APPLICATION_AFTER_DISABILITY_TERM");
  const auto catalog = CatalogWith([](law::Regulation& kegen) {
    kegen.mutable_versions(0)->mutable_term()->set_new_application_after_disability_term(false);
  });
  EXPECT_EQ(EntitledMonths(Answer(*catalog, request)), kAllMonths);
}

TEST(Clause5_3_InstitutionStay, SuspendsStrictlyBetweenItsFirstAndLastMonth) {
  auto request = FullYear();
  *Facts(request).add_institution_stays() = Days("2025-10-01", "2026-01-31");
  const auto answer = Answer(request);
  EXPECT_EQ(EntitledMonths(answer), "2025-09 2025-10 2026-01 2026-02 2026-03 2026-04 2026-05");
  EXPECT_EQ(ClausesOf(answer, "2025-11"), "5.3");
  EXPECT_FALSE(answer.needs_human());
}

TEST(Clause5_3_InstitutionStay, CanResumeInTheMonthAfterItsEnd) {
  auto request = FullYear();
  *Facts(request).add_institution_stays() = Days("2025-10-01", "2026-01-31");
  request.mutable_overrides()->set_resume(law::RESUME_MONTH_AFTER_END);
  EXPECT_EQ(EntitledMonths(Answer(request)), "2025-09 2025-10 2026-02 2026-03 2026-04 2026-05");
}

TEST(Clause5_3_InstitutionStay, WithinOneMonthOrTwoSuspendsNothing) {
  auto request = FullYear();
  *Facts(request).add_institution_stays() = Days("2025-10-01", "2025-10-31");
  *Facts(request).add_institution_stays() = Days("2025-12-31", "2026-01-01");
  EXPECT_EQ(EntitledMonths(Answer(request)), kAllMonths);
}

TEST(Clause5_3_InstitutionStay, AnOpenStaySuspendsAllMonthsAfter) {
  auto request = FullYear();
  *Facts(request).add_institution_stays() = Days("2025-12-31", "");
  EXPECT_EQ(EntitledMonths(Answer(request)), "2025-09 2025-10 2025-11 2025-12");
}

TEST(Clause5_4_Death, TheMonthOfDeathIsPaid) {
  auto request = FullYear();
  *Facts(request).mutable_death()->mutable_on() = Date("2025-10-01");
  const auto answer = Answer(request);
  EXPECT_EQ(EntitledMonths(answer), "2025-09 2025-10");
  EXPECT_EQ(ReasonsOf(answer, "2025-11"), "DECEASED");
  EXPECT_EQ(ClausesOf(answer, "2025-11"), "5.4");
}

TEST(Clause7_AcademicYear, SummerPaysNothing) {
  auto request = FullYear();
  request.set_first_month("2025-06");
  request.set_last_month("2025-09");
  SetApplications(request, {"2025-06-01"});
  *Facts(request).mutable_pmpc_terms(0) = Days("2025-06-01", "2026-05-31");
  *Facts(request).mutable_home_education(0) = Days("2025-06-01", "2026-05-31");
  const auto answer = Answer(request);
  EXPECT_EQ(EntitledMonths(answer), "2025-09");
  EXPECT_EQ(ReasonsOf(answer, "2025-08"), "NOT_ACADEMIC");
  EXPECT_EQ(ClausesOf(answer, "2025-08"), "7");
  EXPECT_EQ(answer.total_tenge(), "31456.00");
}

TEST(Knowledge, OnlyFactsKnownThenCount) {
  auto request = FullYear();
  v1::DatedEvent& death = *Facts(request).mutable_death();
  *death.mutable_on() = Date("2025-10-03");
  *death.mutable_known_from() = Date("2025-12-05");
  *death.mutable_known_through() = Date("2026-03-31");
  const auto known_as_of = [&request](const char* day) {
    *request.mutable_known_as_of() = Date(day);
    return EntitledMonths(Answer(request));
  };
  EXPECT_EQ(known_as_of("2025-12-04"), kAllMonths);
  EXPECT_EQ(known_as_of("2025-12-05"), "2025-09 2025-10");
  EXPECT_EQ(known_as_of("2026-03-31"), "2025-09 2025-10");
  // The report was withdrawn.
  EXPECT_EQ(known_as_of("2026-04-01"), kAllMonths);
}

TEST(Knowledge, AnActNotYetPublishedEntitlesNothing) {
  auto request = FullYear();
  *request.mutable_known_as_of() = Date("2023-12-25");
  const auto answer = Answer(request);
  EXPECT_EQ(ReasonsOf(answer, "2025-09"), "NO_ACT_IN_FORCE");
  EXPECT_EQ(answer.periods_size(), 0);
  EXPECT_EQ(answer.total_tenge(), "0.00");
}

TEST(Facts, BeforeBirthIsItsOwnReason) {
  auto request = FullYear();
  *Facts(request).mutable_birth_date() = Date("2025-11-30");
  EXPECT_EQ(ReasonsOf(Answer(request), "2025-10"), "BEFORE_BIRTH");
  EXPECT_EQ(ReasonsOf(Answer(request), "2025-11"), "ENTITLED");
}

TEST(Facts, EveryReasonAgainstAMonthIsGiven) {
  auto request = FullYear();
  *Facts(request).mutable_death()->mutable_on() = Date("2025-10-03");
  Facts(request).clear_home_education();
  *Facts(request).mutable_disability_terms(0) = Days("2024-01-01", "2025-10-31");
  const auto answer = Answer(request);
  EXPECT_EQ(ReasonsOf(answer, "2025-11"), "NO_HOME_EDUCATION NO_DISABILITY_TERM DECEASED");
  EXPECT_EQ(ClausesOf(answer, "2025-11"), "2 5.2 5.4");
}

TEST(Applications, TheFirstThatEntitlesAMonthIsNamedAndItIsPaidOnce) {
  auto request = FullYear();
  SetApplications(request, {"2025-12-01", "2025-10-01"});
  const auto answer = Answer(request);
  EXPECT_EQ(answer.months(1).application_id(), "of 2025-10-01");
  EXPECT_EQ(answer.months(8).application_id(), "of 2025-10-01");
  EXPECT_EQ(answer.total_tenge(), "100656.00");
}

}  // namespace
}  // namespace oteu::entitlement
