#include "service/entitlement/bulk/summary.h"

namespace oteu::entitlement::bulk {

void Sums::Add(const Sums& other) {
  children += other.children;
  months += other.months;
  overflow = overflow || other.overflow || __builtin_add_overflow(tiyn, other.tiyn, &tiyn) ||
             __builtin_add_overflow(provisional_tiyn, other.provisional_tiyn, &provisional_tiyn);
}

void VariantSummary::Add(const VariantSummary& other) {
  all.Add(other.all);
  for (const auto& [label, sums] : other.periods) periods[label].Add(sums);
  children_changed += other.children_changed;
  more.Add(other.more);
  less.Add(other.less);
  children_for_a_human += other.children_for_a_human;
}

void Summary::Add(const Summary& other) {
  cases += other.cases;
  errors += other.errors;
  by_engine += other.by_engine;
  if (variants.size() < other.variants.size()) variants.resize(other.variants.size());
  for (size_t i = 0; i < other.variants.size(); ++i) {
    variants[i].name = other.variants[i].name;
    variants[i].Add(other.variants[i]);
  }
}

}  // namespace oteu::entitlement::bulk
