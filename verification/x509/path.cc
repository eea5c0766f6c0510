#include "verification/x509/path.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "verification/limits.h"
#include "verification/openssl/error_queue.h"
#include "verification/policy/policy.h"
#include "verification/x509/chain.h"
#include "verification/x509/chain_rules.h"
#include "verification/x509/crl_der.h"
#include "verification/x509/path_search.h"
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

bool IsAboutRevocation(const PathFailure& failure) {
  switch (failure.problem.code) {
    case oteu::v1::VERIFICATION_CODE_CERTIFICATE_REVOKED:
    case oteu::v1::VERIFICATION_CODE_CA_REVOKED:
    case oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_MISSING:
    case oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_STALE:
    case oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_INVALID:
      return true;
    default:
      return false;
  }
}

// What OpenSSL finds about revocation along this chain (RFC 5280 section 6.3), delta and indirect CRLs
// included. Signers of CRLs that are not on the chain are looked for among `others`.
absl::StatusOr<std::vector<PathFailure>> CheckRevocation(const openssl::Context& context,
                                                         const std::vector<CertificatePtr>& chain,
                                                         const std::vector<CertificatePtr>& others,
                                                         STACK_OF(X509_CRL) * crls, absl::Time at) {
  static const PolicyInputs kAnyPolicyInputs;
  absl::StatusOr<openssl::X509StorePtr> store = MakeAnchorStore({chain.back()});
  if (!store.ok()) return store.status();
  std::vector<CertificatePtr> untrusted(chain.begin() + 1, chain.end());
  untrusted.insert(untrusted.end(), others.begin(), others.end());
  absl::StatusOr<ChainResult> result = BuildChain({.context = &context,
                                                   .anchors = store->get(),
                                                   .target = chain.front().get(),
                                                   .intermediates = &untrusted,
                                                   .crls = crls,
                                                   .check_revocation = true,
                                                   .at = at,
                                                   .policy_inputs = &kAnyPolicyInputs});
  if (!result.ok()) return result.status();
  std::erase_if(result->failures, [](const PathFailure& failure) { return !IsAboutRevocation(failure); });
  return std::move(result->failures);
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
  const v1::Policy& policy = request.policy != nullptr ? *request.policy : DefaultPolicy();
  const CertificatePool anchor_pool(*anchors);
  const CertificatePool intermediate_pool(*intermediates);
  absl::StatusOr<PathResult> result = FindPath(
      {.context = &context,
       .anchors = &anchor_pool,
       .intermediates = {&intermediate_pool},
       .target = (*target)[0],
       .at = request.at,
       .policy_inputs = &request.policy_inputs,
       .judge = [&](const std::vector<CertificatePtr>& chain) -> absl::StatusOr<std::vector<PathFailure>> {
         std::vector<PathFailure> failures = JudgeChain(policy, chain, request.at);
         if (!request.check_revocation) return failures;
         absl::StatusOr<std::vector<PathFailure>> revocation =
             CheckRevocation(context, chain, *intermediates, crls->get(), request.at);
         if (!revocation.ok()) return revocation.status();
         failures.insert(failures.end(), revocation->begin(), revocation->end());
         return failures;
       }});
  if (!result.ok()) return result.status();
  PathReport report;
  report.chain = std::move(result->chain);
  report.failures = std::move(result->failures);
  report.valid = report.failures.empty() && result->anchored;
  return report;
}

}  // namespace oteu::verification::x509
