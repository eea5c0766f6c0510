// The audit chain: canonical bytes and what a change to them breaks.
#include "service/store/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/store/audit_chain.h"

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

AuditRecord Small() {
  AuditRecord record;
  record.seq = 1;
  record.at_us = 2;
  record.revision = 3;
  record.event = "E";
  return record;
}

TEST(AuditTest, TheFormHasOneMeaningForEver) {
  AuditRecord record = Small();
  const std::string body = std::string("oteu-audit-body-v2\0", 19) + std::string("\0\0\0\0\0\0\0\2", 8) +
                           std::string("\0\0\0\0\0\0\0\3", 8) + std::string("\0\0\0\1E", 5) +
                           std::string(12, '\0');
  EXPECT_EQ(BodyBytes(record), body);
  // sha256sum of "oteu-audit-v2\0", the number, 32 zeros and the body's digest.
  EXPECT_EQ(ToHex(HashOf(record)), "5e9a69c59f117a4ec1bb225312d7f33143512bf381248b64ad4703c818813154");
}

TEST(AuditTest, TheFormOfBeforeIsStillRead) {
  AuditRecord record = Small();
  const std::string expected = std::string("oteu-audit-v1\0", 14) + std::string("\0\0\0\0\0\0\0\1", 8) +
                               std::string("\0\0\0\0\0\0\0\2", 8) + std::string("\0\0\0\0\0\0\0\3", 8) +
                               std::string("\0\0\0\1E", 5) + std::string(12, '\0') +
                               std::string("\0\0\0\x20", 4) + std::string(32, '\0');
  EXPECT_EQ(CanonicalBytesV1(record), expected);
  record.hash = HashOfV1(record);
  EXPECT_FALSE(ChainWalk().Add(record).has_value());
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

ChainDefect DefectOf(const AuditRecord& record, std::int64_t seq, const Sha256Bytes& hash) {
  const auto broken = ChainWalk(seq, hash).Add(record);
  EXPECT_TRUE(broken.has_value());
  return broken.has_value() ? broken->defect : ChainDefect::kTooFew;
}

TEST(AuditTest, ARecordFollowsOnItsPredecessor) {
  const AuditRecord first = Record(1, kGenesisHash);
  const AuditRecord second = Record(2, first.hash);
  ChainWalk walk;
  EXPECT_FALSE(walk.Add(first).has_value());
  EXPECT_FALSE(walk.Add(second).has_value());
  EXPECT_EQ(walk.seq(), 2);
  EXPECT_EQ(walk.hash(), second.hash);
  EXPECT_EQ(DefectOf(second, 0, kGenesisHash), ChainDefect::kGap);
  EXPECT_EQ(DefectOf(second, 1, kGenesisHash), ChainDefect::kOtherLink);
}

TEST(AuditTest, EveryFieldIsCovered) {
  const AuditRecord good = Record(1, kGenesisHash);
  const auto broken = [&](auto change) {
    AuditRecord record = good;
    change(record);
    return DefectOf(record, 0, kGenesisHash) == ChainDefect::kChanged;
  };
  EXPECT_TRUE(broken([](AuditRecord& r) { ++r.at_us; }));
  EXPECT_TRUE(broken([](AuditRecord& r) { r.event += 'X'; }));
  EXPECT_TRUE(broken([](AuditRecord& r) { r.actor.clear(); }));
  EXPECT_TRUE(broken([](AuditRecord& r) { r.application_id = "a2"; }));
  EXPECT_TRUE(broken([](AuditRecord& r) { ++r.revision; }));
  EXPECT_TRUE(broken([](AuditRecord& r) { r.decision_sha256[0] ^= 1; }));
  EXPECT_TRUE(broken([](AuditRecord& r) { r.hash[31] ^= 1; }));
}

TEST(AuditTest, ACutEndIsFoundByTheHeadThatWasNoted) {
  const AuditRecord first = Record(1, kGenesisHash);
  const AuditRecord second = Record(2, first.hash);
  const auto walk = [&](const NotedHead& noted, int records) {
    ChainWalk out;
    out.Expect(noted);
    if (records > 0) out.Add(first);
    if (records > 1) out.Add(second);
    return out.CheckNoted();
  };
  EXPECT_FALSE(walk({}, 0).has_value());
  EXPECT_FALSE(walk({second.hash, 2}, 2).has_value());
  EXPECT_FALSE(walk({first.hash, std::nullopt}, 2).has_value()) << "noted earlier; it grew since";
  EXPECT_FALSE(walk({std::nullopt, 1}, 2).has_value());
  EXPECT_FALSE(walk({kGenesisHash, 0}, 2).has_value()) << "noted when it was empty";
  EXPECT_EQ(walk({second.hash, std::nullopt}, 1)->defect, ChainDefect::kHeadNotFound);
  EXPECT_EQ(walk({std::nullopt, 2}, 1)->defect, ChainDefect::kTooFew);
  EXPECT_EQ(walk({second.hash, 2}, 1)->defect, ChainDefect::kTooFew);
  EXPECT_EQ(walk({first.hash, 2}, 2)->defect, ChainDefect::kHeadNotFound) << "the hash of another record";
}

TEST(AuditTest, TheSuccessorTellsWhetherAFieldOrTheHashWasChanged) {
  AuditRecord first = Record(1, kGenesisHash);
  const AuditRecord second = Record(2, first.hash);
  AuditRecord field = first;
  field.actor = "nobody";
  EXPECT_THAT(ExplainChanged(field, &second), testing::HasSubstr("a field was changed"));
  first.hash[0] ^= 1;
  EXPECT_THAT(ExplainChanged(first, &second), testing::HasSubstr("its hash was changed"));
  EXPECT_THAT(ExplainChanged(first, nullptr), testing::HasSubstr("the last record"));
}

}  // namespace
}  // namespace oteu::store
