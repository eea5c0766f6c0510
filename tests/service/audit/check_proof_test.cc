// The place of a record in the audit chain, by the steps from it to the head.
#include "service/audit/check_proof.h"

#include <gmock/gmock.h>

#include "service/audit/record_proto.h"

namespace oteu::audit {
namespace {

using testing::HasSubstr;

store::AuditRecord Record(std::int64_t seq, const store::Sha256Bytes& before) {
  store::AuditRecord record;
  record.seq = seq;
  record.at_us = 1'790'000'000'000'000;
  record.event = "E";
  record.actor = "anonymous";
  record.application_id = "a";
  record.previous_hash = before;
  record.hash = store::HashOf(record);
  return record;
}

// Record 3 of a chain of 5: one step without what the record says, and one of the form from before.
class CheckProofTest : public testing::Test {
 protected:
  CheckProofTest() {
    store::Sha256Bytes before = store::kGenesisHash;
    for (std::int64_t seq = 1; seq <= 5; ++seq) {
      records_.push_back(Record(seq, before));
      if (seq == 5) records_.back().hash = store::HashOfV1(records_.back());
      before = records_.back().hash;
    }
    *proof_.mutable_record() = ToProto(records_[2]);
    const store::Sha256Bytes body = store::BodyDigest(records_[3]);
    proof_.add_steps()->set_body_sha256(std::string(store::AsView(body)));
    *proof_.add_steps()->mutable_record() = ToProto(records_[4]);
    *proof_.mutable_head() = MakeHead(5, records_[4].hash, records_[4].at_us);
  }
  template <typename Change>
  std::string After(const Change& change) const {
    v1::AuditProof proof = proof_;
    change(&proof);
    return CheckProof(proof, {});
  }
  // The last step says another thing, with a hash that fits it, and so does the head.
  template <typename Change>
  std::string WithLast(const Change& change) const {
    return After([&](v1::AuditProof* proof) {
      store::AuditRecord record = records_[4];
      change(&record);
      record.hash = store::HashOf(record);
      *proof->mutable_steps(1)->mutable_record() = ToProto(record);
      *proof->mutable_head() = MakeHead(5, record.hash, record.at_us);
    });
  }
  std::string Noted(std::optional<std::int64_t> count, std::optional<store::Sha256Bytes> hash) const {
    store::NotedHead noted;
    noted.count = count;
    noted.hash = hash;
    return CheckProof(proof_, noted);
  }

  std::vector<store::AuditRecord> records_;
  v1::AuditProof proof_;
};

TEST_F(CheckProofTest, TheStepsLeadFromTheRecordToTheHead) {
  EXPECT_EQ(CheckProof(proof_, {}), "");
  EXPECT_THAT(After([](auto* p) { p->mutable_record()->set_hash("x"); }), HasSubstr("record: hash"));
  EXPECT_THAT(After([](auto* p) { p->mutable_record()->set_actor("x"); }), HasSubstr("not what its hash"));
  EXPECT_THAT(After([](auto* p) { p->mutable_record()->set_seq(0); }), HasSubstr("not what its hash"));
  EXPECT_THAT(After([](auto* p) { p->mutable_steps(0)->set_body_sha256("short"); }),
              HasSubstr("steps[0] does not follow"));
  EXPECT_THAT(After([](auto* p) { p->mutable_steps(1)->mutable_record()->set_actor("x"); }),
              HasSubstr("steps[1] does not follow"));
  EXPECT_THAT(After([](auto* p) { p->mutable_steps(1)->mutable_record()->set_hash("x"); }),
              HasSubstr("steps[1] does not follow"));
  EXPECT_THAT(After([](auto* p) { p->mutable_head()->set_seq(6); }), HasSubstr("do not lead to the head"));
  EXPECT_THAT(After([](auto* p) { p->mutable_head()->set_hash(std::string(64, '0')); }),
              HasSubstr("do not lead to the head"));
}

TEST_F(CheckProofTest, AStepFollowsOnTheOneBefore) {
  EXPECT_EQ(WithLast([](store::AuditRecord*) {}), "") << "of the form of today";
  EXPECT_THAT(WithLast([](auto* r) { r->previous_hash[0] ^= 1; }), HasSubstr("steps[1] does not follow"));
  EXPECT_THAT(WithLast([](auto* r) { r->seq = 6; }), HasSubstr("steps[1] does not follow"));
}

TEST_F(CheckProofTest, WhatWasNotedIsMetOnTheWay) {
  EXPECT_EQ(Noted(3, records_[2].hash), "");
  EXPECT_EQ(Noted(std::nullopt, records_[3].hash), "");
  EXPECT_EQ(Noted(5, std::nullopt), "");
  const char kNotMet[] = "noted is not on the way";
  EXPECT_THAT(Noted(std::nullopt, records_[1].hash), HasSubstr(kNotMet)) << "from before the record";
  EXPECT_THAT(Noted(2, std::nullopt), HasSubstr(kNotMet));
  EXPECT_THAT(Noted(6, std::nullopt), HasSubstr(kNotMet));
  EXPECT_THAT(Noted(4, records_[4].hash), HasSubstr(kNotMet)) << "the hash of another record";
}

}  // namespace
}  // namespace oteu::audit
