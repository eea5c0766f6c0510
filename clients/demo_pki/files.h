// Reading and writing whole files, with Status.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace oteu::demo_pki {

inline constexpr size_t kMaxInputFileBytes = size_t{64} * 1024 * 1024;

// Errors: kNotFound when it cannot be opened or is no regular file, kResourceExhausted above
// kMaxInputFileBytes.
absl::StatusOr<std::string> ReadFile(const std::string& path);

enum class FileAccess { kPublic, kOwnerOnly };  // 0644, 0600

// Creates missing folders; replaces the file. Errors: kUnavailable.
absl::Status WriteFile(const std::string& path, std::string_view contents,
                       FileAccess access = FileAccess::kPublic);

}  // namespace oteu::demo_pki
