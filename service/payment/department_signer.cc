#include "service/payment/department_signer.h"

#include <openssl/pem.h>

#include <ctime>
#include <utility>

#include "verification/openssl/context.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"
#include "verification/x509/pem.h"

namespace oteu::payment {
namespace {

using verification::openssl::Asn1TimePtr;
using verification::openssl::BioPtr;
using verification::openssl::BytesPtr;
using verification::openssl::ClearErrors;
using verification::openssl::CmsContentInfoPtr;
using verification::openssl::Context;
using verification::openssl::EvpPkeyPtr;
using verification::openssl::TakeErrors;
using verification::openssl::X509Ptr;

absl::StatusOr<X509Ptr> ReadCertificate(const Context& context, absl::string_view bytes) {
  auto ders = verification::x509::DerOf(bytes, "CERTIFICATE");
  if (!ders.ok() || ders->empty()) return absl::InvalidArgumentError("certificate: is neither DER nor PEM");
  const std::string& der = ders->front();
  X509* parsed = X509_new_ex(context.lib_ctx(), nullptr);
  const auto* cursor = reinterpret_cast<const unsigned char*>(der.data());
  // On failure d2i frees what it was given.
  if (d2i_X509(&parsed, &cursor, static_cast<long>(der.size())) == nullptr)  // NOLINT(google-runtime-int)
    return TakeErrors(absl::StatusCode::kInvalidArgument, "certificate");
  return X509Ptr(parsed);
}

// No password is ever asked for: a prompt would stop a server.
int NoPassword(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return -1; }

absl::StatusOr<EvpPkeyPtr> ReadKey(const Context& context, absl::string_view pem) {
  const BioPtr input(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  EvpPkeyPtr key(
      PEM_read_bio_PrivateKey_ex(input.get(), nullptr, NoPassword, nullptr, context.lib_ctx(), nullptr));
  ClearErrors();  // their texts are of no help, and a key is nothing to quote from
  if (!key) return absl::InvalidArgumentError("key: is no unencrypted PEM of a private key");
  if (EVP_PKEY_is_a(key.get(), "RSA") != 1 && EVP_PKEY_is_a(key.get(), "EC") != 1)
    return absl::InvalidArgumentError("key: is neither RSA nor EC");
  return key;
}

class OpensslSigner final : public DepartmentSigner {
 public:
  OpensslSigner(std::unique_ptr<Context> context, X509Ptr certificate, EvpPkeyPtr key)
      : context_(std::move(context)), certificate_(std::move(certificate)), key_(std::move(key)) {}

  absl::StatusOr<std::string> Sign(absl::string_view content, absl::Time now) const override {
    const std::time_t seconds = absl::ToTimeT(now);
    std::time_t at = seconds;
    if (X509_cmp_time(X509_get0_notBefore(certificate_.get()), &at) > 0 ||
        X509_cmp_time(X509_get0_notAfter(certificate_.get()), &at) < 0)
      return absl::FailedPreconditionError("the department's certificate is not valid today");
    const BioPtr data(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
    const CmsContentInfoPtr cms(CMS_sign_ex(nullptr, nullptr, nullptr, data.get(), CMS_BINARY | CMS_PARTIAL,
                                            context_->lib_ctx(), nullptr));
    if (!cms) return TakeErrors(absl::StatusCode::kInternal, "sign");
    CMS_SignerInfo* signer = CMS_add1_signer(cms.get(), certificate_.get(), key_.get(), context_->sha256(),
                                             CMS_BINARY | CMS_CADES | CMS_NOSMIMECAP | CMS_PARTIAL);
    // The clock is the service's, and not OpenSSL's.
    const Asn1TimePtr time(ASN1_TIME_set(nullptr, seconds));
    if (signer == nullptr || !time ||
        CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, time->type, time.get(), -1) != 1 ||
        CMS_final(cms.get(), data.get(), nullptr, CMS_BINARY) != 1)
      return TakeErrors(absl::StatusCode::kInternal, "sign");
    unsigned char* der = nullptr;
    const int size = i2d_CMS_ContentInfo(cms.get(), &der);
    const BytesPtr owner(der);
    if (size <= 0) return TakeErrors(absl::StatusCode::kInternal, "sign");
    return std::string(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  }

 private:
  std::unique_ptr<Context> context_;  // first: it outlives what was made in it
  X509Ptr certificate_;
  EvpPkeyPtr key_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<DepartmentSigner>> DepartmentSigner::Create(absl::string_view certificate,
                                                                           absl::string_view key) {
  auto context = Context::Create({});
  if (!context.ok()) return context.status();
  auto parsed = ReadCertificate(**context, certificate);
  if (!parsed.ok()) return parsed.status();
  auto read = ReadKey(**context, key);
  if (!read.ok()) return read.status();
  if (X509_check_private_key(parsed->get(), read->get()) != 1) {
    ClearErrors();
    return absl::InvalidArgumentError("key: is not that of the certificate");
  }
  return std::make_unique<OpensslSigner>(*std::move(context), *std::move(parsed), *std::move(read));
}

}  // namespace oteu::payment
