#include "service/audit/findings.h"

namespace oteu::audit {
namespace {

v1::AuditDefect DefectOf(store::ChainDefect defect) {
  switch (defect) {
    case store::ChainDefect::kGap:
      return v1::AUDIT_DEFECT_GAP;
    case store::ChainDefect::kOtherLink:
      return v1::AUDIT_DEFECT_OTHER_LINK;
    case store::ChainDefect::kChanged:
      return v1::AUDIT_DEFECT_CHANGED;
    case store::ChainDefect::kHeadNotFound:
      return v1::AUDIT_DEFECT_HEAD_NOT_FOUND;
    case store::ChainDefect::kTooFew:
      return v1::AUDIT_DEFECT_TOO_FEW;
  }
  return v1::AUDIT_DEFECT_UNSPECIFIED;
}

}  // namespace

void Findings::Add(v1::AuditDefect defect, std::int64_t seq, absl::string_view object,
                   absl::string_view detail) {
  if (verification_.findings_size() >= kMaxAuditFindings) {
    verification_.set_further_findings(verification_.further_findings() + 1);
    return;
  }
  v1::AuditFinding* finding = verification_.add_findings();
  finding->set_defect(defect);
  finding->set_seq(seq);
  finding->set_object(std::string(object));
  finding->set_detail(std::string(detail));
}

void Findings::Add(const store::ChainBreak& broken) {
  Add(DefectOf(broken.defect), broken.seq, "", broken.what);
}

}  // namespace oteu::audit
