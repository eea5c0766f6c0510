#include "service/decision/json_reader.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace oteu::decision {
namespace {

// Most keys of one object: no payload has more than ten.
constexpr std::size_t kMaxKeys = 64;

void AppendUtf8(std::uint32_t code, std::string* out) {
  const auto put = [out](std::uint32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// Length and smallest code point of a sequence by its first byte; length 0: no first byte.
struct Sequence {
  std::size_t length;
  std::uint32_t smallest;
  std::uint32_t bits;
};

Sequence SequenceOf(unsigned char first) {
  if (first < 0x80) return {1, 0, first};
  if (first >= 0xC2 && first <= 0xDF) return {2, 0x80, first & 0x1FU};
  if (first >= 0xE0 && first <= 0xEF) return {3, 0x800, first & 0x0FU};
  if (first >= 0xF0 && first <= 0xF4) return {4, 0x10000, first & 0x07U};
  return {0, 0, 0};
}

}  // namespace

bool IsStrictUtf8(absl::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size();) {
    const Sequence sequence = SequenceOf(static_cast<unsigned char>(bytes[i]));
    if (sequence.length == 0 || sequence.length > bytes.size() - i) return false;
    std::uint32_t code = sequence.bits;
    for (std::size_t k = 1; k < sequence.length; ++k) {
      const auto byte = static_cast<unsigned char>(bytes[i + k]);
      if ((byte & 0xC0) != 0x80) return false;
      code = (code << 6) | (byte & 0x3FU);
    }
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < sequence.smallest || code > 0x10FFFF || surrogate) return false;
    i += sequence.length;
  }
  return true;
}

void JsonReader::SkipSpace() {
  while (position_ < text_.size()) {
    const char c = text_[position_];
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    ++position_;
  }
}

bool JsonReader::Consume(char expected) {
  SkipSpace();
  if (position_ >= text_.size() || text_[position_] != expected) return false;
  ++position_;
  return true;
}

bool JsonReader::ConsumeWord(absl::string_view word) {
  SkipSpace();
  if (text_.substr(position_, word.size()) != word) return false;
  position_ += word.size();
  return true;
}

bool JsonReader::ReadObject(absl::FunctionRef<bool(absl::string_view key)> read_value) {
  if (depth_ >= max_depth_ || !Consume('{')) return false;
  ++depth_;
  std::vector<std::string> keys;
  if (!Consume('}')) {
    do {
      SkipSpace();
      const std::size_t start = position_;
      std::string key;
      if (!ReadString(&key) || !Consume(':')) return false;
      // An escape would spell a known key in a second way.
      if (text_.substr(start, position_ - start).find('\\') != absl::string_view::npos) return false;
      if (keys.size() >= kMaxKeys || std::find(keys.begin(), keys.end(), key) != keys.end()) return false;
      keys.push_back(key);
      if (!read_value(key)) return false;
    } while (Consume(','));
    if (!Consume('}')) return false;
  }
  --depth_;
  return true;
}

bool JsonReader::ReadString(std::string* value) {
  value->clear();
  if (!Consume('"')) return false;
  while (position_ < text_.size()) {
    const char c = text_[position_++];
    if (c == '"') return IsStrictUtf8(*value);
    if (static_cast<unsigned char>(c) < 0x20) return false;
    if (c != '\\') {
      value->push_back(c);
    } else if (!ReadEscape(value)) {
      return false;
    }
  }
  return false;
}

bool JsonReader::ReadEscape(std::string* value) {
  if (position_ >= text_.size()) return false;
  const char c = text_[position_++];
  switch (c) {
    case '"':
    case '\\':
    case '/':
      value->push_back(c);
      return true;
    case 'b':
      value->push_back('\b');
      return true;
    case 'f':
      value->push_back('\f');
      return true;
    case 'n':
      value->push_back('\n');
      return true;
    case 'r':
      value->push_back('\r');
      return true;
    case 't':
      value->push_back('\t');
      return true;
    case 'u':
      break;
    default:
      return false;
  }
  std::uint32_t code = 0;
  if (!ReadHex4(&code)) return false;
  if (code >= 0xD800 && code <= 0xDBFF) {
    std::uint32_t low = 0;
    if (text_.substr(position_, 2) != "\\u") return false;
    position_ += 2;
    if (!ReadHex4(&low) || low < 0xDC00 || low > 0xDFFF) return false;
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  } else if (code >= 0xDC00 && code <= 0xDFFF) {
    return false;
  }
  AppendUtf8(code, value);
  return true;
}

bool JsonReader::ReadHex4(std::uint32_t* code) {
  const absl::string_view digits = text_.substr(std::min(position_, text_.size()), 4);
  if (digits.size() != 4) return false;
  *code = 0;
  for (const char c : digits) {
    if (!absl::ascii_isxdigit(static_cast<unsigned char>(c))) return false;
    const int digit = c <= '9' ? c - '0' : absl::ascii_tolower(static_cast<unsigned char>(c)) - 'a' + 10;
    *code = *code * 16 + static_cast<std::uint32_t>(digit);
  }
  position_ += 4;
  return true;
}

bool JsonReader::ReadInt32(std::int32_t* value) {
  SkipSpace();
  const std::size_t start = position_;
  if (position_ < text_.size() && text_[position_] == '-') ++position_;
  const std::size_t first_digit = position_;
  while (position_ < text_.size() && absl::ascii_isdigit(static_cast<unsigned char>(text_[position_])))
    ++position_;
  const std::size_t digits = position_ - first_digit;
  if (digits == 0 || (digits > 1 && text_[first_digit] == '0')) return false;
  // A fraction or exponent follows: legal JSON, but no plain integer.
  if (position_ < text_.size() &&
      (text_[position_] == '.' || text_[position_] == 'e' || text_[position_] == 'E'))
    return false;
  return absl::SimpleAtoi(text_.substr(start, position_ - start), value);
}

bool JsonReader::ReadBool(bool* value) {
  if (ConsumeWord("true")) {
    *value = true;
    return true;
  }
  *value = false;
  return ConsumeWord("false");
}

bool JsonReader::AtEnd() {
  SkipSpace();
  return position_ == text_.size();
}

}  // namespace oteu::decision
