#include "verification/cms/text_encoding.h"

#include <array>
#include <cstddef>

namespace oteu::verification::cms {
namespace {

constexpr char kBase64Clause[] = "RFC 4648 4";
constexpr char kPemClause[] = "RFC 7468 2";
constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";
constexpr std::string_view kDashes = "-----";

constexpr int kInvalid = -1;
constexpr int kSpace = -2;
constexpr int kPadding = -3;

constexpr std::array<int, 256> MakeTable() {
  std::array<int, 256> table{};
  table.fill(kInvalid);
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (size_t i = 0; i < kAlphabet.size(); ++i)
    table[static_cast<uint8_t>(kAlphabet[i])] = static_cast<int>(i);
  for (const char space : {' ', '\t', '\r', '\n'}) table[static_cast<uint8_t>(space)] = kSpace;
  table[static_cast<uint8_t>('=')] = kPadding;
  return table;
}
constexpr std::array<int, 256> kTable = MakeTable();

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kWhiteSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

bool ConsumePrefix(std::string_view prefix, std::string_view* text) {
  if (!text->starts_with(prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

}  // namespace

OrProblem<std::vector<uint8_t>> DecodeBase64(std::string_view text) {
  std::vector<uint8_t> bytes;
  bytes.reserve(text.size() / 4 * 3);
  uint32_t group = 0;
  size_t characters = 0;  // Of the present group of four.
  size_t padding = 0;
  for (const char c : text) {
    const int value = kTable[static_cast<uint8_t>(c)];
    if (value == kSpace) continue;
    if (value == kInvalid) return Malformed(kBase64Clause, "character outside base64");
    if (value == kPadding) {
      if (++padding > 2 || characters < 2) return Malformed(kBase64Clause, "padding");
      group <<= 6U;
    } else {
      if (padding > 0) return Malformed(kBase64Clause, "data after padding");
      group = (group << 6U) | static_cast<uint32_t>(value);
    }
    if (++characters < 4) continue;
    const auto third = static_cast<uint8_t>(group);
    const auto second = static_cast<uint8_t>(group >> 8U);
    if ((padding >= 1 && third != 0) || (padding == 2 && second != 0)) {
      return Malformed(kBase64Clause, "bits beyond the last byte");
    }
    bytes.push_back(static_cast<uint8_t>(group >> 16U));
    if (padding < 2) bytes.push_back(second);
    if (padding < 1) bytes.push_back(third);
    group = 0;
    characters = 0;
  }
  if (characters != 0) return Malformed(kBase64Clause, "truncated");
  return bytes;
}

bool LooksLikePem(std::string_view text) { return Trim(text).starts_with(kDashes); }

OrProblem<std::vector<uint8_t>> DecodePem(std::string_view text) {
  std::string_view rest = Trim(text);
  if (!ConsumePrefix(kBegin, &rest)) return Malformed(kPemClause, "no BEGIN line");
  const size_t label_end = rest.find(kDashes);
  if (label_end == std::string_view::npos) return Malformed(kPemClause, "BEGIN line");
  const std::string_view label = rest.substr(0, label_end);
  if (label != "CMS" && label != "PKCS7" && label != "PKCS #7 SIGNED DATA") {
    return Problem{oteu::v1::VERIFICATION_CODE_FORMAT_UNKNOWN, kPemClause, "label"};
  }
  rest.remove_prefix(label_end + kDashes.size());
  const size_t body_end = rest.find(kDashes);
  if (body_end == std::string_view::npos) return Malformed(kPemClause, "no END line");
  const std::string_view body = rest.substr(0, body_end);
  rest.remove_prefix(body_end);
  if (!ConsumePrefix(kEnd, &rest) || !ConsumePrefix(label, &rest) || rest != kDashes) {
    return Malformed(kPemClause, "END line");
  }
  return DecodeBase64(body);
}

}  // namespace oteu::verification::cms
