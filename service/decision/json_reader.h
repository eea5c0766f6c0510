// JsonReader: a strict pull reader of JSON (RFC 8259) for signed payloads.
//
//   JsonReader reader(bytes, max_depth);
//   bool ok = reader.ReadObject([&](absl::string_view key) { return key == "number" &&
//   reader.ReadString(&number); }); ok = ok && reader.AtEnd();
//
// One reader decides what a payload says, so that no second one can read the same bytes otherwise. It refuses
// what other readers let pass: duplicate keys, comments, trailing commas, bytes that are no UTF-8, a byte
// order mark, escapes in keys, numbers that are not plain integers. Fails for good at the first error; never
// throws; memory is bounded by the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace oteu::decision {

class JsonReader {
 public:
  // `text` outlives the reader.
  JsonReader(absl::string_view text, int max_depth) : text_(text), max_depth_(max_depth) {}

  // Reads an object; `read_value` is called for each key, must read its value, and returns false to refuse
  // the key.
  bool ReadObject(absl::FunctionRef<bool(absl::string_view key)> read_value);
  bool ReadString(std::string* value);
  bool ReadInt32(std::int32_t* value);
  bool ReadBool(bool* value);

  // True when nothing but white space is left.
  bool AtEnd();

 private:
  bool Consume(char expected);
  bool ConsumeWord(absl::string_view word);
  void SkipSpace();
  bool ReadEscape(std::string* value);
  bool ReadHex4(std::uint32_t* code);

  absl::string_view text_;
  std::size_t position_ = 0;
  int depth_ = 0;
  int max_depth_;
};

// True for well-formed UTF-8 without overlong forms, surrogates or code points above U+10FFFF (RFC 3629).
bool IsStrictUtf8(absl::string_view bytes);

}  // namespace oteu::decision
