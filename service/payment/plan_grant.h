// PlanGrant: which months of one grant are payable now, and which are held for what reason. Pure.
//
//   GrantPlan plan = PlanGrant({application, decision, entitlement, confirmed, payments, through});
//
// A month is payable when the decision that stands grants it, it is entitled by what is known today, a school
// confirmed it (clause 2), and no register holds it. The amount of a month is what it adds to the exact
// amount of its period, so that the parts of a quarter, however many registers they come in, add up to the
// quarter (clause 7). What was registered beyond what is due is never taken off: it is shown as a proposal,
// and a person decides.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "oteu/v1/application.pb.h"
#include "oteu/v1/decision.pb.h"
#include "oteu/v1/payment.pb.h"

namespace oteu::payment {

// A child-month that a register holds already.
struct RegisteredPart {
  std::string month;
  std::int32_t part = 0;
  std::int64_t amount_tiyn = 0;
  bool here = false;  // of this application; else of another one for the child
};

struct GrantInput {
  const v1::Application& application;
  const v1::Decision& decision;                   // that stands
  const v1::Entitlement& entitlement;             // by what is known today
  const std::set<std::string>& confirmed;         // months that schools confirmed
  const std::vector<RegisteredPart>& registered;  // of the child, by month and part
  const std::set<std::string>& returned;          // months whose payment once came back
  const std::string& through;                     // last month of the register, "YYYY-MM"
};

struct GrantPlan {
  std::vector<v1::RegisterLine> lines;  // without numbers; by period and kind
  std::vector<v1::HeldMonths> held;
  std::vector<v1::ProposedOverpayment> overpayments;
};

GrantPlan PlanGrant(const GrantInput& input);

}  // namespace oteu::payment
