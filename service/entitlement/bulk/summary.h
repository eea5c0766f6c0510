// What a run over a book adds up to.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace oteu::entitlement::bulk {

// Sums over children, in tiyn where money is meant. A sum past 2^63 is marked, not wrapped silently.
struct Sums {
  // Children with an amount above zero, and their entitled months.
  int64_t children = 0;
  int64_t months = 0;
  int64_t tiyn = 0;
  // Part of `tiyn` at an MCI that the law will still replace.
  int64_t provisional_tiyn = 0;
  bool overflow = false;

  void Add(const Sums& other);
};

struct VariantSummary {
  std::string name = {};
  Sums all = {};
  // By label of the period; periods that pay nothing are left out.
  std::map<std::string, Sums> periods = {};
  // Against what they are compared with: children whose amount of any period differs; what is more, and what
  // is less (a positive number), child by child.
  int64_t children_changed = 0;
  Sums more = {};
  Sums less = {};
  // Children with a circumstance that needs a person's look (clause 3).
  int64_t children_for_a_human = 0;

  void Add(const VariantSummary& other);
};

struct Summary {
  int64_t cases = 0;
  int64_t errors = 0;
  // Cases that bits could not express: answered by Evaluate(), as exactly.
  int64_t by_engine = 0;
  // In the order of the variants.
  std::vector<VariantSummary> variants;

  // Puts together two parts of a book, computed under the same variants.
  void Add(const Summary& other);
};

}  // namespace oteu::entitlement::bulk
