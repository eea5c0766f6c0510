#include "service/entitlement/bulk/kernels_avx2.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace oteu::entitlement::bulk {

#if defined(__x86_64__)

namespace {

#define OTEU_AVX2 __attribute__((target("avx2")))

constexpr size_t kLanes = 4;

OTEU_AVX2 inline __m256i Load(const Months* words) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words));
}

OTEU_AVX2 inline __m256i Splat(Months word) { return _mm256_set1_epi64x(static_cast<int64_t>(word)); }

// Months up to that of coming of age. A shift by 64 or more gives zero: that of who was of age before.
OTEU_AVX2 inline __m256i UnderAge(__m128i birth, const AgeRule& age) {
  const __m128i leap = _mm_and_si128(birth, _mm_set1_epi32(age.leap_day_months));
  const __m128i bit =
      _mm_add_epi32(_mm_add_epi32(_mm_srai_epi32(birth, 1), leap), _mm_set1_epi32(age.years * 12));
  const __m128i last = _mm_min_epi32(bit, _mm_set1_epi32(kWindowMonths - 1));
  const __m128i shift = _mm_sub_epi32(_mm_set1_epi32(kWindowMonths - 1), last);
  return _mm256_srlv_epi64(_mm256_set1_epi64x(-1), _mm256_cvtepu32_epi64(shift));
}

}  // namespace

OTEU_AVX2 size_t CommonMonthsAvx2(const Book& book, const MonthRules& rules, size_t begin, size_t end,
                                  Months* entitled) {
  const bool one_column = rules.gap_breaks_wherever_pmpc_gates();
  const Months* pmpc = one_column ? book.unbroken().data() : book.pmpc().data();
  const __m256i pays = Splat(rules.in_force & rules.pays);
  const __m256i no_pmpc = Splat(~rules.pmpc_gates);
  const __m256i no_gap = Splat(~rules.pmpc_gap_breaks);
  const __m256i no_rest = Splat(~rules.rests_on_disability_term);
  size_t row = begin;
  for (; row + kLanes <= end; row += kLanes) {
    __m256i months = _mm256_and_si256(pays, Load(book.base().data() + row));
    months = _mm256_and_si256(months, _mm256_or_si256(no_pmpc, Load(pmpc + row)));
    months = _mm256_and_si256(months, _mm256_or_si256(no_rest, Load(book.rests().data() + row)));
    if (!one_column) {
      months = _mm256_and_si256(months, _mm256_or_si256(no_gap, Load(book.unbroken().data() + row)));
    }
    const __m128i birth = _mm_loadu_si128(reinterpret_cast<const __m128i*>(book.birth().data() + row));
    __m256i minor = _mm256_setzero_si256();
    for (const AgeRule& age : rules.ages) {
      minor = _mm256_or_si256(minor, _mm256_and_si256(Splat(age.months), UnderAge(birth, age)));
    }
    months = _mm256_and_si256(months, minor);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(entitled + (row - begin)), months);
  }
  return row;
}

OTEU_AVX2 size_t NarrowTotalsAvx2(const Months* entitled, size_t rows, const std::vector<NarrowSlot>& low,
                                  const std::vector<NarrowSlot>& high, int64_t* tiyn) {
  constexpr size_t kStep = 2 * kLanes;
  size_t row = 0;
  for (; row + kStep <= rows; row += kStep) {
    const __m256 first = _mm256_castsi256_ps(Load(entitled + row));
    const __m256 second = _mm256_castsi256_ps(Load(entitled + row + kLanes));
    // The lower halves of eight words, and the upper ones, in the order that unpacking undoes.
    const __m256i halves[] = {_mm256_castps_si256(_mm256_shuffle_ps(first, second, 0x88)),
                              _mm256_castps_si256(_mm256_shuffle_ps(first, second, 0xDD))};
    const std::vector<NarrowSlot>* const slots[] = {&low, &high};
    __m256i sum = _mm256_setzero_si256();
    for (size_t half = 0; half < 2; ++half) {
      for (const NarrowSlot& slot : *slots[half]) {
        const __m256i table = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(slot.tiyn.data()));
        // The look-up takes the lowest three bits of each index and no others.
        const __m256i index = _mm256_srl_epi32(halves[half], _mm_cvtsi32_si128(slot.shift));
        sum = _mm256_add_epi32(sum, _mm256_permutevar8x32_epi32(table, index));
      }
    }
    const __m256i zero = _mm256_setzero_si256();
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(tiyn + row), _mm256_unpacklo_epi32(sum, zero));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(tiyn + row + kLanes), _mm256_unpackhi_epi32(sum, zero));
  }
  return row;
}

OTEU_AVX2 size_t SubtractAvx2(const int64_t* decided, size_t rows, int64_t* tiyn, int64_t* sum,
                              int64_t* same) {
  __m256i sums = _mm256_setzero_si256();
  __m256i equal = _mm256_setzero_si256();  // -1 for each row that does not differ.
  size_t row = 0;
  for (; row + kLanes <= rows; row += kLanes) {
    const __m256i before = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(decided + row));
    const __m256i after = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(tiyn + row));
    const __m256i delta = _mm256_sub_epi64(after, before);
    sums = _mm256_add_epi64(sums, delta);
    equal = _mm256_add_epi64(equal, _mm256_cmpeq_epi64(after, before));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(tiyn + row), delta);
  }
  alignas(32) int64_t lanes[2][kLanes];
  _mm256_store_si256(reinterpret_cast<__m256i*>(lanes[0]), sums);
  _mm256_store_si256(reinterpret_cast<__m256i*>(lanes[1]), equal);
  for (size_t lane = 0; lane < kLanes; ++lane) {
    *sum += lanes[0][lane];
    *same -= lanes[1][lane];
  }
  return row;
}

#else  // Another processor: BestPath() never says AVX2, and nothing is done here.

size_t CommonMonthsAvx2(const Book&, const MonthRules&, size_t begin, size_t, Months*) { return begin; }

size_t NarrowTotalsAvx2(const Months*, size_t, const std::vector<NarrowSlot>&, const std::vector<NarrowSlot>&,
                        int64_t*) {
  return 0;
}

size_t SubtractAvx2(const int64_t*, size_t, int64_t*, int64_t*, int64_t*) { return 0; }

#endif

}  // namespace oteu::entitlement::bulk
