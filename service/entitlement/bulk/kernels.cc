#include "service/entitlement/bulk/kernels.h"

#include <algorithm>
#include <array>
#include <limits>

#include "service/entitlement/bulk/kernels_avx2.h"
#include "service/entitlement/months.h"

namespace oteu::entitlement::bulk {
namespace {

// Bits that one look-up takes: an AVX2 register holds eight entries; a table of an academic year stays in the
// nearest cache.
constexpr int kAvx2Bits = 3;
constexpr int kPortableBits = 9;
constexpr size_t kAvx2Entries = size_t{1} << kAvx2Bits;
constexpr int kHalf = kWindowMonths / 2;
// Rows whose sums are looked up at once: periods in which none of them has a month are left out.
constexpr size_t kBlockRows = 1024;

// Months up to that in which the child comes of age (clause 5.1).
Months UnderAge(int32_t birth, const AgeRule& age) {
  const int32_t bit = (birth >> 1) + (birth & age.leap_day_months) + age.years * 12;
  if (bit < 0) return 0;
  return bit >= kWindowMonths - 1 ? ~Months{0} : Bits(0, bit);
}

void CommonMonths(const Book& book, const MonthRules& rules, size_t begin, size_t end, size_t done,
                  Months* entitled) {
  const Months pays = rules.in_force & rules.pays;
  const Months *base = book.base().data(), *pmpc = book.pmpc().data(), *unbroken = book.unbroken().data(),
               *rests = book.rests().data();
  for (size_t row = done; row < end; ++row) {
    entitled[row - begin] = pays & base[row] & (~rules.pmpc_gates | pmpc[row]) &
                            (~rules.pmpc_gap_breaks | unbroken[row]) &
                            (~rules.rests_on_disability_term | rests[row]);
  }
  const int32_t* birth = book.birth().data();
  for (size_t row = done; row < end; ++row) {
    Months minor = 0;
    for (const AgeRule& age : rules.ages) minor |= age.months & UnderAge(birth[row], age);
    entitled[row - begin] &= minor;
  }
}

// Clauses 5.3 and 3.
Months StoppedBy(const Circumstance& circumstance, const StopRules& rules) {
  return (circumstance.after_begin & rules.ends) | (circumstance.through_end & rules.resumes_after_end) |
         (circumstance.before_end & rules.resumes_in_month_of_end);
}

Months StoppedBy(const Rarity& rarity, const MonthRules& rules) {
  return StoppedBy(rarity.institution_stay, rules.institution_stay) |
         StoppedBy(rarity.state_support, rules.state_support) |
         StoppedBy(rarity.parental_rights_lost, rules.parental_rights_lost) |
         // Clause 5.4: the month of death is paid.
         (rules.death_ends & ~rarity.alive);
}

// The months of the question, bounded by the act too (horizon.h).
Months AskedAbout(const Rarity& rarity, const MonthRules& rules, const Window& window) {
  absl::CivilMonth last = rarity.last;
  if (rarity.open) {
    if (rules.every_version_gates_pmpc) last = std::min(last, rarity.last_of_pmpc);
    absl::CivilMonth of_age = rules.versions.empty() ? last : absl::CivilMonth::min();
    for (const Rules* version : rules.versions) {
      of_age = std::max(of_age, ComingOfAgeMonth(rarity.birth, *version));
    }
    last = std::max(std::min(last, of_age), rarity.first);
  }
  return window.Of({rarity.first, last});
}

}  // namespace

Path BestPath() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") ? Path::kAvx2 : Path::kPortable;
#else
  return Path::kPortable;
#endif
}

void EntitledMonths(Path path, const Book& book, const MonthRules& rules, size_t begin, size_t end,
                    Months* entitled) {
  const size_t done = path == Path::kAvx2 ? CommonMonthsAvx2(book, rules, begin, end, entitled) : begin;
  CommonMonths(book, rules, begin, end, done, entitled);
  const std::vector<Rarity>& rarities = book.rarities();
  auto rarity = std::lower_bound(rarities.begin(), rarities.end(), begin,
                                 [](const Rarity& candidate, size_t row) { return candidate.row < row; });
  for (; rarity != rarities.end() && rarity->row < end; ++rarity) {
    entitled[rarity->row - begin] &= ~StoppedBy(*rarity, rules);
  }
}

std::vector<uint32_t> RowsForHumans(const Book& book, const MonthRules& rules) {
  std::vector<uint32_t> rows;
  for (const Rarity& rarity : book.rarities()) {
    const Months marked = (rarity.institution_stay.touched & rules.institution_stay.needs_human) |
                          (rarity.state_support.touched & rules.state_support.needs_human) |
                          (rarity.parental_rights_lost.touched & rules.parental_rights_lost.needs_human);
    if (marked != 0 && (marked & AskedAbout(rarity, rules, book.window())) != 0) rows.push_back(rarity.row);
  }
  return rows;
}

Deltas Subtract(Path path, const int64_t* decided, size_t rows, int64_t* tiyn) {
  Deltas deltas;
  int64_t same = 0;
  size_t row = path == Path::kAvx2 ? SubtractAvx2(decided, rows, tiyn, &deltas.tiyn, &same) : 0;
  for (; row < rows; ++row) {
    tiyn[row] -= decided[row];
    deltas.tiyn += tiyn[row];
    same += tiyn[row] == 0 ? 1 : 0;
  }
  deltas.changed = static_cast<int64_t>(rows) - same;
  return deltas;
}

Totals::Totals(Path path, const AmountTable& table) : path_(path) {
  const int most_bits = path == Path::kAvx2 ? kAvx2Bits : kPortableBits;
  for (size_t i = 0; i < table.size();) {
    const int shift = table[i].first_bit;
    // A period that is longer than a look-up has a slot of its own: the portable loop takes any size.
    size_t past = i + 1;
    int width = table[i].width;
    for (; past < table.size(); ++past) {
      const int wider = table[past].first_bit + table[past].width - shift;
      const bool across = path == Path::kAvx2 && shift < kHalf && shift + wider > kHalf;
      if (wider > most_bits || across) break;
      width = wider;
    }
    Slot slot{shift, Bits(shift, shift + width - 1), std::vector<int64_t>(size_t{1} << width, 0)};
    for (size_t months = 0; months < slot.tiyn.size(); ++months) {
      for (size_t k = i; k < past; ++k) slot.tiyn[months] += table[k].AmountOf(Months{months} << shift);
    }
    slots_.push_back(std::move(slot));
    i = past;
  }
  if (!IsNarrow()) path_ = Path::kPortable;
}

// Whether eight entries below 2^32 hold every slot, within one half of the word, and 32 bits every sum.
bool Totals::IsNarrow() const {
  int64_t most = 0;
  for (const Slot& slot : slots_) {
    if (slot.tiyn.size() > kAvx2Entries) return false;
    if (slot.shift < kHalf && (slot.months >> kHalf) != 0) return false;
    most += *std::max_element(slot.tiyn.begin(), slot.tiyn.end());
    if (most > int64_t{std::numeric_limits<uint32_t>::max()}) return false;
  }
  return true;
}

void Totals::Of(const Months* entitled, size_t rows, int64_t* tiyn) const {
  for (size_t begin = 0; begin < rows; begin += kBlockRows) {
    Block(entitled + begin, std::min(kBlockRows, rows - begin), tiyn + begin);
  }
}

void Totals::Block(const Months* entitled, size_t rows, int64_t* tiyn) const {
  Months any = 0;
  for (size_t row = 0; row < rows; ++row) any |= entitled[row];
  std::vector<const Slot*> used;
  for (const Slot& slot : slots_) {
    if ((slot.months & any) != 0) used.push_back(&slot);
  }
  size_t row = 0;
  if (path_ == Path::kAvx2) {
    std::array<std::vector<NarrowSlot>, 2> halves;
    for (const Slot* slot : used) {
      NarrowSlot& narrow = halves[slot->shift < kHalf ? 0 : 1].emplace_back();
      narrow.shift = slot->shift % kHalf;
      // A narrower table is repeated: the bits above its own are another period's.
      for (size_t entry = 0; entry < kAvx2Entries; ++entry) {
        narrow.tiyn[entry] = static_cast<uint32_t>(slot->tiyn[entry % slot->tiyn.size()]);
      }
    }
    row = NarrowTotalsAvx2(entitled, rows, halves[0], halves[1], tiyn);
  }
  for (; row < rows; ++row) {
    int64_t sum = 0;
    for (const Slot* slot : used) {
      sum += slot->tiyn[(entitled[row] >> slot->shift) & (slot->tiyn.size() - 1)];
    }
    tiyn[row] = sum;
  }
}

}  // namespace oteu::entitlement::bulk
