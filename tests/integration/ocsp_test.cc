// OCSP on demand through the real oteu-server: a responder of OpenSSL, and one that is down, slow or lies.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/demo_pki/demo_pki.h"
#include "clients/demo_pki/samples.h"
#include "google/protobuf/text_format.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "oteu/v1/decision_service.grpc.pb.h"
#include "oteu/v1/verification_service.grpc.pb.h"
#include "tests/integration/demo_folder.h"
#include "tests/integration/server_process.h"
#include "tests/service/revocation/fault_server.h"
#include "tests/service/revocation/ocsp_answering.h"
#include "tests/service/revocation/openssl_responder.h"
#include "verification/openssl/bytes.h"
#include "verification/x509/outline.h"

namespace oteu::integration {
namespace {

namespace fs = std::filesystem;
using demo_pki::Identity;
using oteu::v1::ValidationReport;
using revocation::testing::Answering;
using revocation::testing::FaultServer;
using revocation::testing::OpensslResponder;
using revocation::testing::Reply;
using revocation::testing::Request;
using testing::HasSubstr;

const demo_pki::DemoFamily& Family(demo_pki::KeyKind kind) {
  static auto* const ec =
      new demo_pki::DemoFamily(*demo_pki::MakeDemoFamily(demo_pki::KeyKind::kEcP256, absl::Now()));
  static auto* const gost =
      new demo_pki::DemoFamily(*demo_pki::MakeDemoFamily(demo_pki::KeyKind::kGost2015, absl::Now()));
  return kind == demo_pki::KeyKind::kGost2015 ? *gost : *ec;
}

class OcspTest : public testing::TestWithParam<demo_pki::KeyKind> {
 protected:
  OcspTest() {
    fs::remove_all(path_);
    for (const char* folder : {"anchors", "intermediates", "crls"})
      fs::create_directories(path_ + "/" + folder);
    Write("anchors/root.cer", family_.root.certificate);
    Write("intermediates/ca.cer", family_.issuing_ca.certificate);
    Write("crls/root.crl", family_.root_crl);  // of the CA alone: about signers only OCSP tells
    std::string registry;
    google::protobuf::TextFormat::PrintToString(demo_pki::MakeRegistry(absl::Now()), &registry);
    Write("registry.txtpb", registry);
  }
  ~OcspTest() override {
    server_.reset();
    fs::remove_all(path_);
  }

  std::string Write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ + "/" + name, std::ios::binary) << bytes;
    return path_ + "/" + name;
  }
  std::string Log() const { return ReadWholeFile(path_ + "/log"); }

  // `ocsp`: the field of the configuration.
  void Start(const std::string& ocsp) {
    const std::string config = Write(
        "server.txtpb",
        absl::StrCat("listen { address: \"127.0.0.1:0\" port_file: \"", path_, "/port\" }\n",
                     "store { data_dir: \"", path_, "/data\" }\n",                    //
                     "regulations_dir: \"", RegulationsDir(OTEU_SOURCE_DIR), "\"\n",  //
                     "trust { anchors_dir: \"", path_, "/anchors\" intermediates_dir: \"", path_,
                     "/intermediates\" crls_dir: \"", path_, "/crls\" }\n",  //
                     "registry { file: \"", path_, "/registry.txtpb\" }\n",  //
                     "revocation { cache_dir: \"", path_, "/cache\" hosts: \"127.0.0.1\" ", ocsp, " }\n"));
    fs::remove(path_ + "/port");
    server_ = std::make_unique<ServerProcess>(OTEU_SERVER, std::vector<std::string>{"--config=" + config},
                                              path_ + "/log");
    const int port = server_->WaitForPort(path_ + "/port", absl::Seconds(60));
    ASSERT_NE(port, 0) << Log();
    channel_ = grpc::CreateChannel("127.0.0.1:" + std::to_string(port), grpc::InsecureChannelCredentials());
  }
  template <typename Service, typename RequestType, typename Response>
  Response Call(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const RequestType&, Response*),
                const RequestType& request) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    Response response;
    const grpc::Status status = (Service::NewStub(channel_).get()->*method)(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message() << Log();
    return response;
  }
  ValidationReport Report(const char* identity) {
    oteu::v1::VerifyDocumentRequest request;
    request.mutable_document()->set_signed_data(
        *demo_pki::SignCms("document", {family_.Get(identity).AsSigner()}, {.signing_time = absl::Now()}));
    return Call<oteu::v1::VerificationService>(&oteu::v1::VerificationService::Stub::VerifyDocument, request)
        .report();
  }
  void ExpectTryLater(const char* identity, const char* what) {
    const ValidationReport report = Report(identity);
    EXPECT_EQ(report.indication(), oteu::v1::INDICATION_INDETERMINATE) << what << report.DebugString();
    EXPECT_EQ(report.sub_indication(), oteu::v1::SUB_INDICATION_TRY_LATER) << what << report.DebugString();
    EXPECT_EQ(report.signers(0).chain(0).revocation(), oteu::v1::REVOCATION_STATUS_UNAVAILABLE) << what;
  }
  void ExpectPassed(const char* identity) {
    const ValidationReport report = Report(identity);
    EXPECT_EQ(report.indication(), oteu::v1::INDICATION_TOTAL_PASSED) << report.DebugString() << Log();
    EXPECT_EQ(report.signers(0).chain(0).revocation_evidence().source(), oteu::v1::REVOCATION_SOURCE_OCSP);
  }
  // Of the certificate that a request is about: the identity whose serial number stands in it.
  const Identity* About(const std::string& request) const {
    for (const Identity& identity : family_.identities) {
      const auto outline =
          verification::x509::ReadOutline(verification::openssl::AsBytes(identity.certificate));
      if (request.find(verification::openssl::AsStringView(outline->serial)) != std::string::npos)
        return &identity;
    }
    return nullptr;
  }
  std::string Answer(const std::string& request, const Answering& how) const {
    const Identity* about = About(request);
    return about == nullptr ? ""
                            : revocation::testing::MakeAnswer(family_.issuing_ca, about->certificate, how);
  }

  const demo_pki::DemoFamily& family_ = Family(GetParam());
  const std::string path_ = testing::TempDir() + "/ocsp-integration-" + std::to_string(getpid());
  std::unique_ptr<ServerProcess> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

INSTANTIATE_TEST_SUITE_P(Kinds, OcspTest,
                         testing::Values(demo_pki::KeyKind::kEcP256, demo_pki::KeyKind::kGost2015));

// One responder that behaves in every way in turn; a good answer in between keeps it from being left alone.
TEST_P(OcspTest, WhatResponderDoesIsNeverInvalidAndNeverWronglyValid) {
  std::mutex mutex;
  std::function<Reply(const Request&)> behaviour;  // guarded by mutex
  const auto set = [&](std::function<Reply(const Request&)> next) {
    const std::lock_guard lock(mutex);
    behaviour = std::move(next);
  };
  std::string yesterday;  // an honest answer, recorded
  const auto honest = [&](const Request& request) {
    return Reply{.body = Answer(request.body,
                                {.nonce = revocation::testing::NonceOf(request.body), .at = absl::Now()})};
  };
  FaultServer responder([&](const Request& request) {
    const std::lock_guard lock(mutex);
    return behaviour(request);
  });
  Start(absl::StrCat("ocsp { url: \"", responder.Url("/"), "\" timeout_ms: 1500 response_kib_max: 16 }"));

  set([](const Request&) { return Reply{.hang_up = true}; });
  ExpectTryLater(demo_pki::kSchoolHead, "down");
  EXPECT_THAT(Log(), HasSubstr("OCSP_UNANSWERED"));
  set([](const Request&) { return Reply{.body = "<html>maintenance</html>"}; });
  ExpectTryLater(demo_pki::kSchoolHead, "garbage");
  set([](const Request&) { return Reply{.body = verification::revocation::OcspError(3)}; });
  ExpectTryLater(demo_pki::kSchoolHead, "tryLater");
  set([&](const Request& request) {
    Reply reply = honest(request);
    yesterday = reply.body;
    return reply;
  });
  ExpectPassed(demo_pki::kSchoolHead);

  set([&](const Request&) { return Reply{.body = yesterday}; });
  ExpectTryLater(demo_pki::kPmpcHead, "an old answer, about another certificate");
  set([&](const Request& request) {
    return Reply{.body = Answer(request.body, {.nonce = std::string(16, 'x'), .at = absl::Now()})};
  });
  ExpectTryLater(demo_pki::kPmpcHead, "another nonce");
  set([&](const Request& request) { return Reply{.body = Answer(request.body, {.at = absl::Now()})}; });
  ExpectTryLater(demo_pki::kPmpcHead, "no nonce: who knows of when it is");
  set(honest);
  ExpectPassed(demo_pki::kPmpcHead);

  set([&](const Request& request) {
    Reply reply = honest(request);
    reply.drip = absl::Milliseconds(20);
    return reply;
  });
  const absl::Time start = absl::Now();
  ExpectTryLater(demo_pki::kSchoolSigner, "slow");
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  set([&](const Request& request) {
    std::string forged = honest(request).body;
    forged.back() = static_cast<char>(forged.back() ^ 1);
    return Reply{.body = forged};
  });
  ExpectTryLater(demo_pki::kSchoolSigner, "forged");
  set(honest);
  ExpectPassed(demo_pki::kSchoolSigner);  // nothing forged was kept
  set([](const Request&) { return Reply{.body = std::string(17 << 10, 'x')}; });
  ExpectTryLater(demo_pki::kSchoolSystem, "too large");
  set([&](const Request& request) {
    return Reply{.body = Answer(
                     request.body,
                     {.status = 1, .nonce = revocation::testing::NonceOf(request.body), .at = absl::Now()})};
  });
  EXPECT_EQ(Report(demo_pki::kSchoolSystem).sub_indication(), oteu::v1::SUB_INDICATION_REVOKED_NO_POE);

  // Kept answers outlive the responder.
  set([](const Request&) { return Reply{.hang_up = true}; });
  ExpectPassed(demo_pki::kSchoolHead);
}

TEST_P(OcspTest, OffAndOtherHosts) {
  const FaultServer responder([](const Request&) { return Reply{}; });
  Start("");
  ExpectTryLater(demo_pki::kSchoolHead, "off by default");
  Start(absl::StrCat("ocsp { url: \"http://localhost:", responder.port(), "/\" }"));
  ExpectTryLater(demo_pki::kSchoolHead, "a host that is not named");
  EXPECT_TRUE(responder.requests().empty());
}

TEST_P(OcspTest, ADecisionKeepsItsEvidence) {
  auto responder = std::make_unique<FaultServer>([&](const Request& request) {
    return Reply{.body = Answer(request.body,
                                {.nonce = revocation::testing::NonceOf(request.body), .at = absl::Now()})};
  });
  Start(absl::StrCat("ocsp { url: \"", responder->Url("/"), "\" }"));
  const demo_pki::Dossier dossier = demo_pki::MakeDossiers(family_, absl::Now())->front();
  oteu::v1::SubmitApplicationRequest request;
  request.set_request_id("r1");
  *request.mutable_form() = dossier.form;
  const auto add = [&](oteu::v1::DocumentType type, const std::string& cms) {
    request.add_documents()->set_type(type);
    request.mutable_documents(request.documents_size() - 1)->set_signed_data(cms);
  };
  add(oteu::v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, dossier.school_certificate_cms);
  add(oteu::v1::DOCUMENT_TYPE_PMPC_CONCLUSION, dossier.pmpc_conclusion_cms);
  const auto submitted =
      Call<oteu::v1::ApplicationService>(&oteu::v1::ApplicationService::Stub::SubmitApplication, request);
  EXPECT_EQ(submitted.decision().outcome(), oteu::v1::DECISION_OUTCOME_GRANTED)
      << submitted.decision().DebugString() << Log();
  EXPECT_EQ(responder->requests().size(), 2u) << "one for each signer";
  // Without the responder and without the cache the stored decision is the same to the byte.
  responder.reset();
  fs::remove_all(path_ + "/cache");
  oteu::v1::ReplayDecisionRequest replay;
  replay.set_name(submitted.decision().name());
  const auto replayed =
      Call<oteu::v1::DecisionService>(&oteu::v1::DecisionService::Stub::ReplayDecision, replay);
  EXPECT_TRUE(replayed.identical()) << replayed.DebugString();
}

// OpenSSL's own responder, which knows no Kazakh algorithms: the head is good, the PMPC's head revoked.
class OpensslOcspTest : public OcspTest {};
INSTANTIATE_TEST_SUITE_P(Kinds, OpensslOcspTest, testing::Values(demo_pki::KeyKind::kEcP256));

TEST_P(OpensslOcspTest, AnswersForTheServer) {
  const auto pem = [&](const std::string& name, const std::string& der) {
    const std::string path = Write(name + ".der", der);
    EXPECT_EQ(
        std::system(absl::StrCat("openssl x509 -inform DER -in ", path, " -out ", path, ".pem").c_str()), 0);
    return path + ".pem";
  };
  const auto line = [&](const char* identity, const char* state) {
    const auto outline =
        verification::x509::ReadOutline(verification::openssl::AsBytes(family_.Get(identity).certificate));
    return absl::StrCat(state, "\t", absl::AsciiStrToUpper(verification::openssl::ToHex(outline->serial)),
                        "\tunknown\t/CN=x\n");
  };
  Write("index.txt.attr", "unique_subject = no\n");
  const std::string index =
      Write("index.txt", line(demo_pki::kSchoolHead, "V\t491231235959Z\t") +
                             line(demo_pki::kPmpcHead, "R\t491231235959Z\t260901000000Z,superseded"));
  const std::string ca = pem("ca", family_.issuing_ca.certificate);
  const std::string key = Write("ca.key", *family_.issuing_ca.key.ToFile());
  const OpensslResponder responder({"openssl", "ocsp", "-port", "0", "-index", index, "-CA", ca, "-rsigner",
                                    ca, "-rkey", key, "-nmin", "60"});
  Start(absl::StrCat("ocsp { url: \"", responder.Url(), "\" timeout_ms: 10000 }"));
  ExpectPassed(demo_pki::kSchoolHead);
  EXPECT_EQ(Report(demo_pki::kPmpcHead).sub_indication(), oteu::v1::SUB_INDICATION_REVOKED_NO_POE);
  const ValidationReport unknown = Report(demo_pki::kSchoolSigner);
  EXPECT_EQ(unknown.sub_indication(), oteu::v1::SUB_INDICATION_TRY_LATER);
  EXPECT_EQ(unknown.signers(0).chain(0).revocation(), oteu::v1::REVOCATION_STATUS_UNKNOWN);
}

}  // namespace
}  // namespace oteu::integration
