#include "verification/kzgost/spki.h"

#include <algorithm>
#include <optional>

#include "verification/kzgost/der.h"

namespace oteu::verification::kzgost {
namespace {

const GostAlgorithm* FindByKeyOid(Bytes key_oid) {
  for (const GostAlgorithm* algorithm : kGostAlgorithms) {
    if (std::ranges::equal(key_oid, algorithm->key_oid.der())) return algorithm;
  }
  return nullptr;
}

bool ParametersFit(const GostAlgorithm& algorithm, Bytes parameters) {
  DerReader input(parameters);
  const std::optional<Bytes> body = input.Read(kDerSequence);
  if (!body || !input.empty()) return false;
  DerReader fields(*body);
  const std::optional<Bytes> curve = fields.Read(kDerOid);
  const std::optional<Bytes> hash = fields.Read(kDerOid);
  if (!curve || !hash || !fields.empty()) return false;
  return std::ranges::equal(*curve, algorithm.curve_oid.der()) &&
         std::ranges::any_of(algorithm.hash_parameters,
                             [&](const Oid& known) { return std::ranges::equal(*hash, known.der()); });
}

// One OCTET STRING with nothing after it.
std::optional<Bytes> PointBytes(Bytes key) {
  DerReader input(key);
  const std::optional<Bytes> point = input.Read(kDerOctetString);
  if (!point || !input.empty()) return std::nullopt;
  return point;
}

std::vector<uint8_t> Wrap(uint8_t tag, std::initializer_list<Bytes> parts) {
  size_t size = 0;
  for (const Bytes part : parts) size += part.size();
  std::vector<uint8_t> out = {tag};
  // Every length here is below 256: a 512-bit key is 170 bytes in all.
  if (size >= 0x80) out.push_back(0x81);
  out.push_back(static_cast<uint8_t>(size));
  for (const Bytes part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

}  // namespace

std::optional<SpkiFrame> ParseSpkiFrame(Bytes spki) {
  DerReader input(spki);
  const std::optional<Bytes> body = input.Read(kDerSequence);
  if (!body || !input.empty()) return std::nullopt;
  DerReader fields(*body);
  const std::optional<Bytes> algorithm = fields.Read(kDerSequence);
  const std::optional<Bytes> bit_string = fields.Read(kDerBitString);
  if (!algorithm || !bit_string || !fields.empty()) return std::nullopt;
  if (bit_string->empty() || (*bit_string)[0] != 0) return std::nullopt;
  DerReader identifier(*algorithm);
  const std::optional<Bytes> key_oid = identifier.Read(kDerOid);
  if (!key_oid) return std::nullopt;
  SpkiFrame frame{*key_oid, {}, bit_string->subspan(1)};
  if (!identifier.empty()) {
    const std::optional<DerElement> parameters = identifier.ReadAny();
    if (!parameters || !identifier.empty()) return std::nullopt;
    frame.parameters = parameters->whole;
  }
  return frame;
}

const GostAlgorithm* GostAlgorithmOfSpki(Bytes spki) {
  const std::optional<SpkiFrame> frame = ParseSpkiFrame(spki);
  return frame ? FindByKeyOid(frame->key_oid) : nullptr;
}

absl::StatusOr<GostKeyPtr> ParseGostSpki(Bytes spki) {
  const std::optional<SpkiFrame> frame = ParseSpkiFrame(spki);
  if (!frame) return absl::InvalidArgumentError("SubjectPublicKeyInfo: malformed");
  const GostAlgorithm* algorithm = FindByKeyOid(frame->key_oid);
  if (algorithm == nullptr) return absl::UnimplementedError("SubjectPublicKeyInfo: not a Kazakh GOST key");
  if (!ParametersFit(*algorithm, frame->parameters)) {
    return absl::InvalidArgumentError("SubjectPublicKeyInfo: unknown GOST parameters");
  }
  const std::optional<Bytes> point = PointBytes(frame->key);
  if (!point) return absl::InvalidArgumentError("SubjectPublicKeyInfo: malformed GOST public key");
  return GostKey::FromPublic(*algorithm, *point);
}

std::vector<uint8_t> EncodeGostSpki(const GostKey& key) {
  const GostAlgorithm& algorithm = key.algorithm();
  const std::vector<uint8_t> curve = Wrap(kDerOid, {algorithm.curve_oid.der()});
  const std::vector<uint8_t> hash = Wrap(kDerOid, {algorithm.hash_parameters[0].der()});
  const std::vector<uint8_t> parameters = Wrap(kDerSequence, {curve, hash});
  const std::vector<uint8_t> key_oid = Wrap(kDerOid, {algorithm.key_oid.der()});
  const std::vector<uint8_t> identifier = Wrap(kDerSequence, {key_oid, parameters});
  const std::vector<uint8_t> point = Wrap(kDerOctetString, {key.public_key()});
  static constexpr uint8_t kNoUnusedBits[] = {0};
  const std::vector<uint8_t> bit_string = Wrap(kDerBitString, {kNoUnusedBits, point});
  return Wrap(kDerSequence, {identifier, bit_string});
}

}  // namespace oteu::verification::kzgost
