// The seed of a randomised test: printed, and the same each time, so that a change is judged by the same
// stories as the one before. OTEU_SEED gives another one, OTEU_SEED=0 one that nobody knows beforehand.
//
//   std::mt19937_64 random(RandomSeed());
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace oteu {

inline constexpr std::uint64_t kUsualSeed = 20261123;

inline std::uint64_t RandomSeed() {
  const char* wanted = std::getenv("OTEU_SEED");
  std::uint64_t seed = wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : kUsualSeed;
  while (seed == 0) seed = std::random_device()();
  std::printf("OTEU_SEED=%llu\n", static_cast<unsigned long long>(seed));
  return seed;
}

}  // namespace oteu
