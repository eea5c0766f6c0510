// Lint of a register in a file: everything that must hold before a decision may rest on it.
#pragma once

#include <string>
#include <vector>

#include "oteu/registry/v1/registry_file.pb.h"
#include "service/registry/record_check.h"

namespace oteu::registry {

// Paths are those of RegistryFile, e.g. "families[0].applicants[1].iin".
std::vector<RecordViolation> LintRegistryFile(const oteu::registry::v1::RegistryFile& file);

// Sets FOUND where a section or institution is written without a status.
void FillStatuses(oteu::registry::v1::RegistryFile* file);

}  // namespace oteu::registry
