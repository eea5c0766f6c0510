// The first half of a decision: verify what was handed in and read payloads from the signed bytes.
#include <algorithm>
#include <utility>

#include "absl/time/time.h"
#include "service/decision/case.h"
#include "service/decision/decide.h"
#include "service/decision/payload.h"
#include "service/decision/signature_findings.h"

namespace oteu::decision {
namespace {

absl::Time ToTime(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

// What one document is verified with.
struct Means {
  const verification::Verifier* verifier;
  std::vector<absl::string_view> ocsp_responses = {};
};

absl::StatusOr<verification::VerificationResult> VerifyAt(const v1::Document& document,
                                                          const std::string& type_name, const Means& means,
                                                          absl::Time at) {
  verification::VerificationRequest request;
  request.container = document.signed_data();
  if (!document.content().empty()) request.content = document.content();
  request.at = at;
  request.document_type = type_name;
  request.ocsp_responses = means.ocsp_responses;
  return means.verifier->Verify(request);
}

bool IsExpired(const v1::ValidationReport& report) {
  const auto expired = [](const v1::VerificationFinding& finding) {
    return finding.level() == v1::CHECK_LEVEL_FAIL &&
           finding.code() == v1::VERIFICATION_CODE_CERTIFICATE_EXPIRED;
  };
  return std::any_of(report.signers().begin(), report.signers().end(), [&](const v1::SignerReport& signer) {
    return std::any_of(signer.findings().begin(), signer.findings().end(), expired);
  });
}

v1::DecisionFinding PayloadFinding(v1::ReasonCode reason, v1::Severity severity, std::size_t index,
                                   v1::DocumentType type) {
  v1::DecisionFinding finding;
  finding.set_reason(reason);
  finding.set_severity(severity);
  finding.set_object(DocumentPath(index));
  (*finding.mutable_details())["document_type"] = DocumentTypeName(type);
  return finding;
}

// The payload counts only when the signature passed: otherwise nobody vouches for the bytes.
void ReadPayloadInto(v1::DocumentType type, const std::string& content, std::size_t index,
                     DocumentReading* reading) {
  PayloadReading payload = ReadPayload(type, content);
  if (auto* certificate = std::get_if<v1::SchoolCertificate>(&payload.payload)) {
    *reading->result.mutable_school_certificate() = std::move(*certificate);
  } else if (auto* conclusion = std::get_if<v1::PmpcConclusion>(&payload.payload)) {
    *reading->result.mutable_pmpc_conclusion() = std::move(*conclusion);
  }
  if (payload.form == PayloadForm::kDatesInvalid) {
    reading->findings.push_back(
        PayloadFinding(v1::REASON_CODE_DOCUMENT_DATES_INVALID, v1::SEVERITY_REFUSAL, index, type));
  } else if (payload.form == PayloadForm::kNotReadable && HasPayload(type)) {
    reading->findings.push_back(
        PayloadFinding(v1::REASON_CODE_DOCUMENT_NEEDS_READING, v1::SEVERITY_REVIEW, index, type));
  }
}

absl::StatusOr<DocumentReading> ReadOne(const v1::Document& document, std::size_t index, const Means& means,
                                        absl::Time received_at, absl::Time decided_at) {
  const std::string type_name = DocumentTypeName(document.type());
  auto verified = VerifyAt(document, type_name, means, received_at);
  if (!verified.ok()) return verified.status();
  if (decided_at > received_at && MayPassLater(verified->report)) {
    auto again = VerifyAt(document, type_name, means, decided_at);
    if (!again.ok()) return again.status();
    if (!IsExpired(again->report)) verified = std::move(again);
  }
  DocumentReading reading;
  reading.missing = std::move(verified->missing);
  reading.result.set_type(document.type());
  reading.result.set_sha256(verified->report.container_sha256());
  SignatureFindings(verified->report, DocumentPath(index), &reading.findings);
  if (verified->report.indication() == v1::INDICATION_TOTAL_PASSED) {
    ReadPayloadInto(document.type(), verified->content, index, &reading);
  }
  *reading.result.mutable_verification() = std::move(verified->report);
  return reading;
}

}  // namespace

absl::StatusOr<std::vector<DocumentReading>> ReadDocuments(
    const google::protobuf::RepeatedPtrField<v1::Document>& documents, const verification::Verifier& verifier,
    absl::Time at) {
  std::vector<DocumentReading> readings;
  readings.reserve(static_cast<std::size_t>(documents.size()));
  for (int i = 0; i < documents.size(); ++i) {
    auto reading = ReadOne(documents[i], static_cast<std::size_t>(i), {&verifier}, at, at);
    if (!reading.ok()) return reading.status();
    readings.push_back(*std::move(reading));
  }
  return readings;
}

absl::StatusOr<std::vector<DocumentReading>> ReadDocumentsForDecision(
    const google::protobuf::RepeatedPtrField<v1::Document>& documents, const v1::DecisionInputs& inputs,
    const verification::Verifier& verifier) {
  const absl::Time decided_at = ToTime(inputs.decided_at());
  const Means means = {&verifier, {inputs.ocsp_responses().begin(), inputs.ocsp_responses().end()}};
  std::vector<DocumentReading> readings;
  readings.reserve(static_cast<std::size_t>(documents.size()));
  for (int i = 0; i < documents.size(); ++i) {
    const bool own_time = i < inputs.document_received_at_size();
    const absl::Time received_at = ToTime(own_time ? inputs.document_received_at(i) : inputs.received_at());
    auto reading = ReadOne(documents[i], static_cast<std::size_t>(i), means, received_at, decided_at);
    if (!reading.ok()) return reading.status();
    readings.push_back(*std::move(reading));
  }
  return readings;
}

std::vector<std::string> NamedInstitutions(const std::vector<DocumentReading>& readings) {
  std::vector<std::string> bins;
  const auto add = [&bins](const std::string& bin) {
    if (!bin.empty() && std::find(bins.begin(), bins.end(), bin) == bins.end()) bins.push_back(bin);
  };
  for (const DocumentReading& reading : readings) {
    if (reading.result.verification().indication() != v1::INDICATION_TOTAL_PASSED) continue;
    if (reading.result.has_school_certificate()) add(reading.result.school_certificate().school_bin());
    if (reading.result.has_pmpc_conclusion()) add(reading.result.pmpc_conclusion().pmpc_bin());
    for (const v1::SignerReport& signer : reading.result.verification().signers()) add(signer.bin());
  }
  return bins;
}

}  // namespace oteu::decision
