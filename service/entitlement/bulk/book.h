// The children of a book as columns of words, without regard to any act: what each condition of clauses 2-5
// says of each month. Internal to service/entitlement/bulk.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/civil_time.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/entitlement/bulk/window.h"
#include "service/entitlement/facts.h"

namespace oteu::entitlement::bulk {

// A circumstance that lasts for a period (clauses 5.3 and 3), by month.
struct Circumstance {
  // Months in which any such period lies, with its first and last month.
  Months touched = 0;
  // Months after the first of a period: without end, before its last month, or up to it.
  Months after_begin = 0;
  Months before_end = 0;
  Months through_end = 0;
};

// What few children have, so that it is kept apart.
struct Rarity {
  uint32_t row = 0;
  // Months up to that of the death.
  Months alive = ~Months{0};
  Circumstance institution_stay, state_support, parental_rights_lost;
  // For the months that the question asks about (horizon.h), to the day when the act bounds it.
  absl::CivilMonth first, last;
  bool open = false;
  absl::CivilDay birth;
  absl::CivilMonth last_of_pmpc;
};

class Book {
 public:
  explicit Book(const Window& window) : window_(window) {}

  // Adds the child of a valid request. False when the months it asks about lie outside the window, or it asks
  // for none: such a case is for Evaluate().
  bool Add(const v1::EvaluateEntitlementRequest& request, const KnownFacts& facts,
           absl::CivilDay known_as_of);

  void Clear();
  void Reserve(size_t rows);
  size_t size() const { return base_.size(); }
  const Window& window() const { return window_; }

  // Asked about, applied for, taught at home, disabled and born.
  const std::vector<Months>& base() const { return base_; }
  // Clause 4: a PMPC term covers the month; and no gap lies between it and the last application.
  const std::vector<Months>& pmpc() const { return pmpc_; }
  const std::vector<Months>& unbroken() const { return unbroken_; }
  // Clause 5.2: within the disability term that the last application rests on.
  const std::vector<Months>& rests() const { return rests_; }
  // Months from the window's first to that of birth, times two; one more for 29 February.
  const std::vector<int32_t>& birth() const { return birth_; }
  const std::vector<Rarity>& rarities() const { return rarities_; }

 private:
  Window window_;
  std::vector<Months> base_, pmpc_, unbroken_, rests_;
  std::vector<int32_t> birth_;
  std::vector<Rarity> rarities_;
};

}  // namespace oteu::entitlement::bulk
