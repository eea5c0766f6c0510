// What a department signs is verified by OpenSSL's own CMS; keys that cannot sign are refused at start.
#include "service/payment/department_signer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "clients/demo_pki/demo_pki.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"

namespace oteu::payment {
namespace {

using testing::HasSubstr;
using namespace verification::openssl;  // NOLINT(google-build-using-namespace): its pointers, all over

const absl::Time kNow = absl::FromUnixSeconds(1'757'912'400);  // 2025-09-15T05:00:00Z

const demo_pki::Identity& Department(demo_pki::KeyKind kind) {
  static const auto* const families = [] {
    auto* made = new std::map<demo_pki::KeyKind, demo_pki::DemoFamily>();
    for (const auto each :
         {demo_pki::KeyKind::kRsa, demo_pki::KeyKind::kEcP256, demo_pki::KeyKind::kGost2015})
      made->emplace(each, *demo_pki::MakeDemoFamily(each, kNow));
    return made;
  }();
  return families->at(kind).Get(demo_pki::kDepartmentHead);
}

std::unique_ptr<DepartmentSigner> Signer(demo_pki::KeyKind kind) {
  const demo_pki::Identity& identity = Department(kind);
  auto signer = DepartmentSigner::Create(identity.certificate, identity.key.ToFile().value());
  EXPECT_TRUE(signer.ok()) << signer.status();
  return signer.ok() ? *std::move(signer) : nullptr;
}

CmsContentInfoPtr Parse(const std::string& der) {
  const auto* cursor = reinterpret_cast<const unsigned char*>(der.data());
  return CmsContentInfoPtr(d2i_CMS_ContentInfo(nullptr, &cursor, static_cast<long>(der.size())));
}

// The content, when the signature over it verifies.
std::string Verified(const CmsContentInfoPtr& cms) {
  const BioPtr out(BIO_new(BIO_s_mem()));
  if (CMS_verify(cms.get(), nullptr, nullptr, nullptr, out.get(), CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) !=
      1) {
    ClearErrors();
    return "";
  }
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

class DepartmentSignerTest : public testing::TestWithParam<demo_pki::KeyKind> {};

TEST_P(DepartmentSignerTest, SignsWhatOpensslVerifies) {
  const auto signer = Signer(GetParam());
  ASSERT_NE(signer, nullptr);
  const auto der = signer->Sign("{\"format\":1}\r\n", kNow);
  ASSERT_TRUE(der.ok()) << der.status();
  const CmsContentInfoPtr cms = Parse(*der);
  ASSERT_TRUE(cms);
  EXPECT_EQ(Verified(cms), "{\"format\":1}\r\n");
  // The time is the service's, and the certificate is bound (RFC 5035).
  CMS_SignerInfo* info = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(cms.get()), 0);
  const auto* attribute =
      CMS_signed_get_attr(info, CMS_signed_get_attr_by_NID(info, NID_pkcs9_signingTime, -1));
  const auto* time = X509_ATTRIBUTE_get0_type(const_cast<X509_ATTRIBUTE*>(attribute), 0)->value.utctime;
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(time->data), static_cast<std::size_t>(time->length)),
            "250915050000Z");
  EXPECT_GE(CMS_signed_get_attr_by_NID(info, NID_id_smime_aa_signingCertificateV2, -1), 0);
  std::string changed = *der;
  changed[changed.find("format")] = 'g';
  EXPECT_EQ(Verified(Parse(changed)), "");
}

INSTANTIATE_TEST_SUITE_P(Keys, DepartmentSignerTest,
                         testing::Values(demo_pki::KeyKind::kRsa, demo_pki::KeyKind::kEcP256));

TEST(DepartmentSignerTest, RefusesWhatCannotSign) {
  const demo_pki::Identity& rsa = Department(demo_pki::KeyKind::kRsa);
  const demo_pki::Identity& ec = Department(demo_pki::KeyKind::kEcP256);
  const demo_pki::Identity& gost = Department(demo_pki::KeyKind::kGost2015);
  const auto refusal = [](const std::string& certificate, const std::string& key) {
    return std::string(DepartmentSigner::Create(certificate, key).status().message());
  };
  EXPECT_THAT(refusal("x", rsa.key.ToFile().value()), HasSubstr("certificate"));
  EXPECT_THAT(refusal(rsa.certificate, "x"), HasSubstr("key"));
  EXPECT_THAT(refusal(rsa.certificate, ec.key.ToFile().value()), HasSubstr("not that of the certificate"));
  EXPECT_THAT(refusal(gost.certificate, gost.key.ToFile().value()), HasSubstr("key"));
}

TEST(DepartmentSignerTest, DoesNotSignOutsideTheCertificatesTime) {
  const auto signer = Signer(demo_pki::KeyKind::kEcP256);
  EXPECT_TRUE(absl::IsFailedPrecondition(signer->Sign("x", kNow + absl::Hours(24 * 400)).status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(signer->Sign("x", kNow - absl::Hours(24 * 60)).status()));
}

}  // namespace
}  // namespace oteu::payment
