#include "service/store/audit.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"

namespace oteu::store {
namespace {

constexpr char kDomain[] = "oteu-audit-v1";  // with its NUL: no other canonical form begins the same

void AppendBigEndian(std::uint64_t value, int bytes, std::string& out) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((value >> shift) & 0xFF));
  }
}

void AppendField(absl::string_view field, std::string& out) {
  AppendBigEndian(field.size(), 4, out);
  out.append(field.data(), field.size());
}

absl::string_view View(const Sha256Bytes& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

std::string CanonicalBytes(const AuditRecord& record) {
  std::string out(kDomain, sizeof(kDomain));
  AppendBigEndian(static_cast<std::uint64_t>(record.seq), 8, out);
  AppendBigEndian(static_cast<std::uint64_t>(record.at_us), 8, out);
  AppendBigEndian(static_cast<std::uint64_t>(record.revision), 8, out);
  AppendField(record.event, out);
  AppendField(record.actor, out);
  AppendField(record.application_id, out);
  AppendField(record.decision_sha256, out);
  AppendField(View(record.previous_hash), out);
  return out;
}

Sha256Bytes HashOf(const AuditRecord& record) {
  const std::string bytes = CanonicalBytes(record);
  return verification::openssl::Sha256({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

absl::Status CheckLink(const AuditRecord& record, std::int64_t previous_seq,
                       const Sha256Bytes& previous_hash) {
  if (record.seq != previous_seq + 1) {
    return absl::DataLossError(absl::StrCat("audit: record ", previous_seq + 1, " is missing"));
  }
  if (record.previous_hash != previous_hash) {
    return absl::DataLossError(
        absl::StrCat("audit: record ", record.seq, " does not follow its predecessor"));
  }
  if (record.hash != HashOf(record)) {
    return absl::DataLossError(absl::StrCat("audit: record ", record.seq, " was changed"));
  }
  return absl::OkStatus();
}

}  // namespace oteu::store
