// Terms that the dossier proves: from accepted payloads and from what an officer read by hand.
#pragma once

#include <vector>

#include "oteu/v1/entitlement.pb.h"
#include "service/decision/case.h"

namespace oteu::decision {

// Clause 2: periods of home education by accepted school certificates.
std::vector<v1::DatedPeriod> HomeEducationPeriods(const Case& c);
// Clause 4: terms by accepted conclusions that recommend home education.
std::vector<v1::DatedPeriod> PmpcTerms(const Case& c);

}  // namespace oteu::decision
