// Bounds on the fields of a serialized message, checked before it is parsed: an empty element takes two bytes
// of the file and a hundred of memory.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace oteu::audit {

// A length-delimited field: how often it may stand there, and its bytes each time.
struct FieldBound {
  int number = 0;
  const char* name = "";
  std::size_t count_max = 1;
  std::size_t bytes_max = 0;
};

// INVALID_ARGUMENT, naming the field: what is no message, a field that is not listed, or one over its bound.
absl::Status CheckFields(absl::string_view message, std::span<const FieldBound> bounds);

// The elements of one length-delimited field, unparsed; of a message that CheckFields let through.
std::vector<absl::string_view> ElementsOf(absl::string_view message, int number);

}  // namespace oteu::audit
