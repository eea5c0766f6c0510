// Relations that must hold between the answers to related questions, whatever the answers are.
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "service/civil/date.h"
#include "service/civil/month.h"
#include "tests/service/entitlement/questions.h"

namespace oteu::entitlement {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr int kRounds = 3000;

class Metamorphic : public testing::Test {
 protected:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }

  absl::CivilDay Day() { return absl::CivilDay(2025, 3, 1) + Below(500); }

  v1::DatedPeriod RandomPeriod(int max_days) {
    const absl::CivilDay from = Day();
    return Days(civil::FormatIsoDate(from), civil::FormatIsoDate(from + Below(max_days)));
  }

  v1::EvaluateEntitlementRequest Question() {
    auto request = FullYear();
    v1::EntitlementFacts& facts = *request.mutable_facts();
    SetApplications(request, {civil::FormatIsoDate(Day()), civil::FormatIsoDate(Day())});
    facts.mutable_applications(0)->set_id("a");
    facts.mutable_applications(1)->set_id("b");
    *facts.mutable_pmpc_terms(0) = RandomPeriod(300);
    *facts.add_pmpc_terms() = RandomPeriod(200);
    *facts.add_home_education() = RandomPeriod(200);
    *facts.mutable_disability_terms(0) = RandomPeriod(600);
    *facts.add_disability_terms() = RandomPeriod(300);
    if (Below(2) == 0) *facts.add_institution_stays() = RandomPeriod(150);
    if (Below(4) == 0) *facts.add_state_support() = RandomPeriod(150);
    request.mutable_overrides()->set_reading(static_cast<regulation::v1::Reading>(Below(5)));
    return request;
  }

  std::mt19937_64 random_{7};
};

TEST_F(Metamorphic, OneMoreApplicationNeverPaysLess) {
  for (int i = 0; i < kRounds; ++i) {
    auto request = Question();
    const int64_t before_tiyn = Answer(request).total_tiyn();
    auto& more = *request.mutable_facts()->add_applications();
    *more.mutable_date() = civil::ToProto(Day());
    ASSERT_GE(Answer(request).total_tiyn(), before_tiyn) << request.DebugString();
  }
}

// While the application rests on the same disability term and no PMPC gap lies between, an earlier one only
// adds months.
TEST_F(Metamorphic, AnEarlierApplicationNeverPaysLess) {
  for (int i = 0; i < kRounds; ++i) {
    auto request = Question();
    v1::EntitlementFacts& facts = *request.mutable_facts();
    facts.mutable_applications()->RemoveLast();
    facts.clear_disability_terms();
    *facts.add_disability_terms() = Days("2024-01-01", "");
    facts.clear_pmpc_terms();
    *facts.add_pmpc_terms() = RandomPeriod(600);
    const int64_t later_tiyn = Answer(request).total_tiyn();
    const absl::CivilDay day = civil::FromProto(facts.applications(0).date()).value();
    *facts.mutable_applications(0)->mutable_date() = civil::ToProto(day - Below(200));
    ASSERT_GE(Answer(request).total_tiyn(), later_tiyn) << request.DebugString();
  }
}

TEST_F(Metamorphic, ALaterEndOfThePmpcTermNeverPaysLess) {
  for (int i = 0; i < kRounds; ++i) {
    auto request = Question();
    request.mutable_facts()->mutable_pmpc_terms()->RemoveLast();
    const int64_t before_tiyn = Answer(request).total_tiyn();
    google::type::Date& through = *request.mutable_facts()->mutable_pmpc_terms(0)->mutable_through();
    through = civil::ToProto(civil::FromProto(through).value() + Below(200));
    ASSERT_GE(Answer(request).total_tiyn(), before_tiyn) << request.DebugString();
  }
}

TEST_F(Metamorphic, ALongerStayInAnInstitutionNeverPaysMore) {
  for (int i = 0; i < kRounds; ++i) {
    auto request = Question();
    *request.mutable_facts()->add_institution_stays() = RandomPeriod(100);
    const int64_t before_tiyn = Answer(request).total_tiyn();
    google::type::Date& through = *request.mutable_facts()->mutable_institution_stays(0)->mutable_through();
    through = civil::ToProto(civil::FromProto(through).value() + Below(200));
    ASSERT_LE(Answer(request).total_tiyn(), before_tiyn) << request.DebugString();
  }
}

TEST_F(Metamorphic, TheOrderOfFactsDoesNotCount) {
  for (int i = 0; i < kRounds; ++i) {
    auto request = Question();
    const v1::Entitlement before = Answer(request);
    v1::EntitlementFacts& facts = *request.mutable_facts();
    std::reverse(facts.mutable_applications()->begin(), facts.mutable_applications()->end());
    std::reverse(facts.mutable_pmpc_terms()->begin(), facts.mutable_pmpc_terms()->end());
    std::reverse(facts.mutable_home_education()->begin(), facts.mutable_home_education()->end());
    std::reverse(facts.mutable_disability_terms()->begin(), facts.mutable_disability_terms()->end());
    ASSERT_TRUE(MessageDifferencer::Equals(Answer(request), before)) << request.DebugString();
  }
}

TEST_F(Metamorphic, FactsThatTouchNothingChangeNothing) {
  for (int i = 0; i < kRounds; ++i) {
    auto request = Question();
    const v1::Entitlement before = Answer(request);
    v1::EntitlementFacts& facts = *request.mutable_facts();
    // Long past, not known yet, known no longer, and said twice.
    *facts.add_institution_stays() = Days("2019-01-01", "2020-01-01");
    *facts.add_pmpc_terms() = Days("2018-01-01", "2018-12-31");
    v1::DatedPeriod not_yet = Days("2025-09-01", "2026-05-31");
    *not_yet.mutable_known_from() = Date("2026-06-02");
    *facts.add_institution_stays() = not_yet;
    v1::DatedPeriod no_longer = Days("2025-09-01", "2026-05-31");
    *no_longer.mutable_known_through() = Date("2026-05-31");
    *facts.add_parental_rights_lost() = no_longer;
    *facts.add_home_education() = facts.home_education(0);
    ASSERT_TRUE(MessageDifferencer::Equals(Answer(request), before)) << request.DebugString();
  }
}

TEST_F(Metamorphic, AskingMonthByMonthFindsTheSameMonths) {
  for (int i = 0; i < kRounds / 10; ++i) {
    auto request = Question();
    const v1::Entitlement whole = Answer(request);
    for (const v1::MonthEntitlement& month : whole.months()) {
      request.set_first_month(month.month());
      request.set_last_month(month.month());
      ASSERT_TRUE(MessageDifferencer::Equals(Answer(request).months(0), month)) << request.DebugString();
    }
  }
}

}  // namespace
}  // namespace oteu::entitlement
