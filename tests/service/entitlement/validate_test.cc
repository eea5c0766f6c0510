#include "service/entitlement/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "service/entitlement/evaluate.h"
#include "tests/service/entitlement/questions.h"

namespace oteu::entitlement {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

// What is wrong with the full year after a change, "field: description" each.
std::vector<std::string> Violations(const std::function<void(v1::EvaluateEntitlementRequest&)>& change) {
  auto request = FullYear();
  change(request);
  std::vector<std::string> violations;
  for (const FieldViolation& violation : ValidateRequest(ShippedCatalog(), request)) {
    violations.push_back(violation.field + ": " + violation.description);
  }
  const auto answer = Evaluate(ShippedCatalog(), request, absl::CivilDay(2026, 11, 22));
  EXPECT_EQ(answer.ok(), violations.empty());
  if (!violations.empty()) {
    EXPECT_EQ(answer.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(answer.status().message(), violations.front());
  }
  return violations;
}

TEST(Validate, AcceptsAGoodQuestion) {
  EXPECT_THAT(Violations([](auto&) {}), ElementsAre());
}

TEST(Validate, NamesTheFieldByItsPath) {
  EXPECT_THAT(
      Violations([](auto& r) { *r.mutable_facts()->add_pmpc_terms() = Days("2026-02-01", "2026-01-31"); }),
      ElementsAre("facts.pmpc_terms[1].through: before from"));
  EXPECT_THAT(Violations([](auto& r) { r.mutable_facts()->mutable_disability_terms(0)->clear_from(); }),
              ElementsAre("facts.disability_terms[0].from: missing"));
  EXPECT_THAT(Violations([](auto& r) {
                r.mutable_facts()->mutable_home_education(0)->mutable_through()->set_day(32);
              }),
              ElementsAre("facts.home_education[0].through: no such day"));
  EXPECT_THAT(Violations([](auto& r) { r.mutable_facts()->clear_birth_date(); }),
              ElementsAre("facts.birth_date: missing"));
  EXPECT_THAT(Violations([](auto& r) { r.mutable_facts()->mutable_birth_date()->set_year(1899); }),
              ElementsAre("facts.birth_date: year outside 1900..2200"));
  EXPECT_THAT(Violations([](auto& r) { r.mutable_known_as_of()->set_month(0); }),
              ElementsAre("known_as_of: no such day"));
}

TEST(Validate, DaysOfKnowledgeAreInOrder) {
  EXPECT_THAT(Violations([](auto& r) {
                v1::DatedEvent& death = *r.mutable_facts()->mutable_death();
                *death.mutable_on() = Date("2026-01-01");
                *death.mutable_known_from() = Date("2026-02-02");
                *death.mutable_known_through() = Date("2026-02-01");
              }),
              ElementsAre("facts.death.known_through: before known_from"));
  EXPECT_THAT(Violations([](auto& r) { r.mutable_facts()->mutable_death(); }),
              ElementsAre("facts.death.on: missing"));
}

TEST(Validate, ApplicationsAreNeededAndBounded) {
  EXPECT_THAT(Violations([](auto& r) { r.mutable_facts()->clear_applications(); }),
              ElementsAre("facts.applications: at least one is needed"));
  EXPECT_THAT(Violations([](auto& r) { r.mutable_facts()->add_applications(); }),
              ElementsAre("facts.applications[1].date: missing"));
  EXPECT_THAT(Violations([](auto& r) {
                r.mutable_facts()->mutable_applications(0)->mutable_instant()->set_seconds(int64_t{1} << 50);
              }),
              ElementsAre("facts.applications[0].instant: timestamp out of range"));
}

TEST(Validate, CountsAndIdsAreBounded) {
  const auto with_stays = [](int count) {
    return Violations([count](auto& r) {
      for (int i = 0; i < count; ++i) *r.mutable_facts()->add_institution_stays() = Days("2019-01-01", "");
    });
  };
  EXPECT_THAT(with_stays(64), ElementsAre());
  EXPECT_THAT(with_stays(65), ElementsAre("facts.institution_stays: more than 64 items"));
  EXPECT_THAT(Violations([](auto& r) { r.set_case_id(std::string(64, 'x')); }), ElementsAre());
  EXPECT_THAT(Violations([](auto& r) { r.set_case_id(std::string(65, 'x')); }),
              ElementsAre("case_id: longer than 64 characters"));
  std::string kazakh;
  for (int i = 0; i < 64; ++i) kazakh += "ә";
  EXPECT_THAT(Violations([&kazakh](auto& r) { r.set_case_id(kazakh); }), ElementsAre());
  EXPECT_THAT(Violations([](auto& r) {
                r.mutable_facts()->mutable_pmpc_terms(0)->set_fact_id(std::string(65, 'x'));
              }),
              ElementsAre("facts.pmpc_terms[0].fact_id: longer than 64 characters"));
}

TEST(Validate, TheHorizonIsBounded) {
  const auto months = [](const char* first, const char* last) {
    return Violations([first, last](auto& r) {
      r.set_first_month(first);
      r.set_last_month(last);
    });
  };
  EXPECT_THAT(months("2000-01", "2029-12"), ElementsAre());
  EXPECT_THAT(months("2000-01", "2030-01"), ElementsAre("last_month: more than 360 months from first_month"));
  EXPECT_THAT(months("2026-02", "2026-01"), ElementsAre("last_month: before first_month"));
  EXPECT_THAT(months("2026-2", "2026-13"),
              ElementsAre("first_month: not a month YYYY-MM", "last_month: not a month YYYY-MM"));
}

TEST(Validate, AHorizonThatFollowsFromTheFactsIsBoundedToo) {
  auto request = FullYear();
  request.clear_first_month();
  SetApplications(request, {"1950-01-01"});
  const auto answer = Evaluate(ShippedCatalog(), request, absl::CivilDay(2026, 11, 22));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(answer.status().message()), StartsWith("first_month: "));
}

TEST(Validate, RegulationAndOverridesMustExist) {
  EXPECT_THAT(Violations([](auto& r) { r.clear_regulation_id(); }), ElementsAre("regulation_id: missing"));
  EXPECT_THAT(Violations([](auto& r) { r.set_regulation_id("160305599993"); }),
              ElementsAre("regulation_id: no such regulation"));
  EXPECT_THAT(Violations([](auto& r) {
                r.mutable_overrides()->set_reading(static_cast<regulation::v1::Reading>(9));
              }),
              ElementsAre("overrides.reading: no such value"));
}

TEST(Validate, AllViolationsAreFound) {
  EXPECT_EQ(Violations([](auto& r) {
              r.Clear();
              r.mutable_facts()->add_pmpc_terms();
            }).size(),
            4u);
}

}  // namespace
}  // namespace oteu::entitlement
