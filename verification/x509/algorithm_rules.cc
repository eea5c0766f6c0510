#include "verification/x509/algorithm_rules.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/time/civil_time.h"
#include "verification/x509/der_time.h"

namespace oteu::verification::x509 {
namespace {

constexpr char kClause[] = "ETSI EN 319 102-1 5.2.8.4";

v1::SignatureScheme SchemeOf(kzgost::SignatureScheme scheme) {
  switch (scheme) {
    case kzgost::SignatureScheme::kRsaPkcs1:
      return v1::SIGNATURE_SCHEME_RSA_PKCS1;
    case kzgost::SignatureScheme::kRsaPss:
      return v1::SIGNATURE_SCHEME_RSA_PSS;
    case kzgost::SignatureScheme::kEcdsa:
      return v1::SIGNATURE_SCHEME_ECDSA;
    case kzgost::SignatureScheme::kGost2015:
      return v1::SIGNATURE_SCHEME_GOST_34_10_2015;
    case kzgost::SignatureScheme::kGost2004:
      return v1::SIGNATURE_SCHEME_GOST_34_310_2004;
  }
  return v1::SIGNATURE_SCHEME_UNSPECIFIED;
}

v1::DigestAlgorithm DigestOf(std::string_view name) {
  static constexpr std::pair<std::string_view, v1::DigestAlgorithm> kDigests[] = {
      {"SHA-1", v1::DIGEST_ALGORITHM_SHA1},
      {"SHA-224", v1::DIGEST_ALGORITHM_SHA224},
      {"SHA-256", v1::DIGEST_ALGORITHM_SHA256},
      {"SHA-384", v1::DIGEST_ALGORITHM_SHA384},
      {"SHA-512", v1::DIGEST_ALGORITHM_SHA512},
      {"STREEBOG-256", v1::DIGEST_ALGORITHM_STREEBOG_256},
      {"STREEBOG-512", v1::DIGEST_ALGORITHM_STREEBOG_512},
      {"GOST34311-95", v1::DIGEST_ALGORITHM_GOST_34_311_95},
  };
  for (const auto& [known, digest] : kDigests) {
    if (known == name) return digest;
  }
  return v1::DIGEST_ALGORITHM_UNSPECIFIED;
}

bool Accepts(const v1::SignatureAlgorithmRule& rule, const kzgost::SignatureSpec& spec, const KeyFacts& key) {
  if (rule.scheme() != SchemeOf(spec.algorithm->scheme)) return false;
  const v1::DigestAlgorithm digest = DigestOf(spec.digest->name);
  if (digest == v1::DIGEST_ALGORITHM_UNSPECIFIED || digest == v1::DIGEST_ALGORITHM_SHA1) return false;
  if (std::ranges::find(rule.digests(), digest) == rule.digests().end()) return false;
  if (!kzgost::KeyFitsScheme(key.type, spec.algorithm->scheme) || key.bits < rule.min_key_bits())
    return false;
  return key.type != kzgost::KeyType::kEc ||
         std::ranges::find(rule.curves(), key.curve) != rule.curves().end();
}

}  // namespace

std::optional<absl::Time> EndOf(const v1::SignatureAlgorithmRule& rule) {
  if (!rule.has_accepted_through()) return std::nullopt;
  const auto& day = rule.accepted_through();
  return FromUtc(absl::CivilSecond(absl::CivilDay(day.year(), day.month(), day.day()) + 1));
}

std::optional<Problem> JudgeAlgorithm(const v1::Policy& policy, const kzgost::SignatureSpec& spec,
                                      const KeyFacts& key, absl::Time at) {
  bool accepted_before = false;
  for (const v1::SignatureAlgorithmRule& rule : policy.signature_algorithms()) {
    if (!Accepts(rule, spec, key)) continue;
    const std::optional<absl::Time> end = EndOf(rule);
    if (!end || at < *end) return std::nullopt;
    accepted_before = true;
  }
  Problem problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED, kClause,
                  std::string(spec.algorithm->name) + " with " + spec.digest->name + ", " +
                      std::to_string(key.bits) + " bits"};
  if (accepted_before) problem.sub_indication = oteu::v1::SUB_INDICATION_CRYPTO_CONSTRAINTS_FAILURE_NO_POE;
  return problem;
}

absl::Time AcceptedUntil(const v1::Policy& policy, const kzgost::SignatureSpec& spec, const KeyFacts& key) {
  absl::Time end = absl::InfinitePast();
  for (const v1::SignatureAlgorithmRule& rule : policy.signature_algorithms()) {
    if (Accepts(rule, spec, key)) end = std::max(end, EndOf(rule).value_or(absl::InfiniteFuture()));
  }
  return end;
}

std::optional<Problem> JudgeSignatureAlgorithm(const v1::Policy& policy, openssl::Bytes identifier,
                                               const KeyFacts& key, absl::Time at) {
  const absl::StatusOr<kzgost::AlgorithmIdentifier> parsed = kzgost::ParseAlgorithmIdentifier(identifier);
  const absl::StatusOr<kzgost::SignatureSpec> spec =
      parsed.ok() ? kzgost::ResolveSignature(*parsed, "") : parsed.status();
  // An OID that stands for a key is no signature algorithm of a certificate (RFC 5280 4.1.1.2).
  if (!spec.ok() || spec->algorithm->is_key_oid) {
    return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN, kClause,
                   parsed.ok() ? parsed->oid : "malformed algorithm identifier"};
  }
  return JudgeAlgorithm(policy, *spec, key, at);
}

bool DigestAccepted(const v1::Policy& policy, const kzgost::DigestAlgorithm& digest) {
  const v1::DigestAlgorithm wanted = DigestOf(digest.name);
  return std::ranges::any_of(policy.signature_algorithms(), [&](const v1::SignatureAlgorithmRule& rule) {
    return std::ranges::find(rule.digests(), wanted) != rule.digests().end();
  });
}

}  // namespace oteu::verification::x509
