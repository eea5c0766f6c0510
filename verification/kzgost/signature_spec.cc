#include "verification/kzgost/signature_spec.h"

#include <optional>

#include "verification/kzgost/der.h"

namespace oteu::verification::kzgost {
namespace {

constexpr char kMgf1Oid[] = "1.2.840.113549.1.1.8";
constexpr char kSha1Oid[] = "1.3.14.3.2.26";

bool IsNull(Bytes parameters) {
  return parameters.size() == 2 && parameters[0] == kDerNull && parameters[1] == 0;
}

absl::Status BadPss() { return absl::InvalidArgumentError("RSASSA-PSS: malformed or unfit parameters"); }

// A hash within PSS parameters; RFC 4055 section 2.1 lets its own parameters be NULL or absent.
const DigestAlgorithm* PssHash(Bytes der) {
  const absl::StatusOr<AlgorithmIdentifier> identifier = ParseAlgorithmIdentifier(der);
  if (!identifier.ok()) return nullptr;
  if (!identifier->parameters.empty() && !IsNull(identifier->parameters)) return nullptr;
  return FindDigestAlgorithm(identifier->oid);
}

// The hash of MGF1, the only mask generation function there is.
const DigestAlgorithm* MaskHash(Bytes der) {
  const absl::StatusOr<AlgorithmIdentifier> identifier = ParseAlgorithmIdentifier(der);
  if (!identifier.ok() || identifier->oid != kMgf1Oid) return nullptr;
  return PssHash(identifier->parameters);
}

// One optional field [number] of the parameters: its contents, or nothing when it is absent.
struct Field {
  bool malformed = false;
  std::optional<Bytes> contents;
};

Field ReadField(DerReader& fields, uint8_t number) {
  if (fields.PeekTag() != DerContext(number)) return {};
  const std::optional<Bytes> contents = fields.Read(DerContext(number));
  return {!contents.has_value(), contents};
}

std::optional<int> IntegerField(Bytes contents) {
  DerReader input(contents);
  const std::optional<Bytes> integer = input.Read(kDerInteger);
  return integer && input.empty() ? SmallInteger(*integer) : std::nullopt;
}

// RFC 4055 section 3.1. A field that spells out its default breaks DER but not the meaning, and is met: it is
// read.
absl::Status ResolvePss(Bytes parameters, SignatureSpec& spec) {
  DerReader input(parameters);
  const std::optional<Bytes> body = input.Read(kDerSequence);
  if (!body || !input.empty()) return BadPss();
  DerReader fields(*body);
  const Field hash = ReadField(fields, 0);
  const Field mask = ReadField(fields, 1);
  const Field salt = ReadField(fields, 2);
  const Field trailer = ReadField(fields, 3);
  if (hash.malformed || mask.malformed || salt.malformed || trailer.malformed || !fields.empty())
    return BadPss();

  const DigestAlgorithm* digest = hash.contents ? PssHash(*hash.contents) : FindDigestAlgorithm(kSha1Oid);
  const DigestAlgorithm* mask_digest =
      mask.contents ? MaskHash(*mask.contents) : FindDigestAlgorithm(kSha1Oid);
  if (digest == nullptr || digest != mask_digest) return BadPss();
  const std::optional<int> salt_bytes = salt.contents ? IntegerField(*salt.contents) : 20;
  if (!salt_bytes || *salt_bytes > kMaxPssSaltBytes) return BadPss();
  if (trailer.contents && IntegerField(*trailer.contents) != 1) return BadPss();
  spec.digest = digest;
  spec.pss_salt_bytes = *salt_bytes;
  return absl::OkStatus();
}

bool SimpleParametersFit(SignatureScheme scheme, Bytes parameters) {
  return parameters.empty() || (scheme != SignatureScheme::kEcdsa && IsNull(parameters));
}

}  // namespace

absl::StatusOr<SignatureSpec> ResolveSignature(const AlgorithmIdentifier& identifier,
                                               std::string_view digest_oid) {
  const SignatureAlgorithm* algorithm = FindSignatureAlgorithm(identifier.oid);
  if (algorithm == nullptr) return absl::UnimplementedError("unknown signature algorithm");
  SignatureSpec spec{algorithm, algorithm->digest, 0};
  if (algorithm->scheme == SignatureScheme::kRsaPss) {
    if (absl::Status status = ResolvePss(identifier.parameters, spec); !status.ok()) return status;
  } else if (!SimpleParametersFit(algorithm->scheme, identifier.parameters)) {
    return absl::InvalidArgumentError("signature algorithm: unfit parameters");
  }
  if (digest_oid.empty()) {
    if (spec.digest == nullptr) return absl::InvalidArgumentError("signature algorithm: no digest algorithm");
    return spec;
  }
  const DigestAlgorithm* digest = FindDigestAlgorithm(digest_oid);
  if (digest == nullptr) return absl::UnimplementedError("unknown digest algorithm");
  if (spec.digest == nullptr) spec.digest = digest;
  if (spec.digest != digest)
    return absl::InvalidArgumentError("digest algorithm contradicts signature algorithm");
  return spec;
}

}  // namespace oteu::verification::kzgost
