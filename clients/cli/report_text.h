// A validation report laid out for a person.
#pragma once

#include <string>

#include "oteu/v1/verification.pb.h"

namespace oteu::cli {

// "TOTAL_FAILED (REVOKED)" in its colour.
std::string VerdictText(oteu::v1::Indication indication, oteu::v1::SubIndication sub_indication, bool color);

// The findings, one line each, and the signers. `indent` precedes every line.
std::string ReportText(const oteu::v1::ValidationReport& report, const std::string& indent, bool color);

}  // namespace oteu::cli
