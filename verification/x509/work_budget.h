// How much work one search for a path may do: counted, so that the same inputs stop at the same place. What
// runs out is a finding of its own (LIMIT_EXCEEDED with the bound's name), and never makes a path valid.
//
//   WorkBudget budget;                               // the bounds of limits.h
//   WorkBudget budget({.stop = [&] { return clock.Now() > deadline; }});
//   if (!budget.Spend(WorkBudget::kSignatureCheck)) return ...;   // budget.exhausted() says which bound
#pragma once

#include <array>
#include <cstddef>
#include <functional>

#include "verification/limits.h"

namespace oteu::verification::x509 {

class WorkBudget {
 public:
  enum Kind : size_t { kSignatureCheck, kStep, kPath, kNameComparison };

  struct Options {
    size_t signature_checks = kMaxPathSignatureChecks.value;
    size_t steps = kMaxPathSteps.value;
    size_t paths = kMaxPathAttempts.value;
    size_t name_comparisons = kMaxNameComparisons.value;
    // Asked before every step and signature check: true when the caller's deadline has passed. Verification
    // has no clock of its own. Empty: no deadline.
    std::function<bool()> stop = {};
  };

  WorkBudget() : WorkBudget(Options()) {}
  explicit WorkBudget(Options options);

  // False when it does not suffice: then nothing more may be done.
  bool Spend(Kind kind, size_t amount = 1);

  // The bound that was hit first; null while none was.
  const Limit* exhausted() const { return exhausted_; }
  size_t spent(Kind kind) const { return spent_[kind]; }

 private:
  std::array<size_t, 4> allowed_;
  std::array<size_t, 4> spent_{};
  std::function<bool()> stop_;
  const Limit* exhausted_ = nullptr;
};

}  // namespace oteu::verification::x509
