// The files of a folder, for trust material: bounded, in a fixed order.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace oteu::config {

struct FileBounds {
  std::size_t files_max;
  std::size_t bytes_max;  // of one file
};

absl::StatusOr<std::string> ReadBoundedFile(const std::string& path, std::size_t bytes_max);

// Extensions of certificates and lists, and of OCSP responses.
inline std::vector<std::string> TrustExtensions() { return {".cer", ".crt", ".pem", ".der", ".crl"}; }
inline std::vector<std::string> OcspExtensions() { return {".ocsp", ".der"}; }

// Contents of the files with these extensions, by name; hidden files and all others are left alone.
// Errors name the file: NOT_FOUND, RESOURCE_EXHAUSTED over a bound.
absl::StatusOr<std::vector<std::string>> ReadFolder(
    const std::string& folder, const FileBounds& bounds,
    const std::vector<std::string>& extensions = TrustExtensions());

}  // namespace oteu::config
