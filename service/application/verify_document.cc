// VerifyDocument: the report alone; stores nothing.
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/application/evidence.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/civil/time_zone.h"
#include "service/decision/case.h"
#include "service/limits.h"

namespace oteu::application {
namespace {

Violations Validate(const v1::VerifyDocumentRequest& request) {
  Violations out;
  const v1::Document& document = request.document();
  if (document.signed_data().empty()) out.push_back({"document.signed_data", "required"});
  const std::string too_large =
      absl::StrCat("larger than ", limits::kMaxDocumentBytes, " bytes (limit document_bytes)");
  if (document.signed_data().size() > limits::kMaxDocumentBytes)
    out.push_back({"document.signed_data", too_large});
  if (document.content().size() > limits::kMaxDocumentBytes) out.push_back({"document.content", too_large});
  if (!v1::DocumentType_IsValid(document.type())) out.push_back({"document.type", "unknown value"});
  if (request.has_validation_time() &&
      !civil::LocalDay(request.validation_time(), absl::UTCTimeZone()).ok()) {
    out.push_back({"validation_time", "is out of range"});
  }
  return out;
}

}  // namespace

absl::StatusOr<v1::VerifyDocumentResponse> UseCasesImpl::VerifyDocument(
    const CallContext& call, const v1::VerifyDocumentRequest& request) {
  if (Violations violations = Validate(request); !violations.empty())
    return InvalidArgument(std::move(violations));
  const v1::Document& document = request.document();
  const bool typed = document.type() != v1::DOCUMENT_TYPE_UNSPECIFIED;
  const std::string type_name = typed ? decision::DocumentTypeName(document.type()) : "";
  verification::VerificationRequest question;
  question.container = document.signed_data();
  if (!document.content().empty()) question.content = document.content();
  question.at =
      request.has_validation_time() ? FromTimestamp(request.validation_time()) : dependencies_.clock->Now();
  question.document_type = type_name;
  question.detailed = request.detailed();
  const auto verifier = dependencies_.verifier();
  auto verified = VerifyWithEvidence(*verifier, question, dependencies_.revocation, call.deadline);
  if (!verified.ok()) return MakeError(ErrorReason::kInternal, "the verification could not be done");
  v1::VerifyDocumentResponse response;
  *response.mutable_report() = std::move(verified->report);
  return response;
}

}  // namespace oteu::application
