// Over which registered parts an overpayment lies, so that it is decided on once.
#include "service/payment/spread_overpayment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace oteu::payment {
namespace {

using testing::ElementsAre;

class SpreadOverpaymentTest : public testing::Test {
 protected:
  SpreadOverpaymentTest() {
    v1::PeriodAmount* period = decision_.mutable_entitlement()->add_periods();
    period->set_period("2025-Q4");
    period->set_amount_tiyn(900);
    v1::PaymentLine* line = period->add_lines();
    line->set_amount_tiyn(900);
    for (const char* month : {"2025-10", "2025-11", "2025-12"}) {
      period->add_payable_months(month);
      period->add_entitled_months(month);
      line->add_months(month);
      decision_.add_granted_months(month);
    }
  }
  void Grant(std::vector<std::string> months) {
    decision_.clear_granted_months();
    for (std::string& month : months) decision_.add_granted_months(std::move(month));
  }
  // "2025-10+0 r1 100"
  std::vector<std::string> Spread(std::vector<std::string> months, std::int64_t amount) {
    v1::Adjustment overpayment;
    v1::AdjustmentLine* line = overpayment.add_lines();
    line->set_period("2025-Q4");
    line->set_amount_tiyn(amount);
    for (std::string& month : months) line->add_months(std::move(month));
    const auto spread = SpreadOverpayment(decision_, overpayment, open_);
    std::vector<std::string> text;
    if (!spread.ok()) return {std::string(spread.status().message())};
    for (const OpenPart& part : *spread)
      text.push_back(absl::StrCat(part.month, "+", part.part, " ", part.register_id, " ", part.amount_tiyn));
    return text;
  }

  v1::Decision decision_;
  std::vector<OpenPart> open_ = {{"2025-10", 0, "r1", 300},
                                 {"2025-11", 0, "r1", 300},
                                 {"2025-11", 1, "r2", 50},
                                 {"2025-12", 0, "r1", 300}};
};

TEST_F(SpreadOverpaymentTest, AMonthThatIsNoLongerGrantedLiesInItWholeItsSupplementsToo) {
  Grant({"2025-10"});
  EXPECT_THAT(Spread({"2025-11", "2025-12"}, 650),
              ElementsAre("2025-11+1 r2 50", "2025-11+0 r1 300", "2025-12+0 r1 300"));
}

TEST_F(SpreadOverpaymentTest, AMonthThatIsGrantedLiesInItWithWhatIsBeyondItsShare) {
  decision_.mutable_entitlement()->mutable_periods(0)->set_amount_tiyn(600);
  decision_.mutable_entitlement()->mutable_periods(0)->mutable_lines(0)->set_amount_tiyn(600);
  EXPECT_THAT(Spread({"2025-10", "2025-11", "2025-12"}, 350),
              ElementsAre("2025-10+0 r1 100", "2025-11+1 r2 50", "2025-11+0 r1 100", "2025-12+0 r1 100"));
}

TEST_F(SpreadOverpaymentTest, WhatRegistersNoLongerPayIsNotSpread) {
  Grant({"2025-10"});
  open_.pop_back();  // the bank returned December
  EXPECT_THAT(Spread({"2025-11", "2025-12"}, 650), ElementsAre(testing::HasSubstr("do not pay")));
}

}  // namespace
}  // namespace oteu::payment
