#include "verification/cms/signature_check.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "verification/cms/oids.h"
#include "verification/kzgost/der.h"
#include "verification/kzgost/verify.h"
#include "verification/openssl/digest.h"

namespace oteu::verification::cms {
namespace {

using kzgost::DerReader;
using openssl::Bytes;

constexpr uint8_t kDerSet = 0x31;
constexpr char kSha256Oid[] = "2.16.840.1.101.3.4.2.1";

bool IsNullOrAbsent(Bytes parameters) {
  return parameters.empty() ||
         (parameters.size() == 2 && parameters[0] == kzgost::kDerNull && parameters[1] == 0);
}

// A signature over attributes, with the attributes handed in as if they were the content, verifies just as
// well. So content that reads as SignedAttributes is not accepted from a signer without attributes.
bool LooksLikeSignedAttributes(Bytes content) {
  DerReader outer(content);
  const std::optional<Bytes> set = outer.Read(kDerSet);
  if (!set || !outer.empty() || set->empty()) return false;
  DerReader attributes(*set);
  while (!attributes.empty()) {
    const std::optional<Bytes> body = attributes.Read(kzgost::kDerSequence);
    if (!body) return false;
    DerReader fields(*body);
    if (!fields.Read(kzgost::kDerOid) || !fields.Read(kDerSet) || !fields.empty()) return false;
  }
  return true;
}

// 5.3: without signed attributes the content type must be id-data.
std::optional<Problem> CheckWithoutAttributes(const SignedData& signed_data, Bytes content) {
  if (std::ranges::equal(signed_data.content_type, kDataOid.der()) && !LooksLikeSignedAttributes(content)) {
    return std::nullopt;
  }
  return Problem{oteu::v1::VERIFICATION_CODE_SIGNED_ATTRIBUTES_INVALID, "RFC 5652 5.3",
                 "no signed attributes"};
}

// messageDigest is the digest of the content by the SignerInfo's algorithm; SHA-256 is known already.
absl::StatusOr<bool> DigestMatches(const openssl::Context& context, const kzgost::SignatureSpec& spec,
                                   const SignedContent& content, Bytes message_digest) {
  if (spec.digest == kzgost::FindDigestAlgorithm(kSha256Oid)) {
    return std::ranges::equal(content.sha256, message_digest);
  }
  const absl::StatusOr<openssl::DigestValue> digest =
      openssl::Digest(context, spec.digest->oid, content.bytes);
  if (!digest.ok()) return digest.status();
  return std::ranges::equal(digest->bytes(), message_digest);
}

// 11.1 and 11.2.
std::optional<Problem> CheckAttributes(const openssl::Context& context, const SignedData& signed_data,
                                       const SignerInfo& signer, const SignedAttributes& attributes,
                                       const kzgost::SignatureSpec& spec, const SignedContent& content) {
  if (signer.attributes_problem) return signer.attributes_problem;
  if (!attributes.content_type || !attributes.message_digest) {
    return Problem{oteu::v1::VERIFICATION_CODE_SIGNED_ATTRIBUTES_INVALID, "RFC 5652 5.3",
                   "a required one is missing"};
  }
  if (!std::ranges::equal(*attributes.content_type, signed_data.content_type)) {
    return Problem{oteu::v1::VERIFICATION_CODE_SIGNED_ATTRIBUTES_INVALID, "RFC 5652 11.1",
                   "another contentType"};
  }
  const absl::StatusOr<bool> matches = DigestMatches(context, spec, content, *attributes.message_digest);
  if (!matches.ok())
    return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN, "RFC 5652 5.4", spec.digest->oid};
  if (!*matches) return Problem{oteu::v1::VERIFICATION_CODE_MESSAGE_DIGEST_MISMATCH, "RFC 5652 11.2", ""};
  return std::nullopt;
}

// 5.4: what is signed is the DER of SignedAttributes with the tag SET OF in place of [0].
std::vector<uint8_t> AttributesAsSigned(Bytes wire) {
  std::vector<uint8_t> signed_bytes(wire.begin(), wire.end());
  signed_bytes[0] = kDerSet;
  return signed_bytes;
}

}  // namespace

OrProblem<kzgost::SignatureSpec> ResolveAlgorithms(const SignerInfo& signer) {
  static constexpr char kClause[] = "RFC 5652 5.3";
  const kzgost::AlgorithmIdentifier& digest = signer.digest_algorithm;
  if (kzgost::FindDigestAlgorithm(digest.oid) == nullptr) {
    return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN, kClause, digest.oid};
  }
  if (!IsNullOrAbsent(digest.parameters)) return Malformed(kClause, "digestAlgorithm parameters");
  absl::StatusOr<kzgost::SignatureSpec> spec =
      kzgost::ResolveSignature(signer.signature_algorithm, digest.oid);
  if (spec.ok()) return *spec;
  if (absl::IsUnimplemented(spec.status())) {
    return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN, kClause, signer.signature_algorithm.oid};
  }
  return Malformed(kClause, "signatureAlgorithm does not fit digestAlgorithm or its parameters");
}

absl::StatusOr<std::vector<Problem>> CheckSignature(const openssl::Context& context,
                                                    const SignedData& signed_data, const SignerInfo& signer,
                                                    const kzgost::SignatureSpec& spec,
                                                    const kzgost::VerificationKey& key,
                                                    const SignedContent& content) {
  std::vector<Problem> problems;
  const std::optional<SignedAttributes>& signed_attributes = signer.signed_attributes;
  std::optional<Problem> problem =
      signed_attributes ? CheckAttributes(context, signed_data, signer, *signed_attributes, spec, content)
                        : CheckWithoutAttributes(signed_data, content.bytes);
  if (problem) problems.push_back(*std::move(problem));
  const std::vector<uint8_t> attributes =
      signed_attributes ? AttributesAsSigned(signed_attributes->wire) : std::vector<uint8_t>();
  const absl::StatusOr<bool> verified = kzgost::VerifySignature(
      context, key, spec, signed_attributes ? Bytes(attributes) : content.bytes, signer.signature);
  // INVALID_ARGUMENT is about the key (too large): the signer's doing. The rest is ours.
  if (!verified.ok() && !absl::IsInvalidArgument(verified.status())) return verified.status();
  if (!verified.ok() || !*verified) {
    problems.push_back({oteu::v1::VERIFICATION_CODE_SIGNATURE_VALUE_INVALID, "RFC 5652 5.6", ""});
  }
  return problems;
}

}  // namespace oteu::verification::cms
