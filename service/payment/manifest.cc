#include "service/payment/manifest.h"

#include "absl/strings/str_cat.h"
#include "service/decision/serialize.h"

namespace oteu::payment {
namespace {

// The values are names, digits and hex: only these two characters could need an escape.
std::string Quoted(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
  return out;
}

}  // namespace

std::string ManifestJson(const v1::RegisterManifest& m) {
  return absl::StrCat("{\"format\":", Quoted(m.format()), ",\"register\":", Quoted(m.register_()),
                      ",\"district_kato\":", Quoted(m.district_kato()), ",\"sequence\":", m.sequence(),
                      ",\"quarter\":", Quoted(m.quarter()), ",\"line_count\":", m.line_count(),
                      ",\"month_count\":", m.month_count(), ",\"total_tiyn\":", m.total_tiyn(),
                      ",\"lines_sha256\":", Quoted(m.lines_sha256()),
                      ",\"previous_sha256\":", Quoted(m.previous_sha256()),
                      ",\"sealed_at\":", Quoted(m.sealed_at()), "}\n");
}

std::string ManifestSha256(absl::string_view manifest_json) { return decision::Sha256Hex(manifest_json); }

std::string GenesisSha256() { return std::string(64, '0'); }

absl::Status CheckLink(const v1::RegisterManifest* previous, const v1::RegisterManifest& next) {
  const std::int64_t before = previous == nullptr ? 0 : previous->sequence();
  if (next.sequence() != before + 1)
    return absl::DataLossError(absl::StrCat("register ", before + 1, " of the district is missing"));
  if (previous != nullptr && previous->district_kato() != next.district_kato())
    return absl::DataLossError("registers of two districts");
  const std::string expected =
      previous == nullptr ? GenesisSha256() : ManifestSha256(ManifestJson(*previous));
  if (next.previous_sha256() != expected)
    return absl::DataLossError(
        absl::StrCat("register ", next.sequence(), " does not follow its predecessor"));
  return absl::OkStatus();
}

}  // namespace oteu::payment
