// Several lists together: which counts, which is authentic, what the newest says.
#include "verification/revocation/crl_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/verification/revocation/crl_builder.h"
#include "tests/verification/shared_material.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/kzgost/kz_context.h"
#include "verification/x509/name.h"

namespace oteu::verification::revocation {
namespace {

using demo_pki::KeyKind;
using testing::Now;

constexpr absl::Duration kDay = absl::Hours(24);

class Store : public ::testing::Test {
 protected:
  std::unique_ptr<openssl::Context> context_ = *kzgost::CreateKzContext();
  const demo_pki::DemoFamily& family_ = testing::Family();
  x509::CertificatePtr ca_ = Parse(family_.issuing_ca.certificate);
  x509::CertificatePtr head_ = Parse(family_.Get(demo_pki::kSchoolHead).certificate);
  v1::Policy policy_ = DefaultPolicy();

  x509::CertificatePtr Parse(const std::string& der) {
    auto certificate = x509::ParseCertificate(*context_, openssl::AsBytes(der));
    EXPECT_TRUE(certificate.ok()) << certificate.status();
    return *certificate;
  }
  CrlPlan Plan() const {
    return {.issuer = std::string(openssl::AsStringView(ca_->outline.subject)),
            .key = &family_.issuing_ca.key,
            .this_update = Now() - kDay,
            .next_update = Now() + kDay};
  }
  CrlPlan Listing(int reason, absl::Time this_update) const {
    CrlPlan plan = Plan();
    plan.this_update = this_update;
    plan.entries = {{std::string(openssl::AsStringView(head_->outline.serial)), Now() - 5 * kDay, reason}};
    return plan;
  }
  std::unique_ptr<CrlStore> MakeStore(const std::vector<CrlPlan>& plans, bool authenticate = true) {
    std::vector<std::unique_ptr<Crl>> crls;
    for (const CrlPlan& plan : plans) {
      auto crl = Crl::Parse(MakeCrl(plan));
      EXPECT_EQ(GetProblem(crl), nullptr);
      crls.push_back(std::get<0>(std::move(crl)));
    }
    auto store = std::make_unique<CrlStore>(*context_, policy_, std::move(crls));
    if (authenticate) store->Authenticate({ca_});
    return store;
  }
  std::string Status(const std::vector<CrlPlan>& plans, bool authenticate = true) {
    const RevocationFinding finding = MakeStore(plans, authenticate)->Check(*head_, *ca_, Now());
    if (!finding.problem) return "GOOD";
    return oteu::v1::VerificationCode_Name(finding.problem->code).substr(sizeof("VERIFICATION_CODE_") - 1);
  }
};

TEST_F(Store, GoodRevokedAndMissing) {
  EXPECT_EQ(Status({Plan()}), "GOOD");
  EXPECT_EQ(Status({Listing(3, Now() - kDay)}), "CERTIFICATE_REVOKED");
  EXPECT_EQ(Status({}), "REVOCATION_DATA_MISSING");
}

TEST_F(Store, AnswersTheSameForIssuersMetLater) {
  EXPECT_EQ(Status({Plan()}, /*authenticate=*/false), "GOOD");
  EXPECT_EQ(Status({Listing(3, Now() - kDay)}, false), "CERTIFICATE_REVOKED");
}

TEST_F(Store, ForgedListsAreInvalidAndDoNotSpoilGenuineOnes) {
  CrlPlan forged = Listing(1, Now());
  forged.key = &family_.root.key;
  EXPECT_EQ(Status({forged}), "REVOCATION_DATA_INVALID");
  EXPECT_EQ(Status({forged}, false), "REVOCATION_DATA_INVALID");
  EXPECT_EQ(Status({forged, Plan()}), "GOOD");
}

TEST_F(Store, ListsOfOthersDoNotCount) {
  CrlPlan other = Plan();
  other.issuer = demo_pki::Subject{.common_name = "somebody else"}.ToDer();
  EXPECT_EQ(Status({other}), "REVOCATION_DATA_MISSING");
}

TEST_F(Store, ListOfAnEarlierKeyOfTheCaIsLeftAlone) {
  CrlPlan rolled = Plan();
  rolled.key = &family_.root.key;
  rolled.extensions =
      Extension("2.5.29.35", false, der::Sequence({der::ImplicitPrimitive(0, "another key")}));
  EXPECT_EQ(Status({rolled}), "REVOCATION_DATA_MISSING");
}

TEST_F(Store, RevokedOnAnyListIsRevoked) {
  EXPECT_EQ(Status({Listing(3, Now() - 3 * kDay), Plan()}), "CERTIFICATE_REVOKED");
  EXPECT_EQ(Status({Plan(), Listing(3, Now() - 3 * kDay)}), "CERTIFICATE_REVOKED");
}

TEST_F(Store, TheNewestListDecidesAboutHold) {
  EXPECT_EQ(Status({Listing(6, Now() - 3 * kDay), Plan()}), "GOOD") << "released";
  EXPECT_EQ(Status({Plan(), Listing(6, Now() - absl::Hours(1))}), "CERTIFICATE_ON_HOLD");
}

TEST_F(Store, StaleIsTold) {
  CrlPlan stale = Plan();
  stale.next_update = Now() - absl::Hours(1);
  EXPECT_EQ(Status({stale}), "REVOCATION_DATA_STALE");
  EXPECT_EQ(Status({stale, Plan()}), "GOOD");
}

TEST_F(Store, AlgorithmOfTheListIsJudged) {
  policy_.mutable_signature_algorithms()->Clear();
  EXPECT_EQ(Status({Plan()}), "REVOCATION_DATA_INVALID");
}

// A CA that signs certificates with one key and lists with another, and the issuer of an indirect list.
class OtherListKeys : public Store {
 protected:
  demo_pki::SigningKey ca_key_ = *demo_pki::SigningKey::Generate(KeyKind::kEcP256);
  demo_pki::SigningKey list_key_ = *demo_pki::SigningKey::Generate(KeyKind::kEcP256);
  x509::CertificatePtr keys_ca_ = Certify("KEYS", ca_key_, {demo_pki::kKeyCertSign}, true);
  x509::CertificatePtr lists_ = Certify("KEYS", list_key_, {demo_pki::kCrlSign}, true);
  std::vector<x509::CertificatePtr> candidates_ = {lists_};
  std::vector<std::string> asked_;  // whose path the store asked about
  bool path_is_good_ = true;

  x509::CertificatePtr Certify(const std::string& name, const demo_pki::SigningKey& key,
                               const std::vector<int>& usage, bool is_ca) {
    const std::string root =
        std::string(openssl::AsStringView(Parse(family_.root.certificate)->outline.subject));
    const demo_pki::CertificateSpec spec{.subject = {.common_name = name},
                                         .key = &key,
                                         .not_before = Now() - 9 * kDay,
                                         .not_after = Now() + 9 * kDay,
                                         .is_ca = is_ca,
                                         .key_usage = usage};
    return Parse(*demo_pki::IssueCertificate(spec, {root, &family_.root.key}));
  }
  CrlPlan ListOf(const x509::CertificatePtr& signer, const demo_pki::SigningKey& key) const {
    return {.issuer = std::string(openssl::AsStringView(signer->outline.subject)),
            .key = &key,
            .this_update = Now() - kDay,
            .next_update = Now() + kDay};
  }
  std::string CodeWith(const CrlPlan& plan) {
    x509::Certificate target;
    const std::string serial = "target";
    target.outline.serial = openssl::AsBytes(serial);
    target.outline.issuer = keys_ca_->outline.subject;
    target.issuer_name = keys_ca_->subject_name;
    target.outline.not_after = Now() + kDay;
    const auto store = MakeStore({plan}, false);
    const auto finding =
        store->Check({.certificate = &target,
                      .issuer = keys_ca_.get(),
                      .at = Now(),
                      .crl_issuers = {&candidates_},
                      .crl_issuer_is_trusted = [this](const x509::CertificatePtr& candidate) {
                        asked_.push_back(x509::NameText(candidate->outline.subject));
                        return path_is_good_;
                      }});
    if (!finding.problem) return "GOOD";
    return oteu::v1::VerificationCode_Name(finding.problem->code).substr(sizeof("VERIFICATION_CODE_") - 1);
  }
};

TEST_F(OtherListKeys, OnlyAKeyThatMaySignListsIsBelieved) {
  EXPECT_EQ(CodeWith(ListOf(keys_ca_, ca_key_)), "REVOCATION_DATA_INVALID") << "no cRLSign";
  EXPECT_EQ(CodeWith(ListOf(keys_ca_, list_key_)), "GOOD");
  EXPECT_EQ(asked_.size(), 2u) << "once a list, before its bytes are looked at";
}

TEST_F(OtherListKeys, NeedAPathOfTheirOwn) {
  path_is_good_ = false;
  EXPECT_EQ(CodeWith(ListOf(keys_ca_, list_key_)), "REVOCATION_DATA_INVALID");
  candidates_.clear();
  EXPECT_EQ(CodeWith(ListOf(keys_ca_, list_key_)), "REVOCATION_DATA_INVALID") << "signed by nobody known";
}

TEST_F(OtherListKeys, AnotherNameDoesNotDo) {
  lists_ = Certify("SOMEBODY", list_key_, {demo_pki::kCrlSign}, true);
  candidates_ = {lists_};
  EXPECT_EQ(CodeWith(ListOf(lists_, list_key_)), "REVOCATION_DATA_MISSING");
  EXPECT_TRUE(asked_.empty());
}

TEST_F(Store, BoundariesAreWhereAnswersChange) {
  const auto store = MakeStore({Listing(6, Now() - kDay)});
  EXPECT_THAT(store->Boundaries(*head_), ::testing::ElementsAre(Now() - 5 * kDay));
  EXPECT_TRUE(store->Boundaries(*ca_).empty());
  EXPECT_THAT(store->ListBoundaries(), ::testing::IsSupersetOf({Now() - kDay, Now() + kDay}));
}

// Real: the test CA of 2022, its list, and the public test identities.
TEST(RealStore, KnowsTheTestIdentities) {
  OTEU_SKIP_WITHOUT("kazakh-pki");
  const auto pki = [](const std::string& path) {
    return testing_material::ReadFile(testing_material::SharedDir() / "kazakh-pki" / path);
  };
  const auto context = *kzgost::CreateKzContext();
  const auto parse = [&](const std::string& path) {
    return *x509::ParseCertificate(*context, openssl::AsBytes(pki(path)));
  };
  const x509::CertificatePtr ca = parse("ca-test/nca_gost2022_test.cer");
  auto crl = Crl::Parse(pki("crl/nca_gost2022_test_ncago.crl"));
  std::vector<std::unique_ptr<Crl>> crls;
  crls.push_back(std::get<0>(std::move(crl)));
  CrlStore store(*context, DefaultPolicy(), std::move(crls));
  store.Authenticate({ca});
  const absl::Time may = absl::FromUnixSeconds(1779235200);     // 2026-05-20
  const absl::Time august = absl::FromUnixSeconds(1787184000);  // 2026-08-20
  const auto status = [&](const char* name, absl::Time at) {
    return store.Check(*parse(std::string("keys/") + name + ".cer"), *ca, at).status;
  };
  for (const char* good :
       {"individual_valid_individual_valid", "legal_valid_head", "legal_valid_employee_signright"}) {
    EXPECT_EQ(status(good, august), oteu::v1::REVOCATION_STATUS_GOOD) << good;
  }
  // Superseded on 2 June 2026, whatever their names say.
  for (const char* superseded : {"legal_valid_employee", "legal_valid_infosystem"}) {
    EXPECT_EQ(status(superseded, august), oteu::v1::REVOCATION_STATUS_REVOKED) << superseded;
    EXPECT_EQ(status(superseded, may), oteu::v1::REVOCATION_STATUS_GOOD) << superseded;
  }
  // On hold since 8 May 2026.
  EXPECT_EQ(status("legal_revoked_head", august), oteu::v1::REVOCATION_STATUS_ON_HOLD);
  // Another CA's key does not make it good.
  EXPECT_EQ(
      store.Check(*parse("keys/legal_valid_head.cer"), *parse("ca-test/root_test_gost_2022.cer"), august)
          .status,
      oteu::v1::REVOCATION_STATUS_UNAVAILABLE);
}

}  // namespace
}  // namespace oteu::verification::revocation
