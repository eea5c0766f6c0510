// An entitlement laid out for a person: a line per quarter with months, amount and clause; total; other
// readings.
#pragma once

#include <string>

#include "oteu/v1/entitlement.pb.h"

namespace oteu::cli {

std::string EntitlementText(const oteu::v1::Entitlement& entitlement, bool color);

}  // namespace oteu::cli
