// One SignerInfo from its certificate to its report: the order of ETSI EN 319 102-1 clause 5.3.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "verification/call_evidence.h"
#include "verification/candidate_certificates.h"
#include "verification/cms/signature_check.h"
#include "verification/cms/signed_data.h"
#include "verification/trust.h"
#include "verification/verdict_cache.h"

namespace oteu::verification {

struct SignerTask {
  const Trust* trust = nullptr;
  VerdictCache* cache = nullptr;  // null: judge afresh
  const cms::SignedData* signed_data = nullptr;
  CandidateCertificates* candidates = nullptr;  // those of the container; never null
  size_t index = 0;                             // of the SignerInfo
  std::optional<cms::SignedContent> content;    // inside or beside the container
  const v1::DocumentProfile* profile = nullptr;
  absl::Time at;                 // validation time
  CallEvidence* call = nullptr;  // never null
};

// Fills the report, but for the indication. A Status says that the work could not be done.
absl::Status VerifySigner(const SignerTask& task, oteu::v1::SignerReport* report);

}  // namespace oteu::verification
