// Which months of a grant are payable, with which amounts (clause 7), and what is held.
#include "service/payment/plan_grant.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "absl/strings/str_cat.h"

namespace oteu::payment {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::int64_t kQuarter = 3'145'600;  // 8 MCI of 2025, tiyn

class PlanGrantTest : public testing::Test {
 protected:
  PlanGrantTest() {
    application_.set_name("applications/a1");
    application_.mutable_form()->set_child_iin("child");
    application_.mutable_form()->set_applicant_iin("mother");
    application_.mutable_form()->set_iban("KZ1");
    decision_.set_name("applications/a1/decisions/3");
    v1::PeriodAmount* period = entitlement_.add_periods();
    period->set_period("2025-Q4");
    period->add_citations()->set_clause_id("7");
    v1::PaymentLine* line = period->add_lines();
    for (const char* name : {"2025-10", "2025-11", "2025-12"}) {
      period->add_payable_months(name);
      period->add_entitled_months(name);
      line->add_months(name);
      v1::MonthEntitlement* month = entitlement_.add_months();
      month->set_month(name);
      month->set_entitled(true);
      month->add_citations()->set_clause_id("2");
      decision_.add_granted_months(name);
      confirmed_.insert(name);
    }
    SetAmount(kQuarter);
  }

  void SetAmount(std::int64_t tiyn) {
    entitlement_.mutable_periods(0)->set_amount_tiyn(tiyn);
    entitlement_.mutable_periods(0)->mutable_lines(0)->set_amount_tiyn(tiyn);
  }
  GrantPlan Plan() const {
    return PlanGrant({application_, decision_, entitlement_, confirmed_, registered_, returned_, through_});
  }
  // Registers all that is payable.
  GrantPlan Register() {
    GrantPlan plan = Plan();
    for (const v1::RegisterLine& line : plan.lines) {
      for (const v1::RegisterMonth& month : line.months())
        registered_.push_back({month.month(), month.part(), month.amount_tiyn(), true});
    }
    return plan;
  }
  std::int64_t Registered() const {
    return std::accumulate(
        registered_.begin(), registered_.end(), std::int64_t{0},
        [](std::int64_t sum, const RegisteredPart& part) { return sum + part.amount_tiyn; });
  }

  v1::Application application_;
  v1::Decision decision_;
  v1::Entitlement entitlement_;
  std::set<std::string> confirmed_;
  std::vector<RegisteredPart> registered_;
  std::set<std::string> returned_;
  std::string through_ = "2025-12";
};

std::vector<std::string> Months(const v1::RegisterLine& line) {
  std::vector<std::string> months;
  for (const v1::RegisterMonth& month : line.months())
    months.push_back(absl::StrCat(month.month(), "+", month.part(), "=", month.amount_tiyn()));
  return months;
}

TEST_F(PlanGrantTest, AConfirmedQuarterIsOneLineAndItsMonthsAddUp) {
  const GrantPlan plan = Plan();
  ASSERT_THAT(plan.lines, SizeIs(1));
  const v1::RegisterLine& line = plan.lines[0];
  EXPECT_THAT(Months(line), ElementsAre("2025-10+0=1048533", "2025-11+0=1048534", "2025-12+0=1048533"));
  EXPECT_EQ(line.amount_tiyn(), kQuarter);
  EXPECT_EQ(line.amount_tenge(), "31456.00");
  EXPECT_EQ(line.kind(), v1::REGISTER_LINE_KIND_FIRST);
  EXPECT_EQ(line.decision(), "applications/a1/decisions/3");
  EXPECT_EQ(line.payee_iin(), "mother");
  ASSERT_EQ(line.citations_size(), 2);
  EXPECT_EQ(line.citations(0).clause_id(), "7");
  EXPECT_EQ(line.citations(1).clause_id(), "2");
  EXPECT_THAT(plan.held, IsEmpty());
}

TEST_F(PlanGrantTest, WhateverOrderMonthsAreConfirmedInTheQuarterIsExact) {
  for (const auto& order : std::vector<std::vector<std::string>>{{"2025-12", "2025-10", "2025-11"},
                                                                 {"2025-11", "2025-12", "2025-10"}}) {
    confirmed_.clear();
    registered_.clear();
    EXPECT_THAT(Plan().lines, IsEmpty());
    for (const std::string& month : order) {
      confirmed_.insert(month);
      EXPECT_THAT(Register().lines, SizeIs(1));
    }
    EXPECT_EQ(Registered(), kQuarter);
    EXPECT_THAT(Plan().lines, IsEmpty()) << "paid once";
  }
}

TEST_F(PlanGrantTest, AMonthThatIsNotConfirmedIsHeldAndSaysWhy_Clause2) {
  confirmed_.erase("2025-11");
  const GrantPlan plan = Plan();
  ASSERT_THAT(plan.lines, SizeIs(1));
  EXPECT_THAT(Months(plan.lines[0]), ElementsAre("2025-10+0=1048533", "2025-12+0=1048534"));
  ASSERT_THAT(plan.held, SizeIs(1));
  EXPECT_EQ(plan.held[0].reason(), v1::HOLD_REASON_NOT_CONFIRMED);
  EXPECT_THAT(plan.held[0].months(), ElementsAre("2025-11"));
  EXPECT_EQ(plan.held[0].citations(0).clause_id(), "2");
}

TEST_F(PlanGrantTest, LaterMonthsWait) {
  through_ = "2025-10";
  const GrantPlan plan = Plan();
  ASSERT_THAT(plan.lines, SizeIs(1));
  EXPECT_THAT(Months(plan.lines[0]), ElementsAre("2025-10+0=1048533"));
  EXPECT_THAT(plan.held, IsEmpty());
}

TEST_F(PlanGrantTest, WhatIsRegisteredUnderAnotherApplicationIsNeverPaidAgain) {
  registered_ = {{"2025-10", 0, 1'048'533, false}};
  const GrantPlan plan = Plan();
  ASSERT_THAT(plan.lines, SizeIs(1));
  EXPECT_EQ(plan.lines[0].months(0).month(), "2025-11");
  ASSERT_THAT(plan.held, SizeIs(1));
  EXPECT_EQ(plan.held[0].reason(), v1::HOLD_REASON_REGISTERED_ELSEWHERE);
}

TEST_F(PlanGrantTest, AProvisionalAmountWaitsForTheIndex) {
  entitlement_.mutable_periods(0)->set_provisional(true);
  const GrantPlan plan = Plan();
  EXPECT_THAT(plan.lines, IsEmpty());
  ASSERT_THAT(plan.held, SizeIs(1));
  EXPECT_EQ(plan.held[0].reason(), v1::HOLD_REASON_PROVISIONAL_AMOUNT);
}

TEST_F(PlanGrantTest, WhatIsDueBeyondWhatWasRegisteredIsASupplementOnce) {
  Register();
  SetAmount(3'460'000);
  const GrantPlan plan = Register();
  ASSERT_THAT(plan.lines, SizeIs(1));
  EXPECT_EQ(plan.lines[0].kind(), v1::REGISTER_LINE_KIND_SUPPLEMENT);
  EXPECT_EQ(plan.lines[0].amount_tiyn(), 3'460'000 - kQuarter);
  EXPECT_EQ(plan.lines[0].months(0).part(), 1);
  EXPECT_EQ(Registered(), 3'460'000);
  EXPECT_THAT(Plan().lines, IsEmpty());
  SetAmount(3'500'000);
  EXPECT_EQ(Plan().lines[0].months(0).part(), 2);
}

TEST_F(PlanGrantTest, AnOverpaymentIsShownAndNeverNetted) {
  registered_ = {{"2025-11", 0, 1'048'533, true}, {"2025-12", 0, 1'048'534, true}};
  decision_.clear_granted_months();
  decision_.add_granted_months("2025-10");  // the death of October is known now (clause 5.4)
  v1::PeriodAmount* period = entitlement_.mutable_periods(0);
  period->clear_entitled_months();
  period->add_entitled_months("2025-10");
  period->mutable_lines(0)->clear_months();
  period->mutable_lines(0)->add_months("2025-10");
  SetAmount(1'048'533);
  v1::Adjustment* proposal = decision_.mutable_recalculation()->add_adjustments();
  proposal->set_kind(v1::ADJUSTMENT_KIND_OVERPAYMENT);
  proposal->set_basis(v1::ADJUSTMENT_BASIS_PAID);
  proposal->set_amount_tiyn(2'097'067);
  const GrantPlan plan = Plan();
  ASSERT_THAT(plan.lines, SizeIs(1));
  EXPECT_EQ(plan.lines[0].amount_tiyn(), 1'048'533) << "in full";
  ASSERT_THAT(plan.overpayments, SizeIs(1));
  EXPECT_EQ(plan.overpayments[0].adjustment().amount_tiyn(), 2'097'067);
  proposal->set_basis(v1::ADJUSTMENT_BASIS_DECIDED);
  EXPECT_THAT(Plan().overpayments, IsEmpty()) << "nothing was paid here";
}

TEST_F(PlanGrantTest, WhatCameBackIsPaidAgainInALineOfItsOwn) {
  returned_ = {"2025-10"};
  const GrantPlan plan = Plan();
  ASSERT_THAT(plan.lines, SizeIs(2));
  EXPECT_EQ(plan.lines[1].kind(), v1::REGISTER_LINE_KIND_AFTER_RETURN);
  EXPECT_EQ(plan.lines[0].amount_tiyn() + plan.lines[1].amount_tiyn(), kQuarter);
}

TEST_F(PlanGrantTest, AMonthThatIsNoLongerEntitledNeedsAnOfficer) {
  entitlement_.mutable_months(0)->set_entitled(false);
  v1::PeriodAmount* period = entitlement_.mutable_periods(0);
  period->mutable_entitled_months()->erase(period->entitled_months().begin());
  const GrantPlan plan = Plan();
  ASSERT_THAT(plan.held, SizeIs(1));
  EXPECT_EQ(plan.held[0].reason(), v1::HOLD_REASON_NEEDS_OFFICER);
  EXPECT_THAT(plan.held[0].months(), ElementsAre("2025-10"));
}

TEST_F(PlanGrantTest, WithAnOfficersFindingNothingIsPaid) {
  decision_.add_findings()->set_reason(v1::REASON_CODE_NEEDS_OFFICER);
  EXPECT_THAT(Plan().lines, IsEmpty());
  ASSERT_THAT(Plan().held, SizeIs(1));
}

}  // namespace
}  // namespace oteu::payment
