// Use cases that answer as a test tells them to; everything not told is UNIMPLEMENTED.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "service/application/use_cases.h"

namespace oteu::rpc {

class FakeUseCases final : public application::UseCases {
 public:
  using Call = application::CallContext;
  template <typename T>
  using Done = application::Done<T>;

  std::function<void(const Call&, oteu::v1::SubmitApplicationRequest,
                     Done<oteu::v1::SubmitApplicationResponse>)>
      submit;
  std::function<absl::StatusOr<oteu::v1::GetApplicationResponse>(const Call&,
                                                                 const oteu::v1::GetApplicationRequest&)>
      get;
  // Null: every reading is recorded.
  std::function<absl::Status(absl::string_view method, const application::Access&)> record;
  // In place of it.
  std::function<void(absl::AnyInvocable<void(absl::Status)> done)> record_later;
  std::function<absl::StatusOr<std::string>()> bundle;
  std::function<absl::StatusOr<oteu::v1::EvaluateEntitlementResponse>(
      const Call&, const oteu::v1::EvaluateEntitlementRequest&)>
      evaluate;
  std::function<absl::StatusOr<oteu::v1::PushFactsStarted>(const Call&, const oteu::v1::PushFactsStart&)>
      open;
  std::function<void(const Call&, const oteu::v1::PushFactsStart&, oteu::v1::FactChunk,
                     Done<oteu::v1::FactChunkResult>)>
      push;
  std::function<absl::StatusOr<std::unique_ptr<application::BookSimulation>>(const Call&,
                                                                             const oteu::v1::SimulationPlan&)>
      open_book;

  std::function<absl::StatusOr<oteu::v1::ListChangesResponse>(const Call&,
                                                              const oteu::v1::ListChangesRequest&)>
      changes;
  std::atomic<std::int64_t> latest_change = 0;

#define OTEU_WRITE(METHOD)                                                                              \
  void METHOD(const Call&, oteu::v1::METHOD##Request, Done<oteu::v1::METHOD##Response> done) override { \
    done(absl::UnimplementedError("fake"));                                                             \
  }
#define OTEU_READ(METHOD)                                                                          \
  absl::StatusOr<oteu::v1::METHOD##Response> METHOD(const Call&, const oteu::v1::METHOD##Request&) \
      override {                                                                                   \
    return absl::UnimplementedError("fake");                                                       \
  }
  void SubmitApplication(const Call& call, oteu::v1::SubmitApplicationRequest request,
                         Done<oteu::v1::SubmitApplicationResponse> done) override {
    submit(call, std::move(request), std::move(done));
  }
  absl::StatusOr<oteu::v1::GetApplicationResponse> GetApplication(
      const Call& call, const oteu::v1::GetApplicationRequest& request) override {
    return get(call, request);
  }
  absl::StatusOr<oteu::v1::EvaluateEntitlementResponse> EvaluateEntitlement(
      const Call& call, const oteu::v1::EvaluateEntitlementRequest& request) override {
    return evaluate(call, request);
  }
  absl::StatusOr<oteu::v1::PushFactsStarted> OpenFactSession(const Call& call,
                                                             const oteu::v1::PushFactsStart& start) override {
    if (open == nullptr) return absl::UnimplementedError("fake");
    return open(call, start);
  }
  void PushFactChunk(const Call& call, const oteu::v1::PushFactsStart& start, oteu::v1::FactChunk chunk,
                     Done<oteu::v1::FactChunkResult> done) override {
    push(call, start, std::move(chunk), std::move(done));
  }
  absl::StatusOr<oteu::v1::ListChangesResponse> ListChanges(
      const Call& call, const oteu::v1::ListChangesRequest& request) override {
    if (changes == nullptr) return absl::UnimplementedError("fake");
    return changes(call, request);
  }
  void RecordAccess(const Call&, absl::string_view method, application::Access access,
                    absl::AnyInvocable<void(absl::Status)> done) override {
    if (record_later != nullptr) return record_later(std::move(done));
    done(record == nullptr ? absl::OkStatus() : record(method, access));
  }
  absl::StatusOr<std::string> ExportDecisionBundle(const Call&,
                                                   const oteu::v1::ExportDecisionBundleRequest& request,
                                                   std::string* name) override {
    if (bundle == nullptr) return absl::UnimplementedError("fake");
    *name = request.name();
    return bundle();
  }
  absl::StatusOr<std::int64_t> LatestChange() override { return latest_change.load(); }
  absl::StatusOr<application::NoticeCounts> GiveNotices(int, absl::Time) override {
    return application::NoticeCounts();
  }
  OTEU_READ(ListNotices)
  OTEU_WRITE(SupplyDocuments)
  OTEU_WRITE(WithdrawApplication)
  OTEU_WRITE(RecordHearing)
  OTEU_WRITE(ConfirmRefusal)
  OTEU_WRITE(GrantAfterHearing)
  OTEU_WRITE(CompleteReview)
  OTEU_WRITE(BatchPushFacts)
  OTEU_READ(GetAuditHead)
  OTEU_READ(ListAuditRecords)
  OTEU_READ(BuildRegister)
  OTEU_READ(GetRegister)
  OTEU_READ(SealRegister)
  OTEU_READ(AcknowledgePayments)
  OTEU_READ(ListRegisters)
  OTEU_READ(DiscardRegister)
  OTEU_READ(ListOverpayments)
  OTEU_READ(DecideOverpayment)
  absl::StatusOr<std::vector<oteu::v1::ExportRegisterResponse>> ExportRegisterPage(
      const Call&, const oteu::v1::ExportRegisterRequest&, application::ExportPlace*) override {
    return absl::UnimplementedError("fake");
  }
  OTEU_READ(ListFacts)
  OTEU_READ(ReconcileFacts)
  OTEU_READ(ListApplications)
  OTEU_READ(GetDecision)
  OTEU_READ(ListDecisions)
  OTEU_READ(ExplainDecision)
  OTEU_READ(ReplayDecision)
  OTEU_READ(GetEntitlement)
  OTEU_READ(VerifyDocument)
  OTEU_READ(ListRegulations)
  OTEU_READ(GetRegulation)
  OTEU_READ(LintRegulation)
  OTEU_READ(SimulateRegulation)
#undef OTEU_WRITE
#undef OTEU_READ
  absl::StatusOr<std::unique_ptr<application::BookSimulation>> OpenBookSimulation(
      const Call& call, const oteu::v1::SimulationPlan& plan) override {
    if (open_book == nullptr) return absl::UnimplementedError("fake");
    return open_book(call, plan);
  }
  int RetryHeldApplications(absl::Duration, int) override { return 0; }
};

}  // namespace oteu::rpc
