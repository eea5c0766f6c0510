// An OCSP response (RFC 6960 section 4.2.1), read strictly: structure alone. Nothing here says that it is
// authentic, or to whom it belongs: see ocsp_check.h.
//
//   OrProblem<std::unique_ptr<OcspResponse>> read = OcspResponse::Parse(der);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"
#include "verification/report/problem.h"
#include "verification/revocation/crl.h"

namespace oteu::verification::revocation {

// OCSPResponseStatus, 4.2.1; 4 is not used.
enum class OcspStatus : uint8_t {
  kSuccessful = 0,
  kMalformedRequest = 1,
  kInternalError = 2,
  kTryLater = 3,
  kSigRequired = 5,
  kUnauthorized = 6,
};

// CertID, 4.1.1.
struct OcspCertId {
  std::string hash_oid;             // dotted
  openssl::Bytes issuer_name_hash;  // contents of the OCTET STRING
  openssl::Bytes issuer_key_hash;
  openssl::Bytes serial;  // contents of the INTEGER
};

enum class OcspCertStatus { kGood, kRevoked, kUnknown };

// SingleResponse, 4.2.1.
struct OcspSingleResponse {
  OcspCertId cert_id;
  OcspCertStatus status = OcspCertStatus::kUnknown;
  std::optional<CrlEntry> revoked;  // with kRevoked alone
  absl::Time this_update;
  std::optional<absl::Time> next_update;
  std::optional<absl::Time> archive_cutoff;  // 4.4.4
};

class OcspResponse {
 public:
  // An OCSPResponse or, as CAdES keeps it, a BasicOCSPResponse alone. Fails with REVOCATION_DATA_INVALID for
  // anything that is not strict DER or holds a critical extension that is not understood, and with
  // LIMIT_EXCEEDED. A response that is an error of the responder (tryLater ...) parses, and says nothing.
  static OrProblem<std::unique_ptr<OcspResponse>> Parse(std::string der);

  openssl::Bytes der() const { return openssl::AsBytes(der_); }
  const openssl::Sha256Digest& sha256() const { return sha256_; }
  OcspStatus status() const { return status_; }

  // ---- All below: with kSuccessful alone ----
  openssl::Bytes tbs() const { return tbs_; }              // whole DER of tbsResponseData: what is signed
  openssl::Bytes algorithm() const { return algorithm_; }  // whole DER of signatureAlgorithm
  openssl::Bytes signature() const { return signature_; }  // without the count of unused bits
  // ResponderID: whole DER of the Name, or the SHA-1 of the key; the other is empty.
  openssl::Bytes responder_name() const { return responder_name_; }
  openssl::Bytes responder_key_hash() const { return responder_key_hash_; }
  absl::Time produced_at() const { return produced_at_; }
  const std::vector<OcspSingleResponse>& responses() const { return responses_; }
  const std::vector<openssl::Bytes>& certificates() const { return certificates_; }  // DER of each
  // Contents of the nonce extension's value (4.4.1); nothing when absent.
  std::optional<openssl::Bytes> nonce() const { return nonce_; }
  // 4.4.8: the responder answers "revoked" for certificates that were never issued.
  bool extended_revoke() const { return extended_revoke_; }

 private:
  friend class OcspParser;
  OcspResponse() = default;

  std::string der_;
  openssl::Sha256Digest sha256_{};
  OcspStatus status_ = OcspStatus::kInternalError;
  openssl::Bytes tbs_;
  openssl::Bytes algorithm_;
  openssl::Bytes signature_;
  openssl::Bytes responder_name_;
  openssl::Bytes responder_key_hash_;
  absl::Time produced_at_;
  std::vector<OcspSingleResponse> responses_;
  std::vector<openssl::Bytes> certificates_;
  std::optional<openssl::Bytes> nonce_;
  bool extended_revoke_ = false;
};

}  // namespace oteu::verification::revocation
