// The best signature time of an XML signature, from its xades:SignatureTimeStamp elements: what
// signature_time.h finds for CMS, by the same rules (ETSI EN 319 132-1 clause 5.3, EN 319 102-1 5.5.4).
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "verification/call_evidence.h"
#include "verification/candidate_certificates.h"
#include "verification/signature_time.h"
#include "verification/trust.h"
#include "verification/verdict_cache.h"
#include "verification/xml/signature.h"
#include "verification/xml/signed_document.h"
#include "verification/xml/xades.h"

namespace oteu::verification {

struct XmlTimeTask {
  const Trust* trust = nullptr;
  VerdictCache* cache = nullptr;  // null: judge afresh
  CallEvidence* call = nullptr;
  CandidateCertificates* beside = nullptr;  // certificates of the signature
  const xml::Signature* signature = nullptr;
  const std::vector<xml::SignatureTimestamp>* timestamps = nullptr;
  xml::SignedDocument* document = nullptr;
  std::string object;  // "signers[0]"
  absl::Time now;
};

// Fills the report's time stamps, and adds a TIMESTAMP_NOT_USED finding for each that proves nothing.
absl::StatusOr<SignatureTime> FindXmlSignatureTime(const XmlTimeTask& task, oteu::v1::SignerReport* report);

}  // namespace oteu::verification
