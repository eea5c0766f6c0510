#include "clients/cli/server_client.h"

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/server_error.h"
#include "clients/demo_pki/files.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "oteu/v1/audit_service.grpc.pb.h"
#include "oteu/v1/change_service.grpc.pb.h"
#include "oteu/v1/decision_service.grpc.pb.h"
#include "oteu/v1/fact_service.grpc.pb.h"
#include "oteu/v1/notice_service.grpc.pb.h"
#include "oteu/v1/payment_service.grpc.pb.h"
#include "service/audit/bundle_file.h"

namespace oteu::cli {
namespace {

using oteu::v1::ApplicationService;
using oteu::v1::AuditService;
using oteu::v1::ChangeService;
using oteu::v1::DecisionService;
using oteu::v1::FactService;
using oteu::v1::NoticeService;
using oteu::v1::PaymentService;

constexpr int kDefaultTimeoutSeconds = 30;
constexpr int kMaxMessageBytes = 16 * 1024 * 1024;  // A decision carries its documents' reports.

absl::Status ToStatus(const grpc::Status& status) {
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  if (!status.error_details().empty())
    result.SetPayload(kRpcStatusPayload, absl::Cord(status.error_details()));
  return result;
}

class GrpcFactStream final : public FactStream {
 public:
  GrpcFactStream(FactService::Stub& stub, const std::string& language) {
    if (!language.empty()) context_.AddMetadata("accept-language", language);
    stream_ = stub.PushFacts(&context_);
  }
  bool Send(const v1::PushFactsRequest& message) override { return stream_->Write(message); }
  bool Receive(v1::PushFactsResponse* message) override { return stream_->Read(message); }
  void DoneSending() override { stream_->WritesDone(); }
  absl::Status Finish() override {
    const grpc::Status status = stream_->Finish();
    return status.ok() ? absl::OkStatus() : ToStatus(status);
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderWriter<v1::PushFactsRequest, v1::PushFactsResponse>> stream_;
};

class GrpcServerClient final : public ServerClient {
 public:
  GrpcServerClient(const std::shared_ptr<grpc::Channel>& channel, std::string language, int timeout_seconds)
      : applications_(ApplicationService::NewStub(channel)),
        audit_(AuditService::NewStub(channel)),
        changes_(ChangeService::NewStub(channel)),
        notices_(NoticeService::NewStub(channel)),
        decisions_(DecisionService::NewStub(channel)),
        facts_(FactService::NewStub(channel)),
        payments_(PaymentService::NewStub(channel)),
        language_(std::move(language)),
        timeout_seconds_(timeout_seconds) {}

  absl::StatusOr<v1::SubmitApplicationResponse> SubmitApplication(
      const v1::SubmitApplicationRequest& request) override {
    return Call<v1::SubmitApplicationResponse>(*applications_, &ApplicationService::Stub::SubmitApplication,
                                               request);
  }
  absl::StatusOr<v1::SupplyDocumentsResponse> SupplyDocuments(
      const v1::SupplyDocumentsRequest& request) override {
    return Call<v1::SupplyDocumentsResponse>(*applications_, &ApplicationService::Stub::SupplyDocuments,
                                             request);
  }
  absl::StatusOr<v1::WithdrawApplicationResponse> WithdrawApplication(
      const v1::WithdrawApplicationRequest& request) override {
    return Call<v1::WithdrawApplicationResponse>(*applications_,
                                                 &ApplicationService::Stub::WithdrawApplication, request);
  }
  absl::StatusOr<v1::GetApplicationResponse> GetApplication(
      const v1::GetApplicationRequest& request) override {
    return Call<v1::GetApplicationResponse>(*applications_, &ApplicationService::Stub::GetApplication,
                                            request);
  }
  absl::StatusOr<v1::ListApplicationsResponse> ListApplications(
      const v1::ListApplicationsRequest& request) override {
    return Call<v1::ListApplicationsResponse>(*applications_, &ApplicationService::Stub::ListApplications,
                                              request);
  }
  absl::StatusOr<v1::GetDecisionResponse> GetDecision(const v1::GetDecisionRequest& request) override {
    return Call<v1::GetDecisionResponse>(*decisions_, &DecisionService::Stub::GetDecision, request);
  }
  absl::StatusOr<v1::ListDecisionsResponse> ListDecisions(const v1::ListDecisionsRequest& request) override {
    return Call<v1::ListDecisionsResponse>(*decisions_, &DecisionService::Stub::ListDecisions, request);
  }
  absl::StatusOr<v1::RecordHearingResponse> RecordHearing(const v1::RecordHearingRequest& request) override {
    return Call<v1::RecordHearingResponse>(*decisions_, &DecisionService::Stub::RecordHearing, request);
  }
  absl::StatusOr<v1::ConfirmRefusalResponse> ConfirmRefusal(
      const v1::ConfirmRefusalRequest& request) override {
    return Call<v1::ConfirmRefusalResponse>(*decisions_, &DecisionService::Stub::ConfirmRefusal, request);
  }
  absl::StatusOr<v1::GrantAfterHearingResponse> GrantAfterHearing(
      const v1::GrantAfterHearingRequest& request) override {
    return Call<v1::GrantAfterHearingResponse>(*decisions_, &DecisionService::Stub::GrantAfterHearing,
                                               request);
  }
  absl::StatusOr<v1::CompleteReviewResponse> CompleteReview(
      const v1::CompleteReviewRequest& request) override {
    return Call<v1::CompleteReviewResponse>(*decisions_, &DecisionService::Stub::CompleteReview, request);
  }
  absl::StatusOr<v1::ExplainDecisionResponse> ExplainDecision(
      const v1::ExplainDecisionRequest& request) override {
    return Call<v1::ExplainDecisionResponse>(*decisions_, &DecisionService::Stub::ExplainDecision, request);
  }
  absl::StatusOr<v1::ReplayDecisionResponse> ReplayDecision(
      const v1::ReplayDecisionRequest& request) override {
    return Call<v1::ReplayDecisionResponse>(*decisions_, &DecisionService::Stub::ReplayDecision, request);
  }
  absl::StatusOr<v1::ReconcileFactsResponse> ReconcileFacts(
      const v1::ReconcileFactsRequest& request) override {
    return Call<v1::ReconcileFactsResponse>(*facts_, &FactService::Stub::ReconcileFacts, request);
  }
  absl::StatusOr<std::string> ExportDecisionBundle(const v1::ExportDecisionBundleRequest& request) override {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(timeout_seconds_));
    if (!language_.empty()) context.AddMetadata("accept-language", language_);
    const auto stream = decisions_->ExportDecisionBundle(&context, request);
    std::string file;
    v1::ExportDecisionBundleResponse piece;
    while (file.size() <= audit::kMaxBundleBytes && stream->Read(&piece)) file += piece.data();
    if (file.size() > audit::kMaxBundleBytes) {
      context.TryCancel();
      static_cast<void>(stream->Finish());
      return absl::ResourceExhaustedError("the bundle is larger than a bundle may be");
    }
    const grpc::Status status = stream->Finish();
    if (!status.ok()) return ToStatus(status);
    return file;
  }
  absl::StatusOr<v1::GetAuditHeadResponse> GetAuditHead(const v1::GetAuditHeadRequest& request) override {
    return Call<v1::GetAuditHeadResponse>(*audit_, &AuditService::Stub::GetAuditHead, request);
  }
  absl::StatusOr<v1::ListAuditRecordsResponse> ListAuditRecords(
      const v1::ListAuditRecordsRequest& request) override {
    return Call<v1::ListAuditRecordsResponse>(*audit_, &AuditService::Stub::ListAuditRecords, request);
  }
  std::unique_ptr<FactStream> OpenFactStream() override {
    return std::make_unique<GrpcFactStream>(*facts_, language_);
  }
  absl::StatusOr<v1::ListNoticesResponse> ListNotices(const v1::ListNoticesRequest& request) override {
    return Call<v1::ListNoticesResponse>(*notices_, &NoticeService::Stub::ListNotices, request);
  }
  absl::StatusOr<v1::ListChangesResponse> ListChanges(const v1::ListChangesRequest& request) override {
    return Call<v1::ListChangesResponse>(*changes_, &ChangeService::Stub::ListChanges, request);
  }
  absl::Status WatchChanges(const v1::WatchChangesRequest& request,
                            const std::function<bool(const v1::WatchChangesResponse&)>& take) override {
    grpc::ClientContext context;
    if (!language_.empty()) context.AddMetadata("accept-language", language_);
    const auto stream = changes_->WatchChanges(&context, request);
    v1::WatchChangesResponse message;
    bool more = true;
    while (more && stream->Read(&message)) more = take(message);
    if (!more) context.TryCancel();
    const grpc::Status status = stream->Finish();
    return status.ok() || !more ? absl::OkStatus() : ToStatus(status);
  }
  absl::StatusOr<v1::BuildRegisterResponse> BuildRegister(const v1::BuildRegisterRequest& request) override {
    return Call<v1::BuildRegisterResponse>(*payments_, &PaymentService::Stub::BuildRegister, request);
  }
  absl::StatusOr<v1::GetRegisterResponse> GetRegister(const v1::GetRegisterRequest& request) override {
    return Call<v1::GetRegisterResponse>(*payments_, &PaymentService::Stub::GetRegister, request);
  }
  absl::StatusOr<v1::SealRegisterResponse> SealRegister(const v1::SealRegisterRequest& request) override {
    return Call<v1::SealRegisterResponse>(*payments_, &PaymentService::Stub::SealRegister, request);
  }
  absl::StatusOr<v1::AcknowledgePaymentsResponse> AcknowledgePayments(
      const v1::AcknowledgePaymentsRequest& request) override {
    return Call<v1::AcknowledgePaymentsResponse>(*payments_, &PaymentService::Stub::AcknowledgePayments,
                                                 request);
  }
  absl::StatusOr<v1::ListRegistersResponse> ListRegisters(const v1::ListRegistersRequest& request) override {
    return Call<v1::ListRegistersResponse>(*payments_, &PaymentService::Stub::ListRegisters, request);
  }
  absl::StatusOr<v1::DiscardRegisterResponse> DiscardRegister(
      const v1::DiscardRegisterRequest& request) override {
    return Call<v1::DiscardRegisterResponse>(*payments_, &PaymentService::Stub::DiscardRegister, request);
  }
  absl::StatusOr<v1::ListOverpaymentsResponse> ListOverpayments(
      const v1::ListOverpaymentsRequest& request) override {
    return Call<v1::ListOverpaymentsResponse>(*payments_, &PaymentService::Stub::ListOverpayments, request);
  }
  absl::StatusOr<v1::DecideOverpaymentResponse> DecideOverpayment(
      const v1::DecideOverpaymentRequest& request) override {
    return Call<v1::DecideOverpaymentResponse>(*payments_, &PaymentService::Stub::DecideOverpayment, request);
  }
  absl::Status ExportRegister(const v1::ExportRegisterRequest& request,
                              const std::function<bool(const v1::ExportRegisterResponse&)>& take) override {
    grpc::ClientContext context;
    if (!language_.empty()) context.AddMetadata("accept-language", language_);
    const auto stream = payments_->ExportRegister(&context, request);
    v1::ExportRegisterResponse message;
    while (stream->Read(&message)) {
      if (take(message)) continue;
      context.TryCancel();
      break;
    }
    const grpc::Status status = stream->Finish();
    return status.ok() ? absl::OkStatus() : ToStatus(status);
  }

 private:
  template <typename Response, typename Stub, typename Method, typename Request>
  absl::StatusOr<Response> Call(Stub& stub, Method method, const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(timeout_seconds_));
    if (!language_.empty()) context.AddMetadata("accept-language", language_);
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return ToStatus(status);
    return response;
  }

  std::unique_ptr<ApplicationService::Stub> applications_;
  std::unique_ptr<AuditService::Stub> audit_;
  std::unique_ptr<ChangeService::Stub> changes_;
  std::unique_ptr<NoticeService::Stub> notices_;
  std::unique_ptr<DecisionService::Stub> decisions_;
  std::unique_ptr<FactService::Stub> facts_;
  std::unique_ptr<PaymentService::Stub> payments_;
  std::string language_;
  int timeout_seconds_;
};

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(const Arguments& arguments,
                                                                      std::string_view address) {
  if (arguments.Has("tls-ca")) {
    if (arguments.Has("insecure"))
      return absl::InvalidArgumentError("--tls-ca and --insecure exclude each other");
    const absl::StatusOr<std::string> ca = demo_pki::ReadFile(arguments.Get("tls-ca"));
    if (!ca.ok()) return ca.status();
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = *ca;
    return grpc::SslCredentials(options);
  }
  if (!IsLoopback(address) && !arguments.Has("insecure")) {
    return absl::InvalidArgumentError(
        absl::StrCat(std::string(address),
                     " is another machine: give --tls-ca FILE, or --insecure to speak in the clear"));
  }
  return grpc::InsecureChannelCredentials();
}

}  // namespace

std::vector<Flag> ConnectionFlags() {
  return {{"server", "ADDR", absl::StrCat("host:port of the server (default: ", kDefaultServer, ")")},
          {"tls-ca", "FILE", "speak TLS; PEM of the CA that the server's certificate must chain to"},
          {"insecure", "", "speak in the clear to another machine"},
          {"lang", "LANG", "language of messages: kk, ru or en (default: kk)"},
          {"timeout", "SECONDS", absl::StrCat("how long to wait (default: ", kDefaultTimeoutSeconds, ")")},
          {"json", "", "canonical JSON of the answer on one line"}};
}

bool IsLoopback(std::string_view address) {
  if (address.starts_with("unix:")) return true;
  if (address.starts_with("[::1]:") || address == "[::1]") return true;
  const std::string_view host = address.substr(0, address.find(':'));
  if (host == "localhost") return true;
  // 127.0.0.0/8 in figures alone: "127.evil.example" is a name.
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

absl::StatusOr<std::unique_ptr<ServerClient>> ServerClient::Connect(const Arguments& arguments) {
  const std::string address = arguments.Get("server", kDefaultServer);
  const std::string language = arguments.Get("lang");
  if (!language.empty() && language != "kk" && language != "ru" && language != "en") {
    return absl::InvalidArgumentError("--lang: kk, ru or en");
  }
  int timeout_seconds = kDefaultTimeoutSeconds;
  if (arguments.Has("timeout") &&
      (!absl::SimpleAtoi(arguments.Get("timeout"), &timeout_seconds) || timeout_seconds <= 0)) {
    return absl::InvalidArgumentError("--timeout: a number of seconds");
  }
  absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> credentials = Credentials(arguments, address);
  if (!credentials.ok()) return credentials.status();
  grpc::ChannelArguments channel_arguments;
  channel_arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  return std::make_unique<GrpcServerClient>(
      grpc::CreateCustomChannel(address, *credentials, channel_arguments), language, timeout_seconds);
}

}  // namespace oteu::cli
