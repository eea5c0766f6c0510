// A verification of the audit chain, for people.
#pragma once

#include <string>
#include <string_view>

#include "oteu/v1/audit.pb.h"

namespace oteu::cli {

// `what` names what was verified. Ends with a line feed.
std::string AuditText(std::string_view what, const oteu::v1::AuditVerification& verification, bool color);

}  // namespace oteu::cli
