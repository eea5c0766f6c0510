#include "tests/verification/x509/openssl_chain.h"

#include <gtest/gtest.h>
#include <openssl/x509_vfy.h>

#include "verification/limits.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"
#include "verification/x509/path_extensions.h"

namespace oteu::verification::x509::testing {
namespace {

// Says "go on" to every error, so that all of them are seen.
int Collect(int ok, X509_STORE_CTX* context) {
  if (ok == 1) return 1;
  auto* errors = static_cast<std::vector<std::string>*>(X509_STORE_CTX_get_app_data(context));
  errors->emplace_back(X509_verify_cert_error_string(X509_STORE_CTX_get_error(context)));
  return 1;
}

openssl::X509Ptr Parse(const openssl::Context& context, const CertificatePtr& certificate) {
  X509* x509 = X509_new_ex(context.lib_ctx(), nullptr);
  const unsigned char* start = certificate->der.data();
  EXPECT_NE(d2i_X509(&x509, &start, static_cast<long>(certificate->der.size())), nullptr);
  return openssl::X509Ptr(x509);
}

// The user policy set is always given: without it OpenSSL takes the policies of the target for what the user
// wants.
void SetParameters(const OpensslQuestion& question, X509_STORE_CTX* context) {
  X509_VERIFY_PARAM* parameters = X509_STORE_CTX_get0_param(context);
  unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_POLICY_CHECK;  // NOLINT(google-runtime-int)
  const PolicyInputs& inputs = question.policy_inputs;
  if (inputs.require_explicit_policy) flags |= X509_V_FLAG_EXPLICIT_POLICY;
  if (inputs.inhibit_mapping) flags |= X509_V_FLAG_INHIBIT_MAP;
  if (inputs.inhibit_any_policy) flags |= X509_V_FLAG_INHIBIT_ANY;
  const openssl::ObjectStackPtr policies(sk_ASN1_OBJECT_new_null());
  const std::vector<std::string> any = {kAnyPolicy};
  for (const std::string& policy : inputs.user_policies.empty() ? any : inputs.user_policies) {
    sk_ASN1_OBJECT_push(policies.get(), OBJ_txt2obj(policy.c_str(), 1));
  }
  X509_VERIFY_PARAM_set1_policies(parameters, policies.get());
  X509_VERIFY_PARAM_set_flags(parameters, flags);
  X509_VERIFY_PARAM_set_time(parameters, absl::ToTimeT(question.at));
  // OpenSSL counts the certificates between the target and the anchor.
  X509_VERIFY_PARAM_set_depth(parameters, static_cast<int>(kMaxChainCertificates.value) - 2);
  X509_VERIFY_PARAM_set_auth_level(parameters, 0);
  X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY);
}

}  // namespace

std::vector<std::string> AskOpenssl(const openssl::Context& context, const OpensslQuestion& question) {
  const openssl::X509StorePtr store(X509_STORE_new());
  for (const CertificatePtr& anchor : question.anchors) {
    X509_STORE_add_cert(store.get(), Parse(context, anchor).get());
  }
  const openssl::X509StackPtr untrusted(sk_X509_new_null());
  for (const CertificatePtr& intermediate : question.intermediates) {
    sk_X509_push(untrusted.get(), Parse(context, intermediate).release());
  }
  const openssl::X509Ptr target = Parse(context, question.target);
  const openssl::X509StoreCtxPtr verifier(X509_STORE_CTX_new_ex(context.lib_ctx(), nullptr));
  EXPECT_EQ(X509_STORE_CTX_init(verifier.get(), store.get(), target.get(), untrusted.get()), 1);
  std::vector<std::string> errors;
  X509_STORE_CTX_set_app_data(verifier.get(), &errors);
  SetParameters(question, verifier.get());
  X509_STORE_CTX_set_verify_cb(verifier.get(), Collect);
  if (X509_verify_cert(verifier.get()) != 1 && errors.empty()) errors.emplace_back("validation stopped");
  openssl::ClearErrors();
  return errors;
}

}  // namespace oteu::verification::x509::testing
