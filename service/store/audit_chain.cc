#include "service/store/audit_chain.h"

#include "absl/strings/str_cat.h"

namespace oteu::store {

void ChainWalk::Expect(const NotedHead& noted) {
  noted_ = noted;
  Meet();
}

// With both parts noted they must be of one record.
void ChainWalk::Meet() {
  if (!noted_.hash.has_value() || *noted_.hash != hash_) return;
  if (!noted_.count.has_value() || *noted_.count == seq_) met_ = true;
}

std::optional<ChainBreak> ChainWalk::Add(const AuditRecord& record) {
  if (record.seq != seq_ + 1) {
    return ChainBreak{ChainDefect::kGap, seq_ + 1,
                      absl::StrCat("record ", seq_ + 1, " is missing; the next one is ", record.seq)};
  }
  if (record.previous_hash != hash_) {
    return ChainBreak{ChainDefect::kOtherLink, record.seq,
                      absl::StrCat("record ", record.seq, " does not follow on record ", seq_,
                                   ": it names another hash before it")};
  }
  if (record.hash != HashOf(record) && record.hash != HashOfV1(record)) {
    return ChainBreak{ChainDefect::kChanged, record.seq, absl::StrCat("record ", record.seq, " was changed")};
  }
  seq_ = record.seq;
  hash_ = record.hash;
  Meet();
  return std::nullopt;
}

std::optional<ChainBreak> ChainWalk::CheckNoted() const {
  if (noted_.count.has_value() && seq_ < *noted_.count) {
    return ChainBreak{ChainDefect::kTooFew, seq_,
                      absl::StrCat("the chain ends with record ", seq_, "; ", *noted_.count,
                                   " were noted: its end was cut off")};
  }
  if (noted_.hash.has_value() && !met_) {
    return ChainBreak{ChainDefect::kHeadNotFound, seq_,
                      noted_.count.has_value()
                          ? absl::StrCat("record ", *noted_.count, " has not the hash that was noted")
                          : "no record has the hash that was noted: the end was cut off, or another chain "
                            "was put in its place"};
  }
  return std::nullopt;
}

std::string ExplainChanged(const AuditRecord& changed, const AuditRecord* next) {
  if (next == nullptr) return "a field or the hash was changed; it is the last record";
  if (next->previous_hash == changed.hash)
    return "a field was changed: the next record names the hash it has";
  if (next->previous_hash == HashOf(changed) || next->previous_hash == HashOfV1(changed))
    return "its hash was changed: the next record names the hash of its fields";
  return "its fields were changed, and the next record names neither its hash nor that of its fields";
}

}  // namespace oteu::store
