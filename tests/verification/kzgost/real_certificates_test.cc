// The recipe against real material: certificates of NCA RK, of its roots, of other Kazakh CAs and of the NCA
// test CA.
#include <gtest/gtest.h>
#include <openssl/x509.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/verification/kzgost/kazakh_pki.h"
#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/der.h"
#include "verification/kzgost/gost_algorithm.h"
#include "verification/kzgost/kz_context.h"
#include "verification/kzgost/public_key.h"
#include "verification/kzgost/signing.h"
#include "verification/kzgost/spki.h"
#include "verification/kzgost/verify.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/error_queue.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;
using openssl::X509Ptr;
using testing::KazakhPkiDir;

class RealCertificates : public ::testing::Test {
 protected:
  void SetUp() override {
    OTEU_NEED_KAZAKH_PKI();
    absl::StatusOr<std::unique_ptr<openssl::Context>> context = CreateKzContext();
    ASSERT_TRUE(context.ok()) << context.status();
    context_ = *std::move(context);
    for (const char* folder : {"ca-production", "ca-test"}) {
      for (const auto& entry : std::filesystem::directory_iterator(KazakhPkiDir() / folder)) {
        cas_.emplace(entry.path().filename().string(), testing::LoadCertificate(*context_, entry.path()));
      }
    }
  }

  // The certificate at hand whose key signed this one, by name and key identifier.
  X509* IssuerOf(X509* certificate) const {
    for (const auto& [name, ca] : cas_) {
      if (X509_check_issued(ca.get(), certificate) == X509_V_OK) return ca.get();
    }
    return nullptr;
  }

  std::unique_ptr<openssl::Context> context_;
  std::map<std::string, X509Ptr> cas_;
};

// The certificates whose issuers are not at hand: the old test CAs.
const std::set<std::string> kOrphans = {"nca_gost_test.crt", "nca_rsa_test.crt"};

TEST_F(RealCertificates, EveryCaCertificateVerifiesWithItsIssuer) {
  std::map<KeyType, int> verified;
  for (const auto& [name, certificate] : cas_) {
    X509* issuer = IssuerOf(certificate.get());
    EXPECT_EQ(issuer == nullptr, kOrphans.contains(name)) << name;
    if (issuer == nullptr) continue;
    EVP_PKEY* key = X509_get0_pubkey(issuer);
    ASSERT_NE(key, nullptr) << name << ": " << openssl::DrainErrors().text;
    EXPECT_EQ(X509_verify(certificate.get(), key), 1) << name << ": " << openssl::DrainErrors().text;
    ++verified[KeyTypeOf(key)];
  }
  EXPECT_GE(verified[KeyType::kGost2015], 4);
  EXPECT_GE(verified[KeyType::kGost2004], 5);
  EXPECT_GE(verified[KeyType::kRsa], 4);
}

TEST_F(RealCertificates, OneBitFlippedInTheSignedPartIsNoticed) {
  for (const auto& [name, certificate] : cas_) {
    X509* issuer = IssuerOf(certificate.get());
    if (issuer == nullptr) continue;
    std::vector<uint8_t> der = testing::EncodeCertificate(certificate.get());
    // The last byte of the version's integer would be refused as a version; the serial number's stays
    // well-formed.
    const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate.get());
    const auto found = std::search(der.begin(), der.end(), serial->data, serial->data + serial->length);
    ASSERT_NE(found, der.end()) << name;
    *(found + serial->length - 1) ^= 0x01;
    const X509Ptr changed = testing::ParseCertificate(*context_, der);
    ASSERT_NE(changed, nullptr) << name;
    EXPECT_NE(X509_verify(changed.get(), X509_get0_pubkey(issuer)), 1) << name;
    openssl::ClearErrors();
  }
}

TEST_F(RealCertificates, OneBitFlippedInTheSignatureIsNoticed) {
  for (const auto& [name, certificate] : cas_) {
    X509* issuer = IssuerOf(certificate.get());
    if (issuer == nullptr) continue;
    std::vector<uint8_t> der = testing::EncodeCertificate(certificate.get());
    der.back() ^= 0x01;  // The signature is the last element.
    const X509Ptr changed = testing::ParseCertificate(*context_, der);
    ASSERT_NE(changed, nullptr) << name;
    EXPECT_NE(X509_verify(changed.get(), X509_get0_pubkey(issuer)), 1) << name;
    openssl::ClearErrors();
  }
}

// The same through VerifySignature: the parts of the certificate by hand, no X509_verify.
TEST_F(RealCertificates, VerifySignatureAgreesWithX509Verify) {
  for (const auto& [name, certificate] : cas_) {
    X509* issuer = IssuerOf(certificate.get());
    if (issuer == nullptr) continue;
    unsigned char* tbs = nullptr;
    const int tbs_size = i2d_re_X509_tbs(certificate.get(), &tbs);
    const openssl::BytesPtr tbs_owner(tbs);
    const ASN1_BIT_STRING* signature = nullptr;
    const X509_ALGOR* algorithm = nullptr;
    X509_get0_signature(&signature, &algorithm, certificate.get());
    unsigned char* algorithm_der = nullptr;
    const int algorithm_size = i2d_X509_ALGOR(algorithm, &algorithm_der);
    const openssl::BytesPtr algorithm_owner(algorithm_der);
    const auto identifier = ParseAlgorithmIdentifier({algorithm_der, static_cast<size_t>(algorithm_size)});
    ASSERT_TRUE(identifier.ok()) << name;
    const absl::StatusOr<bool> good = VerifySignature(
        *context_, VerificationKey(openssl::Share(X509_get0_pubkey(issuer))), *identifier, "",
        {tbs, static_cast<size_t>(tbs_size)}, {signature->data, static_cast<size_t>(signature->length)});
    ASSERT_TRUE(good.ok()) << name << ": " << good.status();
    EXPECT_TRUE(*good) << name;
  }
}

// Keys go through our own reader and writer, and come out as they were in the certificate.
TEST_F(RealCertificates, PublicKeysAreReadAndWrittenByteForByte) {
  int gost_keys = 0;
  for (const auto& [name, certificate] : cas_) {
    unsigned char* spki = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &spki);
    const openssl::BytesPtr owner(spki);
    const Bytes der(spki, static_cast<size_t>(size));
    const auto key = LoadPublicKey(*context_, der);
    ASSERT_TRUE(key.ok()) << name << ": " << key.status();
    EXPECT_EQ(EVP_PKEY_eq(key->get(), X509_get0_pubkey(certificate.get())), 1) << name;
    if (GostAlgorithmOfSpki(der) == nullptr) continue;
    const auto parsed = ParseGostSpki(der);
    ASSERT_TRUE(parsed.ok()) << name << ": " << parsed.status();
    EXPECT_EQ(openssl::ToHex(EncodeGostSpki(**parsed)), openssl::ToHex(der)) << name;
    ++gost_keys;
  }
  EXPECT_GE(gost_keys, 9);
}

// Six identities issued by the NCA test CA: certificate verifies, scalar fits its key, and what it signs
// verifies.
TEST_F(RealCertificates, PrivateScalarsBelongToTheirCertificates) {
  int keys = 0;
  for (const auto& entry : std::filesystem::directory_iterator(KazakhPkiDir() / "keys")) {
    if (entry.path().extension() != ".scalar") continue;
    const auto key = LoadPrivateKey(*context_, KeyType::kGost2015, testing::ReadFile(entry.path()));
    ASSERT_TRUE(key.ok()) << entry << ": " << key.status();
    const X509Ptr certificate =
        testing::LoadCertificate(*context_, std::filesystem::path(entry.path()).replace_extension(".cer"));
    EXPECT_EQ(X509_check_private_key(certificate.get(), key->get()), 1) << entry;
    X509* issuer = IssuerOf(certificate.get());
    ASSERT_NE(issuer, nullptr) << entry;
    EXPECT_EQ(X509_verify(certificate.get(), X509_get0_pubkey(issuer)), 1) << entry;

    const auto signature = Sign(*context_, key->get(), "", openssl::AsBytes("message"));
    ASSERT_TRUE(signature.ok()) << signature.status();
    const absl::StatusOr<bool> good =
        VerifySignature(*context_, VerificationKey(openssl::Share(X509_get0_pubkey(certificate.get()))),
                        AlgorithmIdentifier{kGost2015Signature512Oid.text(), {}}, "",
                        openssl::AsBytes("message"), *signature);
    ASSERT_TRUE(good.ok()) << good.status();
    EXPECT_TRUE(*good);
    ++keys;
  }
  EXPECT_EQ(keys, 6);
}

TEST_F(RealCertificates, OrdinaryRevocationListVerifies) {
  const openssl::X509CrlPtr crl = testing::LoadCrl(*context_, KazakhPkiDir() / "crl" / "nca_gost_test.crl");
  EVP_PKEY* key = X509_get0_pubkey(cas_.at("nca_gost_test.crt").get());
  EXPECT_EQ(X509_CRL_verify(crl.get(), key), 1) << openssl::DrainErrors().text;
}

// One list of the test CA has no parameters inside the signed part and NULL outside: RFC 5280 5.1.1.2 wants
// the two equal, and OpenSSL refuses. The outer one is not signed, so it may be set to the inner where the
// OIDs are the same.
TEST_F(RealCertificates, RevocationListWithUnequalParametersCanBeMadeToVerify) {
  const openssl::X509CrlPtr crl =
      testing::LoadCrl(*context_, KazakhPkiDir() / "crl" / "nca_gost2022_test_ncago.crl");
  EVP_PKEY* key = X509_get0_pubkey(cas_.at("nca_gost2022_test.cer").get());
  EXPECT_NE(X509_CRL_verify(crl.get(), key), 1) << "the quirk is gone from the material";
  openssl::ClearErrors();

  const X509_ALGOR* outer = nullptr;
  X509_CRL_get0_signature(crl.get(), nullptr, &outer);
  // OpenSSL 3.0 shows the inner identifier nowhere: read it from the list itself, after the version.
  unsigned char* der = nullptr;
  const int size = i2d_X509_CRL(crl.get(), &der);
  const openssl::BytesPtr owner(der);
  DerReader whole(Bytes(der, static_cast<size_t>(size)));
  DerReader list(whole.Read(kDerSequence).value());
  DerReader signed_part(list.Read(kDerSequence).value());
  ASSERT_TRUE(signed_part.Read(kDerInteger).has_value());
  const DerElement inner = signed_part.ReadAny().value();

  const auto inner_identifier = ParseAlgorithmIdentifier(inner.whole);
  ASSERT_TRUE(inner_identifier.ok());
  char outer_oid[64];
  OBJ_obj2txt(outer_oid, sizeof(outer_oid), outer->algorithm, /*no_name=*/1);
  ASSERT_EQ(inner_identifier->oid, outer_oid);
  const unsigned char* end = inner.whole.data();
  const openssl::X509AlgorPtr copy(d2i_X509_ALGOR(nullptr, &end, static_cast<long>(inner.whole.size())));
  ASSERT_EQ(X509_ALGOR_copy(const_cast<X509_ALGOR*>(outer), copy.get()), 1);
  EXPECT_EQ(X509_CRL_verify(crl.get(), key), 1) << openssl::DrainErrors().text;
}

}  // namespace
}  // namespace oteu::verification::kzgost
