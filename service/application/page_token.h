// Page tokens: opaque to the caller, bound to the list and the filter they were made for.
//
//   std::string token = MakePageToken("ListApplications", filter_bytes, last_id);
//   std::optional<std::string> position = ReadPageToken("ListApplications", filter_bytes, token);   //
//   nullopt: tampered
//
// The checksum is no secret: a token opens nothing that its caller could not ask for. It makes a token of
// another list, of another filter or a mangled one an error instead of a wrong page.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace oteu::application {

std::string MakePageToken(absl::string_view list, absl::string_view filter, absl::string_view position);
std::optional<std::string> ReadPageToken(absl::string_view list, absl::string_view filter,
                                         absl::string_view token);

}  // namespace oteu::application
