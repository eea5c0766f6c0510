// A validation report laid out for a person.
#pragma once

#include <string>

#include "oteu/v1/verification.pb.h"

namespace oteu::cli {

// "TOTAL_FAILED (REVOKED)" in its colour.
std::string VerdictText(oteu::v1::Indication indication, oteu::v1::SubIndication sub_indication, bool color);

struct ReportStyle {
  std::string indent = {};  // before every line
  bool color = false;
  std::string language = "en";  // of the sentences: kk, ru or en
  bool detailed = false;        // the checks of the report and its time stamps, too
};

// What the verdict means, the signers with the best signature time, and the reasons, one line each.
std::string ReportText(const oteu::v1::ValidationReport& report, const ReportStyle& style);

}  // namespace oteu::cli
