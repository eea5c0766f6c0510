// What a verification collects.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "oteu/v1/audit.pb.h"
#include "service/store/audit_chain.h"

namespace oteu::audit {

inline constexpr int kMaxAuditFindings = 100;

class Findings {
 public:
  explicit Findings(v1::AuditVerification* verification) : verification_(*verification) {}

  // `seq` 0: no record.
  void Add(v1::AuditDefect defect, std::int64_t seq, absl::string_view object, absl::string_view detail);
  void Changed(std::int64_t seq, absl::string_view object, absl::string_view detail) {
    Add(v1::AUDIT_DEFECT_CONTENT_CHANGED, seq, object, detail);
  }
  void Missing(std::int64_t seq, absl::string_view object, absl::string_view detail) {
    Add(v1::AUDIT_DEFECT_CONTENT_MISSING, seq, object, detail);
  }
  void Unrecorded(absl::string_view object, absl::string_view detail) {
    Add(v1::AUDIT_DEFECT_CONTENT_UNRECORDED, 0, object, detail);
  }
  void Add(const store::ChainBreak& broken);

 private:
  v1::AuditVerification& verification_;
};

}  // namespace oteu::audit
