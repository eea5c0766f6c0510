// Files that a command is told to read: single ones, and folders of them.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace oteu::cli {

// Each path that is a folder becomes the regular files in it and below it, hidden ones left out, in the order
// of their names. `extensions`, when given (".cer"), choose among the files of folders; a path that is no
// folder is kept as it is. Errors: kNotFound for a path that does not exist.
absl::StatusOr<std::vector<std::string>> ExpandPaths(const std::vector<std::string>& paths,
                                                     const std::vector<std::string>& extensions = {});

// The contents of these files. Errors: of ExpandPaths, and of reading.
absl::StatusOr<std::vector<std::string>> ReadAll(const std::vector<std::string>& paths,
                                                 const std::vector<std::string>& extensions = {});

}  // namespace oteu::cli
