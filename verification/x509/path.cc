#include "verification/x509/path.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "verification/limits.h"
#include "verification/openssl/error_queue.h"
#include "verification/policy/policy.h"
#include "verification/x509/chain.h"
#include "verification/x509/chain_rules.h"
#include "verification/x509/crl_der.h"
#include "verification/x509/pem.h"

namespace oteu::verification::x509 {
namespace {

using openssl::Bytes;

// Every certificate of these files. `what` names them in errors.
absl::StatusOr<std::vector<CertificatePtr>> ParseAll(const openssl::Context& context,
                                                     const std::vector<std::string>& files,
                                                     const Limit& limit) {
  std::vector<CertificatePtr> certificates;
  for (size_t i = 0; i < files.size(); ++i) {
    const auto annotate = [&](const absl::Status& status) {
      return absl::Status(status.code(), absl::StrCat(limit.name, "[", i, "]: ", status.message()));
    };
    absl::StatusOr<std::vector<std::string>> ders = DerOf(files[i], "CERTIFICATE");
    if (!ders.ok()) return annotate(ders.status());
    for (const std::string& der : *ders) {
      if (certificates.size() == limit.value)
        return absl::InvalidArgumentError(absl::StrCat("too many ", limit.name));
      absl::StatusOr<CertificatePtr> certificate = ParseCertificate(context, openssl::AsBytes(der));
      if (!certificate.ok()) return annotate(certificate.status());
      certificates.push_back(*std::move(certificate));
    }
  }
  return certificates;
}

absl::StatusOr<openssl::X509CrlPtr> ParseCrl(const openssl::Context& context, const std::string& received) {
  if (received.size() > kMaxCrlBytes.value) return absl::InvalidArgumentError("over the bound crl_bytes");
  const std::string der = WithInnerAlgorithmOutside(received);
  X509_CRL* crl = X509_CRL_new_ex(context.lib_ctx(), nullptr);
  const Bytes bytes = openssl::AsBytes(der);
  const unsigned char* end = bytes.data();
  if (crl == nullptr ||
      d2i_X509_CRL(&crl, &end, static_cast<long>(bytes.size())) == nullptr) {  // NOLINT(google-runtime-int)
    return openssl::TakeErrors(absl::StatusCode::kInvalidArgument, "CRL");     // d2i freed it.
  }
  openssl::X509CrlPtr owner(crl);
  if (end != bytes.data() + bytes.size()) return absl::InvalidArgumentError("CRL: trailing bytes");
  return owner;
}

absl::StatusOr<openssl::X509CrlStackPtr> ParseCrls(const openssl::Context& context,
                                                   const std::vector<std::string>& files) {
  openssl::X509CrlStackPtr stack(sk_X509_CRL_new_null());
  for (size_t i = 0; i < files.size(); ++i) {
    absl::StatusOr<std::vector<std::string>> ders = DerOf(files[i], "X509 CRL");
    if (!ders.ok())
      return absl::InvalidArgumentError(absl::StrCat("crls[", i, "]: ", ders.status().message()));
    for (const std::string& der : *ders) {
      absl::StatusOr<openssl::X509CrlPtr> crl = ParseCrl(context, der);
      if (!crl.ok())
        return absl::Status(crl.status().code(), absl::StrCat("crls[", i, "]: ", crl.status().message()));
      if (!stack || static_cast<size_t>(sk_X509_CRL_num(stack.get())) == kMaxCrls.value ||
          sk_X509_CRL_push(stack.get(), crl->get()) <= 0) {
        return absl::InvalidArgumentError("over the bound crls");
      }
      static_cast<void>(crl->release());
    }
  }
  return stack;
}

// The chain as certificates of ours.
absl::StatusOr<std::vector<CertificatePtr>> ReadChain(const openssl::Context& context,
                                                      const std::vector<openssl::X509Ptr>& chain) {
  std::vector<CertificatePtr> certificates;
  for (const openssl::X509Ptr& x509 : chain) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(x509.get(), &der);
    const openssl::BytesPtr owner(der);
    if (size <= 0) return openssl::TakeErrors(absl::StatusCode::kInternal, "chain");
    absl::StatusOr<CertificatePtr> certificate =
        ParseCertificate(context, Bytes(der, static_cast<size_t>(size)));
    if (!certificate.ok()) return certificate.status();
    certificates.push_back(*std::move(certificate));
  }
  return certificates;
}

}  // namespace

absl::StatusOr<PathReport> VerifyPath(const openssl::Context& context, const PathRequest& request) {
  static constexpr Limit kOneTarget = {"target", 1};
  absl::StatusOr<std::vector<CertificatePtr>> target = ParseAll(context, {request.target}, kOneTarget);
  if (!target.ok()) return target.status();
  absl::StatusOr<std::vector<CertificatePtr>> anchors = ParseAll(context, request.anchors, kMaxAnchors);
  if (!anchors.ok()) return anchors.status();
  absl::StatusOr<std::vector<CertificatePtr>> intermediates =
      ParseAll(context, request.intermediates, kMaxIntermediates);
  if (!intermediates.ok()) return intermediates.status();
  absl::StatusOr<openssl::X509CrlStackPtr> crls = ParseCrls(context, request.crls);
  if (!crls.ok()) return crls.status();
  absl::StatusOr<openssl::X509StorePtr> store = MakeAnchorStore(*anchors);
  if (!store.ok()) return store.status();

  absl::StatusOr<ChainResult> result = BuildChain({.context = &context,
                                                   .anchors = store->get(),
                                                   .target = (*target)[0].get(),
                                                   .intermediates = &*intermediates,
                                                   .crls = crls->get(),
                                                   .check_revocation = request.check_revocation,
                                                   .at = request.at,
                                                   .policy_inputs = &request.policy_inputs});
  if (!result.ok()) return result.status();
  absl::StatusOr<std::vector<CertificatePtr>> chain = ReadChain(context, result->chain);
  if (!chain.ok()) return chain.status();

  PathReport report;
  report.chain = *std::move(chain);
  report.failures = std::move(result->failures);
  const v1::Policy& policy = request.policy != nullptr ? *request.policy : DefaultPolicy();
  for (PathFailure& failure : JudgeChain(policy, report.chain, request.at)) {
    report.failures.push_back(std::move(failure));
  }
  report.valid = report.failures.empty() && !report.chain.empty();
  return report;
}

}  // namespace oteu::verification::x509
