// Clause 2: the certificate is of an educational institution; clause 4: the conclusion is of a PMPC. Which
// PMPC counts is a ground of its own (grounds/pmpc_not_named.cc).
#include <algorithm>

#include "service/decision/checks/checks.h"

namespace oteu::decision {
namespace {

v1::InstitutionKind KindFor(v1::DocumentType type) {
  return type == v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE ? v1::INSTITUTION_KIND_SCHOOL
                                                      : v1::INSTITUTION_KIND_PMPC;
}

bool HasKind(const v1::Institution& institution, v1::InstitutionKind kind) {
  return std::find(institution.kinds().begin(), institution.kinds().end(), kind) != institution.kinds().end();
}

}  // namespace

bool ServesDistrict(const Case& c, const v1::Institution& institution) {
  const auto& served = institution.district_katos();
  const auto& wanted = c.regulation.district_katos();
  return std::find_first_of(served.begin(), served.end(), wanted.begin(), wanted.end()) != served.end();
}

void CheckInstitutionRecognised(const Case& c, Findings* findings) {
  for (const PayloadView& payload : c.payloads) {
    const v1::Institution* institution = FindInstitution(c.inputs, payload.issuer_bin);
    const v1::RegisterStatus status =
        institution == nullptr ? v1::REGISTER_STATUS_UNAVAILABLE : institution->status();
    bool recognised = false;
    if (status == v1::REGISTER_STATUS_FOUND) {
      const bool needs_district = payload.type == v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE;
      recognised = HasKind(*institution, KindFor(payload.type)) &&
                   (!needs_district || ServesDistrict(c, *institution));
    } else if (status != v1::REGISTER_STATUS_NOT_FOUND) {
      findings->RegisterUnavailable("INSTITUTIONS");
      continue;
    }
    if (recognised) continue;
    auto* finding = findings->Refuse(v1::REASON_CODE_INSTITUTION_NOT_RECOGNISED, DocumentPath(payload.index));
    (*finding->mutable_details())["document_type"] = DocumentTypeName(payload.type);
  }
}

}  // namespace oteu::decision
