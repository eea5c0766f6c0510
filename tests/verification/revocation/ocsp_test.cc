// OCSP (RFC 6960): which responses are believed, and what they say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/verification/revocation/ocsp_builder.h"
#include "tests/verification/shared_material.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/revocation/crl_store.h"
#include "verification/revocation/ocsp_check.h"

namespace oteu::verification::revocation {
namespace {

using demo_pki::KeyKind;
using demo_pki::SigningKey;
using testing::Now;

constexpr absl::Duration kHour = absl::Hours(1);
constexpr char kOcspSigningOid[] = "1.3.6.1.5.5.7.3.9";
const std::string kNoCheck = Extension("1.3.6.1.5.5.7.48.1.5", false, der::Null());

std::string Name(const x509::Certificate& certificate) {
  return std::string(openssl::AsStringView(certificate.outline.subject));
}

class Ocsp : public ::testing::Test {
 protected:
  std::unique_ptr<openssl::Context> context_ = *kzgost::CreateKzContext();
  v1::Policy policy_ = DefaultPolicy();
  const demo_pki::DemoFamily& family_ = testing::Family();
  x509::CertificatePtr ca_ = Parse(family_.issuing_ca.certificate);
  x509::CertificatePtr head_ = Parse(family_.Get(demo_pki::kSchoolHead).certificate);
  SigningKey responder_key_ = *SigningKey::Generate(KeyKind::kEcP256);
  std::vector<std::string> crls_;
  openssl::Bytes nonce_;

  x509::CertificatePtr Parse(const std::string& der) {
    auto certificate = x509::ParseCertificate(*context_, openssl::AsBytes(der));
    EXPECT_TRUE(certificate.ok()) << certificate.status();
    return *certificate;
  }

  // A responder's certificate, by default one that may answer for the CA.
  struct Responder {
    std::vector<std::string> usages = {kOcspSigningOid};
    std::vector<int> key_usage = {demo_pki::kDigitalSignature};
    absl::Time not_before = Now() - 100 * kHour;
    absl::Time not_after = Now() + 100 * kHour;
    bool nocheck = true;
    const demo_pki::Identity* issuer = nullptr;
  };
  std::string Certify(const Responder& plan) const {
    const demo_pki::Identity& issuer = plan.issuer != nullptr ? *plan.issuer : family_.issuing_ca;
    std::vector<std::string> usages;
    for (const std::string& oid : plan.usages) usages.push_back(der::Oid(oid));
    std::string extensions = Extension("2.5.29.15", true, der::NamedBits(plan.key_usage));
    if (!usages.empty()) extensions += Extension("2.5.29.37", false, der::Sequence(usages));
    if (plan.nocheck) extensions += kNoCheck;
    const auto issuer_certificate = *x509::ParseCertificate(*context_, openssl::AsBytes(issuer.certificate));
    const std::string tbs = der::Sequence({
        der::Explicit(0, der::SmallInteger(2)),
        der::UnsignedInteger("responder 1"),
        issuer.key.certificate_signature_algorithm(),
        Name(*issuer_certificate),
        der::Sequence({der::Time(plan.not_before), der::Time(plan.not_after)}),
        ResponderName(),
        responder_key_.spki(),
        der::Explicit(3, der::Element(0x30, extensions)),
    });
    return der::Sequence(
        {tbs, issuer.key.certificate_signature_algorithm(), der::BitString(*issuer.key.Sign(tbs))});
  }
  static std::string ResponderName() { return demo_pki::Subject{.common_name = "OCSP RESPONDER"}.ToDer(); }

  // The CA itself answers, an hour ago, for a day.
  OcspPlan Plan(int status = 0) const {
    SinglePlan single{.status = status, .revoked_at = Now() - 50 * kHour, .this_update = Now() - kHour};
    single.next_update = Now() + 23 * kHour;
    return {.certificate = head_.get(),
            .issuer = ca_.get(),
            .key = &family_.issuing_ca.key,
            .responder_name = Name(*ca_),
            .produced_at = Now() - kHour,
            .singles = {single}};
  }
  OcspPlan Delegated(const Responder& responder, int status = 0) const {
    OcspPlan plan = Plan(status);
    plan.key = &responder_key_;
    plan.responder_name = ResponderName();
    plan.certificates = {Certify(responder)};
    return plan;
  }
  RevocationFinding Find(const std::vector<std::string>& responses, absl::Time at = Now()) {
    EvidenceBytes bytes;
    for (const std::string& der : responses) bytes.ocsp_responses.push_back(openssl::AsBytes(der));
    for (const std::string& der : crls_) bytes.crls.push_back(openssl::AsBytes(der));
    const SuppliedEvidence evidence = SuppliedEvidence::Parse(bytes);
    const CrlStore store(*context_, policy_, {});
    return store.Check(
        {.certificate = head_.get(), .issuer = ca_.get(), .at = at, .supplied = &evidence, .nonce = nonce_});
  }
  static std::string Word(const RevocationFinding& finding) {
    std::string word =
        oteu::v1::RevocationStatus_Name(finding.status).substr(sizeof("REVOCATION_STATUS_") - 1);
    if (finding.problem && finding.status == oteu::v1::REVOCATION_STATUS_UNAVAILABLE) {
      word +=
          " " +
          oteu::v1::VerificationCode_Name(finding.problem->code).substr(sizeof("VERIFICATION_CODE_") - 1) +
          ": " + finding.problem->cause;
    }
    return word;
  }
  std::string Status(const OcspPlan& plan, absl::Time at = Now()) { return Word(Find({MakeOcsp(plan)}, at)); }

  static std::string Invalid(const std::string& cause) {
    return "UNAVAILABLE REVOCATION_DATA_INVALID: " + cause;
  }
};

const char kMissing[] = "UNAVAILABLE REVOCATION_DATA_MISSING: no evidence of the issuer";
const char kStale[] = "UNAVAILABLE REVOCATION_DATA_STALE: no evidence is current at this time";

TEST_F(Ocsp, TheFiveAnswers) {
  EXPECT_EQ(Status(Plan()), "GOOD");
  EXPECT_EQ(Status(Plan(1)), "REVOKED");
  OcspPlan held = Plan(1);
  held.singles[0].reason = 6;
  EXPECT_EQ(Status(held), "ON_HOLD");
  EXPECT_EQ(Status(Plan(2)), "UNKNOWN");
  EXPECT_EQ(Word(Find({})), kMissing);
}

TEST_F(Ocsp, TheFindingNamesItsEvidence) {
  OcspPlan plan = Plan(1);
  plan.singles[0].reason = 4;
  const std::string der = MakeOcsp(plan);
  const RevocationFinding finding = Find({der});
  EXPECT_EQ(finding.source, Source::kOcsp);
  EXPECT_EQ(finding.evidence_sha256, openssl::Sha256(openssl::AsBytes(der)));
  EXPECT_EQ(finding.this_update, Now() - kHour);
  EXPECT_EQ(finding.produced_at, Now() - kHour);
  EXPECT_EQ(finding.revocation_date, Now() - 50 * kHour);
  EXPECT_EQ(finding.reason, Reason::kSuperseded);
  EXPECT_EQ(Find({}).source, Source::kNone);
}

TEST_F(Ocsp, BasicResponseAloneCountsToo) {  // as CAdES keeps it
  EXPECT_EQ(Word(Find({MakeBasic(Plan())})), "GOOD");
}

TEST_F(Ocsp, ErrorsOfTheResponderAreNoAnswer) {
  for (const int status : {1, 2, 3, 5, 6}) EXPECT_EQ(Word(Find({OcspError(status)})), kMissing) << status;
  EXPECT_EQ(Word(Find({OcspError(4)})), kMissing) << "4 is not used";
}

TEST_F(Ocsp, EveryAlgorithmOfTheCountryVerifies) {
  for (const KeyKind kind : {KeyKind::kRsa, KeyKind::kRsaPss, KeyKind::kGost2015, KeyKind::kGost2004}) {
    SCOPED_TRACE(static_cast<int>(kind));
    responder_key_ = *SigningKey::Generate(kind);
    EXPECT_EQ(Status(Delegated({})), "GOOD");
  }
}

TEST_F(Ocsp, TheCaDelegates) {
  EXPECT_EQ(Status(Delegated({})), "GOOD");
  OcspPlan by_key = Delegated({});
  by_key.responder_name = "";
  EXPECT_EQ(Status(by_key), "GOOD");
}

TEST_F(Ocsp, ForgedAndForeignResponsesAreNotBelieved) {
  OcspPlan plan = Plan();
  plan.key = &responder_key_;  // in the CA's name with another key
  EXPECT_EQ(Status(plan), Invalid("response is not signed by a known responder"));
  plan = Delegated({});
  plan.key = &family_.root.key;  // the delegate's certificate beside a signature of somebody else
  EXPECT_EQ(Status(plan), Invalid("signature of the response does not verify"));
  plan = Delegated({});
  plan.certificates.clear();
  EXPECT_EQ(Status(plan), Invalid("response is not signed by a known responder"));
  plan = Delegated({});
  plan.responder_name = demo_pki::Subject{.common_name = "somebody else"}.ToDer();
  EXPECT_EQ(Status(plan), Invalid("response is not signed by a known responder"));
}

TEST_F(Ocsp, EveryChangedByteOfTheSignedPartIsNoticed) {
  const OcspPlan plan = Plan();
  const std::string der = MakeOcsp(plan);
  const auto parsed = OcspResponse::Parse(der);
  const OcspResponse& response = *std::get<0>(parsed);
  const auto start = static_cast<size_t>(response.tbs().data() - response.der().data());
  for (size_t i = 0; i < response.tbs().size(); ++i) {
    std::string changed = der;
    changed[start + i] = static_cast<char>(changed[start + i] ^ 1);
    EXPECT_EQ(Find({changed}).status, oteu::v1::REVOCATION_STATUS_UNAVAILABLE) << i;
  }
}

TEST_F(Ocsp, ResponderMustBeMadeForIt) {
  EXPECT_EQ(Status(Delegated({.usages = {}})), Invalid("responder may not sign OCSP responses"));
  EXPECT_EQ(Status(Delegated({.usages = {"1.3.6.1.5.5.7.3.4"}})),
            Invalid("responder may not sign OCSP responses"));
  EXPECT_EQ(Status(Delegated({.usages = {"2.5.29.37.0"}})), Invalid("responder may not sign OCSP responses"))
      << "any purpose is not the purpose";
  EXPECT_EQ(Status(Delegated({.key_usage = {demo_pki::kKeyEncipherment}})),
            Invalid("key usage of the responder"));
}

TEST_F(Ocsp, ResponderOfAnotherCaIsNotBelieved) {
  EXPECT_EQ(Status(Delegated({.issuer = &family_.root})),
            Invalid("responder was not issued by the certificate's CA"));
  // Nor one that an end entity of the CA "issued".
  EXPECT_EQ(Status(Delegated({.issuer = &family_.Get(demo_pki::kPmpcHead)})),
            Invalid("responder was not issued by the certificate's CA"));
}

TEST_F(Ocsp, ResponderMustHaveBeenValidWhenItAnswered) {
  const std::string cause = Invalid("responder's certificate was not valid when it answered");
  EXPECT_EQ(Status(Delegated({.not_after = Now() - 2 * kHour})), cause);
  EXPECT_EQ(Status(Delegated({.not_before = Now()})), cause);
  EXPECT_EQ(Status(Delegated({.not_after = Now() - absl::Minutes(30)})), "GOOD")
      << "valid then, expired since";
}

TEST_F(Ocsp, ResponderWithoutNocheckMustBeUnrevoked) {
  const std::string cause = Invalid("responder is not known to be unrevoked");
  const OcspPlan plan = Delegated({.nocheck = false});
  EXPECT_EQ(Status(plan), cause);
  // The CA's list decides; it says "good" of the responder.
  CrlPlan list{.issuer = Name(*ca_),
               .key = &family_.issuing_ca.key,
               .this_update = Now() - 5 * kHour,
               .next_update = Now() + kHour};
  crls_ = {MakeCrl(list)};
  EXPECT_EQ(Find({MakeOcsp(plan)}).source, Source::kOcsp);
  list.entries = {{"responder 1", Now() - 10 * kHour, 1}};
  crls_ = {MakeCrl(list)};
  OcspPlan revoked = plan;
  revoked.singles[0].status = 1;
  EXPECT_EQ(Find({MakeOcsp(revoked)}).source, Source::kCrl) << "a revoked responder cannot revoke";
}

TEST_F(Ocsp, CertIdMustMatchInEveryPart) {
  const auto with = [&](auto change) {
    OcspPlan plan = Plan();
    change(&plan.singles[0]);
    return Status(plan);
  };
  EXPECT_EQ(with([](SinglePlan* s) { s->serial = "another"; }), kMissing);
  EXPECT_EQ(with([](SinglePlan* s) { s->name_hash = std::string(32, 'x'); }), kMissing);
  EXPECT_EQ(with([](SinglePlan* s) { s->key_hash = std::string(32, 'x'); }), kMissing);
  EXPECT_EQ(with([](SinglePlan* s) { s->key_hash = ""; }), kMissing);
  for (const char* hash : {"1.3.14.3.2.26", "2.16.840.1.101.3.4.2.3", "1.2.398.3.10.1.3.3"}) {
    EXPECT_EQ(with([&](SinglePlan* s) { s->hash_oid = hash; }), "GOOD") << hash;
  }
  EXPECT_EQ(with([&](SinglePlan* s) {
              s->hash_oid = "1.2.840.113549.2.5";  // MD5
              s->name_hash = s->key_hash = std::string(16, 'x');
            }),
            kMissing);
}

TEST_F(Ocsp, TheRightOneOfSeveralResponsesIsTaken) {
  OcspPlan plan = Plan(1);
  plan.singles[0].serial = "another";
  plan.singles.push_back(Plan(0).singles[0]);
  EXPECT_EQ(Status(plan), "GOOD");
  std::swap(plan.singles[0], plan.singles[1]);
  EXPECT_EQ(Status(plan), "GOOD");
}

TEST_F(Ocsp, TheWindowIsHonoured) {
  EXPECT_EQ(Status(Plan(), Now() + 23 * kHour - absl::Seconds(1)), "GOOD");
  EXPECT_EQ(Status(Plan(), Now() + 23 * kHour), kStale);
  EXPECT_EQ(Status(Plan(1), Now() + 23 * kHour), "REVOKED") << "a stale response still tells who is revoked";
  policy_.mutable_freshness()->set_grace_hours(2);
  EXPECT_EQ(Status(Plan(), Now() + 24 * kHour), "GOOD");
  policy_.mutable_freshness()->set_signer_max_age_hours(3);
  EXPECT_EQ(Status(Plan(), Now() + 3 * kHour), kStale);
}

TEST_F(Ocsp, WithoutNextUpdateThePolicyBounds) {
  OcspPlan plan = Plan();
  plan.singles[0].next_update.reset();
  EXPECT_EQ(Status(plan), "GOOD");
  EXPECT_EQ(Status(plan, Now() + 23 * kHour), "GOOD");
  EXPECT_EQ(Status(plan, Now() + 23 * kHour + absl::Seconds(1)), kStale);
  policy_.mutable_freshness()->set_ocsp_max_age_hours(0);
  EXPECT_EQ(Status(plan), kStale);
}

TEST_F(Ocsp, OfACertificateThatExpiredBeforeOnlyWithAnArchive) {
  OcspPlan plan = Plan();
  plan.singles[0].this_update = head_->outline.not_after + kHour;
  plan.singles[0].next_update = head_->outline.not_after + 24 * kHour;
  const absl::Time at = Now();
  EXPECT_EQ(Status(plan, at), kStale);
  plan.singles[0].extensions =
      Extension("1.3.6.1.5.5.7.48.1.6", false, GeneralizedTime(head_->outline.not_after - kHour));
  EXPECT_EQ(Status(plan, at), "GOOD");
}

TEST_F(Ocsp, NonceMustBeTheOneSent) {
  OcspPlan plan = Plan();
  plan.extensions = NonceExtension("12345678");
  EXPECT_EQ(Status(plan), "GOOD") << "nobody asked";
  const std::string sent = "12345678";
  nonce_ = openssl::AsBytes(sent);
  EXPECT_EQ(Status(plan), "GOOD");
  plan.extensions = NonceExtension("87654321");
  EXPECT_EQ(Status(plan), Invalid("nonce is not the one that was sent"));
  EXPECT_EQ(Status(Plan()), Invalid("nonce is not the one that was sent")) << "none came back";
}

TEST_F(Ocsp, CriticalExtensionsAreUnderstoodOrRefused) {
  OcspPlan plan = Plan();
  plan.extensions = Extension("1.2.3.4", true, "x");
  EXPECT_EQ(Status(plan), kMissing);
  plan.extensions = Extension("1.2.3.4", false, "x");
  EXPECT_EQ(Status(plan), "GOOD");
  plan.singles[0].extensions = Extension("1.2.3.4", true, "x");
  EXPECT_EQ(Status(plan), kMissing);
}

TEST_F(Ocsp, AlgorithmOfTheResponseIsJudged) {
  policy_.mutable_signature_algorithms()->Clear();
  EXPECT_EQ(Status(Plan()), Invalid("algorithm of the response"));
}

TEST_F(Ocsp, RevokedLaterDependsOnTheReason) {
  OcspPlan plan = Plan(1);
  const absl::Time before = Now() - 60 * kHour;
  EXPECT_EQ(Status(plan, before), "REVOKED") << "no reason tells nothing";
  plan.singles[0].reason = 4;
  EXPECT_EQ(Status(plan, before), "GOOD");
  plan.singles[0].reason = 1;
  EXPECT_EQ(Status(plan, before), "REVOKED");
}

TEST_F(Ocsp, NewestEvidenceDecidesBetweenListAndResponse) {
  CrlPlan list{.issuer = Name(*ca_),
               .key = &family_.issuing_ca.key,
               .this_update = Now() - 5 * kHour,
               .next_update = Now() + kHour};
  list.entries = {{std::string(openssl::AsStringView(head_->outline.serial)), Now() - 10 * kHour, 6}};
  crls_ = {MakeCrl(list)};
  EXPECT_EQ(Status(Plan()), "GOOD") << "released since the list";
  EXPECT_EQ(Status(Plan(2)), "ON_HOLD");
  list.entries[0].reason = 1;
  crls_ = {MakeCrl(list)};
  EXPECT_EQ(Status(Plan()), "REVOKED") << "revoked is final";
  list.entries.clear();
  crls_ = {MakeCrl(list)};
  EXPECT_EQ(Status(Plan(2)), "UNKNOWN") << "an older list does not outweigh the responder";
  list.this_update = Now() - absl::Minutes(1);
  crls_ = {MakeCrl(list)};
  EXPECT_EQ(Status(Plan(2)), "GOOD");
}

TEST_F(Ocsp, DamageIsRefusedAndNeverGood) {
  const std::string der = MakeOcsp(Delegated({}));
  for (size_t size = 0; size < der.size(); ++size) {
    EXPECT_NE(GetProblem(OcspResponse::Parse(der.substr(0, size))), nullptr) << size;
  }
  EXPECT_NE(GetProblem(OcspResponse::Parse(der + "x")), nullptr);
  EXPECT_NE(GetProblem(OcspResponse::Parse(std::string(kMaxOcspResponseBytes.value + 1, '\0'))), nullptr);
}

// Recorded answers of the test responder (2022).
TEST(RealOcsp, VerifiesAndAnswers) {
  OTEU_SKIP_WITHOUT("kazakh-pki");
  const auto pki = [](const std::string& path) {
    return testing_material::ReadFile(testing_material::SharedDir() / "kazakh-pki" / path);
  };
  const auto context = *kzgost::CreateKzContext();
  const auto ca = *x509::ParseCertificate(*context, openssl::AsBytes(pki("ca-test/nca_gost2022_test.cer")));
  for (const char* file : {"ocsp_response_ceo_2015_revoked.bin", "ocsp_response_individual_2015.bin"}) {
    SCOPED_TRACE(file);
    const auto parsed = OcspResponse::Parse(pki(std::string("ocsp/") + file));
    ASSERT_EQ(GetProblem(parsed), nullptr) << GetProblem(parsed)->cause;
    const OcspResponse& response = *std::get<0>(parsed);
    EXPECT_TRUE(response.extended_revoke());
    EXPECT_EQ(response.nonce()->size(), 8u);
    const auto problem = Authenticate({.context = context.get(),
                                       .policy = &DefaultPolicy(),
                                       .issuer = ca.get(),
                                       .at = response.produced_at()},
                                      response);
    EXPECT_FALSE(problem.has_value()) << problem->cause;
    ASSERT_EQ(response.responses().size(), 1u);
    const OcspSingleResponse& single = response.responses()[0];
    EXPECT_FALSE(single.next_update.has_value());
    ASSERT_TRUE(single.revoked.has_value());
    EXPECT_EQ(single.revoked->reason, Reason::kCertificateHold);
    // The CertID is that of this CA: name and key.
    x509::Certificate certificate;
    certificate.outline.serial = single.cert_id.serial;
    certificate.outline.issuer = ca->outline.subject;
    EXPECT_EQ(FindSingle(*context, response, certificate, *ca), &single);
    Question question;
    question.not_after = absl::InfiniteFuture();
    question.at = response.produced_at();
    EXPECT_EQ(Ask(single, question), Answer::kOnHold);
    // By the key of another CA: no.
    const auto other =
        *x509::ParseCertificate(*context, openssl::AsBytes(pki("ca-test/root_test_gost_2022.cer")));
    EXPECT_TRUE(Authenticate({.context = context.get(),
                              .policy = &DefaultPolicy(),
                              .issuer = other.get(),
                              .at = response.produced_at()},
                             response)
                    .has_value());
  }
}

}  // namespace
}  // namespace oteu::verification::revocation
