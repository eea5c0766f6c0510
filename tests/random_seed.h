// The seed of a randomised test: another one each time, printed, and OTEU_SEED to run one again.
//
//   std::mt19937_64 random(RandomSeed());
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace oteu {

inline std::uint64_t RandomSeed() {
  const char* wanted = std::getenv("OTEU_SEED");
  const std::uint64_t seed =
      wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : std::uint64_t{std::random_device()()};
  std::printf("OTEU_SEED=%llu\n", static_cast<unsigned long long>(seed));
  return seed;
}

}  // namespace oteu
