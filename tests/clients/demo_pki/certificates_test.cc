// OpenSSL, with the GOST provider, is the judge of what the demonstration PKI makes.
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <map>
#include <memory>

#include "clients/demo_pki/demo_pki.h"
#include "clients/demo_pki/identifiers.h"
#include "clients/demo_pki/oids.h"
#include "gtest/gtest.h"
#include "verification/kzgost/kz_context.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"

namespace oteu::demo_pki {
namespace {

using namespace verification::openssl;  // NOLINT(google-build-using-namespace): owning pointers, in a test.

const absl::Time kNow = absl::FromUnixSeconds(1795348800);  // 2026-11-22T12:00:00Z

const DemoFamily& Family(KeyKind kind) {
  static auto* families = new std::map<KeyKind, DemoFamily>();
  const auto found = families->find(kind);
  if (found != families->end()) return found->second;
  auto family = MakeDemoFamily(kind, kNow);
  EXPECT_TRUE(family.ok()) << family.status();
  return families->emplace(kind, *std::move(family)).first->second;
}

class DemoPkiTest : public testing::TestWithParam<KeyKind> {
 protected:
  DemoPkiTest() : context_(*verification::kzgost::CreateKzContext()) {}

  X509Ptr Parse(const std::string& der) const {
    X509* certificate = X509_new_ex(context_->lib_ctx(), nullptr);
    const auto* cursor = reinterpret_cast<const unsigned char*>(der.data());
    EXPECT_NE(d2i_X509(&certificate, &cursor, static_cast<long>(der.size())), nullptr);
    EXPECT_EQ(cursor, reinterpret_cast<const unsigned char*>(der.data()) + der.size());
    return X509Ptr(certificate);
  }

  X509CrlPtr ParseCrl(const std::string& der) const {
    X509_CRL* crl = X509_CRL_new_ex(context_->lib_ctx(), nullptr);
    const auto* cursor = reinterpret_cast<const unsigned char*>(der.data());
    EXPECT_NE(d2i_X509_CRL(&crl, &cursor, static_cast<long>(der.size())), nullptr);
    return X509CrlPtr(crl);
  }

  // X509_V_OK, or OpenSSL's error for the path with revocation checked at every step.
  int Verify(const DemoFamily& family, const Identity& identity) const {
    const X509StorePtr store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), Parse(family.root.certificate).get());
    X509_STORE_add_crl(store.get(), ParseCrl(family.root_crl).get());
    X509_STORE_add_crl(store.get(), ParseCrl(family.issuing_crl).get());
    X509ViewPtr intermediates(sk_X509_new_null());
    const X509Ptr issuing = Parse(family.issuing_ca.certificate);
    sk_X509_push(intermediates.get(), issuing.get());
    const X509Ptr target = Parse(identity.certificate);
    const X509StoreCtxPtr check(X509_STORE_CTX_new_ex(context_->lib_ctx(), nullptr));
    X509_STORE_CTX_init(check.get(), store.get(), target.get(), intermediates.get());
    X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(check.get());
    X509_VERIFY_PARAM_set_time(param, absl::ToTimeT(kNow));
    X509_VERIFY_PARAM_set_flags(param,
                                X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL | X509_V_FLAG_X509_STRICT);
    const int result = X509_verify_cert(check.get()) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(check.get());
    ClearErrors();
    return result;
  }

  std::unique_ptr<Context> context_;
};

TEST_P(DemoPkiTest, GoodIdentitiesChainToTheRoot) {
  const DemoFamily& family = Family(GetParam());
  EXPECT_EQ(family.identities.size(), 12U);
  for (const char* name : {kPerson, kSchoolHead, kPmpcHead, kSchoolEmployee, kSchoolSigner, kSchoolSystem,
                           kSchoolHeadAuth, kTsa}) {
    EXPECT_EQ(Verify(family, family.Get(name)), X509_V_OK)
        << name << ": " << X509_verify_cert_error_string(Verify(family, family.Get(name)));
  }
}

TEST_P(DemoPkiTest, BadIdentitiesFailForTheirReason) {
  const DemoFamily& family = Family(GetParam());
  EXPECT_EQ(Verify(family, family.Get(kSchoolHeadExpired)), X509_V_ERR_CERT_HAS_EXPIRED);
  EXPECT_EQ(Verify(family, family.Get(kSchoolHeadRevoked)), X509_V_ERR_CERT_REVOKED);
  EXPECT_EQ(Verify(family, family.Get(kSchoolHeadOnHold)), X509_V_ERR_CERT_REVOKED);
  EXPECT_EQ(family.Get(kSchoolHeadRevoked).name, kSchoolHeadRevoked);
}

TEST_P(DemoPkiTest, KeyUsageTellsSigningFromAuthentication) {
  const DemoFamily& family = Family(GetParam());
  const X509Ptr head = Parse(family.Get(kSchoolHead).certificate);
  const X509Ptr authentication = Parse(family.Get(kSchoolHeadAuth).certificate);
  EXPECT_EQ(X509_get_key_usage(head.get()), static_cast<uint32_t>(KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION));
  EXPECT_EQ(X509_get_key_usage(authentication.get()),
            static_cast<uint32_t>(KU_DIGITAL_SIGNATURE | KU_KEY_ENCIPHERMENT));
}

TEST_P(DemoPkiTest, EveryCertificateIsMarkedAsDemonstration) {
  const DemoFamily& family = Family(GetParam());
  std::vector<const Identity*> all = {&family.root, &family.issuing_ca};
  for (const Identity& identity : family.identities) all.push_back(&identity);
  for (const Identity* identity : all) {
    const X509Ptr certificate = Parse(identity->certificate);
    int critical = 0;
    auto* policies = static_cast<CERTIFICATEPOLICIES*>(
        X509_get_ext_d2i(certificate.get(), NID_certificate_policies, &critical, nullptr));
    ASSERT_NE(policies, nullptr) << identity->name;
    bool marked = false;
    for (int i = 0; i < sk_POLICYINFO_num(policies); ++i) {
      char oid[64];
      OBJ_obj2txt(oid, sizeof(oid), sk_POLICYINFO_value(policies, i)->policyid, 1);
      marked = marked || std::string(oid) == kDemoPolicyOid;
    }
    sk_POLICYINFO_pop_free(policies, POLICYINFO_free);
    EXPECT_TRUE(marked) << identity->name;
    const bool named = identity->certificate.find("DEMO") != std::string::npos;
    EXPECT_TRUE(named) << identity->name;
  }
}

INSTANTIATE_TEST_SUITE_P(Families, DemoPkiTest,
                         testing::Values(KeyKind::kRsa, KeyKind::kEcP256, KeyKind::kGost2015,
                                         KeyKind::kGost2004));

TEST(DemoIdentity, KeyFilesReadBack) {
  for (const KeyKind kind : {KeyKind::kRsa, KeyKind::kGost2015}) {
    const Identity& head = Family(kind).Get(kSchoolHead);
    const auto key = head.key.ToFile();
    ASSERT_TRUE(key.ok()) << key.status();
    const auto read = MakeIdentity("again", head.certificate, *key);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->key.spki(), head.key.spki());
    const auto wrong = MakeIdentity("wrong", Family(kind).Get(kPmpcHead).certificate, *key);
    EXPECT_EQ(wrong.status().code(), absl::StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace oteu::demo_pki
