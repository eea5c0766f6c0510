// What a reading discloses, for the audit chain: who looked at whose papers.
//
// AccessOf says it of each reading method, from its request and its answer. A method of which nothing is said
// here is recorded all the same, with its name and the name it was asked for: nobody can forget it. Nullopt
// says that nothing about a person was disclosed: law, the caller's own input, digests.
//
// An answer that a write gives is a reading when no record of that write stands for it: a stored answer
// handed out again to a retry, and what validate_only finds in registers.
//
// Subjects are resource names, and never personal data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "oteu/v1/application_service.pb.h"
#include "oteu/v1/audit_service.pb.h"
#include "oteu/v1/change_service.pb.h"
#include "oteu/v1/decision_service.pb.h"
#include "oteu/v1/entitlement_service.pb.h"
#include "oteu/v1/fact_service.pb.h"
#include "oteu/v1/notice_service.pb.h"
#include "oteu/v1/payment_service.pb.h"
#include "oteu/v1/regulation_service.pb.h"
#include "oteu/v1/verification_service.pb.h"
#include "service/store/store.h"

namespace oteu::application {

struct Access {
  std::string subject;     // names of what was read, joined by commas; of an empty list its collection
  std::int64_t count = 0;  // revision, version, or how many
  std::string sha256;      // 32 raw bytes of what was handed out, when it is a file; else empty
};

// "oteu.v1.ApplicationService/GetApplication" -> "ACCESS_GET_APPLICATION".
std::string AccessEvent(absl::string_view method);

// The record of it.
store::AccessWrite MakeAccessWrite(absl::string_view method, const std::string& caller, Access access,
                                   absl::Time at);

// What nothing else is said of.
template <typename Request, typename Response>
std::optional<Access> AccessOf(const Request& request, const Response& /*response*/) {
  Access access;
  if constexpr (requires { request.name(); }) access.subject = request.name();
  return access;
}

std::optional<Access> AccessOf(const v1::GetApplicationRequest& request,
                               const v1::GetApplicationResponse& response);
std::optional<Access> AccessOf(const v1::ListApplicationsRequest& request,
                               const v1::ListApplicationsResponse& response);
std::optional<Access> AccessOf(const v1::GetDecisionRequest& request,
                               const v1::GetDecisionResponse& response);
std::optional<Access> AccessOf(const v1::ListDecisionsRequest& request,
                               const v1::ListDecisionsResponse& response);
std::optional<Access> AccessOf(const v1::ExplainDecisionRequest& request,
                               const v1::ExplainDecisionResponse& response);
std::optional<Access> AccessOf(const v1::GetEntitlementRequest& request,
                               const v1::GetEntitlementResponse& response);
std::optional<Access> AccessOf(const v1::ListFactsRequest& request, const v1::ListFactsResponse& response);
std::optional<Access> AccessOf(const v1::ListAuditRecordsRequest& request,
                               const v1::ListAuditRecordsResponse& response);
// The beginning of following the feed: what comes is names and states, and who follows them up reads an
// application.
std::optional<Access> AccessOf(const v1::ListChangesRequest& request,
                               const v1::ListChangesResponse& response);

std::optional<Access> AccessOf(const v1::ListNoticesRequest& request,
                               const v1::ListNoticesResponse& response);
std::optional<Access> AccessOf(const v1::ListOverpaymentsRequest& request,
                               const v1::ListOverpaymentsResponse& response);

// Acts, with records of their own, and control sums without persons.
inline std::optional<Access> AccessOf(const v1::BuildRegisterRequest&, const v1::BuildRegisterResponse&) {
  return std::nullopt;
}
inline std::optional<Access> AccessOf(const v1::SealRegisterRequest&, const v1::SealRegisterResponse&) {
  return std::nullopt;
}
inline std::optional<Access> AccessOf(const v1::DiscardRegisterRequest&, const v1::DiscardRegisterResponse&) {
  return std::nullopt;
}
inline std::optional<Access> AccessOf(const v1::AcknowledgePaymentsRequest&,
                                      const v1::AcknowledgePaymentsResponse&) {
  return std::nullopt;
}
inline std::optional<Access> AccessOf(const v1::DecideOverpaymentRequest&,
                                      const v1::DecideOverpaymentResponse&) {
  return std::nullopt;
}
inline std::optional<Access> AccessOf(const v1::GetRegisterRequest&, const v1::GetRegisterResponse&) {
  return std::nullopt;
}
inline std::optional<Access> AccessOf(const v1::ListRegistersRequest&, const v1::ListRegistersResponse&) {
  return std::nullopt;
}

// Paths of fields and digests alone.
inline std::optional<Access> AccessOf(const v1::ReplayDecisionRequest&, const v1::ReplayDecisionResponse&) {
  return std::nullopt;
}
// Counts and digests by school, month and range of hashes, to those in charge of the school.
inline std::optional<Access> AccessOf(const v1::ReconcileFactsRequest&, const v1::ReconcileFactsResponse&) {
  return std::nullopt;
}
// A number and a hash.
inline std::optional<Access> AccessOf(const v1::GetAuditHeadRequest&, const v1::GetAuditHeadResponse&) {
  return std::nullopt;
}
// What the caller brought along.
inline std::optional<Access> AccessOf(const v1::EvaluateEntitlementRequest&,
                                      const v1::EvaluateEntitlementResponse&) {
  return std::nullopt;
}
inline std::optional<Access> AccessOf(const v1::VerifyDocumentRequest&, const v1::VerifyDocumentResponse&) {
  return std::nullopt;
}
// Law.
inline std::optional<Access> AccessOf(const v1::ListRegulationsRequest&, const v1::ListRegulationsResponse&) {
  return std::nullopt;
}
inline std::optional<Access> AccessOf(const v1::GetRegulationRequest&, const v1::GetRegulationResponse&) {
  return std::nullopt;
}
inline std::optional<Access> AccessOf(const v1::LintRegulationRequest&, const v1::LintRegulationResponse&) {
  return std::nullopt;
}
inline std::optional<Access> AccessOf(const v1::SimulateRegulationRequest&,
                                      const v1::SimulateRegulationResponse&) {
  return std::nullopt;
}

}  // namespace oteu::application
