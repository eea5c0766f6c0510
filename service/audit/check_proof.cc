#include "service/audit/check_proof.h"

#include <cstring>

#include "absl/strings/str_cat.h"
#include "service/audit/record_proto.h"

namespace oteu::audit {
namespace {

// The place that a proof has come to.
struct Place {
  std::int64_t seq = 0;
  store::Sha256Bytes hash = store::kGenesisHash;
};

bool HashHolds(const store::AuditRecord& record) {
  return record.hash == store::HashOf(record) || record.hash == store::HashOfV1(record);
}

// False: the step does not follow.
bool Take(const v1::AuditStep& step, Place* place) {
  if (step.has_record()) {
    const auto record = FromProto(step.record());
    if (!record.ok() || record->seq != place->seq + 1 || record->previous_hash != place->hash ||
        !HashHolds(*record))
      return false;
    *place = {record->seq, record->hash};
    return true;
  }
  store::Sha256Bytes body;
  if (step.body_sha256().size() != body.size()) return false;
  std::memcpy(body.data(), step.body_sha256().data(), body.size());
  *place = {place->seq + 1, store::HashOfLink(place->seq + 1, place->hash, body)};
  return true;
}

}  // namespace

std::string CheckProof(const v1::AuditProof& proof, const store::NotedHead& noted) {
  const auto record = FromProto(proof.record());
  if (!record.ok()) return absl::StrCat("record: ", std::string(record.status().message()));
  if (record->seq < 1 || !HashHolds(*record)) return "the record is not what its hash was made of";
  Place place{record->seq, record->hash};
  const auto meets = [&] {
    return (!noted.hash.has_value() || place.hash == *noted.hash) &&
           (!noted.count.has_value() || place.seq == *noted.count);
  };
  bool met = meets();
  for (int i = 0; i < proof.steps_size(); ++i) {
    if (!Take(proof.steps(i), &place))
      return absl::StrCat("steps[", i, "] does not follow on the one before");
    met = met || meets();
  }
  if (place.seq != proof.head().seq() || store::ToHex(place.hash) != proof.head().hash())
    return "the steps do not lead to the head";
  if (!met) return "the head that was noted is not on the way from the record to the head";
  return "";
}

}  // namespace oteu::audit
