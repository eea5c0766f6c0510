// What changed between two decisions of an application, in months and in money.
#pragma once

#include <vector>

#include "oteu/v1/decision.pb.h"

namespace oteu::decision {

using PaidMonths = google::protobuf::RepeatedPtrField<v1::PaidMonth>;

// Months that one granted and the other does not, ascending.
std::vector<v1::MonthChange> MonthChanges(const v1::Decision& before, const v1::Decision& now);

// Periods whose granted amount differs, in order.
std::vector<v1::PeriodChange> PeriodChanges(const v1::Decision& before, const v1::Decision& now);

// What was granted beyond what is due, and what is due beyond what was granted; each at most once, never
// netted. Where registers pay the application, an overpayment is what they pay beyond what is due for their
// months: in place of what was granted. The payee is filled in by the caller.
std::vector<v1::Adjustment> ProposeAdjustments(const v1::Decision& reference, const v1::Decision& now,
                                               const PaidMonths& paid);

// The overpayment of what registers pay that a decision proposes; null when there is none. What was only
// granted, and is paid by no register, cannot have been overpaid.
const v1::Adjustment* RegisteredOverpayment(const v1::Decision& decision);
// Whether two proposals are about the same months, amounts and causes.
bool SameLines(const v1::Adjustment& a, const v1::Adjustment& b);

// The part of a period's amount that the granted months carry, in tiyn (clause 7). All its entitled months
// granted: the amount. Some: of each line the share of its granted months, rounded once, half up.
std::int64_t GrantedAmountTiyn(const v1::PeriodAmount& period, const v1::Decision& decision);

}  // namespace oteu::decision
