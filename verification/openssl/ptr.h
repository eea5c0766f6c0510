// Owning pointers for OpenSSL objects: OpenSSL's reference counts and frees stay inside this header.
//
//   X509Ptr cert(X509_new_ex(context.lib_ctx(), nullptr));
//   if (!cert) return TakeErrors(absl::StatusCode::kResourceExhausted, "certificate");
//
// Every object must be gone before the Context (context.h) it was made in.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/decoder.h>
#include <openssl/encoder.h>
#include <openssl/evp.h>
#include <openssl/ocsp.h>
#include <openssl/provider.h>
#include <openssl/rsa.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include <memory>

namespace oteu::verification::openssl {

template <auto kFree>
struct Deleter {
  template <typename T>
  void operator()(T* object) const noexcept {
    static_cast<void>(kFree(object));
  }
};

template <typename T, auto kFree>
using Owned = std::unique_ptr<T, Deleter<kFree>>;

// Several OpenSSL frees are macros; these give them an address.
namespace internal {
inline void FreeBytes(void* bytes) { OPENSSL_free(bytes); }
inline void FreeX509Stack(STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); }
inline void FreeX509View(STACK_OF(X509) * stack) { sk_X509_free(stack); }
inline void FreeCrlStack(STACK_OF(X509_CRL) * stack) { sk_X509_CRL_pop_free(stack, X509_CRL_free); }
inline void FreeCrlView(STACK_OF(X509_CRL) * stack) { sk_X509_CRL_free(stack); }
inline void FreeExtensionStack(STACK_OF(X509_EXTENSION) * stack) {
  sk_X509_EXTENSION_pop_free(stack, X509_EXTENSION_free);
}
inline void FreeObjectStack(STACK_OF(ASN1_OBJECT) * stack) {
  sk_ASN1_OBJECT_pop_free(stack, ASN1_OBJECT_free);
}
}  // namespace internal

using Asn1BitStringPtr = Owned<ASN1_BIT_STRING, ASN1_BIT_STRING_free>;
using Asn1EnumeratedPtr = Owned<ASN1_ENUMERATED, ASN1_ENUMERATED_free>;
using Asn1GeneralizedTimePtr = Owned<ASN1_GENERALIZEDTIME, ASN1_GENERALIZEDTIME_free>;
using Asn1IntegerPtr = Owned<ASN1_INTEGER, ASN1_INTEGER_free>;
using Asn1ObjectPtr = Owned<ASN1_OBJECT, ASN1_OBJECT_free>;
using Asn1OctetStringPtr = Owned<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;
using Asn1StringPtr = Owned<ASN1_STRING, ASN1_STRING_free>;
using Asn1TimePtr = Owned<ASN1_TIME, ASN1_TIME_free>;
using Asn1TypePtr = Owned<ASN1_TYPE, ASN1_TYPE_free>;
using BioPtr = Owned<BIO, BIO_free_all>;
using BignumPtr = Owned<BIGNUM, BN_free>;
using BytesPtr = Owned<unsigned char, internal::FreeBytes>;  // What i2d_* allocates.
using CmsContentInfoPtr = Owned<CMS_ContentInfo, CMS_ContentInfo_free>;
using EvpMdCtxPtr = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using EvpMdPtr = Owned<EVP_MD, EVP_MD_free>;
using EvpPkeyCtxPtr = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using EvpPkeyPtr = Owned<EVP_PKEY, EVP_PKEY_free>;
using GeneralNamesPtr = Owned<GENERAL_NAMES, GENERAL_NAMES_free>;
using OcspBasicResponsePtr = Owned<OCSP_BASICRESP, OCSP_BASICRESP_free>;
using OcspCertIdPtr = Owned<OCSP_CERTID, OCSP_CERTID_free>;
using OcspRequestPtr = Owned<OCSP_REQUEST, OCSP_REQUEST_free>;
using OcspResponsePtr = Owned<OCSP_RESPONSE, OCSP_RESPONSE_free>;
using OsslDecoderCtxPtr = Owned<OSSL_DECODER_CTX, OSSL_DECODER_CTX_free>;
using OsslEncoderCtxPtr = Owned<OSSL_ENCODER_CTX, OSSL_ENCODER_CTX_free>;
using OsslLibCtxPtr = Owned<OSSL_LIB_CTX, OSSL_LIB_CTX_free>;
using OsslProviderPtr = Owned<OSSL_PROVIDER, OSSL_PROVIDER_unload>;
using TsTstInfoPtr = Owned<TS_TST_INFO, TS_TST_INFO_free>;
using X509AlgorPtr = Owned<X509_ALGOR, X509_ALGOR_free>;
using X509CrlPtr = Owned<X509_CRL, X509_CRL_free>;
using X509ExtensionPtr = Owned<X509_EXTENSION, X509_EXTENSION_free>;
using X509NamePtr = Owned<X509_NAME, X509_NAME_free>;
using X509Ptr = Owned<X509, X509_free>;
using X509PubkeyPtr = Owned<X509_PUBKEY, X509_PUBKEY_free>;
using X509ReqPtr = Owned<X509_REQ, X509_REQ_free>;
using X509RevokedPtr = Owned<X509_REVOKED, X509_REVOKED_free>;
using X509StoreCtxPtr = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;
using X509StorePtr = Owned<X509_STORE, X509_STORE_free>;
using X509VerifyParamPtr = Owned<X509_VERIFY_PARAM, X509_VERIFY_PARAM_free>;

// A stack frees its elements; a view frees the stack alone.
using ExtensionStackPtr = Owned<STACK_OF(X509_EXTENSION), internal::FreeExtensionStack>;
using ObjectStackPtr = Owned<STACK_OF(ASN1_OBJECT), internal::FreeObjectStack>;
using X509CrlStackPtr = Owned<STACK_OF(X509_CRL), internal::FreeCrlStack>;
using X509CrlViewPtr = Owned<STACK_OF(X509_CRL), internal::FreeCrlView>;
using X509StackPtr = Owned<STACK_OF(X509), internal::FreeX509Stack>;
using X509ViewPtr = Owned<STACK_OF(X509), internal::FreeX509View>;

// One more owner of the same object (its reference count goes up; it never fails for a live object).
inline EvpPkeyPtr Share(EVP_PKEY* key) {
  EVP_PKEY_up_ref(key);
  return EvpPkeyPtr(key);
}
inline X509Ptr Share(X509* certificate) {
  X509_up_ref(certificate);
  return X509Ptr(certificate);
}
inline X509CrlPtr Share(X509_CRL* crl) {
  X509_CRL_up_ref(crl);
  return X509CrlPtr(crl);
}

}  // namespace oteu::verification::openssl
