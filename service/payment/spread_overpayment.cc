#include "service/payment/spread_overpayment.h"

#include <algorithm>
#include <utility>

#include "service/decision/adjustments.h"

namespace oteu::payment {
namespace {

class Spreader {
 public:
  Spreader(const v1::Decision& decision, std::vector<OpenPart> open)
      : decision_(decision), open_(std::move(open)) {
    std::sort(open_.begin(), open_.end(),
              [](const OpenPart& a, const OpenPart& b) { return a.part > b.part; });
  }

  // False: the parts do not hold so much.
  bool Spread(const v1::AdjustmentLine& line) {
    std::int64_t rest = line.amount_tiyn();
    for (const std::string& month : line.months()) {
      if (!IsGranted(month)) Take(month, OpenOf(month), &rest);
    }
    v1::Decision so_far;
    std::int64_t due_before = 0;
    for (const std::string& month : line.months()) {
      if (!IsGranted(month)) continue;
      so_far.add_granted_months(month);
      const std::int64_t due = DueOf(line.period(), so_far);
      Take(month, OpenOf(month) - (due - due_before), &rest);
      due_before = due;
    }
    return rest == 0;
  }
  std::vector<OpenPart> Taken() { return std::move(taken_); }

 private:
  bool IsGranted(const std::string& month) const {
    const auto& granted = decision_.granted_months();
    return std::find(granted.begin(), granted.end(), month) != granted.end();
  }
  std::int64_t OpenOf(const std::string& month) const {
    std::int64_t sum = 0;
    for (const OpenPart& part : open_) sum += part.month == month ? part.amount_tiyn : 0;
    return sum;
  }
  std::int64_t DueOf(const std::string& label, const v1::Decision& granting) const {
    for (const v1::PeriodAmount& period : decision_.entitlement().periods()) {
      if (period.period() == label) return decision::GrantedAmountTiyn(period, granting);
    }
    return 0;
  }
  void Take(const std::string& month, std::int64_t wanted, std::int64_t* rest) {
    for (OpenPart& part : open_) {
      const std::int64_t amount = std::min({part.amount_tiyn, wanted, *rest});
      if (part.month != month || amount <= 0) continue;
      part.amount_tiyn -= amount;
      wanted -= amount;
      *rest -= amount;
      taken_.push_back({month, part.part, part.register_id, amount});
    }
  }

  const v1::Decision& decision_;
  std::vector<OpenPart> open_;
  std::vector<OpenPart> taken_;
};

}  // namespace

absl::StatusOr<std::vector<OpenPart>> SpreadOverpayment(const v1::Decision& decision,
                                                        const v1::Adjustment& overpayment,
                                                        std::vector<OpenPart> open) {
  Spreader spreader(decision, std::move(open));
  for (const v1::AdjustmentLine& line : overpayment.lines()) {
    if (!spreader.Spread(line))
      return absl::FailedPreconditionError("registers do not pay what is proposed as overpaid");
  }
  return spreader.Taken();
}

}  // namespace oteu::payment
