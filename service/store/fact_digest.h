// What the audit log keeps of recorded facts.
//
//   digest of a fact = SHA-256 of "oteu-fact-v1\0" and every column of its row: text and bytes with a 32-bit
//                      big-endian length before them, numbers as 64-bit big-endian two's complement
//   digest of a batch = SHA-256 of "oteu-facts-v1\0" and the digests of its facts in ascending order
//
// In ascending order, because rows do not keep the order in which they came.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/store/audit.h"

namespace oteu::store {

// A row of the facts, see FactWrite and FactBatch.
struct FactRow {
  absl::string_view source;
  absl::string_view fact_id;
  std::int64_t revision = 0;
  absl::string_view child_iin;
  std::int64_t kind = 0;
  absl::string_view subject;
  absl::string_view value;
  absl::string_view school_bin;
  absl::string_view charge_from;
  std::int64_t retracted = 0;
  std::int64_t recorded_at_us = 0;
  absl::string_view fact;
};

Sha256Bytes DigestOfFact(const FactRow& row);

// 32 raw bytes.
std::string DigestOfBatch(std::vector<Sha256Bytes> facts);

// The event under which batches are in the chain. "FACTS_RECORDED" is from before: its digest was of the
// facts in the order they came, which rows do not keep.
inline constexpr char kFactsEvent[] = "FACTS_STATED";

}  // namespace oteu::store
