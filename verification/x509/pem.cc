#include "verification/x509/pem.h"

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace oteu::verification::x509 {
namespace {

constexpr char kDerSequence = 0x30;

absl::StatusOr<std::string> Decode(absl::string_view base64) {
  std::string der;
  // absl skips white space, and refuses every other character.
  if (!absl::Base64Unescape(base64, &der) || der.empty() || der[0] != kDerSequence) {
    return absl::InvalidArgumentError("damaged base64");
  }
  return der;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> DerOf(absl::string_view file, absl::string_view label) {
  if (!file.empty() && file[0] == kDerSequence) return std::vector<std::string>{std::string(file)};
  std::vector<std::string> found;
  const std::string begin = absl::StrCat("-----BEGIN ", label, "-----");
  const std::string end = absl::StrCat("-----END ", label, "-----");
  absl::string_view rest = file;
  for (size_t start = rest.find(begin); start != absl::string_view::npos; start = rest.find(begin)) {
    rest.remove_prefix(start + begin.size());
    const size_t stop = rest.find(end);
    if (stop == absl::string_view::npos) return absl::InvalidArgumentError("PEM block without END line");
    absl::StatusOr<std::string> der = Decode(rest.substr(0, stop));
    if (!der.ok()) return der.status();
    found.push_back(*std::move(der));
    rest.remove_prefix(stop + end.size());
  }
  if (!found.empty()) return found;
  if (!absl::StrContains(file, "-----BEGIN")) {
    absl::StatusOr<std::string> der = Decode(file);
    if (der.ok()) return std::vector<std::string>{*std::move(der)};
  }
  return absl::InvalidArgumentError(absl::StrCat("neither DER nor PEM with the label ", label));
}

}  // namespace oteu::verification::x509
