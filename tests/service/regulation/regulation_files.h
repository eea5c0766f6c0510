// The regulation data as the service ships it, and ways to break it. A test breaks one thing and names the
// line it must be reported at.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/regulation/catalog.h"
#include "service/regulation/lint.h"

namespace oteu::regulation {

using Files = std::map<std::string, std::string>;

// service/regulations/, where it is in the source tree.
std::string RegulationsDirectory();

// Its files; only the national data and Kegen, which is enough for most tests.
Files KegenFiles();

// The catalog of all shipped files.
const Catalog& ShippedCatalog();

// Replaces the only occurrence of `from`, or the first after the only occurrence of `after`; fails the test
// otherwise.
void Replace(Files& files, const std::string& file, absl::string_view from, absl::string_view to,
             absl::string_view after = "");

// The line, from 1, of the first occurrence of `text` (after that of `after`).
int LineOf(const Files& files, const std::string& file, absl::string_view text, absl::string_view after = "");

// "file:line: error: field: message" of every finding that is an error.
std::vector<std::string> Errors(const Files& files);

}  // namespace oteu::regulation
