#include "service/application/page_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/decision/serialize.h"
#include "service/limits.h"

namespace oteu::application {
namespace {

constexpr std::size_t kChecksumBytes = 16;

// Lengths stand before the parts, so that no two triples give the same bytes.
std::string Checksum(absl::string_view list, absl::string_view filter, absl::string_view position) {
  const std::string bytes =
      absl::StrCat("oteu-page-1|", list.size(), "|", list, "|", filter.size(), "|", filter, "|", position);
  return decision::Sha256Raw(bytes).substr(0, kChecksumBytes);
}

}  // namespace

std::string MakePageToken(absl::string_view list, absl::string_view filter, absl::string_view position) {
  return absl::WebSafeBase64Escape(absl::StrCat(Checksum(list, filter, position), position));
}

std::optional<std::string> ReadPageToken(absl::string_view list, absl::string_view filter,
                                         absl::string_view token) {
  std::string bytes;
  if (token.size() > limits::kMaxPageTokenBytes || !absl::WebSafeBase64Unescape(token, &bytes))
    return std::nullopt;
  if (bytes.size() < kChecksumBytes) return std::nullopt;
  std::string position = bytes.substr(kChecksumBytes);
  if (bytes.substr(0, kChecksumBytes) != Checksum(list, filter, position)) return std::nullopt;
  return position;
}

}  // namespace oteu::application
