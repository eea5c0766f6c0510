// Annex 3 point 9: documents that cannot all be true.
//   - Two schools certify home education of the child for the same days.
//   - Two conclusions for the same days differ on whether home education is recommended, or a school
//   certifies what the only
//     conclusion does not recommend.
//   - One issuer used one number for two contents.
#include "service/decision/checks/checks.h"

namespace oteu::decision {
namespace {

bool SameKindContradicts(const PayloadView& a, const PayloadView& b) {
  const bool same_number = a.issuer_bin == b.issuer_bin && !a.number.empty() && a.number == b.number;
  const bool same_content = a.period.from == b.period.from && a.period.through == b.period.through &&
                            a.issued_on == b.issued_on &&
                            a.recommends_home_education == b.recommends_home_education;
  if (same_number && !same_content) return true;
  if (!a.period.Overlaps(b.period)) return false;
  return a.type == v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE
             ? a.issuer_bin != b.issuer_bin
             : a.recommends_home_education != b.recommends_home_education;
}

bool Contradict(const PayloadView& a, const PayloadView& b) {
  if (a.child_iin != b.child_iin) return false;  // One of them is about another child: said by another check.
  if (a.type == b.type) return SameKindContradicts(a, b);
  return a.recommends_home_education != b.recommends_home_education && a.period.Overlaps(b.period);
}

}  // namespace

void CheckDocumentsContradict(const Case& c, Findings* findings) {
  for (std::size_t i = 0; i < c.payloads.size(); ++i) {
    for (std::size_t k = i + 1; k < c.payloads.size(); ++k) {
      if (!Contradict(c.payloads[i], c.payloads[k])) continue;
      auto* finding =
          findings->Refuse(v1::REASON_CODE_DOCUMENTS_CONTRADICT, DocumentPath(c.payloads[i].index));
      (*finding->mutable_details())["other"] = DocumentPath(c.payloads[k].index);
    }
  }
}

}  // namespace oteu::decision
