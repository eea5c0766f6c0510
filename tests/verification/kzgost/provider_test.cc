// The provider as OpenSSL's own functions see it: everything a demonstration PKI and the verifier call.
#include "verification/kzgost/provider.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>
#include <string>

#include "tests/verification/kzgost/reference_gost.h"
#include "verification/kzgost/gost_algorithm.h"
#include "verification/kzgost/kz_context.h"
#include "verification/kzgost/signing.h"
#include "verification/openssl/error_queue.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::AsBytes;
using openssl::Bytes;
using openssl::EvpPkeyPtr;
using openssl::X509Ptr;
using testing::ByteVector;
using testing::LittleEndian;

class Provider : public ::testing::TestWithParam<KeyType> {
 protected:
  void SetUp() override {
    auto context = CreateKzContext();
    ASSERT_TRUE(context.ok()) << context.status();
    context_ = *std::move(context);
    auto key = GenerateKey(*context_, GetParam());
    ASSERT_TRUE(key.ok()) << key.status();
    key_ = *std::move(key);
  }

  const GostAlgorithm& algorithm() const {
    return GetParam() == KeyType::kGost2015 ? kGost2015Algorithm : kGost2004Algorithm;
  }

  // A self-signed certificate with little in it.
  X509Ptr MakeCertificate(EVP_PKEY* key, EVP_PKEY* signer) const {
    X509Ptr certificate(X509_new_ex(context_->lib_ctx(), nullptr));
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 7);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
    EXPECT_EQ(X509_set_pubkey(certificate.get(), key), 1) << openssl::DrainErrors().text;
    EXPECT_GT(X509_sign(certificate.get(), signer, nullptr), 0) << openssl::DrainErrors().text;
    return certificate;
  }

  std::unique_ptr<openssl::Context> context_;
  EvpPkeyPtr key_;
};

TEST_P(Provider, TellsWhatAKeyIs) {
  EXPECT_EQ(EVP_PKEY_is_a(key_.get(), algorithm().name), 1);
  EXPECT_EQ(EVP_PKEY_is_a(key_.get(), algorithm().key_oid.text()), 1);
  EXPECT_EQ(EVP_PKEY_is_a(key_.get(), "RSA"), 0);
  EXPECT_EQ(KeyTypeOf(key_.get()), GetParam());
  EXPECT_EQ(EVP_PKEY_get_bits(key_.get()), static_cast<int>(8 * algorithm().field_bytes));
  EXPECT_EQ(EVP_PKEY_get_security_bits(key_.get()), algorithm().security_bits);
  EXPECT_EQ(EVP_PKEY_get_size(key_.get()), static_cast<int>(algorithm().signature_bytes()));
  EXPECT_STREQ(EVP_PKEY_get0_type_name(key_.get()), algorithm().name);
}

TEST_P(Provider, CertificatesAreSignedAndVerified) {
  const X509Ptr certificate = MakeCertificate(key_.get(), key_.get());
  EXPECT_EQ(X509_verify(certificate.get(), key_.get()), 1) << openssl::DrainErrors().text;
  EXPECT_EQ(X509_check_private_key(certificate.get(), key_.get()), 1);
  const auto stranger = GenerateKey(*context_, GetParam());
  EXPECT_NE(X509_verify(certificate.get(), stranger->get()), 1);
  EXPECT_EQ(X509_check_private_key(certificate.get(), stranger->get()), 0);
  openssl::ClearErrors();
}

TEST_P(Provider, CertificatesSurviveTheirEncoding) {
  const X509Ptr made = MakeCertificate(key_.get(), key_.get());
  unsigned char* der = nullptr;
  const int size = i2d_X509(made.get(), &der);
  const openssl::BytesPtr owner(der);
  ASSERT_GT(size, 0);
  X509* raw = X509_new_ex(context_->lib_ctx(), nullptr);
  const unsigned char* end = der;
  ASSERT_NE(d2i_X509(&raw, &end, size), nullptr);
  const X509Ptr read(raw);
  ASSERT_NE(X509_get0_pubkey(read.get()), nullptr) << openssl::DrainErrors().text;
  EXPECT_EQ(EVP_PKEY_eq(X509_get0_pubkey(read.get()), key_.get()), 1);
  EXPECT_EQ(X509_verify(read.get(), X509_get0_pubkey(read.get())), 1) << openssl::DrainErrors().text;
}

TEST_P(Provider, AlgorithmIdentifierIsTheSignatureOidWithNull) {
  const X509Ptr certificate = MakeCertificate(key_.get(), key_.get());
  const X509_ALGOR* outer = nullptr;
  X509_get0_signature(nullptr, &outer, certificate.get());
  for (const X509_ALGOR* identifier : {outer, X509_get0_tbs_sigalg(certificate.get())}) {
    const ASN1_OBJECT* oid = nullptr;
    int parameter_type = 0;
    X509_ALGOR_get0(&oid, &parameter_type, nullptr, identifier);
    char text[64];
    OBJ_obj2txt(text, sizeof(text), oid, /*no_name=*/1);
    EXPECT_STREQ(text, algorithm().signature_oid.text());
    EXPECT_EQ(parameter_type, V_ASN1_NULL);
  }
}

TEST_P(Provider, RevocationListsAndRequestsAreSignedAndVerified) {
  const openssl::X509CrlPtr crl(X509_CRL_new_ex(context_->lib_ctx(), nullptr));
  const openssl::Asn1TimePtr now(X509_gmtime_adj(nullptr, 0));
  X509_CRL_set_version(crl.get(), X509_CRL_VERSION_2);
  X509_CRL_set1_lastUpdate(crl.get(), now.get());
  X509_CRL_set1_nextUpdate(crl.get(), now.get());
  EXPECT_GT(X509_CRL_sign(crl.get(), key_.get(), nullptr), 0) << openssl::DrainErrors().text;
  EXPECT_EQ(X509_CRL_verify(crl.get(), key_.get()), 1) << openssl::DrainErrors().text;

  const openssl::X509ReqPtr request(X509_REQ_new_ex(context_->lib_ctx(), nullptr));
  EXPECT_EQ(X509_REQ_set_pubkey(request.get(), key_.get()), 1);
  EXPECT_GT(X509_REQ_sign(request.get(), key_.get(), nullptr), 0) << openssl::DrainErrors().text;
  EXPECT_EQ(X509_REQ_verify_ex(request.get(), key_.get(), context_->lib_ctx(), nullptr), 1);
}

TEST_P(Provider, AnRsaAuthorityMaySignAGostKeyAndTheOtherWayRound) {
  const auto rsa = GenerateKey(*context_, KeyType::kRsa);
  ASSERT_TRUE(rsa.ok());
  const X509Ptr rsa_holder = MakeCertificate(rsa->get(), key_.get());
  EXPECT_EQ(X509_verify(rsa_holder.get(), key_.get()), 1) << openssl::DrainErrors().text;
  EXPECT_NE(X509_verify(rsa_holder.get(), rsa->get()), 1);
  openssl::ClearErrors();
}

TEST_P(Provider, MessageMayComeInPieces) {
  const auto whole = Sign(*context_, key_.get(), "", AsBytes("one two"));
  ASSERT_TRUE(whole.ok()) << whole.status();
  const openssl::EvpMdCtxPtr verifier(EVP_MD_CTX_new());
  ASSERT_EQ(EVP_DigestVerifyInit_ex(verifier.get(), nullptr, nullptr, context_->lib_ctx(), nullptr,
                                    key_.get(), nullptr),
            1);
  ASSERT_EQ(EVP_DigestVerifyUpdate(verifier.get(), "one ", 4), 1);
  ASSERT_EQ(EVP_DigestVerifyUpdate(verifier.get(), "two", 3), 1);
  const openssl::EvpMdCtxPtr copy(EVP_MD_CTX_new());
  ASSERT_EQ(EVP_MD_CTX_copy_ex(copy.get(), verifier.get()), 1);
  EXPECT_EQ(EVP_DigestVerifyFinal(verifier.get(), whole->data(), whole->size()), 1);
  ASSERT_EQ(EVP_DigestVerifyUpdate(copy.get(), "!", 1), 1);
  EXPECT_EQ(EVP_DigestVerifyFinal(copy.get(), whole->data(), whole->size()), 0);
  openssl::ClearErrors();
}

TEST_P(Provider, OwnHashMayBeNamedAndNoOther) {
  const char* own = GetParam() == KeyType::kGost2015 ? kStreebog512Name : kGost34311Name;
  for (const auto& [name, accepted] :
       {std::pair(own, true), std::pair("SHA256", false), std::pair(kStreebog256Name, false)}) {
    const openssl::EvpMdCtxPtr verifier(EVP_MD_CTX_new());
    EXPECT_EQ(EVP_DigestVerifyInit_ex(verifier.get(), nullptr, name, context_->lib_ctx(), nullptr, key_.get(),
                                      nullptr),
              accepted ? 1 : 0)
        << name;
  }
  openssl::ClearErrors();
}

TEST_P(Provider, SigningNeedsThePrivateKeyAndRoom) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key_.get(), &der);
  const openssl::BytesPtr owner(der);
  ASSERT_GT(size, 0);
  const unsigned char* end = der;
  const EvpPkeyPtr public_only(d2i_PUBKEY_ex(nullptr, &end, size, context_->lib_ctx(), nullptr));
  ASSERT_NE(public_only, nullptr);
  EXPECT_EQ(EVP_PKEY_eq(public_only.get(), key_.get()), 1);
  EXPECT_FALSE(Sign(*context_, public_only.get(), "", AsBytes("m")).ok());
  EXPECT_FALSE(ExportScalar(public_only.get()).ok());

  const openssl::EvpPkeyCtxPtr signer(EVP_PKEY_CTX_new_from_pkey(context_->lib_ctx(), key_.get(), nullptr));
  ASSERT_EQ(EVP_PKEY_sign_init(signer.get()), 1);
  ByteVector signature(algorithm().signature_bytes());
  const ByteVector digest(HashSize(algorithm().hash), 1);
  size_t room = signature.size() - 1;
  EXPECT_NE(EVP_PKEY_sign(signer.get(), signature.data(), &room, digest.data(), digest.size()), 1);
  room = signature.size();
  EXPECT_EQ(EVP_PKEY_sign(signer.get(), signature.data(), &room, digest.data(), digest.size()), 1);
  EXPECT_NE(EVP_PKEY_sign(signer.get(), signature.data(), &room, digest.data(), digest.size() - 1), 1);
  openssl::ClearErrors();
}

TEST_P(Provider, ScalarGoesInAndOut) {
  const auto scalar = ExportScalar(key_.get());
  ASSERT_TRUE(scalar.ok()) << scalar.status();
  const auto again = LoadPrivateKey(*context_, GetParam(), *scalar);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(EVP_PKEY_eq(again->get(), key_.get()), 1);
  EXPECT_EQ(*ExportScalar(again->get()), *scalar);
  const EvpPkeyPtr copy(EVP_PKEY_dup(key_.get()));
  ASSERT_NE(copy, nullptr);
  EXPECT_EQ(EVP_PKEY_eq(copy.get(), key_.get()), 1);
  EXPECT_EQ(*ExportScalar(copy.get()), *scalar);
}

TEST_P(Provider, BadScalarsAreRefused) {
  for (const ByteVector& scalar : {ByteVector(), ByteVector(algorithm().field_bytes, 0),
                                   ByteVector(algorithm().field_bytes + 1, 1), testing::Order(algorithm())}) {
    EXPECT_EQ(LoadPrivateKey(*context_, GetParam(), scalar).status().code(),
              absl::StatusCode::kInvalidArgument);
  }
  EXPECT_EQ(LoadPrivateKey(*context_, KeyType::kRsa, ByteVector(64, 1)).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ERR_peek_error(), 0U);
}

// EVP_PKEY_fromdata with both halves of a pair that do not belong together.
TEST_P(Provider, MismatchedPairIsRefused) {
  ByteVector scalar = *ExportScalar(key_.get());
  ByteVector other = testing::ReferencePublicKey(algorithm(), LittleEndian("7", algorithm().field_bytes));
  OSSL_PARAM params[] = {
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, other.data(), other.size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PRIV_KEY, scalar.data(), scalar.size()),
      OSSL_PARAM_construct_end(),
  };
  const openssl::EvpPkeyCtxPtr loader(
      EVP_PKEY_CTX_new_from_name(context_->lib_ctx(), algorithm().name, nullptr));
  EVP_PKEY* key = nullptr;
  ASSERT_EQ(EVP_PKEY_fromdata_init(loader.get()), 1);
  EXPECT_NE(EVP_PKEY_fromdata(loader.get(), &key, EVP_PKEY_KEYPAIR, params), 1);
  const EvpPkeyPtr owner(key);
  openssl::ClearErrors();
}

TEST_P(Provider, StaysOutOfTheDefaultLibraryContext) {
  const openssl::EvpMdPtr digest(EVP_MD_fetch(nullptr, kStreebog512Oid.text(), nullptr));
  EXPECT_EQ(digest, nullptr);
  const openssl::EvpPkeyCtxPtr key(EVP_PKEY_CTX_new_from_name(nullptr, algorithm().name, nullptr));
  EXPECT_TRUE(key == nullptr || EVP_PKEY_fromdata_init(key.get()) != 1);
  openssl::ClearErrors();
}

INSTANTIATE_TEST_SUITE_P(Gost, Provider, ::testing::Values(KeyType::kGost2015, KeyType::kGost2004),
                         [](const auto& test) {
                           return std::string(test.param == KeyType::kGost2015 ? "Gost2015" : "Gost2004");
                         });

}  // namespace
}  // namespace oteu::verification::kzgost
