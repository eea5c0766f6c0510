#include "service/store/audit.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/escaping.h"

namespace oteu::store {
namespace {

constexpr char kDomainV1[] = "oteu-audit-v1";
constexpr char kLinkDomain[] = "oteu-audit-v2";
constexpr char kBodyDomain[] = "oteu-audit-body-v2";

}  // namespace

std::string BodyBytes(const AuditRecord& record) {
  CanonicalBytes out(kBodyDomain);
  out.Number(record.at_us).Number(record.revision).Text(record.event).Text(record.actor);
  return out.Text(record.application_id).Text(record.decision_sha256).bytes();
}

Sha256Bytes BodyDigest(const AuditRecord& record) { return Sha256Of(BodyBytes(record)); }

Sha256Bytes HashOfLink(std::int64_t seq, const Sha256Bytes& previous_hash, const Sha256Bytes& body_digest) {
  return CanonicalBytes(kLinkDomain).Number(seq).Hash(previous_hash).Hash(body_digest).Digest();
}

Sha256Bytes HashOf(const AuditRecord& record) {
  return HashOfLink(record.seq, record.previous_hash, BodyDigest(record));
}

std::string CanonicalBytesV1(const AuditRecord& record) {
  CanonicalBytes out(kDomainV1);
  out.Number(record.seq).Number(record.at_us).Number(record.revision).Text(record.event).Text(record.actor);
  return out.Text(record.application_id)
      .Text(record.decision_sha256)
      .Text(AsView(record.previous_hash))
      .bytes();
}

Sha256Bytes HashOfV1(const AuditRecord& record) { return Sha256Of(CanonicalBytesV1(record)); }

std::string ToHex(const Sha256Bytes& hash) { return absl::BytesToHexString(AsView(hash)); }

bool FromHex(absl::string_view hex, Sha256Bytes* hash) {
  constexpr absl::string_view kDigits = "0123456789abcdef";
  const auto is_digit = [kDigits](char c) { return kDigits.find(c) != absl::string_view::npos; };
  if (hex.size() != 2 * hash->size() || !std::all_of(hex.begin(), hex.end(), is_digit)) return false;
  const std::string bytes = absl::HexStringToBytes(hex);
  std::memcpy(hash->data(), bytes.data(), hash->size());
  return true;
}

}  // namespace oteu::store
