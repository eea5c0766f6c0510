// Over which parts of registered months an overpayment lies: what an officer decides on is counted there, so
// that it is not proposed again, and counts no more when the bank returns that part. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "oteu/v1/decision.pb.h"

namespace oteu::payment {

// Of a child-month that a register holds.
struct OpenPart {
  std::string month;  // "YYYY-MM"
  std::int32_t part = 0;
  std::string register_id;
  std::int64_t amount_tiyn = 0;  // in: what nobody decided on as overpaid; out: what lies in it
};

// `decision`: that proposes `overpayment`. The months that it grants no more lie in it whole; of the others
// each with what it has beyond its share of the period (clause 7). Supplements before the payment.
// FAILED_PRECONDITION when the parts do not hold as much: a register changed since.
absl::StatusOr<std::vector<OpenPart>> SpreadOverpayment(const v1::Decision& decision,
                                                        const v1::Adjustment& overpayment,
                                                        std::vector<OpenPart> open);

}  // namespace oteu::payment
