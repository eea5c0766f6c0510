#include "service/logging/scrub.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"

namespace oteu::logging {
namespace {

constexpr std::size_t kCharsMax = 500;
constexpr std::ptrdiff_t kDigitsKept = 5;

bool IsAlnum(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }
bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsAscii(char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); }
bool IsPrintable(char c) { return absl::ascii_isprint(static_cast<unsigned char>(c)); }

// A number may be written in groups: "KZ86 125K ...", "850101-400012", "+7 701 ...".
bool JoinsGroups(absl::string_view rest) {
  return rest.size() >= 2 && (rest[0] == ' ' || rest[0] == '-') && IsDigit(rest[1]);
}

// The token at the start of `rest`: alphanumerics, with groups that begin with a digit joined on.
absl::string_view Token(absl::string_view rest) {
  std::size_t end = 0;
  bool digits = false;
  while (end < rest.size()) {
    if (IsAlnum(rest[end])) {
      digits = digits || IsDigit(rest[end]);
      ++end;
    } else if (digits && JoinsGroups(rest.substr(end))) {
      ++end;
    } else {
      break;
    }
  }
  return rest.substr(0, end);
}

}  // namespace

std::string Scrub(absl::string_view message) {
  std::string out;
  while (!message.empty() && out.size() < kCharsMax) {
    if (IsAlnum(message[0])) {
      const absl::string_view token = Token(message);
      const bool number = std::count_if(token.begin(), token.end(), IsDigit) > kDigitsKept;
      out.append(number ? "#" : std::string(token));
      message.remove_prefix(token.size());
      continue;
    }
    const char c = message[0];
    message.remove_prefix(1);
    if (!IsAscii(c)) {
      if (out.empty() || out.back() != '*') out.push_back('*');
    } else {
      out.push_back(IsPrintable(c) && c != '"' && c != '\\' ? c : ' ');
    }
  }
  if (out.size() >= kCharsMax || !message.empty()) {
    out.resize(std::min(out.size(), kCharsMax - 3));
    out += "...";
  }
  return out;
}

}  // namespace oteu::logging
