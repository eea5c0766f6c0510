// A walk along the audit chain, record by record, that stops at the first one that does not fit.
//
//   ChainWalk walk;
//   while (Next(&record)) {
//     if (auto broken = walk.Add(record)) return *broken;
//   }
//   walk.seq();   // records; walk.hash() is the head
//
// What was cut off at the end is found only by comparing with a head noted elsewhere: Expect().
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "service/store/audit.h"

namespace oteu::store {

enum class ChainDefect {
  kGap,           // a record is missing
  kOtherLink,     // the record does not name the hash of the one before it
  kChanged,       // what the record says is not what its hash was made of
  kHeadNotFound,  // no record has the hash that was noted: the end was cut off, or it is another chain
  kTooFew,        // fewer records than were noted: the end was cut off
};

struct ChainBreak {
  ChainDefect defect = ChainDefect::kGap;
  std::int64_t seq = 0;  // of the record
  std::string what;      // in English, without values of fields
};

// A head that somebody noted earlier, while the chain ended there. Either part may be absent.
struct NotedHead {
  std::optional<Sha256Bytes> hash;
  std::optional<std::int64_t> count;
};

class ChainWalk {
 public:
  // Begins after a record that is known otherwise; with none, at the beginning of the chain.
  explicit ChainWalk(std::int64_t after_seq = 0, const Sha256Bytes& after_hash = kGenesisHash)
      : seq_(after_seq), hash_(after_hash) {}

  // Looked for along the way; before the first Add.
  void Expect(const NotedHead& noted);

  // Nothing, when the record follows on the one before it. After a break nothing may be added.
  std::optional<ChainBreak> Add(const AuditRecord& record);

  // At the end of the chain: whether what was noted was met.
  std::optional<ChainBreak> CheckNoted() const;

  // Of the last record.
  std::int64_t seq() const { return seq_; }
  const Sha256Bytes& hash() const { return hash_; }

 private:
  void Meet();

  std::int64_t seq_;
  Sha256Bytes hash_;
  NotedHead noted_;
  bool met_ = false;
};

// Says of a record that was found kChanged what its successor (null: it is the last) tells about it.
std::string ExplainChanged(const AuditRecord& changed, const AuditRecord* next);

}  // namespace oteu::store
