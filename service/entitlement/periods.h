// The periods that an amount is promised for (clause 7), by kind and reading. Internal to
// service/entitlement.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "oteu/regulation/v1/regulation.pb.h"

namespace oteu::entitlement {

struct Period {
  // "2025-Q3", "2025/26-T1", "2025-09" or "2025/26".
  std::string label;
  regulation::v1::PeriodKind kind;
  // All its calendar months, in order, whether they pay or not.
  std::vector<absl::CivilMonth> months;
};

// The period that a month belongs to. By reading D a quarter is a school term; its months are academic ones.
Period PeriodOf(absl::CivilMonth month, regulation::v1::PeriodKind kind, regulation::v1::Reading reading);

}  // namespace oteu::entitlement
