// The server as seen by the commands: one blocking call each, no gRPC in sight.
//
//   auto server = ServerClient::Connect(arguments);
//   absl::StatusOr<oteu::v1::GetApplicationResponse> answer = (*server)->GetApplication(request);
//   if (!answer.ok()) return ReportServerError(answer.status(), ...);   // server_error.h
//
// Connection flags are those of ConnectionFlags(). Without TLS only this machine is spoken to, unless
// --insecure is given: applications are personal data.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/arguments.h"
#include "oteu/v1/application_service.pb.h"
#include "oteu/v1/audit_service.pb.h"
#include "oteu/v1/change_service.pb.h"
#include "oteu/v1/decision_service.pb.h"
#include "oteu/v1/fact_service.pb.h"
#include "oteu/v1/notice_service.pb.h"
#include "oteu/v1/payment_service.pb.h"

namespace oteu::cli {

inline constexpr char kDefaultServer[] = "127.0.0.1:8443";

// --server, --tls-ca, --insecure, --lang, --timeout, --json.
std::vector<Flag> ConnectionFlags();

// True for localhost, 127.0.0.0/8, [::1] and unix sockets.
bool IsLoopback(std::string_view address);

// A session of PushFacts. Of one thread at a time; blocking, without a deadline of its own.
class FactStream {
 public:
  virtual ~FactStream() = default;
  // False: the stream broke; Finish says why.
  virtual bool Send(const oteu::v1::PushFactsRequest& message) = 0;
  virtual bool Receive(oteu::v1::PushFactsResponse* message) = 0;
  virtual void DoneSending() = 0;
  // Once, last.
  virtual absl::Status Finish() = 0;
};

class ServerClient {
 public:
  // Errors: kInvalidArgument for contradicting flags or an address that would be spoken to in the clear;
  // kNotFound for the CA file. Does not connect yet.
  static absl::StatusOr<std::unique_ptr<ServerClient>> Connect(const Arguments& arguments);
  virtual ~ServerClient() = default;

  // Errors: the server's code and message, with google.rpc.Status as payload kRpcStatusPayload where it sent
  // one.
  virtual absl::StatusOr<oteu::v1::SubmitApplicationResponse> SubmitApplication(
      const oteu::v1::SubmitApplicationRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::SupplyDocumentsResponse> SupplyDocuments(
      const oteu::v1::SupplyDocumentsRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::WithdrawApplicationResponse> WithdrawApplication(
      const oteu::v1::WithdrawApplicationRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::GetApplicationResponse> GetApplication(
      const oteu::v1::GetApplicationRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListApplicationsResponse> ListApplications(
      const oteu::v1::ListApplicationsRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::GetDecisionResponse> GetDecision(
      const oteu::v1::GetDecisionRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListDecisionsResponse> ListDecisions(
      const oteu::v1::ListDecisionsRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::RecordHearingResponse> RecordHearing(
      const oteu::v1::RecordHearingRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ConfirmRefusalResponse> ConfirmRefusal(
      const oteu::v1::ConfirmRefusalRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::GrantAfterHearingResponse> GrantAfterHearing(
      const oteu::v1::GrantAfterHearingRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::CompleteReviewResponse> CompleteReview(
      const oteu::v1::CompleteReviewRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ExplainDecisionResponse> ExplainDecision(
      const oteu::v1::ExplainDecisionRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ReplayDecisionResponse> ReplayDecision(
      const oteu::v1::ReplayDecisionRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ReconcileFactsResponse> ReconcileFacts(
      const oteu::v1::ReconcileFactsRequest& request) = 0;
  // The whole file. RESOURCE_EXHAUSTED when it is larger than a bundle may be.
  virtual absl::StatusOr<std::string> ExportDecisionBundle(
      const oteu::v1::ExportDecisionBundleRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::GetAuditHeadResponse> GetAuditHead(
      const oteu::v1::GetAuditHeadRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListAuditRecordsResponse> ListAuditRecords(
      const oteu::v1::ListAuditRecordsRequest& request) = 0;
  virtual std::unique_ptr<FactStream> OpenFactStream() = 0;
  virtual absl::StatusOr<oteu::v1::ListNoticesResponse> ListNotices(
      const oteu::v1::ListNoticesRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListChangesResponse> ListChanges(
      const oteu::v1::ListChangesRequest& request) = 0;
  // Until the stream ends, or `take` answers false (then OK).
  virtual absl::Status WatchChanges(
      const oteu::v1::WatchChangesRequest& request,
      const std::function<bool(const oteu::v1::WatchChangesResponse&)>& take) = 0;
  virtual absl::StatusOr<oteu::v1::BuildRegisterResponse> BuildRegister(
      const oteu::v1::BuildRegisterRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::GetRegisterResponse> GetRegister(
      const oteu::v1::GetRegisterRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::SealRegisterResponse> SealRegister(
      const oteu::v1::SealRegisterRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::AcknowledgePaymentsResponse> AcknowledgePayments(
      const oteu::v1::AcknowledgePaymentsRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListRegistersResponse> ListRegisters(
      const oteu::v1::ListRegistersRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::DiscardRegisterResponse> DiscardRegister(
      const oteu::v1::DiscardRegisterRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListOverpaymentsResponse> ListOverpayments(
      const oteu::v1::ListOverpaymentsRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::DecideOverpaymentResponse> DecideOverpayment(
      const oteu::v1::DecideOverpaymentRequest& request) = 0;
  // Hands every message to `take`, in order, until it answers false (CANCELLED) or the stream ends. Without a
  // deadline: a register is long.
  virtual absl::Status ExportRegister(
      const oteu::v1::ExportRegisterRequest& request,
      const std::function<bool(const oteu::v1::ExportRegisterResponse&)>& take) = 0;
};

}  // namespace oteu::cli
