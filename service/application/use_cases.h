// UseCases: what the service does, apart from how it is called (rpc/) and where it keeps things (store/).
//
// Writes answer through `done`, exactly once, when the result is durable or the work could not be done. They
// may block for registers and signature checks: call them from a worker, never from a polling thread. Reads
// answer at once. Errors are made in service/errors: INVALID_FIELD with field paths, REQUEST_ID_REUSED,
// STATE_CONFLICT, ...
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/v1/application_service.pb.h"
#include "oteu/v1/audit_service.pb.h"
#include "oteu/v1/change_service.pb.h"
#include "oteu/v1/decision_service.pb.h"
#include "oteu/v1/entitlement_service.pb.h"
#include "oteu/v1/fact_service.pb.h"
#include "oteu/v1/notice_service.pb.h"
#include "oteu/v1/payment_service.pb.h"
#include "oteu/v1/regulation_service.pb.h"
#include "oteu/v1/simulation.pb.h"
#include "oteu/v1/verification_service.pb.h"
#include "service/application/access.h"
#include "service/clock.h"
#include "service/facts/sources.h"
#include "service/notices/due.h"
#include "service/payment/department_signer.h"
#include "service/registry/state_registry.h"
#include "service/regulation/catalog.h"
#include "service/revocation_source.h"
#include "service/store/store.h"
#include "verification/verifier.h"

namespace oteu::application {

// Who calls, in which language, until when. `caller` is the seam for mTLS and tokens: today always
// "anonymous".
struct CallContext {
  std::string caller = "anonymous";
  std::string language = "kk";  // "kk", "ru" or "en"
  absl::Time deadline = absl::InfiniteFuture();
};

template <typename Response>
using Done = absl::AnyInvocable<void(absl::StatusOr<Response>)>;

// Everything from outside, passed in by main(). Verifier and catalog come from functions, so that new trust
// or regulation data can be swapped in while serving; each call uses one snapshot throughout.
struct Dependencies {
  std::function<std::shared_ptr<const verification::Verifier>()> verifier;
  std::function<std::shared_ptr<const regulation::Catalog>()> catalog;
  registry::StateRegistry* registry = nullptr;                   // outlives the use cases
  store::Store* store = nullptr;                                 // outlives the use cases
  const Clock* clock = nullptr;                                  // outlives the use cases
  std::shared_ptr<const facts::Sources> fact_sources = nullptr;  // null: nobody may state facts
  RevocationSource* revocation = nullptr;  // outlives the use cases; null: nobody is asked
  // Who seals registers, by the KATO code of the district.
  std::map<std::string, std::shared_ptr<const payment::DepartmentSigner>> departments = {};
  notices::Plan notices = {};  // how long before a day it is told
};

// What a turn of GiveNotices came to.
struct NoticeCounts {
  int looked = 0;        // applications
  int given = 0;         // notices
  int recalculated = 0;  // grants that got a new decision because the law changed
  // Names of applications whose stored records cannot be read or do not fit: left out, tried again in the
  // next turn. And why, for the first.
  std::vector<std::string> left_out = {};
  absl::StatusCode why = absl::StatusCode::kOk;
};

// The answers to some cases of a book; `errors` are those of cases.cases(index), for rpc/ to put in words.
struct BookAnswers {
  oteu::v1::SimulatedCases cases;
  std::vector<std::pair<int, absl::Status>> errors;
};

// A book of cases that is being simulated. Of one thread at a time.
class BookSimulation {
 public:
  virtual ~BookSimulation() = default;
  // Answers in order what differs. LIMIT_EXCEEDED.
  virtual absl::StatusOr<BookAnswers> Add(oteu::v1::BookCases cases) = 0;
  // What all cases add up to. Nothing may be added after.
  virtual oteu::v1::SimulationSummary Finish() = 0;
};

// Where an export of a register goes on.
struct ExportPlace {
  enum Stage { kHead, kLines, kNotes, kSignature, kEnd };
  Stage stage = kHead;
  std::int32_t after = 0;  // of the stage
};

class UseCases {
 public:
  static std::unique_ptr<UseCases> Create(Dependencies dependencies);
  virtual ~UseCases() = default;

  virtual void SubmitApplication(const CallContext& call, oteu::v1::SubmitApplicationRequest request,
                                 Done<oteu::v1::SubmitApplicationResponse> done) = 0;
  virtual void SupplyDocuments(const CallContext& call, oteu::v1::SupplyDocumentsRequest request,
                               Done<oteu::v1::SupplyDocumentsResponse> done) = 0;
  virtual void WithdrawApplication(const CallContext& call, oteu::v1::WithdrawApplicationRequest request,
                                   Done<oteu::v1::WithdrawApplicationResponse> done) = 0;
  virtual void RecordHearing(const CallContext& call, oteu::v1::RecordHearingRequest request,
                             Done<oteu::v1::RecordHearingResponse> done) = 0;
  virtual void ConfirmRefusal(const CallContext& call, oteu::v1::ConfirmRefusalRequest request,
                              Done<oteu::v1::ConfirmRefusalResponse> done) = 0;
  virtual void GrantAfterHearing(const CallContext& call, oteu::v1::GrantAfterHearingRequest request,
                                 Done<oteu::v1::GrantAfterHearingResponse> done) = 0;
  virtual void CompleteReview(const CallContext& call, oteu::v1::CompleteReviewRequest request,
                              Done<oteu::v1::CompleteReviewResponse> done) = 0;

  // A session of PushFacts: who speaks is checked at its beginning and with every chunk, since charges end
  // with a day. UNKNOWN_SOURCE, NOT_IN_CHARGE, INVALID_FIELD. The stream's own bounds are filled in by the
  // caller.
  virtual absl::StatusOr<oteu::v1::PushFactsStarted> OpenFactSession(
      const CallContext& call, const oteu::v1::PushFactsStart& start) = 0;
  // One chunk of it; chunks of a session are recorded in the order of these calls. LIMIT_EXCEEDED,
  // OFFSET_GAP. A fact that cannot be taken is a result, no error.
  virtual void PushFactChunk(const CallContext& call, const oteu::v1::PushFactsStart& start,
                             oteu::v1::FactChunk chunk, Done<oteu::v1::FactChunkResult> done) = 0;
  virtual void BatchPushFacts(const CallContext& call, oteu::v1::BatchPushFactsRequest request,
                              Done<oteu::v1::BatchPushFactsResponse> done) = 0;
  virtual absl::StatusOr<oteu::v1::ListFactsResponse> ListFacts(
      const CallContext& call, const oteu::v1::ListFactsRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ReconcileFactsResponse> ReconcileFacts(
      const CallContext& call, const oteu::v1::ReconcileFactsRequest& request) = 0;

  // The change feed from a token on. TOKEN_EXPIRED.
  virtual absl::StatusOr<oteu::v1::ListChangesResponse> ListChanges(
      const CallContext& call, const oteu::v1::ListChangesRequest& request) = 0;
  // A number that grows with every change.
  virtual absl::StatusOr<std::int64_t> LatestChange() = 0;

  // Puts a reading into the audit chain: `method` as "oteu.v1.ApplicationService/GetApplication". Nothing of
  // what was read may be answered before `done` says OK, which is when the record is durable.
  virtual void RecordAccess(const CallContext& call, absl::string_view method, Access access,
                            absl::AnyInvocable<void(absl::Status)> done) = 0;
  // A serialized DecisionBundle. `name` gets the decision's.
  virtual absl::StatusOr<std::string> ExportDecisionBundle(
      const CallContext& call, const oteu::v1::ExportDecisionBundleRequest& request, std::string* name) = 0;
  // The audit chain, for those who check it without the database.
  virtual absl::StatusOr<oteu::v1::GetAuditHeadResponse> GetAuditHead(
      const CallContext& call, const oteu::v1::GetAuditHeadRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListAuditRecordsResponse> ListAuditRecords(
      const CallContext& call, const oteu::v1::ListAuditRecordsRequest& request) = 0;

  // Begins a build, which goes on after the answer. UNKNOWN_DISTRICT, OVERLOADED.
  virtual absl::StatusOr<oteu::v1::BuildRegisterResponse> BuildRegister(
      const CallContext& call, const oteu::v1::BuildRegisterRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::GetRegisterResponse> GetRegister(
      const CallContext& call, const oteu::v1::GetRegisterRequest& request) = 0;
  // The next two wait until what they write is durable. NO_SIGNING_KEY, CONCURRENT_CHANGE, STATE_CONFLICT.
  virtual absl::StatusOr<oteu::v1::SealRegisterResponse> SealRegister(
      const CallContext& call, const oteu::v1::SealRegisterRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::AcknowledgePaymentsResponse> AcknowledgePayments(
      const CallContext& call, const oteu::v1::AcknowledgePaymentsRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListRegistersResponse> ListRegisters(
      const CallContext& call, const oteu::v1::ListRegistersRequest& request) = 0;
  // Writes as above. STATE_CONFLICT.
  virtual absl::StatusOr<oteu::v1::DiscardRegisterResponse> DiscardRegister(
      const CallContext& call, const oteu::v1::DiscardRegisterRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListOverpaymentsResponse> ListOverpayments(
      const CallContext& call, const oteu::v1::ListOverpaymentsRequest& request) = 0;
  // Writes as above. CONCURRENT_CHANGE, STATE_CONFLICT, REQUEST_ID_REUSED.
  virtual absl::StatusOr<oteu::v1::DecideOverpaymentResponse> DecideOverpayment(
      const CallContext& call, const oteu::v1::DecideOverpaymentRequest& request) = 0;
  // The next messages of an export, some hundreds; moves `place`. At the end: none, and `place` says kEnd.
  virtual absl::StatusOr<std::vector<oteu::v1::ExportRegisterResponse>> ExportRegisterPage(
      const CallContext& call, const oteu::v1::ExportRegisterRequest& request, ExportPlace* place) = 0;

  // Looks again at applications held for registers or revocation data; returns how many were decided again.
  virtual int RetryHeldApplications(absl::Duration min_age, int limit) = 0;

  // Looks at applications whose day has come, at most `limit`, and gives the notices that are due: each once,
  // whoever else looks. Recalculates grants whose amounts the law changed. From one thread at a time.
  // Registers are asked until `deadline`. Errors: of the store; what was given stays.
  virtual absl::StatusOr<NoticeCounts> GiveNotices(int limit, absl::Time deadline) = 0;
  virtual absl::StatusOr<oteu::v1::ListNoticesResponse> ListNotices(
      const CallContext& call, const oteu::v1::ListNoticesRequest& request) = 0;

  virtual absl::StatusOr<oteu::v1::GetApplicationResponse> GetApplication(
      const CallContext& call, const oteu::v1::GetApplicationRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListApplicationsResponse> ListApplications(
      const CallContext& call, const oteu::v1::ListApplicationsRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::GetDecisionResponse> GetDecision(
      const CallContext& call, const oteu::v1::GetDecisionRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListDecisionsResponse> ListDecisions(
      const CallContext& call, const oteu::v1::ListDecisionsRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ExplainDecisionResponse> ExplainDecision(
      const CallContext& call, const oteu::v1::ExplainDecisionRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ReplayDecisionResponse> ReplayDecision(
      const CallContext& call, const oteu::v1::ReplayDecisionRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::GetEntitlementResponse> GetEntitlement(
      const CallContext& call, const oteu::v1::GetEntitlementRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::VerifyDocumentResponse> VerifyDocument(
      const CallContext& call, const oteu::v1::VerifyDocumentRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::EvaluateEntitlementResponse> EvaluateEntitlement(
      const CallContext& call, const oteu::v1::EvaluateEntitlementRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::ListRegulationsResponse> ListRegulations(
      const CallContext& call, const oteu::v1::ListRegulationsRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::GetRegulationResponse> GetRegulation(
      const CallContext& call, const oteu::v1::GetRegulationRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::LintRegulationResponse> LintRegulation(
      const CallContext& call, const oteu::v1::LintRegulationRequest& request) = 0;
  virtual absl::StatusOr<oteu::v1::SimulateRegulationResponse> SimulateRegulation(
      const CallContext& call, const oteu::v1::SimulateRegulationRequest& request) = 0;
  // INVALID_FIELD, UNKNOWN_REGULATION.
  virtual absl::StatusOr<std::unique_ptr<BookSimulation>> OpenBookSimulation(
      const CallContext& call, const oteu::v1::SimulationPlan& plan) = 0;
};

}  // namespace oteu::application
