// Real input: dossiers signed with the public test identities of the National Certification Authority's test
// CA, through the running server, trusted to the NCA test root with the revocation list of August 2026. Lists
// for the CA certificates are not at hand, so the policy says WARN for them, and the report must show it.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "clients/demo_pki/cms_sign.h"
#include "clients/demo_pki/files.h"
#include "clients/demo_pki/identifiers.h"
#include "clients/demo_pki/identity.h"
#include "clients/demo_pki/samples.h"
#include "oteu/registry/v1/registry_file.pb.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "oteu/v1/decision_service.grpc.pb.h"
#include "tests/integration/demo_folder.h"
#include "tests/integration/server_process.h"
#include "tests/verification/kzgost/kazakh_pki.h"
#include "verification/policy/policy.h"

namespace oteu::integration {
namespace {

using oteu::v1::Decision;
using testing::Contains;
using testing::Property;
using verification::kzgost::testing::KazakhPkiDir;

// In every test certificate; its control digit is wrong, which is why identifiers in certificates are
// compared and not validated.
constexpr char kBin[] = "123456789021";
constexpr char kHead[] = "legal_valid_head";

absl::CivilDay Today() { return absl::ToCivilDay(absl::Now(), absl::UTCTimeZone()); }

void SetDate(google::type::Date* out, absl::CivilDay day) {
  out->set_year(static_cast<int>(day.year()));
  out->set_month(day.month());
  out->set_day(day.day());
}

class RealIdentityTest : public testing::Test {
 protected:
  RealIdentityTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "oteu-real-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~RealIdentityTest() override {
    server_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  void SetUp() override {
    OTEU_NEED_KAZAKH_PKI();
    if (Today() >= absl::CivilDay(2027, 2, 6))
      GTEST_SKIP() << "the revocation list of August 2026 has ended on 2027-02-07";
    CopyTrust();
    WritePolicy();
    WriteRegistry();
    server_ = std::make_unique<ServerProcess>(
        OTEU_SERVER,
        std::vector<std::string>{
            "--listen=127.0.0.1:0", "--port_file=" + folder_ + "/port", "--data_dir=" + folder_ + "/data",
            "--regulations_dir=" + RegulationsDir(OTEU_SOURCE_DIR), "--trust_dir=" + folder_ + "/nca",
            "--policy_file=" + folder_ + "/nca.txtpb", "--registry_file=" + folder_ + "/nca-registry.txtpb"},
        folder_ + "/log");
    const int port = server_->WaitForPort(folder_ + "/port", absl::Seconds(60));
    ASSERT_NE(port, 0) << ReadWholeFile(folder_ + "/log");
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
  }

  void CopyTrust() {
    const std::filesystem::path nca = folder_ + "/nca";
    for (const char* folder : {"anchors", "intermediates", "crls"})
      std::filesystem::create_directories(nca / folder);
    std::filesystem::copy_file(KazakhPkiDir() / "ca-test/root_test_gost_2022.cer", nca / "anchors/root.cer");
    std::filesystem::copy_file(KazakhPkiDir() / "ca-test/nca_gost2022_test.cer",
                               nca / "intermediates/nca.cer");
    std::filesystem::copy_file(KazakhPkiDir() / "crl/nca_gost2022_test_ncago.crl", nca / "crls/nca.crl");
  }

  void WriteText(const google::protobuf::Message& message, const std::string& name) {
    std::string text;
    google::protobuf::TextFormat::PrintToString(message, &text);
    ASSERT_TRUE(demo_pki::WriteFile(folder_ + "/" + name, text).ok());
  }

  void WritePolicy() {
    verification::v1::Policy policy = verification::DefaultPolicy();
    policy.set_version("nca-test");
    policy.mutable_levels()->set_ca_revocation(oteu::v1::CHECK_LEVEL_WARN);
    WriteText(policy, "nca.txtpb");
  }

  void WriteRegistry() {
    registry::v1::RegistryFile file;
    for (int child = 0; child < kChildren; ++child) {
      auto* family = file.add_families();
      family->set_child_iin(ChildIin(child));
      SetDate(family->mutable_civil()->mutable_birth_date(), Today() - 3700);
      family->mutable_civil()->add_parent_iins(demo_pki::ApplicantIin());
      auto* term = family->mutable_disability()->add_terms();
      SetDate(term->mutable_from(), Today() - 400);
      SetDate(term->mutable_through(), Today() + 700);
      family->mutable_guardianship()->set_status(oteu::v1::REGISTER_STATUS_NOT_FOUND);
      family->mutable_institution_stays()->set_status(oteu::v1::REGISTER_STATUS_NOT_FOUND);
      family->mutable_residence()->set_district_kato(demo_pki::kSampleDistrictKato);
      auto* applicant = family->add_applicants();
      applicant->set_iin(demo_pki::ApplicantIin());
      SetDate(applicant->mutable_identity()->mutable_valid_through(), Today() + 1000);
    }
    auto* institution = file.add_institutions();
    institution->set_bin(kBin);
    institution->add_kinds(oteu::v1::INSTITUTION_KIND_SCHOOL);
    institution->add_kinds(oteu::v1::INSTITUTION_KIND_PMPC);
    institution->add_district_katos(demo_pki::kSampleDistrictKato);
    WriteText(file, "nca-registry.txtpb");
  }

  // A child of its own for every dossier, so that none stands in another's way.
  static constexpr int kChildren = 8;
  static std::string ChildIin(int child) { return demo_pki::MakeIin(100 + child); }

  static std::string Sign(const google::protobuf::Message& payload, const std::string& identity) {
    const std::string path = KazakhPkiDir() / "keys" / identity;
    auto loaded = demo_pki::LoadIdentity(path + ".cer", path + ".scalar");
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    if (!loaded.ok()) return "";
    auto cms =
        demo_pki::SignCms(demo_pki::ToJson(payload), {loaded->AsSigner()}, {.signing_time = absl::Now()});
    EXPECT_TRUE(cms.ok()) << cms.status();
    return cms.ok() ? *cms : "";
  }

  oteu::v1::SubmitApplicationRequest Request(int child, const std::string& school_signer) {
    oteu::v1::SubmitApplicationRequest request;
    request.set_request_id("real-" + std::to_string(child));
    auto* form = request.mutable_form();
    form->set_child_iin(ChildIin(child));
    form->set_applicant_iin(demo_pki::ApplicantIin());
    form->set_capacity(oteu::v1::APPLICANT_CAPACITY_PARENT);
    form->set_district_kato(demo_pki::kSampleDistrictKato);
    form->set_iban(demo_pki::MakeIban(1));
    form->set_consent(true);

    oteu::v1::SchoolCertificate certificate;
    certificate.set_child_iin(form->child_iin());
    certificate.set_school_bin(kBin);
    SetDate(certificate.mutable_home_education_from(), Today() - 30);
    SetDate(certificate.mutable_home_education_through(), Today() + 300);
    SetDate(certificate.mutable_issued_on(), Today() - 5);
    certificate.set_number("17");
    auto* document = request.add_documents();
    document->set_type(oteu::v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
    document->set_signed_data(Sign(certificate, school_signer));

    oteu::v1::PmpcConclusion conclusion;
    conclusion.set_child_iin(form->child_iin());
    conclusion.set_pmpc_bin(kBin);
    SetDate(conclusion.mutable_term_from(), Today() - 30);
    SetDate(conclusion.mutable_term_through(), Today() + 300);
    conclusion.set_home_education_recommended(true);
    SetDate(conclusion.mutable_issued_on(), Today() - 5);
    conclusion.set_number("18");
    document = request.add_documents();
    document->set_type(oteu::v1::DOCUMENT_TYPE_PMPC_CONCLUSION);
    document->set_signed_data(Sign(conclusion, kHead));
    return request;
  }

  oteu::v1::SubmitApplicationResponse Submit(const oteu::v1::SubmitApplicationRequest& request) {
    oteu::v1::SubmitApplicationResponse response;
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
    const grpc::Status status =
        oteu::v1::ApplicationService::NewStub(channel_)->SubmitApplication(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  // What a dossier whose school certificate is signed by `signer` must come to, and for which reason.
  void ExpectNotGranted(int child, const std::string& signer, oteu::v1::DecisionOutcome outcome,
                        oteu::v1::ReasonCode reason) {
    const Decision decision = Submit(Request(child, signer)).decision();
    EXPECT_EQ(decision.outcome(), outcome) << decision.DebugString();
    EXPECT_THAT(decision.findings(), Contains(Property(&oteu::v1::DecisionFinding::reason, reason)));
    EXPECT_FALSE(decision.documents(0).accepted());
  }

  std::string folder_;
  std::unique_ptr<ServerProcess> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

TEST_F(RealIdentityTest, TheHeadsDossierIsGrantedAndTheReportShowsTheMissingListOfTheRoot) {
  const auto response = Submit(Request(0, kHead));
  const Decision& decision = response.decision();
  ASSERT_EQ(decision.outcome(), oteu::v1::DECISION_OUTCOME_GRANTED) << decision.DebugString();
  EXPECT_GT(decision.entitlement().total_tiyn(), 0);
  const auto& report = decision.documents(0).verification();
  EXPECT_EQ(report.indication(), oteu::v1::INDICATION_TOTAL_PASSED);
  ASSERT_EQ(report.signers_size(), 1);
  EXPECT_EQ(report.signers(0).bin(), kBin);
  EXPECT_EQ(report.signers(0).role(), oteu::v1::SIGNER_ROLE_FIRST_HEAD);
  EXPECT_EQ(report.signers(0).chain(0).revocation(), oteu::v1::REVOCATION_STATUS_GOOD);
  EXPECT_THAT(
      report.signers(0).findings(),
      Contains(testing::AllOf(
          Property(&oteu::v1::VerificationFinding::code, oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_MISSING),
          Property(&oteu::v1::VerificationFinding::level, oteu::v1::CHECK_LEVEL_WARN))));

  oteu::v1::ReplayDecisionRequest replay;
  replay.set_name(decision.name());
  oteu::v1::ReplayDecisionResponse replayed;
  grpc::ClientContext context;
  ASSERT_TRUE(oteu::v1::DecisionService::NewStub(channel_)->ReplayDecision(&context, replay, &replayed).ok());
  EXPECT_TRUE(replayed.identical()) << replayed.DebugString();
}

TEST_F(RealIdentityTest, AnEmployeeWithTheRightToSignMaySign) {
  EXPECT_EQ(Submit(Request(1, "legal_valid_employee_signright")).decision().outcome(),
            oteu::v1::DECISION_OUTCOME_GRANTED);
}

// The list says certificateHold: the hold may be lifted, so the application is held for review, and not
// granted.
TEST_F(RealIdentityTest, TheHeadWhoseCertificateIsOnHoldWaits) {
  ExpectNotGranted(2, "legal_revoked_head", oteu::v1::DECISION_OUTCOME_UNDER_REVIEW,
                   oteu::v1::REASON_CODE_REVOCATION_UNAVAILABLE);
}

// The employee's certificate stands on the list as revoked, whatever its name says.
TEST_F(RealIdentityTest, TheEmployeeIsRefused) {
  ExpectNotGranted(3, "legal_valid_employee", oteu::v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL,
                   oteu::v1::REASON_CODE_CERTIFICATE_NOT_VALID);
}

TEST_F(RealIdentityTest, AnIndividualIsRefused) {
  ExpectNotGranted(4, "individual_valid_individual_valid", oteu::v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL,
                   oteu::v1::REASON_CODE_SIGNER_NOT_ENTITLED);
}

TEST_F(RealIdentityTest, OneByteOfTheContentChangedIsRefused) {
  auto request = Request(5, kHead);
  std::string* data = request.mutable_documents(0)->mutable_signed_data();
  const auto number = data->find("\"17\"");
  ASSERT_NE(number, std::string::npos);
  (*data)[number + 1] = '9';
  const Decision decision = Submit(request).decision();
  EXPECT_EQ(decision.outcome(), oteu::v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL);
  EXPECT_THAT(decision.findings(), Contains(Property(&oteu::v1::DecisionFinding::reason,
                                                     oteu::v1::REASON_CODE_SIGNATURE_INVALID)));
}

}  // namespace
}  // namespace oteu::integration
