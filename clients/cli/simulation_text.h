// What `oteu simulate` prints: JSON for machines, a table for people.
#pragma once

#include <string>
#include <vector>

#include "service/entitlement/bulk/simulation.h"

namespace oteu::cli {

// One case on one line of JSON; `names` are those of the variants. Only what differs is listed by period.
std::string CaseJson(const entitlement::bulk::CaseResult& result, const std::vector<std::string>& names);

// {"summary":{…}} on one line.
std::string SummaryJson(const entitlement::bulk::Summary& summary);

// A row for each variant, the first of them being what is decided; with `periods` also a table for each
// period.
std::string SummaryText(const entitlement::bulk::Summary& summary, bool periods, bool color);

}  // namespace oteu::cli
