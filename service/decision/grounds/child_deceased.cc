// Clause 5.4: the child had died when the application was made. A death after that leaves the months up to it
// due (clause 5); it is noted, because a person should know.
#include "service/civil/date.h"
#include "service/decision/grounds/grounds.h"
#include "service/decision/registers.h"

namespace oteu::decision {

void ChildDeceased(const Case& c, Findings* findings) {
  const v1::CivilRecord& record = c.inputs.family().civil();
  if (!Answered(record.status())) return findings->RegisterUnavailable("CIVIL_STATUS");
  const auto death = civil::FromProto(record.death_date());
  if (!record.has_death_date() || !death.ok() || *death > c.decided_on) return;
  if (*death <= c.applied_on) {
    findings->Refuse(v1::REASON_CODE_CHILD_DECEASED, "");
  } else {
    findings->Warn(v1::REASON_CODE_CHILD_DECEASED, "");
  }
}

}  // namespace oteu::decision
