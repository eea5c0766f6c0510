// OpenSSL's verification errors as verification codes.
#include <openssl/x509_vfy.h>

#include "verification/limits.h"
#include "verification/x509/chain.h"

namespace oteu::verification::x509 {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): this file is a table over its codes.

struct Meaning {
  VerificationCode code;
  const char* clause;
};

Meaning MeaningOf(int error, int depth) {
  switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
      return {VERIFICATION_CODE_CHAIN_NOT_FOUND, "RFC 5280 6.1"};
    case X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE:
    case X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return {VERIFICATION_CODE_CHAIN_SIGNATURE_INVALID, "RFC 5280 6.1.3(a)(1)"};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {VERIFICATION_CODE_CERTIFICATE_NOT_YET_VALID, "RFC 5280 6.1.3(a)(2)"};
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return {VERIFICATION_CODE_CERTIFICATE_EXPIRED, "RFC 5280 6.1.3(a)(2)"};
    case X509_V_ERR_CERT_REVOKED:
      return {depth == 0 ? VERIFICATION_CODE_CERTIFICATE_REVOKED : VERIFICATION_CODE_CA_REVOKED,
              "RFC 5280 6.1.3(a)(3)"};
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
    case X509_V_ERR_DIFFERENT_CRL_SCOPE:
      return {VERIFICATION_CODE_REVOCATION_DATA_MISSING, "RFC 5280 6.3.3"};
    case X509_V_ERR_CRL_HAS_EXPIRED:
    case X509_V_ERR_CRL_NOT_YET_VALID:
      return {VERIFICATION_CODE_REVOCATION_DATA_STALE, "RFC 5280 6.3.3"};
    case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
    case X509_V_ERR_CRL_SIGNATURE_FAILURE:
    case X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
    case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
    case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
    case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
    case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
      return {VERIFICATION_CODE_REVOCATION_DATA_INVALID, "RFC 5280 6.3.3"};
    case X509_V_ERR_INVALID_POLICY_EXTENSION:
    case X509_V_ERR_NO_EXPLICIT_POLICY:
      return {VERIFICATION_CODE_CERTIFICATE_POLICY_INVALID, "RFC 5280 6.1.5"};
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
      return {VERIFICATION_CODE_CHAIN_INVALID, "RFC 5280 6.1.4"};
    case X509_V_ERR_PERMITTED_VIOLATION:
    case X509_V_ERR_EXCLUDED_VIOLATION:
    case X509_V_ERR_SUBTREE_MINMAX:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE:
    case X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX:
    case X509_V_ERR_UNSUPPORTED_NAME_SYNTAX:
      return {VERIFICATION_CODE_CHAIN_INVALID, "RFC 5280 6.1.3(b)"};
    default:
      return {VERIFICATION_CODE_CHAIN_INVALID, "RFC 5280 6.1"};
  }
}

}  // namespace

Problem ProblemOf(int openssl_error, int depth) {
  if (openssl_error == X509_V_ERR_CERT_CHAIN_TOO_LONG) return LimitExceeded(kMaxChainCertificates);
  const Meaning meaning = MeaningOf(openssl_error, depth);
  return {meaning.code, meaning.clause, X509_verify_cert_error_string(openssl_error)};
}

}  // namespace oteu::verification::x509
