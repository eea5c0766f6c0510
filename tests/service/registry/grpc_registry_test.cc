// Client and server of the registers against each other, over loopback, and the client against hostile
// gateways.
#include "service/registry/grpc_registry.h"

#include <gtest/gtest.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/registry/file_registry.h"
#include "service/registry/registry_server.h"

namespace oteu::registry {
namespace {

using oteu::v1::LookUpFamilyRequest;
using oteu::v1::LookUpFamilyResponse;
using oteu::v1::LookUpInstitutionsRequest;
using oteu::v1::LookUpInstitutionsResponse;

constexpr char kChild[] = "160305599993";
constexpr char kApplicant[] = "061211600012";
constexpr char kBin[] = "050940000001";

constexpr char kRegister[] = R"(
families {
  child_iin: "160305599993"
  civil { birth_date { year: 2015 month: 3 day: 5 } parent_iins: "061211600012" }
  guardianship { status: REGISTER_STATUS_UNAVAILABLE }
}
institutions { bin: "050940000001" kinds: INSTITUTION_KIND_PMPC district_katos: "194400000" }
)";

// A gateway that answers as a test tells it.
class OddGateway final : public oteu::v1::StateRegistryService::Service {
 public:
  std::function<void(LookUpFamilyResponse*)> family = [](LookUpFamilyResponse*) {};
  std::function<void(LookUpInstitutionsResponse*)> institutions = [](LookUpInstitutionsResponse*) {};
  absl::Duration delay = absl::ZeroDuration();

  grpc::Status LookUpFamily(grpc::ServerContext*, const LookUpFamilyRequest*,
                            LookUpFamilyResponse* response) override {
    absl::SleepFor(delay);
    family(response);
    return grpc::Status::OK;
  }
  grpc::Status LookUpInstitutions(grpc::ServerContext*, const LookUpInstitutionsRequest*,
                                  LookUpInstitutionsResponse* response) override {
    institutions(response);
    return grpc::Status::OK;
  }
};

class GrpcRegistryTest : public testing::Test {
 protected:
  void Serve(grpc::Service* service) {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    target_ = absl::StrCat("127.0.0.1:", port);
  }

  GrpcRegistry Client(absl::Duration timeout = absl::Seconds(20)) {
    return {MakeRegistryChannel(target_, grpc::InsecureChannelCredentials()), {timeout}};
  }

  oteu::v1::FamilyRecord AskFamily(absl::Duration timeout = absl::Seconds(20)) {
    return Client(timeout).LookUpFamily(kChild, kApplicant, absl::InfiniteFuture());
  }

  std::string target_;
  std::unique_ptr<grpc::Server> server_;
};

TEST_F(GrpcRegistryTest, SaysOverTheWireWhatTheRegisterSays) {
  const auto file = FileRegistry::FromText(kRegister, "r.txtpb");
  ASSERT_TRUE(file.ok()) << file.status();
  RegistryServer service(file->get());
  Serve(&service);
  const auto direct = (*file)->LookUpFamily(kChild, kApplicant, absl::InfiniteFuture());
  EXPECT_EQ(AskFamily().SerializeAsString(), direct.SerializeAsString());
  const std::vector<std::string> bins = {kBin, "999999999999"};
  const auto found = Client().LookUpInstitutions(bins, absl::InfiniteFuture());
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].status(), oteu::v1::REGISTER_STATUS_FOUND);
  EXPECT_EQ(found[1].status(), oteu::v1::REGISTER_STATUS_NOT_FOUND);
}

TEST_F(GrpcRegistryTest, MoreInstitutionsThanOneCallTakesAreAskedInSeveral) {
  const auto file = FileRegistry::FromText(kRegister, "r.txtpb");
  ASSERT_TRUE(file.ok());
  RegistryServer service(file->get());
  Serve(&service);
  std::vector<std::string> bins(70, "999999999999");
  bins[69] = kBin;
  const auto found = Client().LookUpInstitutions(bins, absl::InfiniteFuture());
  ASSERT_EQ(found.size(), 70U);
  EXPECT_EQ(found[69].status(), oteu::v1::REGISTER_STATUS_FOUND);
}

TEST_F(GrpcRegistryTest, AGatewayThatIsDownMakesEveryRegisterUnavailable) {
  target_ = "127.0.0.1:1";
  const auto family = AskFamily(absl::Seconds(2));
  EXPECT_EQ(family.civil().status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  EXPECT_EQ(family.consent().status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  const auto found = Client(absl::Seconds(2)).LookUpInstitutions({kBin}, absl::InfiniteFuture());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].bin(), kBin);
  EXPECT_EQ(found[0].status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
}

TEST_F(GrpcRegistryTest, ASlowGatewayIsUnavailableWhenTheTimeIsUp) {
  OddGateway gateway;
  gateway.delay = absl::Milliseconds(1500);
  Serve(&gateway);
  const absl::Time start = absl::Now();
  EXPECT_EQ(AskFamily(absl::Milliseconds(200)).civil().status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1400));
  server_->Shutdown();  // waits for the call that still sleeps in the gateway
}

TEST_F(GrpcRegistryTest, TheCallersDeadlineShortensTheWait) {
  OddGateway gateway;
  gateway.delay = absl::Milliseconds(1500);
  Serve(&gateway);
  GrpcRegistry client = Client();
  const absl::Time start = absl::Now();
  const auto family = client.LookUpFamily(kChild, kApplicant, start + absl::Milliseconds(200));
  EXPECT_EQ(family.civil().status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1400));
  server_->Shutdown();  // waits for the call that still sleeps in the gateway
}

TEST_F(GrpcRegistryTest, AWrongCountOfInstitutionsMakesThemUnavailable) {
  OddGateway gateway;
  gateway.institutions = [](LookUpInstitutionsResponse* response) {
    for (int i = 0; i < 2; ++i) {
      response->add_institutions()->set_bin(kBin);
      response->mutable_institutions(i)->set_status(oteu::v1::REGISTER_STATUS_FOUND);
    }
  };
  Serve(&gateway);
  const auto found = Client().LookUpInstitutions({kBin}, absl::InfiniteFuture());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
}

TEST_F(GrpcRegistryTest, AnotherInstitutionThanAskedIsNotRelied) {
  OddGateway gateway;
  gateway.institutions = [](LookUpInstitutionsResponse* response) {
    response->add_institutions()->set_bin("050940000002");
    response->mutable_institutions(0)->set_status(oteu::v1::REGISTER_STATUS_FOUND);
  };
  Serve(&gateway);
  const auto found = Client().LookUpInstitutions({kBin}, absl::InfiniteFuture());
  EXPECT_EQ(found.at(0).bin(), kBin);
  EXPECT_EQ(found.at(0).status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
}

TEST_F(GrpcRegistryTest, ASectionWithoutAStatusOrWithImpossibleDaysIsUnavailable) {
  OddGateway gateway;
  gateway.family = [](LookUpFamilyResponse* response) {
    auto* family = response->mutable_family();
    family->mutable_civil()->set_status(oteu::v1::REGISTER_STATUS_FOUND);
    family->mutable_civil()->mutable_birth_date()->set_year(99999);
    family->mutable_residence()->set_status(oteu::v1::REGISTER_STATUS_FOUND);
    family->mutable_residence()->set_district_kato("not a code");
    family->mutable_identity()->set_status(oteu::v1::REGISTER_STATUS_NOT_FOUND);
  };
  Serve(&gateway);
  const auto family = AskFamily();
  EXPECT_EQ(family.civil().status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  EXPECT_FALSE(family.civil().has_birth_date());
  EXPECT_EQ(family.residence().status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  EXPECT_EQ(family.disability().status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
  EXPECT_EQ(family.identity().status(), oteu::v1::REGISTER_STATUS_NOT_FOUND);
}

TEST_F(GrpcRegistryTest, AnAnswerThatIsTooLargeIsUnavailable) {
  OddGateway gateway;
  gateway.family = [](LookUpFamilyResponse* response) {
    auto* family = response->mutable_family();
    family->mutable_residence()->set_status(oteu::v1::REGISTER_STATUS_FOUND);
    family->mutable_residence()->set_district_kato(std::string(std::size_t{2} << 20, '1'));
  };
  Serve(&gateway);
  EXPECT_EQ(AskFamily().residence().status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
}

TEST_F(GrpcRegistryTest, TheServerRefusesWhatIsNoIdentifier) {
  const auto file = FileRegistry::FromText(kRegister, "r.txtpb");
  ASSERT_TRUE(file.ok());
  RegistryServer service(file->get());
  Serve(&service);
  auto stub = oteu::v1::StateRegistryService::NewStub(
      grpc::CreateChannel(target_, grpc::InsecureChannelCredentials()));
  LookUpFamilyRequest family_request;
  family_request.set_child_iin("1 OR 1=1");
  family_request.set_applicant_iin(kApplicant);
  LookUpFamilyResponse family_response;
  grpc::ClientContext family_context;
  EXPECT_EQ(stub->LookUpFamily(&family_context, family_request, &family_response).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  LookUpInstitutionsRequest institutions_request;
  for (int i = 0; i < 33; ++i) institutions_request.add_bins(kBin);
  LookUpInstitutionsResponse institutions_response;
  grpc::ClientContext institutions_context;
  EXPECT_EQ(stub->LookUpInstitutions(&institutions_context, institutions_request, &institutions_response)
                .error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace oteu::registry
