#include "service/audit/record_proto.h"

#include <google/protobuf/util/json_util.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace oteu::audit {
namespace {

constexpr std::int64_t kMicros = 1'000'000;
// 9999-12-31, as protobuf's own timestamps.
constexpr std::int64_t kMaxSeconds = 253402300799;

absl::Status Bad(absl::string_view field, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(field, ": ", what));
}

}  // namespace

void SetMicros(std::int64_t us, google::protobuf::Timestamp* timestamp) {
  std::int64_t seconds = us / kMicros;
  std::int64_t rest = us % kMicros;
  if (rest < 0) {
    rest += kMicros;
    --seconds;
  }
  timestamp->set_seconds(seconds);
  timestamp->set_nanos(static_cast<std::int32_t>(rest * 1000));
}

v1::AuditHead MakeHead(std::int64_t seq, const store::Sha256Bytes& hash, std::int64_t at_us) {
  v1::AuditHead head;
  head.set_seq(seq);
  head.set_hash(store::ToHex(hash));
  if (seq > 0) SetMicros(at_us, head.mutable_at());
  return head;
}

v1::AuditRecord ToProto(const store::AuditRecord& record) {
  v1::AuditRecord out;
  out.set_seq(record.seq);
  SetMicros(record.at_us, out.mutable_at());
  out.set_event(record.event);
  out.set_actor(record.actor);
  out.set_subject(record.application_id);
  out.set_revision(record.revision);
  out.set_subject_sha256(absl::BytesToHexString(record.decision_sha256));
  out.set_previous_hash(store::ToHex(record.previous_hash));
  out.set_hash(store::ToHex(record.hash));
  return out;
}

absl::StatusOr<store::AuditRecord> FromProto(const v1::AuditRecord& record) {
  const google::protobuf::Timestamp& at = record.at();
  if (at.seconds() < -kMaxSeconds || at.seconds() > kMaxSeconds || at.nanos() < 0 || at.nanos() > 999'999'999)
    return Bad("at", "is out of range");
  if (at.nanos() % 1000 != 0) return Bad("at", "is finer than a microsecond");
  store::AuditRecord out;
  out.seq = record.seq();
  out.at_us = at.seconds() * kMicros + at.nanos() / 1000;
  out.event = record.event();
  out.actor = record.actor();
  out.application_id = record.subject();
  out.revision = record.revision();
  store::Sha256Bytes digest;
  if (!record.subject_sha256().empty()) {
    if (!store::FromHex(record.subject_sha256(), &digest))
      return Bad("subject_sha256", "is no SHA-256 in lower-case hex");
    out.decision_sha256 = std::string(store::AsView(digest));
  }
  if (!store::FromHex(record.previous_hash(), &out.previous_hash))
    return Bad("previous_hash", "is no SHA-256 in lower-case hex");
  if (!store::FromHex(record.hash(), &out.hash)) return Bad("hash", "is no SHA-256 in lower-case hex");
  return out;
}

std::string ToLine(const store::AuditRecord& record) {
  std::string json;
  // Fails only for what JSON cannot hold; all text in the chain is UTF-8 that came out of protobuf strings.
  static_cast<void>(google::protobuf::util::MessageToJsonString(ToProto(record), &json));
  return json;
}

absl::StatusOr<store::AuditRecord> FromLine(absl::string_view line) {
  if (line.size() > kMaxAuditLineBytes)
    return absl::InvalidArgumentError(absl::StrCat("longer than ", kMaxAuditLineBytes, " bytes"));
  v1::AuditRecord record;
  // The reader's own words repeat what stands in the line.
  if (!google::protobuf::util::JsonStringToMessage({line.data(), line.size()}, &record).ok())
    return absl::InvalidArgumentError("is no JSON of an AuditRecord");
  return FromProto(record);
}

}  // namespace oteu::audit
