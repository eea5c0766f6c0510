#include "service/decision/terms.h"

#include "service/civil/date.h"

namespace oteu::decision {
namespace {

std::vector<v1::DatedPeriod> Terms(const Case& c, v1::DocumentType type) {
  std::vector<v1::DatedPeriod> terms;
  for (const PayloadView& payload : c.payloads) {
    if (payload.type != type || !c.accepted[payload.index] || !payload.recommends_home_education) continue;
    v1::DatedPeriod& term = terms.emplace_back();
    *term.mutable_from() = civil::ToProto(payload.period.from);
    *term.mutable_through() = civil::ToProto(payload.period.through);
    term.set_fact_id(DocumentPath(payload.index));
  }
  for (const v1::OfficerAttestation& attestation : c.inputs.attestations()) {
    if (attestation.type() == type && attestation.has_period()) terms.push_back(attestation.period());
  }
  return terms;
}

}  // namespace

std::vector<v1::DatedPeriod> HomeEducationPeriods(const Case& c) {
  return Terms(c, v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
}

std::vector<v1::DatedPeriod> PmpcTerms(const Case& c) { return Terms(c, v1::DOCUMENT_TYPE_PMPC_CONCLUSION); }

}  // namespace oteu::decision
