// Is an OCSP response authentic for a certificate of this CA, and what does it say (RFC 6960 sections 3.2 and
// 4.2.2.2).
//
// The responder is the CA itself, or one to whom the CA delegated it: a certificate issued directly with the
// CA's key, for OCSPSigning, valid when the response was produced, and not revoked (or exempt by
// id-pkix-ocsp-nocheck). Nothing else may answer.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/openssl/context.h"
#include "verification/revocation/evidence.h"
#include "verification/revocation/ocsp_response.h"
#include "verification/x509/certificate.h"

namespace oteu::verification::revocation {

// The SingleResponse whose CertID is this certificate's: hash algorithm known (SHA-1 identifies here, it
// protects nothing), name, key and serial number all equal. Null when there is none. Of several the one with
// the newest thisUpdate.
const OcspSingleResponse* FindSingle(const openssl::Context& context, const OcspResponse& response,
                                     const x509::Certificate& certificate, const x509::Certificate& issuer);

struct ResponderCheck {
  const openssl::Context* context = nullptr;
  const v1::Policy* policy = nullptr;
  const x509::Certificate* issuer = nullptr;  // the CA of the certificate in question
  absl::Time at;                              // for the algorithm policy
  // Is a delegated responder's certificate without nocheck known not to be revoked, when the response was
  // produced? Empty: never.
  std::function<bool(const x509::Certificate& responder, absl::Time produced_at)> responder_is_good = nullptr;
};

// The bits of subjectPublicKey without the count of unused ones: what CertID and ResponderID hash (4.1.1,
// 4.2.1). Empty when malformed.
openssl::Bytes PublicKeyBits(const x509::CertificateOutline& outline);

// The name and the key of this CA are those that the CertID hashes.
bool IsOf(const openssl::Context& context, const OcspCertId& id, const x509::Certificate& issuer);

// Nothing when the response is authentic, else why not: REVOCATION_DATA_INVALID.
std::optional<Problem> Authenticate(const ResponderCheck& check, const OcspResponse& response);

// What an authentic response says at the time in question.
Answer Ask(const OcspSingleResponse& single, const Question& question);

}  // namespace oteu::verification::revocation
