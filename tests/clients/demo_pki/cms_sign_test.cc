// What SignCms makes is checked with OpenSSL's CMS_verify where OpenSSL can (RSA, ECDSA), and for GOST by
// hand: digest and signature over the bytes as they stand.
#include "clients/demo_pki/cms_sign.h"

#include <openssl/cms.h>

#include <algorithm>

#include "clients/demo_pki/demo_pki.h"
#include "clients/demo_pki/der_writer.h"
#include "clients/demo_pki/oids.h"
#include "gtest/gtest.h"
#include "tests/verification/shared_material.h"
#include "verification/kzgost/kz_context.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"

namespace oteu::demo_pki {
namespace {

using namespace verification::openssl;  // NOLINT(google-build-using-namespace): owning pointers, in a test.

const absl::Time kNow = absl::FromUnixSeconds(1795348800);
constexpr char kContent[] = "{\"number\":\"1\"}";

struct Signer {
  explicit Signer(KeyKind kind) : key(*SigningKey::Generate(kind)) {
    CertificateSpec spec;
    spec.subject.common_name = "DEMO";
    spec.key = &key;
    spec.not_before = kNow - absl::Hours(1);
    spec.not_after = kNow + absl::Hours(1);
    spec.key_usage = {kDigitalSignature, kNonRepudiation};
    certificate = *IssueCertificate(spec, {spec.subject.ToDer(), &key});
  }
  CmsSigner As() const { return {certificate, &key}; }
  SigningKey key;
  std::string certificate;
};

class CmsSignTest : public testing::Test {
 protected:
  CmsSignTest() : context_(*verification::kzgost::CreateKzContext()) {}

  CmsContentInfoPtr Parse(const std::string& der) const {
    CMS_ContentInfo* cms = CMS_ContentInfo_new_ex(context_->lib_ctx(), nullptr);
    const auto* cursor = reinterpret_cast<const unsigned char*>(der.data());
    EXPECT_NE(d2i_CMS_ContentInfo(&cms, &cursor, static_cast<long>(der.size())), nullptr);
    return CmsContentInfoPtr(cms);
  }

  // OpenSSL's word on signature and attributes, the path aside.
  bool Verifies(const std::string& der, const char* content) const {
    const CmsContentInfoPtr cms = Parse(der);
    const BioPtr detached(content == nullptr ? nullptr : BIO_new_mem_buf(content, -1));
    const BioPtr out(BIO_new(BIO_s_mem()));
    const bool good = CMS_verify(cms.get(), nullptr, nullptr, detached.get(), out.get(),
                                 CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;
    if (!good) last_errors_ = DrainErrors().text;
    return good;
  }

  std::unique_ptr<Context> context_;
  mutable std::string last_errors_;
};

TEST_F(CmsSignTest, OpensslAcceptsRsaPssAndEcdsa) {
  const Signer rsa(KeyKind::kRsa);
  const Signer ec(KeyKind::kEcP256);
  const SigningKey pss = rsa.key.AsPss();
  for (const CmsSigner& signer : {rsa.As(), ec.As(), CmsSigner{rsa.certificate, &pss}}) {
    const auto attached = SignCms(kContent, {signer}, {.signing_time = kNow});
    ASSERT_TRUE(attached.ok()) << attached.status();
    EXPECT_TRUE(Verifies(*attached, nullptr)) << last_errors_;
    const auto detached = SignCms(kContent, {signer}, {.detached = true, .signing_time = kNow});
    EXPECT_TRUE(Verifies(*detached, kContent)) << last_errors_;
    EXPECT_FALSE(Verifies(*detached, "{\"number\":\"2\"}"));
  }
}

TEST_F(CmsSignTest, SeveralSignersAllVerify) {
  const Signer rsa(KeyKind::kRsa);
  const Signer ec(KeyKind::kEcP256);
  const auto cms = SignCms(kContent, {rsa.As(), ec.As()}, {});
  EXPECT_TRUE(Verifies(*cms, nullptr)) << last_errors_;
  const CmsContentInfoPtr parsed = Parse(*cms);
  EXPECT_EQ(sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(parsed.get())), 2);
}

TEST_F(CmsSignTest, DefectsAreRefusedByOpenssl) {
  const Signer rsa(KeyKind::kRsa);
  CmsOptions wrong_digest;
  wrong_digest.defects.message_digest = true;
  EXPECT_FALSE(Verifies(*SignCms(kContent, {rsa.As()}, wrong_digest), nullptr));
  CmsOptions wrong_value;
  wrong_value.defects.signature_value = true;
  EXPECT_FALSE(Verifies(*SignCms(kContent, {rsa.As()}, wrong_value), nullptr));
  CmsOptions bare;
  bare.defects.omit_certificates = true;
  EXPECT_FALSE(Verifies(*SignCms(kContent, {rsa.As()}, bare), nullptr));
  CmsOptions direct;
  direct.defects.omit_signed_attributes = true;
  EXPECT_TRUE(Verifies(*SignCms(kContent, {rsa.As()}, direct), nullptr)) << "lawful, if unusual";
}

TEST_F(CmsSignTest, NoSignersMakesAnEmptySet) {
  const auto cms = SignCms(kContent, {}, {});
  ASSERT_TRUE(cms.ok());
  const CmsContentInfoPtr parsed = Parse(*cms);
  const STACK_OF(CMS_SignerInfo)* infos = CMS_get0_SignerInfos(parsed.get());
  EXPECT_TRUE(infos == nullptr || sk_CMS_SignerInfo_num(infos) == 0);
}

// The provider verifies the raw signature over the signed attributes, and their digest is the content's.
void ExpectGostSignature(const OSSL_LIB_CTX* lib_ctx, const CmsContentInfoPtr& cms, const SigningKey& key) {
  ASSERT_TRUE(cms);
  CMS_SignerInfo* info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms.get()), 0);
  const ASN1_OCTET_STRING* signature = CMS_SignerInfo_get0_signature(info);
  std::vector<std::string> attributes;
  for (int i = 0; i < CMS_signed_get_attr_count(info); ++i) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_ATTRIBUTE(CMS_signed_get_attr(info, i), &der);
    attributes.emplace_back(reinterpret_cast<char*>(der), static_cast<size_t>(size));
    OPENSSL_free(der);
  }
  const std::string set = der::SetOf(attributes);
  const std::string digest = *key.Digest(kContent);
  EXPECT_NE(set.find(der::OctetString(digest)), std::string::npos);

  const auto* cursor = reinterpret_cast<const unsigned char*>(key.spki().data());
  const EvpPkeyPtr public_key(d2i_PUBKEY_ex(nullptr, &cursor, static_cast<long>(key.spki().size()),
                                            const_cast<OSSL_LIB_CTX*>(lib_ctx), nullptr));
  ASSERT_TRUE(public_key);
  const EvpMdCtxPtr check(EVP_MD_CTX_new());
  ASSERT_EQ(EVP_DigestVerifyInit_ex(check.get(), nullptr, nullptr, const_cast<OSSL_LIB_CTX*>(lib_ctx),
                                    nullptr, public_key.get(), nullptr),
            1);
  EXPECT_EQ(EVP_DigestVerify(check.get(), ASN1_STRING_get0_data(signature),
                             static_cast<size_t>(ASN1_STRING_length(signature)),
                             reinterpret_cast<const unsigned char*>(set.data()), set.size()),
            1);
}

TEST_F(CmsSignTest, GostSignatureCoversTheSignedAttributes) {
  for (const KeyKind kind : {KeyKind::kGost2015, KeyKind::kGost2004}) {
    const Signer signer(kind);
    const auto cms = SignCms(kContent, {signer.As()}, {.signing_time = kNow});
    ASSERT_TRUE(cms.ok()) << cms.status();
    ExpectGostSignature(context_->lib_ctx(), Parse(*cms), signer.key);
  }
}

// A public test identity of the National Certification Authority: certificate and raw scalar.
TEST_F(CmsSignTest, SignsWithTestIdentityOfTheNationalAuthority) {
  OTEU_SKIP_WITHOUT("kazakh-pki");
  const auto head = LoadIdentity(testing_material::SharedDir() / "kazakh-pki/keys/legal_valid_head.cer");
  ASSERT_TRUE(head.ok()) << head.status();
  const auto cms = SignCms(kContent, {head->AsSigner()}, {.signing_time = kNow});
  ASSERT_TRUE(cms.ok()) << cms.status();
  ExpectGostSignature(context_->lib_ctx(), Parse(*cms), head->key);
}

}  // namespace
}  // namespace oteu::demo_pki
