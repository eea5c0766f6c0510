#include "verification/x509/chain.h"

#include <openssl/x509_vfy.h>

#include <algorithm>
#include <string>

#include "verification/limits.h"
#include "verification/openssl/error_queue.h"

namespace oteu::verification::x509 {
namespace {

constexpr char kAnyPolicy[] = "2.5.29.32.0";
constexpr size_t kMaxFailures = 64;

// What the callback gathers. `broken`: an error after which the answer means nothing.
struct Collector {
  std::vector<PathFailure> failures;
  bool out_of_memory = false;
};

// Says "go on" to every error, so that all of them are seen; the verdict is whether any was.
int Collect(int ok, X509_STORE_CTX* context) {
  if (ok == 1) return 1;
  // A path of its own, of the issuer of a CRL: its errors stop it, and come back as an error of the CRL.
  if (X509_STORE_CTX_get0_parent_ctx(context) != nullptr) return 0;
  auto* collector = static_cast<Collector*>(X509_STORE_CTX_get_app_data(context));
  const int error = X509_STORE_CTX_get_error(context);
  const int depth = X509_STORE_CTX_get_error_depth(context);
  if (error == X509_V_ERR_OUT_OF_MEM) collector->out_of_memory = true;
  PathFailure failure{ProblemOf(error, depth), depth};
  const bool known = std::ranges::find(collector->failures, failure) != collector->failures.end();
  if (!known && collector->failures.size() < kMaxFailures) collector->failures.push_back(std::move(failure));
  return 1;
}

openssl::ObjectStackPtr MakePolicySet(const std::vector<std::string>& policies) {
  openssl::ObjectStackPtr stack(sk_ASN1_OBJECT_new_null());
  const std::vector<std::string> any = {kAnyPolicy};
  for (const std::string& policy : policies.empty() ? any : policies) {
    openssl::Asn1ObjectPtr object(OBJ_txt2obj(policy.c_str(), 1));
    if (!stack || !object || sk_ASN1_OBJECT_push(stack.get(), object.get()) <= 0) return nullptr;
    object.release();
  }
  return stack;
}

// RFC 5280 section 6.1.1 as OpenSSL's flags. The user policy set is always given: without it OpenSSL takes
// the policies of the target for what the user wants.
bool SetParameters(const ChainRequest& request, X509_STORE_CTX* context) {
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context);
  unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_POLICY_CHECK;  // NOLINT(google-runtime-int)
  if (request.policy_inputs->require_explicit_policy) flags |= X509_V_FLAG_EXPLICIT_POLICY;
  if (request.policy_inputs->inhibit_mapping) flags |= X509_V_FLAG_INHIBIT_MAP;
  if (request.policy_inputs->inhibit_any_policy) flags |= X509_V_FLAG_INHIBIT_ANY;
  if (request.check_revocation) {
    flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL | X509_V_FLAG_EXTENDED_CRL_SUPPORT |
             X509_V_FLAG_USE_DELTAS;
  }
  const openssl::ObjectStackPtr policies = MakePolicySet(request.policy_inputs->user_policies);
  if (!policies || X509_VERIFY_PARAM_set1_policies(parameters, policies.get()) != 1) return false;
  if (X509_VERIFY_PARAM_set_flags(parameters, flags) != 1) return false;
  X509_VERIFY_PARAM_set_time(parameters, absl::ToTimeT(request.at));
  // OpenSSL counts the certificates between the target and the anchor.
  X509_VERIFY_PARAM_set_depth(parameters, static_cast<int>(kMaxChainCertificates.value) - 2);
  // Key sizes and digests are the policy's matter; OpenSSL cannot judge GOST.
  X509_VERIFY_PARAM_set_auth_level(parameters, 0);
  return X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY) == 1;
}

openssl::X509ViewPtr MakeView(const std::vector<CertificatePtr>& certificates) {
  openssl::X509ViewPtr view(sk_X509_new_null());
  for (const CertificatePtr& certificate : certificates) {
    if (!view || sk_X509_push(view.get(), certificate->x509.get()) <= 0) return nullptr;
  }
  return view;
}

// OpenSSL asks for the revocation data of the anchor too. It is trusted as configured (RFC 5280 6.1), and an
// anchor that is not self-signed has its data with an issuer that nobody trusts.
void DropAnchorRevocation(int anchor, std::vector<PathFailure>* failures) {
  std::erase_if(*failures, [&](const PathFailure& failure) {
    const oteu::v1::VerificationCode code = failure.problem.code;
    return failure.index == anchor && (code == oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_MISSING ||
                                       code == oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_STALE ||
                                       code == oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_INVALID);
  });
}

// The chain ends in a certificate of the store.
bool EndsInAnchor(X509_STORE* anchors, const STACK_OF(X509) * chain) {
  if (sk_X509_num(chain) <= 0) return false;
  const openssl::X509StackPtr certificates(X509_STORE_get1_all_certs(anchors));
  const X509* last = sk_X509_value(chain, sk_X509_num(chain) - 1);
  for (int i = 0; i < sk_X509_num(certificates.get()); ++i) {
    if (X509_cmp(sk_X509_value(certificates.get(), i), last) == 0) return true;
  }
  return false;
}

}  // namespace

absl::StatusOr<openssl::X509StorePtr> MakeAnchorStore(const std::vector<CertificatePtr>& anchors) {
  openssl::X509StorePtr store(X509_STORE_new());
  if (!store) return openssl::TakeErrors(absl::StatusCode::kResourceExhausted, "anchor store");
  for (const CertificatePtr& anchor : anchors) {
    if (X509_STORE_add_cert(store.get(), anchor->x509.get()) != 1) {
      return openssl::TakeErrors(absl::StatusCode::kInternal, "anchor store");
    }
  }
  return store;
}

absl::StatusOr<ChainResult> BuildChain(const ChainRequest& request) {
  const openssl::X509StoreCtxPtr context(X509_STORE_CTX_new_ex(request.context->lib_ctx(), nullptr));
  const openssl::X509ViewPtr untrusted = MakeView(*request.intermediates);
  if (!context || !untrusted ||
      X509_STORE_CTX_init(context.get(), request.anchors, request.target->x509.get(), untrusted.get()) != 1) {
    return openssl::TakeErrors(absl::StatusCode::kInternal, "path validation");
  }
  if (request.crls != nullptr) X509_STORE_CTX_set0_crls(context.get(), request.crls);
  Collector collector;
  if (!SetParameters(request, context.get()) || X509_STORE_CTX_set_app_data(context.get(), &collector) != 1) {
    return openssl::TakeErrors(absl::StatusCode::kInternal, "path validation");
  }
  X509_STORE_CTX_set_verify_cb(context.get(), Collect);
  const int answer = X509_verify_cert(context.get());
  const openssl::DrainedErrors errors = openssl::DrainErrors();
  if (collector.out_of_memory || errors.out_of_memory) return absl::ResourceExhaustedError("path validation");
  if (answer < 0) {
    // It gave up on a certificate, e.g. one whose key it cannot read (DSA with inherited parameters).
    collector.failures.push_back(
        {{oteu::v1::VERIFICATION_CODE_CHAIN_INVALID, "RFC 5280 6.1", "validation stopped: " + errors.text},
         -1});
  } else if (answer == 0 && collector.failures.empty()) {
    collector.failures.push_back({ProblemOf(X509_STORE_CTX_get_error(context.get()), 0), -1});
  }
  ChainResult result;
  result.failures = std::move(collector.failures);
  const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context.get());
  if (request.check_revocation && EndsInAnchor(request.anchors, chain)) {
    DropAnchorRevocation(sk_X509_num(chain) - 1, &result.failures);
  }
  for (int i = 0; i < sk_X509_num(chain); ++i)
    result.chain.push_back(openssl::Share(sk_X509_value(chain, i)));
  return result;
}

}  // namespace oteu::verification::x509
