// The implementation behind UseCases::Create. Each method stands in the file of its subject: submit.cc,
// supply.cc, hearing.cc, review.cc, withdraw.cc, reads.cc, decision_reads.cc, entitlement_reads.cc,
// regulation_reads.cc, verify_document.cc, push_facts.cc, fact_reads.cc,
// change_reads.cc, notices.cc, registers.cc, overpayments.cc.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "service/application/assemble_register.h"
#include "service/application/background.h"
#include "service/application/ids.h"
#include "service/application/names.h"
#include "service/application/register_builds.h"
#include "service/application/use_cases.h"
#include "service/application/write.h"

namespace oteu::application {

// Who states facts.
struct FactSpeaker {
  const facts::Source* source = nullptr;
  const facts::Charge* charge = nullptr;  // null for a register
};

class UseCasesImpl final : public UseCases {
 public:
  explicit UseCasesImpl(Dependencies dependencies)
      : dependencies_(std::move(dependencies)), runner_(dependencies_) {}
  // A build under way is given up: it reserved nothing yet.
  ~UseCasesImpl() override { stopping_ = true; }

  void SubmitApplication(const CallContext& call, v1::SubmitApplicationRequest request,
                         Done<v1::SubmitApplicationResponse> done) override;
  void SupplyDocuments(const CallContext& call, v1::SupplyDocumentsRequest request,
                       Done<v1::SupplyDocumentsResponse> done) override;
  void WithdrawApplication(const CallContext& call, v1::WithdrawApplicationRequest request,
                           Done<v1::WithdrawApplicationResponse> done) override;
  void RecordHearing(const CallContext& call, v1::RecordHearingRequest request,
                     Done<v1::RecordHearingResponse> done) override;
  void ConfirmRefusal(const CallContext& call, v1::ConfirmRefusalRequest request,
                      Done<v1::ConfirmRefusalResponse> done) override;
  void GrantAfterHearing(const CallContext& call, v1::GrantAfterHearingRequest request,
                         Done<v1::GrantAfterHearingResponse> done) override;
  void CompleteReview(const CallContext& call, v1::CompleteReviewRequest request,
                      Done<v1::CompleteReviewResponse> done) override;
  int RetryHeldApplications(absl::Duration min_age, int limit) override;

  absl::StatusOr<v1::PushFactsStarted> OpenFactSession(const CallContext& call,
                                                       const v1::PushFactsStart& start) override;
  void PushFactChunk(const CallContext& call, const v1::PushFactsStart& start, v1::FactChunk chunk,
                     Done<v1::FactChunkResult> done) override;
  void BatchPushFacts(const CallContext& call, v1::BatchPushFactsRequest request,
                      Done<v1::BatchPushFactsResponse> done) override;
  absl::StatusOr<v1::ListFactsResponse> ListFacts(const CallContext& call,
                                                  const v1::ListFactsRequest& request) override;
  absl::StatusOr<v1::ReconcileFactsResponse> ReconcileFacts(
      const CallContext& call, const v1::ReconcileFactsRequest& request) override;

  absl::StatusOr<v1::ListChangesResponse> ListChanges(const CallContext& call,
                                                      const v1::ListChangesRequest& request) override;
  absl::StatusOr<std::int64_t> LatestChange() override;

  void RecordAccess(const CallContext& call, absl::string_view method, Access access,
                    absl::AnyInvocable<void(absl::Status)> done) override;
  absl::StatusOr<std::string> ExportDecisionBundle(const CallContext& call,
                                                   const v1::ExportDecisionBundleRequest& request,
                                                   std::string* name) override;
  absl::StatusOr<v1::GetAuditHeadResponse> GetAuditHead(const CallContext& call,
                                                        const v1::GetAuditHeadRequest& request) override;
  absl::StatusOr<v1::ListAuditRecordsResponse> ListAuditRecords(
      const CallContext& call, const v1::ListAuditRecordsRequest& request) override;
  absl::StatusOr<NoticeCounts> GiveNotices(int limit, absl::Time deadline) override;
  absl::StatusOr<v1::ListNoticesResponse> ListNotices(const CallContext& call,
                                                      const v1::ListNoticesRequest& request) override;

  absl::StatusOr<v1::BuildRegisterResponse> BuildRegister(const CallContext& call,
                                                          const v1::BuildRegisterRequest& request) override;
  absl::StatusOr<v1::GetRegisterResponse> GetRegister(const CallContext& call,
                                                      const v1::GetRegisterRequest& request) override;
  absl::StatusOr<v1::SealRegisterResponse> SealRegister(const CallContext& call,
                                                        const v1::SealRegisterRequest& request) override;
  absl::StatusOr<v1::AcknowledgePaymentsResponse> AcknowledgePayments(
      const CallContext& call, const v1::AcknowledgePaymentsRequest& request) override;
  absl::StatusOr<v1::ListRegistersResponse> ListRegisters(const CallContext& call,
                                                          const v1::ListRegistersRequest& request) override;
  absl::StatusOr<v1::DiscardRegisterResponse> DiscardRegister(
      const CallContext& call, const v1::DiscardRegisterRequest& request) override;
  absl::StatusOr<v1::ListOverpaymentsResponse> ListOverpayments(
      const CallContext& call, const v1::ListOverpaymentsRequest& request) override;
  absl::StatusOr<v1::DecideOverpaymentResponse> DecideOverpayment(
      const CallContext& call, const v1::DecideOverpaymentRequest& request) override;
  absl::StatusOr<std::vector<v1::ExportRegisterResponse>> ExportRegisterPage(
      const CallContext& call, const v1::ExportRegisterRequest& request, ExportPlace* place) override;

  absl::StatusOr<v1::GetApplicationResponse> GetApplication(
      const CallContext& call, const v1::GetApplicationRequest& request) override;
  absl::StatusOr<v1::ListApplicationsResponse> ListApplications(
      const CallContext& call, const v1::ListApplicationsRequest& request) override;
  absl::StatusOr<v1::GetDecisionResponse> GetDecision(const CallContext& call,
                                                      const v1::GetDecisionRequest& request) override;
  absl::StatusOr<v1::ListDecisionsResponse> ListDecisions(const CallContext& call,
                                                          const v1::ListDecisionsRequest& request) override;
  absl::StatusOr<v1::ExplainDecisionResponse> ExplainDecision(
      const CallContext& call, const v1::ExplainDecisionRequest& request) override;
  absl::StatusOr<v1::ReplayDecisionResponse> ReplayDecision(
      const CallContext& call, const v1::ReplayDecisionRequest& request) override;
  absl::StatusOr<v1::GetEntitlementResponse> GetEntitlement(
      const CallContext& call, const v1::GetEntitlementRequest& request) override;
  absl::StatusOr<v1::VerifyDocumentResponse> VerifyDocument(
      const CallContext& call, const v1::VerifyDocumentRequest& request) override;
  absl::StatusOr<v1::EvaluateEntitlementResponse> EvaluateEntitlement(
      const CallContext& call, const v1::EvaluateEntitlementRequest& request) override;
  absl::StatusOr<v1::ListRegulationsResponse> ListRegulations(
      const CallContext& call, const v1::ListRegulationsRequest& request) override;
  absl::StatusOr<v1::GetRegulationResponse> GetRegulation(const CallContext& call,
                                                          const v1::GetRegulationRequest& request) override;
  absl::StatusOr<v1::LintRegulationResponse> LintRegulation(
      const CallContext& call, const v1::LintRegulationRequest& request) override;
  absl::StatusOr<v1::SimulateRegulationResponse> SimulateRegulation(
      const CallContext& call, const v1::SimulateRegulationRequest& request) override;
  absl::StatusOr<std::unique_ptr<BookSimulation>> OpenBookSimulation(const CallContext& call,
                                                                     const v1::SimulationPlan& plan) override;

 private:
  absl::CivilDay Today(const regulation::Catalog& catalog) const {
    return catalog.LocalDay(dependencies_.clock->Now());
  }
  absl::StatusOr<FactSpeaker> IdentifySpeaker(const CallContext& call, const v1::PushFactsStart& start,
                                              absl::CivilDay today) const;
  // Months that schools confirmed for the child.
  absl::Status AddConfirmations(const std::string& child_iin, v1::GetEntitlementResponse* response);
  // On the builder's thread: assembles and stores a draft, or keeps a dry run.
  absl::Status RunBuild(const std::string& id, const v1::Register& head, bool dry_run,
                        const std::string& actor);
  absl::StatusOr<AssembledRegister> Assemble(const std::string& id, const v1::Register& head);
  // Being built, a dry run, or stored.
  absl::StatusOr<v1::Register> FindRegister(const std::string& id);
  // Signs and stores; `head` becomes the sealed register's.
  absl::StatusOr<store::RegisterResult> SealDraft(const CallContext& call, const std::string& id,
                                                  const std::string& officer, v1::Register* head);
  // CONCURRENT_CHANGE when another proposal took its place.
  absl::StatusOr<v1::Overpayment> FindOverpayment(const DecisionName& name);
  // `overpayment` becomes the decided one, when it was only proposed.
  absl::StatusOr<store::RegisterResult> WriteDecided(const CallContext& call,
                                                     const v1::DecideOverpaymentRequest& request,
                                                     const DecisionName& name, v1::Overpayment* overpayment);
  static std::vector<v1::ExportRegisterResponse> DryRunPage(const BuiltRegister& dry, ExportPlace* place);
  absl::Status StoredPage(const std::string& id, const store::StoredRegister& stored, ExportPlace* place,
                          std::vector<v1::ExportRegisterResponse>* page);
  absl::StatusOr<v1::ReplayDecisionResponse> ReplayRecalculated(const store::StoredDecision& stored,
                                                                const v1::DecisionInputs& inputs);
  // A stored decision by "applications/{application}/decisions/{version}"; `id` gets the application's id.
  absl::StatusOr<store::StoredDecision> FindDecision(const std::string& name, std::string* id);
  // The catalog that a decision was made under, from its stored snapshot unless it is the current one.
  absl::StatusOr<std::shared_ptr<const regulation::Catalog>> CatalogOf(const std::string& sha256);
  absl::StatusOr<std::shared_ptr<const verification::Verifier>> VerifierOf(const std::string& sha256);

  const Dependencies dependencies_;
  std::string looked_under_;  // SHA-256 of the regulation data of the last GiveNotices; of its one thread
  IdGenerator ids_;
  RegisterBuilds builds_;
  std::atomic<bool> stopping_ = false;
  Background register_builder_;  // one register at a time
  WriteRunner runner_;           // last: goes first, and waits for what is under way
};

}  // namespace oteu::application
