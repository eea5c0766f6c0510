// The audit chain: canonical bytes and what a change to them breaks.
#include "service/store/audit.h"

#include <gtest/gtest.h>

namespace oteu::store {
namespace {

AuditRecord Record(std::int64_t seq, const Sha256Bytes& previous) {
  AuditRecord record;
  record.seq = seq;
  record.at_us = 1'790'000'000'000'000;
  record.event = "APPLICATION_SUBMITTED";
  record.actor = "anonymous";
  record.application_id = "a1";
  record.revision = 1;
  record.decision_sha256 = std::string(32, 'd');
  record.previous_hash = previous;
  record.hash = HashOf(record);
  return record;
}

TEST(AuditTest, CanonicalBytesHaveOneFormForEver) {
  AuditRecord record;
  record.seq = 1;
  record.at_us = 2;
  record.revision = 3;
  record.event = "E";
  const std::string expected = std::string("oteu-audit-v1\0", 14) + std::string("\0\0\0\0\0\0\0\1", 8) +
                               std::string("\0\0\0\0\0\0\0\2", 8) + std::string("\0\0\0\0\0\0\0\3", 8) +
                               std::string("\0\0\0\1E", 5) + std::string(12, '\0') +
                               std::string("\0\0\0\x20", 4) + std::string(32, '\0');
  EXPECT_EQ(CanonicalBytes(record), expected);
}

TEST(AuditTest, FieldsCannotRunIntoEachOther) {
  AuditRecord left = Record(1, kGenesisHash);
  AuditRecord right = left;
  left.event = "AB";
  left.actor = "C";
  right.event = "A";
  right.actor = "BC";
  EXPECT_NE(HashOf(left), HashOf(right));
}

TEST(AuditTest, ARecordFollowsOnItsPredecessor) {
  const AuditRecord first = Record(1, kGenesisHash);
  const AuditRecord second = Record(2, first.hash);
  EXPECT_TRUE(CheckLink(first, 0, kGenesisHash).ok());
  EXPECT_TRUE(CheckLink(second, 1, first.hash).ok());
  EXPECT_TRUE(absl::IsDataLoss(CheckLink(second, 0, kGenesisHash)));
  EXPECT_TRUE(absl::IsDataLoss(CheckLink(second, 1, kGenesisHash)));
}

TEST(AuditTest, EveryFieldIsCovered) {
  const AuditRecord good = Record(1, kGenesisHash);
  const auto broken = [&](auto change) {
    AuditRecord record = good;
    change(record);
    return absl::IsDataLoss(CheckLink(record, 0, kGenesisHash));
  };
  EXPECT_TRUE(broken([](AuditRecord& r) { ++r.at_us; }));
  EXPECT_TRUE(broken([](AuditRecord& r) { r.event += "X"; }));
  EXPECT_TRUE(broken([](AuditRecord& r) { r.actor.clear(); }));
  EXPECT_TRUE(broken([](AuditRecord& r) { r.application_id = "a2"; }));
  EXPECT_TRUE(broken([](AuditRecord& r) { ++r.revision; }));
  EXPECT_TRUE(broken([](AuditRecord& r) { r.decision_sha256[0] ^= 1; }));
  EXPECT_TRUE(broken([](AuditRecord& r) { r.hash[31] ^= 1; }));
}

}  // namespace
}  // namespace oteu::store
