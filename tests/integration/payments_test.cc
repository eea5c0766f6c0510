// A quarter's end through the running service and the real oteu: decide, attendance, build, seal, export,
// acknowledge; then a month confirmed late, a payment that came back, a death that became known after the
// register was sealed. Kegen, 8 MCI a quarter, reading B.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "oteu/v1/decision_service.grpc.pb.h"
#include "oteu/v1/payment_service.grpc.pb.h"
#include "service/payment/manifest.h"
#include "service/rpc/server.h"
#include "service/store/sqlite/connection.h"
#include "tests/integration/server_process.h"
#include "tests/service/application/world.h"
#include "verification/policy/policy.h"

namespace oteu::application {
namespace {

using integration::ReadWholeFile;
using integration::ServerProcess;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::int64_t kQuarter2025 = 3'145'600;  // 8 MCI

class PaymentsTest : public World {
 protected:
  PaymentsTest() : log_([](absl::string_view) {}, logging::Level::kError, &clock_) {
    runtime_ = {use_cases_.get(), &pool_, &clock_, &log_};
    runtime_.streams = &streams_;
    rpc::ServerOptions options;
    options.address = "127.0.0.1:0";
    auto server = rpc::Server::Start(options, &runtime_);
    if (!server.ok()) std::abort();
    server_ = *std::move(server);
    stub_ = v1::PaymentService::NewStub(
        grpc::CreateChannel(server_->address(), grpc::InsecureChannelCredentials()));
    clock_.Set("2025-09-20T10:00:00+05:00");
    Kinds();
  }
  ~PaymentsTest() override {
    server_->Shutdown(absl::Seconds(10));
    pool_.Stop();
  }

  // Builds and waits; the register.
  v1::Register Build(const std::string& quarter, bool dry_run = false) {
    v1::BuildRegisterRequest request;
    request.set_district_kato(kKegen);
    request.set_quarter(quarter);
    request.set_dry_run(dry_run);
    v1::BuildRegisterResponse begun;
    grpc::ClientContext context;
    const auto status = stub_->BuildRegister(&context, request, &begun);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(begun.register_().state(), v1::REGISTER_STATE_BUILDING);
    v1::Register head = begun.register_();
    while (head.state() == v1::REGISTER_STATE_BUILDING) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      head = Get(head.name());
    }
    return head;
  }
  v1::Register Get(const std::string& name) {
    v1::GetRegisterRequest request;
    request.set_name(name);
    v1::GetRegisterResponse response;
    grpc::ClientContext context;
    const auto status = stub_->GetRegister(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.register_();
  }
  // The sealed register, or an empty one and the reason.
  v1::Register Seal(const v1::Register& draft, std::string* reason = nullptr) {
    v1::SealRegisterRequest request;
    request.set_name(draft.name());
    request.set_lines_sha256(draft.lines_sha256());
    request.set_officer("officer-1");
    v1::SealRegisterResponse response;
    grpc::ClientContext context;
    const auto status = stub_->SealRegister(&context, request, &response);
    if (reason == nullptr) {
      EXPECT_TRUE(status.ok()) << status.error_message();
    } else {
      *reason = Reason(status);
    }
    return response.register_();
  }
  static google::rpc::ErrorInfo Info(const grpc::Status& status) {
    google::rpc::Status rpc;
    google::rpc::ErrorInfo info;
    if (rpc.ParseFromString(status.error_details()) && rpc.details_size() > 0) rpc.details(0).UnpackTo(&info);
    return info;
  }
  static std::string Reason(const grpc::Status& status) { return Info(status).reason(); }
  std::vector<v1::Overpayment> Overpayments(v1::OverpaymentState state = v1::OVERPAYMENT_STATE_UNSPECIFIED) {
    v1::ListOverpaymentsRequest request;
    request.set_district_kato(kKegen);
    request.set_state(state);
    v1::ListOverpaymentsResponse response;
    grpc::ClientContext context;
    const auto status = stub_->ListOverpayments(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return {response.overpayments().begin(), response.overpayments().end()};
  }
  v1::Overpayment Decide(const v1::DecideOverpaymentRequest& request, std::string* reason) {
    v1::DecideOverpaymentResponse response;
    grpc::ClientContext context;
    *reason = Reason(stub_->DecideOverpayment(&context, request, &response));
    return response.overpayment();
  }
  // A quarter that was paid whole, and a death that becomes known afterwards. The application.
  std::string OverpaidNovember(const google::type::Date& died = Date(2025, 10, 3)) {
    const std::string application = Granted();
    clock_.Set("2025-12-30T10:00:00+05:00");
    for (const char* month : {"2025-10", "2025-11", "2025-12"}) Confirm("vendor-a", month);
    const v1::Register sealed = Seal(Build("2025-Q4"));
    Acknowledge(sealed.name(), 1, v1::PAYMENT_STATE_PAID);
    Outcomes("civil", {Period("d", v1::FACT_KIND_DEATH, Child(), died)});
    return application;
  }
  // What followers were told of payments and overpayments.
  std::vector<std::string> Kinds() {
    v1::ListChangesRequest request;
    request.set_page_size(200);
    for (int kind = v1::CHANGE_KIND_PAYMENT_REGISTERED; kind <= v1::CHANGE_KIND_OVERPAYMENT_DECIDED; ++kind)
      request.mutable_filter()->add_kinds(static_cast<v1::ChangeKind>(kind));
    std::vector<std::string> kinds;
    if (first_token_.empty()) {  // of a follower who stands there from the first day
      request.set_skip_snapshot(true);
      first_token_ = use_cases_->ListChanges(call_, request)->resume_token();
      return kinds;
    }
    request.set_resume_token(first_token_);
    const auto changes = use_cases_->ListChanges(call_, request);
    EXPECT_TRUE(changes.ok()) << changes.status();
    if (!changes.ok()) return kinds;
    for (const v1::Change& change : changes->changes())
      kinds.push_back(v1::ChangeKind_Name(change.kind()).substr(12));
    return kinds;
  }
  struct Exported {
    std::vector<v1::RegisterLine> lines;
    std::vector<v1::HeldMonths> held;
    std::vector<v1::ProposedOverpayment> overpayments;
    v1::RegisterSignature signature;
  };
  Exported Export(const std::string& name) {
    v1::ExportRegisterRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    const auto stream = stub_->ExportRegister(&context, request);
    Exported out;
    v1::ExportRegisterResponse message;
    while (stream->Read(&message)) {
      if (message.has_line()) out.lines.push_back(message.line());
      if (message.has_held()) out.held.push_back(message.held());
      if (message.has_overpayment()) out.overpayments.push_back(message.overpayment());
      if (message.has_signature()) out.signature = message.signature();
    }
    const auto status = stream->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return out;
  }
  void Acknowledge(const std::string& name, int line, v1::PaymentState state, const std::string& why = "") {
    v1::AcknowledgePaymentsRequest request;
    request.set_name(name);
    v1::PaymentAcknowledgement* acknowledgement = request.add_acknowledgements();
    acknowledgement->set_line_number(line);
    acknowledgement->set_state(state);
    acknowledgement->set_reason(why);
    v1::AcknowledgePaymentsResponse response;
    grpc::ClientContext context;
    const auto status = stub_->AcknowledgePayments(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    EXPECT_EQ(response.changed(), 1);
  }
  void Confirm(const std::string& source, const std::string& month) {
    EXPECT_THAT(Outcomes(source, {Confirmed(absl::StrCat("att-", month), Child(), month)}),
                ElementsAre(v1::FACT_OUTCOME_NEW));
  }
  // Runs the real oteu, or another program; its output, with the exit code in front.
  std::string Run(const std::string& program, std::vector<std::string> words) {
    const std::string log = folder_ + "/output";
    std::remove(log.c_str());
    ServerProcess process(program, words, log);
    const int code = process.WaitForExit(absl::Seconds(60));
    return absl::StrCat(code, "\n", ReadWholeFile(log));
  }
  std::string Policy() {
    oteu::verification::v1::Policy policy = verification::DefaultPolicy();
    policy.mutable_levels()->set_demonstration_certificate(v1::CHECK_LEVEL_WARN);
    std::ofstream(folder_ + "/policy.txtpb") << policy.DebugString();
    return folder_ + "/policy.txtpb";
  }
  std::string AfterMeddling(const std::string& sql);
  std::string Oteu(std::vector<std::string> words) {
    words.push_back("--server=" + server_->address());
    return Run(OTEU_CLI, std::move(words));
  }

  logging::Logger log_;
  rpc::WorkerPool pool_{rpc::WorkerPoolOptions{2, 100}};
  rpc::OpenStreams streams_;
  rpc::Runtime runtime_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<v1::PaymentService::Stub> stub_;
  std::string first_token_;
};

std::vector<std::string> Months(const v1::RegisterLine& line) {
  std::vector<std::string> months;
  for (const v1::RegisterMonth& month : line.months()) months.push_back(month.month());
  return months;
}

TEST_F(PaymentsTest, AQuarterFromTheDecisionToALateDeath) {
  const std::string application = Granted();
  clock_.Set("2025-12-30T10:00:00+05:00");
  for (const char* month : {"2025-10", "2025-11"}) Confirm("vendor-a", month);

  // What would be paid: nothing is reserved by asking.
  const v1::Register dry = Build("2025-Q4", true);
  EXPECT_EQ(dry.state(), v1::REGISTER_STATE_DRY_RUN);
  EXPECT_EQ(Export(dry.name()).lines.size(), 1U);
  std::string reason;
  Seal(dry, &reason);
  EXPECT_EQ(reason, "STATE_CONFLICT");

  const v1::Register draft = Build("2025-Q4");
  ASSERT_EQ(draft.state(), v1::REGISTER_STATE_DRAFT) << draft.ShortDebugString();
  EXPECT_EQ(draft.lines_sha256(), dry.lines_sha256());
  EXPECT_EQ(draft.total_tenge(), "20970.67");
  const Exported shown = Export(draft.name());
  ASSERT_EQ(shown.lines.size(), 1U);
  EXPECT_THAT(Months(shown.lines[0]), ElementsAre("2025-10", "2025-11"));
  EXPECT_EQ(shown.lines[0].payee_iin(), Mother());
  EXPECT_EQ(shown.lines[0].decision(), application + "/decisions/1");
  EXPECT_GT(shown.lines[0].citations_size(), 0);
  // September and December: granted, and confirmed by no school.
  ASSERT_EQ(shown.held.size(), 2U);
  for (const v1::HeldMonths& held : shown.held) EXPECT_EQ(held.reason(), v1::HOLD_REASON_NOT_CONFIRMED);
  EXPECT_TRUE(shown.signature.cms().empty());

  v1::Register other = draft;
  other.set_lines_sha256(std::string(64, '0'));
  Seal(other, &reason);
  EXPECT_EQ(reason, "CONCURRENT_CHANGE") << "not the lines that were looked at";
  const v1::Register sealed = Seal(draft);
  EXPECT_EQ(sealed.state(), v1::REGISTER_STATE_SEALED);
  EXPECT_EQ(sealed.manifest().sequence(), 1);
  EXPECT_EQ(Seal(draft).SerializeAsString(), sealed.SerializeAsString()) << "once, however often";
  const Exported export_ = Export(sealed.name());
  verification::VerificationRequest signature;
  signature.container = export_.signature.cms();
  signature.at = clock_.Now();
  const auto verified = verifier_->Verify(signature);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_EQ(verified->report.indication(), v1::INDICATION_TOTAL_PASSED) << verified->report.DebugString();
  EXPECT_EQ(verified->content, export_.signature.manifest_json());

  // A month confirmed late comes in the next register, and the quarter is exact.
  clock_.Set("2026-01-12T10:00:00+05:00");
  Acknowledge(sealed.name(), 1, v1::PAYMENT_STATE_PAID);
  Confirm("vendor-b", "2025-12");
  const v1::Register follow_up = Seal(Build("2025-Q4"));
  EXPECT_EQ(follow_up.total_tiyn(), kQuarter2025 - sealed.total_tiyn());
  EXPECT_EQ(follow_up.manifest().sequence(), 2);
  EXPECT_TRUE(payment::CheckLink(&sealed.manifest(), follow_up.manifest()).ok());

  // The bank returns it: its month is free, and comes again.
  Acknowledge(follow_up.name(), 1, v1::PAYMENT_STATE_RETURNED, "account closed");
  EXPECT_EQ(Export(follow_up.name()).lines[0].return_reason(), "account closed");
  const v1::Register again = Build("2025-Q4");
  ASSERT_EQ(Export(again.name()).lines.size(), 1U);
  EXPECT_EQ(Export(again.name()).lines[0].kind(), v1::REGISTER_LINE_KIND_AFTER_RETURN);

  // Death on 3 October becomes known (clause 5.4): October was due, November was paid, December is in a
  // draft.
  EXPECT_THAT(Outcomes("civil", {Period("d", v1::FACT_KIND_DEATH, Child(), Date(2025, 10, 3))}),
              ElementsAre(v1::FACT_OUTCOME_NEW));
  Seal(again, &reason);
  EXPECT_EQ(reason, "CONCURRENT_CHANGE") << "what the draft rests on changed";
  const v1::Decision decision = LatestDecision(application);
  EXPECT_TRUE(Replay(decision.name()).identical());
  ASSERT_EQ(decision.recalculation().adjustments_size(), 1);
  const v1::Adjustment& proposal = decision.recalculation().adjustments(0);
  EXPECT_EQ(proposal.kind(), v1::ADJUSTMENT_KIND_OVERPAYMENT);
  EXPECT_EQ(proposal.basis(), v1::ADJUSTMENT_BASIS_PAID);
  EXPECT_EQ(proposal.state(), v1::ADJUSTMENT_STATE_PROPOSED);
  EXPECT_EQ(proposal.payee_iin(), Mother());
  EXPECT_EQ(proposal.amount_tiyn(), export_.lines[0].months(1).amount_tiyn()) << "November, as it was paid";
  ASSERT_EQ(proposal.lines_size(), 1);
  EXPECT_THAT(proposal.lines(0).months(), ElementsAre("2025-11"));
  EXPECT_THAT(proposal.lines(0).causes(), testing::Contains(v1::MONTH_REASON_DECEASED));
  std::vector<std::string> clauses;
  for (const v1::Citation& citation : proposal.lines(0).citations()) clauses.push_back(citation.clause_id());
  EXPECT_THAT(clauses, testing::Contains("5.4"));

  // Officers find it; the next register shows it, pays nothing for it and takes nothing off.
  const auto found = Overpayments();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].state(), v1::OVERPAYMENT_STATE_PROPOSED);
  EXPECT_EQ(found[0].name(), absl::StrCat(application, "/overpayments/", decision.version()));
  EXPECT_EQ(found[0].decision(), decision.name());
  EXPECT_EQ(found[0].adjustment().SerializeAsString(), proposal.SerializeAsString());
  const Exported last = Export(Build("2026-Q1").name());
  EXPECT_TRUE(last.lines.empty());
  ASSERT_EQ(last.overpayments.size(), 1U);
  EXPECT_EQ(last.overpayments[0].adjustment().amount_tiyn(), proposal.amount_tiyn());
  EXPECT_THAT(AfterMeddling("SELECT 1"), StartsWith("0\n")) << "paid, returned, drafted";
  EXPECT_THAT(AfterMeddling("UPDATE register_lines SET state = 2, return_reason = '' WHERE state = 3"),
              testing::AllOf(StartsWith("1\n"), HasSubstr("what became of the payment")));
}

TEST_F(PaymentsTest, AnOfficerDecidesOnAnOverpaymentOnce) {
  const std::string application = OverpaidNovember();
  const v1::Overpayment proposed = Overpayments().at(0);
  EXPECT_EQ(proposed.adjustment().amount_tenge(), "20970.67") << "November and December, as they were paid";
  v1::DecideOverpaymentRequest request;
  request.set_name(proposed.name());
  std::string reason;
  Decide(request, &reason);
  EXPECT_EQ(reason, "INVALID_FIELD");
  request.set_decision(v1::OVERPAYMENT_STATE_CLAIMED_BACK);
  request.set_reason("the family was told and agreed");
  request.set_officer("officer-2");
  request.set_request_id("claim-1");
  v1::DecideOverpaymentRequest old = request;
  old.set_name(absl::StrCat(application, "/overpayments/1"));
  old.set_request_id("claim-0");
  Decide(old, &reason);
  EXPECT_EQ(reason, "CONCURRENT_CHANGE") << "another decision stands since";
  const v1::Overpayment decided = Decide(request, &reason);
  ASSERT_EQ(reason, "");
  EXPECT_EQ(decided.state(), v1::OVERPAYMENT_STATE_CLAIMED_BACK);
  EXPECT_EQ(decided.officer(), "officer-2");
  EXPECT_EQ(decided.adjustment().SerializeAsString(), proposed.adjustment().SerializeAsString());
  EXPECT_EQ(Decide(request, &reason).SerializeAsString(), decided.SerializeAsString()) << "once";
  EXPECT_EQ(store_->LastAudit()->event, "ACCESS_DECIDE_OVERPAYMENT") << "the stored answer was read";
  v1::DecideOverpaymentRequest other = request;
  other.set_decision(v1::OVERPAYMENT_STATE_WAIVED);
  Decide(other, &reason);
  EXPECT_EQ(reason, "REQUEST_ID_REUSED");
  other.set_request_id("waive-1");
  Decide(other, &reason);
  EXPECT_EQ(reason, "STATE_CONFLICT");

  // It is proposed no more, not even by the next recalculation, and no register takes it off.
  const v1::Decision after = LatestDecision(application);
  EXPECT_EQ(after.recalculation().adjustments_size(), 0) << after.recalculation().ShortDebugString();
  EXPECT_TRUE(Replay(after.name()).identical());
  EXPECT_THAT(Overpayments(v1::OVERPAYMENT_STATE_PROPOSED), testing::IsEmpty());
  EXPECT_THAT(Overpayments(v1::OVERPAYMENT_STATE_CLAIMED_BACK), testing::SizeIs(1));
  Outcomes("registers", {Period("stay", v1::FACT_KIND_INSTITUTION_STAY, Child(), Date(2026, 4, 1))});
  EXPECT_THAT(Overpayments(v1::OVERPAYMENT_STATE_PROPOSED), testing::IsEmpty());
  clock_.Set("2026-01-12T10:00:00+05:00");
  const Exported next = Export(Build("2026-Q1").name());
  EXPECT_TRUE(next.overpayments.empty());
  EXPECT_TRUE(next.lines.empty());

  // The death was an error: the months are granted again, and whoever claimed them is told.
  v1::Fact death = Period("d", v1::FACT_KIND_DEATH, Child(), Date(2025, 10, 3));
  EXPECT_THAT(Outcomes("civil", {Retraction(death, 2)}), ElementsAre(v1::FACT_OUTCOME_SUPERSEDED));
  EXPECT_THAT(Overpayments().at(0).months_granted_again(), ElementsAre("2025-11", "2025-12"));
  EXPECT_THAT(Kinds(), ElementsAre("PAYMENT_REGISTERED", "PAYMENT_PAID", "OVERPAYMENT_PROPOSED",
                                   "OVERPAYMENT_DECIDED"));
}

// ---- The audit of registers, payments and overpayments ----

// Does SQL to a copy of the database and verifies that.
std::string PaymentsTest::AfterMeddling(const std::string& sql) {
  const std::string copy = folder_ + "/copy.db";
  std::filesystem::remove(copy);
  auto live = store::sqlite::Connection::Open({.path = folder_ + "/oteu.db"});
  EXPECT_TRUE(live.ok() && live->Execute(absl::StrCat("VACUUM INTO '", copy, "'").c_str()).ok());
  {
    auto meddled = store::sqlite::Connection::Open({.path = copy});
    EXPECT_TRUE(meddled.ok()) << meddled.status();
    for (const char* trigger :
         {"register_lines_keep_values", "register_lines_keep_sealed", "registers_keep_sealed",
          "registers_keep_sealed_values", "overpayments_keep_decided", "overpayments_keep_decided_values",
          "overpayment_parts_keep_rows", "overpayment_parts_keep_values"})
      EXPECT_TRUE(meddled->Execute(absl::StrCat("DROP TRIGGER ", trigger).c_str()).ok()) << trigger;
    const absl::Status done = meddled->Execute(sql.c_str());
    EXPECT_TRUE(done.ok()) << done << " " << sql;
  }
  return Run(OTEU_CLI, {"audit", "verify", "--database", copy});
}

// A paid register, a decided overpayment, and the draft of the next quarter.
TEST_F(PaymentsTest, EveryKindOfMeddlingWithPaymentsIsFound) {
  OverpaidNovember();
  v1::DecideOverpaymentRequest request;
  request.set_name(Overpayments().at(0).name());
  request.set_decision(v1::OVERPAYMENT_STATE_CLAIMED_BACK);
  request.set_reason("the family was told and agreed");
  request.set_officer("officer-2");
  request.set_request_id("claim-1");
  std::string reason;
  Decide(request, &reason);
  ASSERT_EQ(reason, "");
  clock_.Set("2026-01-12T10:00:00+05:00");
  Build("2026-Q1");
  ASSERT_THAT(AfterMeddling("SELECT 1"), StartsWith("0\n"));
  struct Meddling {
    const char* sql;
    const char* found;
  };
  constexpr char kLine[] = "its row is not that of the line";
  constexpr char kManifest[] = "its row is not that of the manifest";
  constexpr char kMonths[] = "the months that are held for it are not those";
  constexpr char kParts[] = "what is counted as decided on is not what was decided";
  for (const Meddling& meddling : std::initializer_list<Meddling>{
           {"UPDATE register_lines SET state = 3 WHERE state = 2", "what became of the payment"},
           {"UPDATE register_lines SET child_iin = 'x' || child_iin", kLine},
           {"UPDATE register_lines SET application_id = 'x'", kLine},
           {"UPDATE register_lines SET number = 2", kLine},
           // Another account: the letters are those of the IBAN alone.
           {"UPDATE register_lines SET line = CAST(replace(CAST(line AS TEXT), 'KZ', 'KX') AS BLOB)",
            "its lines are not those"},
           {"DELETE FROM register_lines", "its lines are not those"},
           {"UPDATE registers SET manifest = CAST(manifest || ' ' AS BLOB) WHERE sequence = 1",
            "its manifest is not the one"},
           {"UPDATE registers SET manifest_sha256 = replace(manifest_sha256, '1', '2')", kManifest},
           {"UPDATE registers SET sequence = 2 WHERE sequence = 1", kManifest},
           {"UPDATE registers SET district_kato = '000000000' WHERE sequence = 1", kManifest},
           {"UPDATE registers SET quarter = '2025-Q3' WHERE sequence = 1", kManifest},
           {"UPDATE registers SET content = x'' WHERE sequence = 1", kManifest},
           {"UPDATE registers SET content = CAST(content || x'A00601' AS BLOB) WHERE sequence IS NULL",
            "the draft is not the one that was built"},
           {"DELETE FROM registers WHERE sequence = 1", "the sealed register is gone"},
           {"UPDATE registers SET id = 'x' WHERE sequence = 1", "no record says that it was sealed"},
           {"UPDATE registers SET id = 'x' WHERE sequence IS NULL", "no record speaks of it"},
           // What keeps a child-month from being paid twice.
           {"DELETE FROM register_months WHERE month = '2025-11'", kMonths},
           {"UPDATE register_months SET month = '2026-11' WHERE month = '2025-11'", kMonths},
           {"UPDATE register_months SET part = 1 WHERE month = '2025-11'", kMonths},
           {"UPDATE register_months SET child_iin = 'x'", kMonths},
           {"UPDATE register_months SET application_id = 'x'", kMonths},
           {"UPDATE register_months SET amount_tiyn = 1", kMonths},
           {"UPDATE register_months SET state = 2", kMonths},
           {"UPDATE register_months SET line_number = 7", "3 months are held that no line"},
           {"INSERT INTO register_months SELECT child_iin, '2031-01', part, 'x', 1, application_id, 1, 1"
            " FROM register_months WHERE month = '2025-11'",
            "1 months are held that no line"},
           {"UPDATE overpayments SET state = 4", "it is not what was decided"},
           {"UPDATE overpayments SET content = CAST(content || x'A00601' AS BLOB)",
            "it is not what was decided"},
           {"DELETE FROM overpayments", "the decision on it is gone"},
           {"UPDATE overpayments SET decision_version = 7", "no record says that it was decided"},
           // What keeps an overpayment from being asked for twice.
           {"DELETE FROM overpayment_parts WHERE month = '2025-11'", kParts},
           {"UPDATE overpayment_parts SET month = '2026-11' WHERE month = '2025-11'", kParts},
           {"UPDATE overpayment_parts SET child_iin = 'x'", kParts},
           {"UPDATE overpayment_parts SET amount_tiyn = amount_tiyn + 1", kParts},
           {"INSERT INTO overpayment_parts SELECT child_iin, '2031-01', part, register_id, application_id,"
            " decision_version, 1 FROM overpayment_parts WHERE month = '2025-11'",
            kParts},
           {"UPDATE overpayment_parts SET application_id = 'x'", "is counted as decided on, and no record"},
       }) {
    EXPECT_THAT(AfterMeddling(meddling.sql), testing::AllOf(StartsWith("1\n"), HasSubstr(meddling.found)))
        << meddling.sql;
  }
}

// A proposal grows when more becomes known, and what was decided is not asked for twice.
TEST_F(PaymentsTest, OnlyWhatNobodyDecidedOnIsProposedAgain) {
  const std::string application = OverpaidNovember(Date(2025, 11, 3));
  const v1::Overpayment december = Overpayments().at(0);
  EXPECT_EQ(december.adjustment().amount_tenge(), "10485.33");
  v1::DecideOverpaymentRequest request;
  request.set_name(december.name());
  request.set_decision(v1::OVERPAYMENT_STATE_WAIVED);
  request.set_reason("too little to be asked for");
  request.set_officer("officer-2");
  request.set_request_id("waive-1");
  std::string reason;
  Decide(request, &reason);
  ASSERT_EQ(reason, "");
  v1::Fact death = Period("d", v1::FACT_KIND_DEATH, Child(), Date(2025, 10, 3));
  EXPECT_THAT(Outcomes("civil", {Revision(death, 2)}), ElementsAre(v1::FACT_OUTCOME_SUPERSEDED));
  const auto november = Overpayments(v1::OVERPAYMENT_STATE_PROPOSED);
  ASSERT_EQ(november.size(), 1U);
  EXPECT_THAT(november[0].adjustment().lines(0).months(), ElementsAre("2025-11"));
  EXPECT_EQ(november[0].adjustment().amount_tenge(), "10485.34");
  EXPECT_EQ(november[0].decision(), LatestDecision(application).name());
  EXPECT_TRUE(Replay(november[0].decision()).identical());
}

TEST_F(PaymentsTest, AQuarterThatNoSchoolConfirmedIsHeldAndTheRegisterSaysWhy) {
  const std::string application = Granted();
  clock_.Set("2025-12-30T10:00:00+05:00");
  const v1::Register empty = Build("2025-Q4");
  EXPECT_EQ(empty.line_count(), 0);
  EXPECT_EQ(empty.held_count(), 2) << "September, and the quarter";
  const Exported held = Export(empty.name());
  ASSERT_EQ(held.held.size(), 2U);
  EXPECT_EQ(held.held[1].application(), application);
  EXPECT_EQ(held.held[1].reason(), v1::HOLD_REASON_NOT_CONFIRMED);
  EXPECT_THAT(held.held[1].months(), ElementsAre("2025-10", "2025-11", "2025-12"));
  std::vector<std::string> clauses;
  for (const v1::Citation& citation : held.held[1].citations()) clauses.push_back(citation.clause_id());
  EXPECT_THAT(clauses, testing::Contains("2"));

  // Attendance releases it whole; a confirmation taken back stops the seal, and the error says whose.
  for (const char* month : {"2025-10", "2025-11", "2025-12"}) Confirm("vendor-a", month);
  const v1::Register draft = Build("2025-Q4");
  EXPECT_EQ(draft.total_tiyn(), kQuarter2025);
  EXPECT_THAT(Outcomes("vendor-a", {Retraction(Confirmed("att-2025-11", Child(), "2025-11"), 2)}),
              ElementsAre(v1::FACT_OUTCOME_SUPERSEDED));
  v1::SealRegisterRequest seal;
  seal.set_name(draft.name());
  seal.set_lines_sha256(draft.lines_sha256());
  seal.set_officer("officer-1");
  v1::SealRegisterResponse sealed;
  grpc::ClientContext context;
  const google::rpc::ErrorInfo info = Info(stub_->SealRegister(&context, seal, &sealed));
  EXPECT_EQ(info.reason(), "CONCURRENT_CHANGE");
  EXPECT_EQ(info.metadata().at("application"), application);
  EXPECT_EQ(info.metadata().at("line_number"), "1");
  const v1::Register second = Build("2025-Q4");
  EXPECT_EQ(second.month_count(), 2);
  EXPECT_EQ(Export(second.name()).held.size(), 2U);
}

TEST_F(PaymentsTest, ADraftCanBeDiscardedAndASealedRegisterCannot) {
  Granted();
  clock_.Set("2025-12-30T10:00:00+05:00");
  Confirm("vendor-a", "2025-10");
  const v1::Register draft = Build("2025-Q4");
  EXPECT_THAT(Oteu({"register", "discard", draft.name(), "--officer=o1"}), StartsWith("0\n"));
  v1::GetRegisterRequest get;
  get.set_name(draft.name());
  v1::GetRegisterResponse gone;
  grpc::ClientContext context;
  EXPECT_EQ(stub_->GetRegister(&context, get, &gone).error_code(), grpc::StatusCode::NOT_FOUND);
  const v1::Register sealed = Seal(Build("2025-Q4"));
  EXPECT_EQ(sealed.month_count(), 1);
  EXPECT_THAT(Oteu({"register", "discard", sealed.name(), "--officer=o1"}), StartsWith("2\n"));
  EXPECT_EQ(Get(sealed.name()).state(), v1::REGISTER_STATE_SEALED);
}

TEST_F(PaymentsTest, TheCommandsDoAQuartersEnd) {
  Granted();
  clock_.Set("2025-12-30T10:00:00+05:00");
  for (const char* month : {"2025-10", "2025-11", "2025-12"}) Confirm("vendor-a", month);
  EXPECT_THAT(Oteu({"register", "build", "--district=194400000", "--quarter=2025-Q4"}),
              testing::AllOf(StartsWith("0\n"), HasSubstr("DRAFT"), HasSubstr("31456.00 tenge")));
  v1::ListRegistersRequest request;
  request.set_district_kato(kKegen);
  v1::ListRegistersResponse listed;
  grpc::ClientContext context;
  ASSERT_TRUE(stub_->ListRegisters(&context, request, &listed).ok());
  ASSERT_EQ(listed.registers_size(), 1);
  const v1::Register& draft = listed.registers(0);
  EXPECT_THAT(
      Oteu({"register", "seal", draft.name(), "--officer=o1", "--lines-sha256=" + draft.lines_sha256()}),
      testing::AllOf(StartsWith("0\n"), HasSubstr("number 1 of the district")));
  const std::string out = folder_ + "/register";
  EXPECT_THAT(Oteu({"register", "export", draft.name(), "--out=" + out}), StartsWith("0\n1 lines, 31456.00"));
  EXPECT_THAT(ReadWholeFile(out + "/manifest.json"), HasSubstr(draft.lines_sha256()));
  EXPECT_THAT(ReadWholeFile(out + "/register.csv"), HasSubstr("2025-12=10485.33,31456.00,"));
  // Proved offline by oteu, and its department's signature without any of our code.
  std::vector<std::string> verify = TrustFlags(folder_ + "/trust");
  verify.insert(verify.begin(), {"register", "verify", "--at=2025-12-30T06:00:00Z", "--policy=" + Policy()});
  verify.push_back("--bin=" + demo_pki::DepartmentBin());
  verify.push_back(out);
  EXPECT_THAT(Run(OTEU_CLI, verify),
              testing::AllOf(StartsWith("0\n"), HasSubstr(": PROVED"), HasSubstr("31456.00 tenge")));
  const std::string csv = ReadWholeFile(out + "/register.csv");
  std::ofstream(out + "/register.csv", std::ios::binary)
      << absl::StrReplaceAll(csv, {{"31456.00", "31456.01"}});
  EXPECT_THAT(Run(OTEU_CLI, verify), testing::AllOf(StartsWith("1\n"), HasSubstr("NOT PROVED"),
                                                    HasSubstr("by its digest"), HasSubstr("do not add up")));
  std::ofstream(out + "/register.csv", std::ios::binary) << csv;
  EXPECT_THAT(Run("/usr/bin/openssl", {"cms", "-verify", "-binary", "-inform", "DER", "-noverify", "-in",
                                       out + "/manifest.json.cms"}),
              testing::AllOf(StartsWith("0\n"), HasSubstr(ReadWholeFile(out + "/manifest.json"))));
  EXPECT_THAT(Run("/usr/bin/sha256sum", {out + "/register.csv"}), StartsWith("0\n" + draft.lines_sha256()));
  std::ofstream(out + "/bank.csv") << "line_number,state,reason\n1,RETURNED,account closed, ask the payee\n";
  EXPECT_THAT(Oteu({"register", "acknowledge", draft.name(), out + "/bank.csv"}),
              StartsWith("0\n1 lines acknowledged"));
  EXPECT_THAT(Oteu({"register", "acknowledge", draft.name(), out + "/bank.csv"}),
              HasSubstr("1 were so already"));
  EXPECT_THAT(Oteu({"register", "list", "--district=194400000"}), HasSubstr("SEALED"));
  // What came back comes again, in a register that follows on the first.
  const v1::Register second = Seal(Build("2025-Q4"));
  EXPECT_EQ(second.total_tiyn(), kQuarter2025);
  const std::string out2 = folder_ + "/register-2";
  EXPECT_THAT(Oteu({"register", "export", second.name(), "--out=" + out2}),
              StartsWith("0\n1 lines, 31456.00"));
  verify.back() = out2;
  EXPECT_THAT(Run(OTEU_CLI, verify),
              testing::AllOf(StartsWith("0\n"), HasSubstr("follows number 1, which was not given")));
  verify.push_back(out);
  EXPECT_THAT(Run(OTEU_CLI, verify), testing::AllOf(StartsWith("0\n"), testing::Not(HasSubstr("not given"))));
  verify.back() = out2;  // twice: the second does not follow on the first
  EXPECT_THAT(Run(OTEU_CLI, verify), testing::AllOf(StartsWith("1\n"), HasSubstr("is missing")));
  EXPECT_THAT(Oteu({"register", "build", "--district=194400000", "--quarter=2031-Q1", "--lang=en"}),
              HasSubstr("quarter"));
}

}  // namespace
}  // namespace oteu::application
