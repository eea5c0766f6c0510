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
  const __m256i pays = Splat(rules.in_force & rules.pays);
  const __m256i no_pmpc = Splat(~rules.pmpc_gates);
  const __m256i no_gap = Splat(~rules.pmpc_gap_breaks);
  const __m256i no_rest = Splat(~rules.rests_on_disability_term);
  size_t row = begin;
  for (; row + kLanes <= end; row += kLanes) {
    __m256i months = _mm256_and_si256(pays, Load(book.base().data() + row));
    months = _mm256_and_si256(months, _mm256_or_si256(no_pmpc, Load(book.pmpc().data() + row)));
    months = _mm256_and_si256(months, _mm256_or_si256(no_gap, Load(book.unbroken().data() + row)));
    months = _mm256_and_si256(months, _mm256_or_si256(no_rest, Load(book.rests().data() + row)));
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

OTEU_AVX2 size_t AddNarrowAvx2(const Months* entitled, size_t rows, const uint32_t* tables,
                               const int32_t* shifts, size_t slots, int64_t* tiyn) {
  constexpr size_t kEntries = 8;
  const __m256i low_bits = _mm256_set1_epi64x(kEntries - 1);
  size_t row = 0;
  for (; row + 2 * kLanes <= rows; row += 2 * kLanes) {
    const __m256i first = Load(entitled + row);
    const __m256i second = Load(entitled + row + kLanes);
    __m256i first_sum = _mm256_setzero_si256();
    __m256i second_sum = _mm256_setzero_si256();
    for (size_t slot = 0; slot < slots; ++slot) {
      const __m256i table = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(tables + slot * kEntries));
      const __m128i shift = _mm_cvtsi32_si128(shifts[slot]);
      // The index of a lane's upper half is zero, and so is that entry: the halves make one 64-bit number.
      const __m256i first_index = _mm256_and_si256(_mm256_srl_epi64(first, shift), low_bits);
      const __m256i second_index = _mm256_and_si256(_mm256_srl_epi64(second, shift), low_bits);
      first_sum = _mm256_add_epi64(first_sum, _mm256_permutevar8x32_epi32(table, first_index));
      second_sum = _mm256_add_epi64(second_sum, _mm256_permutevar8x32_epi32(table, second_index));
    }
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(tiyn + row), first_sum);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(tiyn + row + kLanes), second_sum);
  }
  return row;
}

#else  // Another processor: BestPath() never says AVX2, and nothing is done here.

size_t CommonMonthsAvx2(const Book&, const MonthRules&, size_t begin, size_t, Months*) { return begin; }

size_t AddNarrowAvx2(const Months*, size_t, const uint32_t*, const int32_t*, size_t, int64_t*) { return 0; }

#endif

}  // namespace oteu::entitlement::bulk
