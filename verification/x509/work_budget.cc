#include "verification/x509/work_budget.h"

#include <utility>

namespace oteu::verification::x509 {
namespace {

constexpr const Limit* kBounds[] = {&kMaxPathSignatureChecks, &kMaxPathSteps, &kMaxPathAttempts,
                                    &kMaxNameComparisons};
constexpr Limit kDeadline = {"deadline", 0};

}  // namespace

WorkBudget::WorkBudget(Options options)
    : allowed_{options.signature_checks, options.steps, options.paths, options.name_comparisons},
      stop_(std::move(options.stop)) {}

bool WorkBudget::Spend(Kind kind, size_t amount) {
  if (exhausted_ != nullptr) return false;
  if (stop_ && stop_()) {
    exhausted_ = &kDeadline;
    return false;
  }
  if (amount > allowed_[kind] - spent_[kind]) {
    exhausted_ = kBounds[kind];
    return false;
  }
  spent_[kind] += amount;
  return true;
}

}  // namespace oteu::verification::x509
