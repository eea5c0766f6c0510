// What a register that could not be asked says: UNAVAILABLE, for each of its parts. Never FOUND, never
// NOT_FOUND.
#pragma once

#include <string>
#include <vector>

#include "oteu/v1/registry.pb.h"

namespace oteu::registry {

oteu::v1::FamilyRecord UnavailableFamily();

// One per BIN, in order.
std::vector<oteu::v1::Institution> UnavailableInstitutions(const std::vector<std::string>& bins);

}  // namespace oteu::registry
