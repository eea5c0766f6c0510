// An XML document with its signatures, from bytes to the report: what signer_verification.h is for CMS.
#pragma once

#include "absl/status/status.h"
#include "verification/call_evidence.h"
#include "verification/trust.h"
#include "verification/verdict_cache.h"
#include "verification/verifier.h"

namespace oteu::verification {

struct XmlTask {
  const Trust* trust = nullptr;
  VerdictCache* cache = nullptr;  // null: judge afresh
  const VerificationRequest* request = nullptr;
  const v1::DocumentProfile* profile = nullptr;
  CallEvidence* call = nullptr;  // never null
};

// Fills the report, but for the indications, and the content: the canonical form of the element that is
// signed and read. A Status says that the work could not be done.
absl::Status VerifyXml(const XmlTask& task, VerificationResult* result);

}  // namespace oteu::verification
