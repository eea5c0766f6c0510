// The real use cases, store and gRPC server in one process, with a clock of the test's: from submission to
// replay over the wire.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "oteu/v1/decision_service.grpc.pb.h"
#include "oteu/v1/entitlement_service.grpc.pb.h"
#include "oteu/v1/regulation_service.grpc.pb.h"
#include "oteu/v1/verification_service.grpc.pb.h"
#include "service/config/load_trust.h"
#include "service/registry/file_registry.h"
#include "service/rpc/server.h"
#include "service/store/sqlite/sqlite_store.h"
#include "tests/integration/demo_folder.h"

namespace oteu::integration {
namespace {

using testing::HasSubstr;

class ManualClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixMicros(now_us_); }
  void Set(absl::Time now) { now_us_ = absl::ToUnixMicros(now); }

 private:
  std::atomic<std::int64_t> now_us_ = 0;
};

// A Monday morning in Kegen, in the first quarter of an academic year.
const absl::Time kMonday = absl::FromUnixSeconds(1'795'406'400);  // 2026-11-23T04:00:00Z

class InProcessTest : public testing::Test {
 protected:
  InProcessTest() : demo_(kMonday), log_([](absl::string_view) {}, logging::Level::kError, &clock_) {
    clock_.Set(kMonday);
    config::v1::TrustConfig trust;
    trust.set_anchors_dir(demo_.trust_dir() + "/anchors");
    trust.set_intermediates_dir(demo_.trust_dir() + "/intermediates");
    trust.set_crls_dir(demo_.trust_dir() + "/crls");
    trust.set_tsa_anchors_dir(demo_.trust_dir() + "/tsa-anchors");
    trust.set_policy_file(demo_.policy_file());
    verifier_ = Value(config::LoadVerifier(trust));
    catalog_ = Value(regulation::Catalog::LoadDirectory(RegulationsDir(OTEU_SOURCE_DIR)));
    registry_ = Value(registry::FileRegistry::Load(demo_.registry_file()));
    Start();
  }

  void Start() {
    store_ = Value(store::sqlite::SqliteStore::Open({.path = demo_.data_dir() + "/oteu.db"}, clock_.Now()));
    use_cases_ = application::UseCases::Create({.verifier = [this] { return verifier_; },
                                                .catalog = [this] { return catalog_; },
                                                .registry = registry_.get(),
                                                .store = store_.get(),
                                                .clock = &clock_});
    pool_ = std::make_unique<rpc::WorkerPool>(rpc::WorkerPoolOptions{2, 100});
    runtime_ = {use_cases_.get(), pool_.get(), &clock_, &log_, absl::Seconds(30), 16};
    rpc::ServerOptions options;
    options.address = "127.0.0.1:0";
    server_ = Value(rpc::Server::Start(options, &runtime_));
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channel_ = grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(), arguments);
    applications_ = oteu::v1::ApplicationService::NewStub(channel_);
    decisions_ = oteu::v1::DecisionService::NewStub(channel_);
  }
  void Stop() {
    server_->Shutdown(absl::Seconds(10));
    pool_->Stop();
    store_->Drain();
    server_.reset();
    pool_.reset();
    use_cases_.reset();
    store_.reset();
  }
  ~InProcessTest() override { Stop(); }

  template <typename T>
  static T Value(absl::StatusOr<T> value) {
    if (!value.ok()) {
      ADD_FAILURE() << value.status();
      std::abort();
    }
    return *std::move(value);
  }

  template <typename Stub, typename Request, typename Response>
  grpc::Status Call(Stub& stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response* response, const std::string& language = "") {
    grpc::ClientContext context;
    if (!language.empty()) context.AddMetadata("accept-language", language);
    return (stub.*method)(&context, request, response);
  }
  grpc::Status Submit(const oteu::v1::SubmitApplicationRequest& request,
                      oteu::v1::SubmitApplicationResponse* response, const std::string& language = "") {
    return Call(*applications_, &oteu::v1::ApplicationService::Stub::SubmitApplication, request, response,
                language);
  }
  template <typename Detail>
  static Detail Find(const grpc::Status& status) {
    google::rpc::Status rpc;
    EXPECT_TRUE(rpc.ParseFromString(status.error_details()));
    Detail detail;
    for (const auto& any : rpc.details()) {
      if (any.UnpackTo(&detail)) return detail;
    }
    ADD_FAILURE() << "no " << Detail::descriptor()->name();
    return detail;
  }

  ManualClock clock_;
  DemoFolder demo_;
  logging::Logger log_;
  std::shared_ptr<const verification::Verifier> verifier_;
  std::shared_ptr<const regulation::Catalog> catalog_;
  std::unique_ptr<registry::StateRegistry> registry_;
  std::unique_ptr<store::sqlite::SqliteStore> store_;
  std::unique_ptr<application::UseCases> use_cases_;
  std::unique_ptr<rpc::WorkerPool> pool_;
  rpc::Runtime runtime_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<oteu::v1::ApplicationService::Stub> applications_;
  std::unique_ptr<oteu::v1::DecisionService::Stub> decisions_;
};

TEST_F(InProcessTest, AGoodDossierIsGrantedListedExplainedAndReplayed) {
  oteu::v1::SubmitApplicationResponse submitted;
  const grpc::Status status = Submit(demo_.Request("good", "r1"), &submitted);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(submitted.decision().outcome(), oteu::v1::DECISION_OUTCOME_GRANTED)
      << submitted.decision().ShortDebugString();
  EXPECT_GT(submitted.decision().entitlement().total_tiyn(), 0);

  oteu::v1::GetApplicationRequest get;
  get.set_name(submitted.application().name());
  oteu::v1::GetApplicationResponse got;
  ASSERT_TRUE(Call(*applications_, &oteu::v1::ApplicationService::Stub::GetApplication, get, &got).ok());
  EXPECT_EQ(got.application().SerializeAsString(), submitted.application().SerializeAsString());

  oteu::v1::ListApplicationsRequest list;
  list.set_child_iin(submitted.application().form().child_iin());
  oteu::v1::ListApplicationsResponse listed;
  ASSERT_TRUE(
      Call(*applications_, &oteu::v1::ApplicationService::Stub::ListApplications, list, &listed).ok());
  EXPECT_EQ(listed.applications_size(), 1);

  oteu::v1::ExplainDecisionRequest explain;
  explain.set_name(submitted.decision().name());
  for (const char* language : {"kk", "ru", "en"}) {
    oteu::v1::ExplainDecisionResponse explained;
    ASSERT_TRUE(
        Call(*decisions_, &oteu::v1::DecisionService::Stub::ExplainDecision, explain, &explained, language)
            .ok());
    EXPECT_EQ(explained.language(), language);
    EXPECT_FALSE(explained.summary().empty());
  }

  oteu::v1::ReplayDecisionRequest replay;
  replay.set_name(submitted.decision().name());
  oteu::v1::ReplayDecisionResponse replayed;
  ASSERT_TRUE(Call(*decisions_, &oteu::v1::DecisionService::Stub::ReplayDecision, replay, &replayed).ok());
  EXPECT_TRUE(replayed.identical()) << replayed.ShortDebugString();
}

TEST_F(InProcessTest, ForgedAndAuthenticationDossiersAreNotGranted) {
  for (const char* sample : {"forged", "authentication"}) {
    oteu::v1::SubmitApplicationResponse response;
    const grpc::Status status = Submit(demo_.Request(sample, sample), &response);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.decision().outcome(), oteu::v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL) << sample;
    EXPECT_GT(response.decision().findings_size(), 0);
  }
}

TEST_F(InProcessTest, ARetryOverTheWireGetsTheSameBytesEvenAfterARestart) {
  oteu::v1::SubmitApplicationResponse first;
  ASSERT_TRUE(Submit(demo_.Request("good", "r1"), &first).ok());
  clock_.Set(kMonday + absl::Hours(1));
  oteu::v1::SubmitApplicationResponse second;
  ASSERT_TRUE(Submit(demo_.Request("good", "r1"), &second).ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  Stop();
  Start();
  ASSERT_TRUE(Submit(demo_.Request("good", "r1"), &second).ok());
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());

  auto other = demo_.Request("good", "r1");
  other.mutable_form()->set_kandas(true);
  const grpc::Status status = Submit(other, &second);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(status).reason(), "REQUEST_ID_REUSED");
}

TEST_F(InProcessTest, OneRequestFromManyConnectionsAtOnceIsOneApplication) {
  const auto request = demo_.Request("good", "same");
  std::vector<std::string> names(8);
  std::vector<std::thread> threads;
  for (std::string& name : names) {
    threads.emplace_back([&] {
      oteu::v1::SubmitApplicationResponse response;
      const grpc::Status status = Submit(request, &response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      name = response.application().name();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(names, testing::Each(names[0]));
}

TEST_F(InProcessTest, OfManyApplicationsForOneChildAtOnceOneIsGranted) {
  std::atomic<int> granted = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      oteu::v1::SubmitApplicationResponse response;
      grpc::Status status = Submit(demo_.Request("good", "t" + std::to_string(t)), &response);
      EXPECT_TRUE(status.ok() || status.error_code() == grpc::StatusCode::ABORTED) << status.error_message();
      if (response.decision().outcome() == oteu::v1::DECISION_OUTCOME_GRANTED) ++granted;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(granted, 1);
}

TEST_F(InProcessTest, BadFieldsAreNamedInTheCallersLanguage) {
  auto request = demo_.Request("good", "r1");
  request.mutable_form()->set_child_iin("123");
  request.mutable_form()->set_iban("KZ00");
  oteu::v1::SubmitApplicationResponse response;
  const grpc::Status status = Submit(request, &response, "en;q=0.2, ru");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  std::vector<std::string> fields;
  const auto bad = Find<google::rpc::BadRequest>(status);
  for (const auto& violation : bad.field_violations()) {
    fields.push_back(violation.field());
    EXPECT_THAT(violation.description(), testing::Not(HasSubstr("123")));
  }
  EXPECT_THAT(fields, testing::UnorderedElementsAre("form.child_iin", "form.iban"));
  EXPECT_EQ(Find<google::rpc::LocalizedMessage>(status).locale(), "ru");
}

TEST_F(InProcessTest, ATooLargeMessageIsRefused) {
  auto request = demo_.Request("good", "r1");
  request.mutable_documents(0)->set_signed_data(std::string(5 << 20, 'x'));
  oteu::v1::SubmitApplicationResponse response;
  EXPECT_EQ(Submit(request, &response).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
}

TEST_F(InProcessTest, ADocumentIsVerifiedWithoutBeingStored) {
  auto stub = oteu::v1::VerificationService::NewStub(channel_);
  oteu::v1::VerifyDocumentRequest request;
  *request.mutable_document() = demo_.Request("good", "").documents(0);
  oteu::v1::VerifyDocumentResponse response;
  ASSERT_TRUE(Call(*stub, &oteu::v1::VerificationService::Stub::VerifyDocument, request, &response).ok());
  EXPECT_EQ(response.report().indication(), oteu::v1::INDICATION_TOTAL_PASSED);
  EXPECT_TRUE(store_->ListApplications({}, "", 10)->applications.empty());
}

TEST_F(InProcessTest, RegulationsAreListed) {
  auto stub = oteu::v1::RegulationService::NewStub(channel_);
  oteu::v1::ListRegulationsResponse response;
  ASSERT_TRUE(Call(*stub, &oteu::v1::RegulationService::Stub::ListRegulations, {}, &response).ok());
  EXPECT_GE(response.regulations_size(), 2);
}

}  // namespace
}  // namespace oteu::integration
