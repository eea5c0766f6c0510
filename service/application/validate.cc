#include "service/application/validate.h"

#include "absl/strings/str_cat.h"
#include "service/application/validate_fields.h"
#include "service/decision/json_reader.h"
#include "service/limits.h"

namespace oteu::application {

Violations Validate(const v1::SubmitApplicationRequest& request) {
  Violations out;
  ValidateRequestId(request.request_id(), &out);
  if (!request.has_form()) {
    out.push_back({"form", "required"});
  } else {
    ValidateForm(request.form(), &out);
  }
  ValidateDocuments(request.documents(), /*at_least_one=*/false, &out);
  return out;
}

Violations Validate(const v1::SupplyDocumentsRequest& request) {
  Violations out;
  ValidateRequestId(request.request_id(), &out);
  ValidateApplicationName(request.name(), &out);
  ValidateDocuments(request.documents(), /*at_least_one=*/true, &out);
  return out;
}

Violations Validate(const v1::WithdrawApplicationRequest& request) {
  Violations out;
  ValidateRequestId(request.request_id(), &out);
  ValidateApplicationName(request.name(), &out);
  ValidateText(request.reason(), "reason", limits::kMaxWithdrawalReasonChars, /*required=*/false, &out);
  return out;
}

Violations Validate(const v1::RecordHearingRequest& request) {
  Violations out;
  ValidateRequestId(request.request_id(), &out);
  ValidateApplicationName(request.name(), &out);
  const v1::Hearing& hearing = request.hearing();
  if (!hearing.has_held_on()) {
    out.push_back({"hearing.held_on", "required"});
  } else {
    ValidateDate(hearing.held_on(), "hearing.held_on", &out);
  }
  ValidateText(hearing.minutes(), "hearing.minutes", limits::kMaxMinutesChars, /*required=*/false, &out);
  ValidateText(hearing.officer(), "hearing.officer", limits::kMaxOfficerChars, /*required=*/true, &out);
  return out;
}

Violations Validate(const v1::ConfirmRefusalRequest& request) {
  Violations out;
  ValidateRequestId(request.request_id(), &out);
  ValidateApplicationName(request.name(), &out);
  ValidateText(request.officer(), "officer", limits::kMaxOfficerChars, /*required=*/true, &out);
  return out;
}

Violations Validate(const v1::GrantAfterHearingRequest& request) {
  Violations out;
  ValidateRequestId(request.request_id(), &out);
  ValidateApplicationName(request.name(), &out);
  const v1::OfficerGrant& grant = request.grant();
  if (grant.set_aside().empty()) out.push_back({"grant.set_aside", "required"});
  if (grant.set_aside_size() > v1::ReasonCode_ARRAYSIZE) out.push_back({"grant.set_aside", "too many"});
  for (int i = 0; i < grant.set_aside_size() && i < v1::ReasonCode_ARRAYSIZE; ++i) {
    if (grant.set_aside(i) == 0 || !v1::ReasonCode_IsValid(grant.set_aside(i))) {
      out.push_back({absl::StrCat("grant.set_aside[", i, "]"), "unknown value"});
    }
  }
  ValidateText(grant.justification(), "grant.justification", limits::kMaxJustificationChars,
               /*required=*/true, &out);
  ValidateText(grant.officer(), "grant.officer", limits::kMaxOfficerChars, /*required=*/true, &out);
  return out;
}

Violations Validate(const v1::CompleteReviewRequest& request) {
  Violations out;
  ValidateRequestId(request.request_id(), &out);
  ValidateApplicationName(request.name(), &out);
  if (request.attestations_size() > limits::kMaxAttestations) {
    out.push_back({"attestations", absl::StrCat("more than ", limits::kMaxAttestations)});
    return out;
  }
  for (int i = 0; i < request.attestations_size(); ++i) {
    ValidateAttestation(request.attestations(i), absl::StrCat("attestations[", i, "]"), &out);
  }
  return out;
}

void ValidatePageSize(std::int32_t page_size, Violations* out) {
  if (page_size < 0 || page_size > limits::kMaxPageSize) {
    out->push_back(
        {"page_size", absl::StrCat("must be 1 to ", limits::kMaxPageSize, ", or 0 for the default")});
  }
}

std::int32_t PageSizeOrDefault(std::int32_t page_size) {
  return page_size == 0 ? limits::kDefaultPageSize : page_size;
}

void ValidateRegulationText(const std::string& field, const std::string& text, Violations* out) {
  if (text.empty()) out->push_back({field, "required"});
  if (text.size() > limits::kMaxRegulationTextBytes) {
    out->push_back({field, absl::StrCat("larger than ", limits::kMaxRegulationTextBytes,
                                        " bytes (limit regulation_text_bytes)")});
  } else if (!decision::IsStrictUtf8(text)) {
    out->push_back({field, "is not UTF-8"});
  }
}

}  // namespace oteu::application
