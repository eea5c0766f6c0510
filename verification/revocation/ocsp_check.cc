#include "verification/revocation/ocsp_check.h"

#include <openssl/x509v3.h>

#include <algorithm>

#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/kzgost/verify.h"
#include "verification/openssl/digest.h"
#include "verification/x509/algorithm_rules.h"
#include "verification/x509/link_check.h"
#include "verification/x509/name.h"

namespace oteu::verification::revocation {
namespace {

using kzgost::DerReader;
using openssl::Bytes;
using x509::Certificate;

constexpr char kResponderClause[] = "RFC 6960 4.2.2.2";
constexpr char kOcspSigning[] = "1.3.6.1.5.5.7.3.9";
constexpr char kSha1[] = "1.3.14.3.2.26";
constexpr kzgost::Oid kNoCheckOid("1.3.6.1.5.5.7.48.1.5");

bool HashIs(const openssl::Context& context, std::string_view oid, Bytes message, Bytes expected) {
  const absl::StatusOr<openssl::DigestValue> digest = openssl::Digest(context, oid, message);
  return digest.ok() && std::ranges::equal(digest->bytes(), expected);
}

// 4.2.2.2 (3): issued directly by the CA, with the key that issued the certificate in question.
bool IsIssuedBy(const openssl::Context& context, const Certificate& responder, const Certificate& issuer) {
  if (!x509::NamesEqual(responder.outline.issuer, issuer.outline.subject)) return false;
  const absl::StatusOr<x509::LinkCheck> link = x509::CheckLink(context, responder, issuer);
  return link.ok() && *link == x509::LinkCheck::kGood;
}

// 4.2.2.3: the responderID names the certificate whose key signed.
bool IsNamed(const ResponderCheck& check, const OcspResponse& response, const Certificate& responder) {
  if (!response.responder_name().empty()) {
    return x509::NamesEqual(response.responder_name(), responder.outline.subject);
  }
  return HashIs(*check.context, kSha1, PublicKeyBits(responder.outline), response.responder_key_hash());
}

bool SignatureVerifies(const ResponderCheck& check, const OcspResponse& response,
                       const Certificate& responder) {
  const auto algorithm = kzgost::ParseAlgorithmIdentifier(response.algorithm());
  if (!algorithm.ok() || responder.public_key.empty()) return false;
  const absl::StatusOr<bool> verified = kzgost::VerifySignature(
      *check.context, responder.public_key, *algorithm, "", response.tbs(), response.signature());
  return verified.ok() && *verified;
}

// What keeps this certificate from answering for the CA; nothing when it may.
std::optional<Problem> RightProblem(const ResponderCheck& check, const OcspResponse& response,
                                    const Certificate& responder) {
  const std::span<const std::string> usages = responder.extended_key_usages();
  if (std::ranges::find(usages, kOcspSigning) == usages.end()) {
    return InvalidRevocationData(kResponderClause, "responder may not sign OCSP responses");
  }
  if (responder.has_key_usage && (responder.key_usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0) {
    return InvalidRevocationData("RFC 5280 4.2.1.3", "key usage of the responder");
  }
  if (!IsIssuedBy(*check.context, responder, *check.issuer)) {
    return InvalidRevocationData(kResponderClause, "responder was not issued by the certificate's CA");
  }
  if (auto problem = x509::JudgeSignatureAlgorithm(*check.policy, responder.outline.signature_algorithm,
                                                   check.issuer->key, check.at)) {
    return InvalidRevocationData(problem->clause, "algorithm of the responder's certificate");
  }
  if (response.produced_at() < responder.outline.not_before ||
      response.produced_at() > responder.outline.not_after) {
    return InvalidRevocationData(kResponderClause, "responder's certificate was not valid when it answered");
  }
  const bool exempt = x509::FindExtension(responder.outline, kNoCheckOid.der()).has_value();  // 4.2.2.2.1
  if (exempt || (check.responder_is_good && check.responder_is_good(responder, response.produced_at()))) {
    return std::nullopt;
  }
  return InvalidRevocationData("RFC 6960 4.2.2.2.1", "responder is not known to be unrevoked");
}

std::optional<Problem> AlgorithmProblem(const ResponderCheck& check, const OcspResponse& response,
                                        const Certificate& responder) {
  const auto problem =
      x509::JudgeSignatureAlgorithm(*check.policy, response.algorithm(), responder.key, check.at);
  if (!problem) return std::nullopt;
  return InvalidRevocationData(problem->clause, "algorithm of the response");
}

}  // namespace

Bytes PublicKeyBits(const x509::CertificateOutline& outline) {
  DerReader outer(outline.spki);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  DerReader fields(body.value_or(Bytes()));
  if (!fields.ReadAny()) return {};
  const std::optional<Bytes> bits = fields.Read(kzgost::kDerBitString);
  return bits && !bits->empty() ? bits->subspan(1) : Bytes();
}

bool IsOf(const openssl::Context& context, const OcspCertId& id, const Certificate& issuer) {
  if (kzgost::FindDigestAlgorithm(id.hash_oid) == nullptr) return false;
  return HashIs(context, id.hash_oid, issuer.outline.subject, id.issuer_name_hash) &&
         HashIs(context, id.hash_oid, PublicKeyBits(issuer.outline), id.issuer_key_hash);
}

const OcspSingleResponse* FindSingle(const openssl::Context& context, const OcspResponse& response,
                                     const Certificate& certificate, const Certificate& issuer) {
  const OcspSingleResponse* newest = nullptr;
  for (const OcspSingleResponse& single : response.responses()) {
    if (newest != nullptr && single.this_update <= newest->this_update) continue;
    if (!std::ranges::equal(single.cert_id.serial, certificate.outline.serial)) continue;
    if (IsOf(context, single.cert_id, issuer)) newest = &single;
  }
  return newest;
}

std::optional<Problem> Authenticate(const ResponderCheck& check, const OcspResponse& response) {
  // The CA itself: it needs no leave to speak of its own certificates.
  if (IsNamed(check, response, *check.issuer) && SignatureVerifies(check, response, *check.issuer)) {
    return AlgorithmProblem(check, response, *check.issuer);
  }
  std::optional<Problem> nearest =
      InvalidRevocationData("RFC 6960 3.2", "response is not signed by a known responder");
  for (const Bytes der : response.certificates()) {
    const absl::StatusOr<x509::CertificatePtr> responder = x509::ParseCertificate(*check.context, der);
    if (!responder.ok() || !IsNamed(check, response, **responder)) continue;
    if (!SignatureVerifies(check, response, **responder)) {
      nearest = InvalidRevocationData("RFC 6960 3.2", "signature of the response does not verify");
      continue;
    }
    std::optional<Problem> problem = RightProblem(check, response, **responder);
    if (!problem) problem = AlgorithmProblem(check, response, **responder);
    if (!problem) return std::nullopt;
    nearest = std::move(problem);
  }
  return nearest;
}

Answer Ask(const OcspSingleResponse& single, const Question& question) {
  switch (single.status) {
    case OcspCertStatus::kUnknown:
      return Answer::kUnknown;
    case OcspCertStatus::kRevoked: {
      const Answer weighed = single.revoked ? Weigh(*single.revoked, question.at) : Answer::kRevoked;
      if (weighed != Answer::kGood) return weighed;
      break;
    }
    case OcspCertStatus::kGood:
      break;
  }
  return IsCurrent(question, single.this_update, single.next_update, single.archive_cutoff) ? Answer::kGood
                                                                                            : Answer::kStale;
}

}  // namespace oteu::verification::revocation
