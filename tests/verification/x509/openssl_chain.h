// The same question put to OpenSSL (X509_verify_cert): a cross-check for tests, no part of the product.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "verification/openssl/context.h"
#include "verification/x509/certificate.h"
#include "verification/x509/path_validation.h"

namespace oteu::verification::x509::testing {

struct OpensslQuestion {
  std::vector<CertificatePtr> anchors;
  std::vector<CertificatePtr> intermediates;
  CertificatePtr target;
  absl::Time at;
  PolicyInputs policy_inputs;
};

// Every error that X509_verify_cert names, as OpenSSL's text; empty: valid. Fails the test when it does not
// work at all.
std::vector<std::string> AskOpenssl(const openssl::Context& context, const OpensslQuestion& question);

}  // namespace oteu::verification::x509::testing
