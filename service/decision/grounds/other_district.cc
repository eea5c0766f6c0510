// Clause 2: the department of this district pays; the child resides in another one. Where the register knows
// no residence, a document is missing instead.
#include <algorithm>

#include "service/decision/grounds/grounds.h"
#include "service/decision/registers.h"

namespace oteu::decision {

void OtherDistrict(const Case& c, Findings* findings) {
  const v1::ResidenceRecord& record = c.inputs.family().residence();
  if (!Answered(record.status())) {
    if (FindAttestation(c.inputs, v1::DOCUMENT_TYPE_RESIDENCE) == nullptr)
      findings->RegisterUnavailable("RESIDENCE");
    return;
  }
  if (record.status() == v1::REGISTER_STATUS_NOT_FOUND) return;
  const auto& katos = c.regulation.district_katos();
  if (std::find(katos.begin(), katos.end(), record.district_kato()) == katos.end()) {
    findings->Refuse(v1::REASON_CODE_OTHER_DISTRICT, "");
  }
}

}  // namespace oteu::decision
