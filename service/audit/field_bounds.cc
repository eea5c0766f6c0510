#include "service/audit/field_bounds.h"

#include <google/protobuf/io/coded_stream.h>

#include <functional>

#include "absl/strings/str_cat.h"

namespace oteu::audit {
namespace {

constexpr std::uint32_t kLengthDelimited = 2;
constexpr int kTagTypeBits = 3;

// Calls `take` with each field; false: `message` is none, or `take` stopped.
bool Walk(absl::string_view message, const std::function<bool(int number, absl::string_view bytes)>& take) {
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(message.data()),
                                            static_cast<int>(message.size()));
  while (static_cast<std::size_t>(in.CurrentPosition()) < message.size()) {
    const std::uint32_t tag = in.ReadTag();
    std::uint32_t length = 0;
    if (tag == 0 || (tag & ((1U << kTagTypeBits) - 1)) != kLengthDelimited || !in.ReadVarint32(&length))
      return false;
    const auto begin = static_cast<std::size_t>(in.CurrentPosition());
    if (length > message.size() - begin || !in.Skip(static_cast<int>(length))) return false;
    if (!take(static_cast<int>(tag >> kTagTypeBits), message.substr(begin, length))) return false;
  }
  return true;
}

}  // namespace

absl::Status CheckFields(absl::string_view message, std::span<const FieldBound> bounds) {
  std::vector<std::size_t> counts(bounds.size());
  absl::Status refusal;
  const bool whole = Walk(message, [&](int number, absl::string_view bytes) {
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      const FieldBound& bound = bounds[i];
      if (bound.number != number) continue;
      if (++counts[i] > bound.count_max)
        refusal = absl::InvalidArgumentError(absl::StrCat(bound.name, ": more than ", bound.count_max));
      if (bytes.size() > bound.bytes_max)
        refusal = absl::InvalidArgumentError(absl::StrCat(bound.name, ": above ", bound.bytes_max, " bytes"));
      return refusal.ok();
    }
    refusal = absl::InvalidArgumentError(absl::StrCat("field ", number, ": unknown"));
    return false;
  });
  if (!refusal.ok()) return refusal;
  return whole ? absl::OkStatus() : absl::InvalidArgumentError("is no message");
}

std::vector<absl::string_view> ElementsOf(absl::string_view message, int number) {
  std::vector<absl::string_view> elements;
  Walk(message, [&](int found, absl::string_view bytes) {
    if (found == number) elements.push_back(bytes);
    return true;
  });
  return elements;
}

}  // namespace oteu::audit
