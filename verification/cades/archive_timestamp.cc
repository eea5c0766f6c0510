#include "verification/cades/archive_timestamp.h"

#include <algorithm>
#include <optional>
#include <string>

#include "verification/cms/oids.h"
#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/der.h"
#include "verification/limits.h"
#include "verification/openssl/digest.h"

namespace oteu::verification::cades {
namespace {

using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr char kIndexClause[] = "ETSI EN 319 122-1 5.5.2";

Problem Bad(const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_TIMESTAMP_MALFORMED, kIndexClause, cause};
}

// ATSHashIndexV3.
struct HashIndex {
  std::string digest_oid;
  std::vector<Bytes> certificates;
  std::vector<Bytes> revocations;
  std::vector<Bytes> unsigned_values;
};

std::optional<std::vector<Bytes>> ReadHashes(DerReader* fields) {
  const std::optional<Bytes> body = fields->Read(kzgost::kDerSequence);
  if (!body) return std::nullopt;
  std::vector<Bytes> hashes;
  DerReader list(*body);
  while (!list.empty()) {
    const std::optional<Bytes> hash = list.Read(kzgost::kDerOctetString);
    if (!hash || hashes.size() == kMaxUnsignedValues.value) return std::nullopt;
    hashes.push_back(*hash);
  }
  return hashes;
}

// The one value of the attribute in the token's SignerInfo, whole.
std::optional<Bytes> IndexValue(const timestamp::Token& token) {
  const std::vector<Bytes> values = cms::ValuesOf(token.signer(), cms::kAtsHashIndexV3Oid);
  if (values.size() != 1) return std::nullopt;
  return values[0];
}

OrProblem<HashIndex> ReadIndex(const timestamp::Token& token) {
  const std::optional<Bytes> value = IndexValue(token);
  if (!value) return Bad("not exactly one ats-hash-index-v3");
  DerReader outer(*value);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return Bad("ats-hash-index-v3");
  DerReader fields(*body);
  const std::optional<DerElement> algorithm = fields.ReadAny();
  if (!algorithm) return Bad("ats-hash-index-v3");
  const auto parsed = kzgost::ParseAlgorithmIdentifier(algorithm->whole);
  std::optional<std::vector<Bytes>> certificates = ReadHashes(&fields);
  std::optional<std::vector<Bytes>> revocations = certificates ? ReadHashes(&fields) : std::nullopt;
  std::optional<std::vector<Bytes>> unsigned_values = revocations ? ReadHashes(&fields) : std::nullopt;
  if (!parsed.ok() || !unsigned_values || !fields.empty()) return Bad("ats-hash-index-v3");
  if (!timestamp::IsImprintDigest(parsed->oid)) {
    return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED, kIndexClause,
                   "index by " + parsed->oid};
  }
  return HashIndex{parsed->oid, *std::move(certificates), *std::move(revocations),
                   *std::move(unsigned_values)};
}

// Which items the hashes name; nothing when a hash names none of them.
std::optional<std::vector<bool>> Match(const openssl::Context& context, const std::string& digest_oid,
                                       const std::vector<Bytes>& hashes,
                                       const std::vector<std::vector<uint8_t>>& items) {
  std::vector<bool> covered(items.size(), false);
  std::vector<bool> used(hashes.size(), false);
  for (size_t i = 0; i < items.size(); ++i) {
    const absl::StatusOr<openssl::DigestValue> digest = openssl::Digest(context, digest_oid, items[i]);
    if (!digest.ok()) return std::nullopt;
    for (size_t h = 0; h < hashes.size(); ++h) {
      if (!std::ranges::equal(digest->bytes(), hashes[h])) continue;
      covered[i] = true;
      used[h] = true;
    }
  }
  if (std::ranges::find(used, false) != used.end()) return std::nullopt;
  return covered;
}

std::vector<std::vector<uint8_t>> Copies(const std::vector<Bytes>& elements) {
  std::vector<std::vector<uint8_t>> copies;
  for (const Bytes element : elements) copies.emplace_back(element.begin(), element.end());
  return copies;
}

void Append(Bytes bytes, std::vector<uint8_t>* out) { out->insert(out->end(), bytes.begin(), bytes.end()); }

}  // namespace

OrProblem<Coverage> CoverageOf(const openssl::Context& context, const timestamp::Token& token,
                               const cms::SignedData& signed_data, const cms::SignerInfo& signer) {
  OrProblem<HashIndex> read = ReadIndex(token);
  if (const Problem* problem = GetProblem(read)) return *problem;
  const HashIndex& index = std::get<HashIndex>(read);
  // 5.5.2: the concatenation of attrType and one AttributeValue.
  std::vector<std::vector<uint8_t>> values;
  for (const cms::UnsignedValue& value : signer.unsigned_values) {
    values.emplace_back(value.type.begin(), value.type.end());
    Append(value.value, &values.back());
  }
  std::optional<std::vector<bool>> certificates =
      Match(context, index.digest_oid, index.certificates, Copies(signed_data.certificate_choices));
  std::optional<std::vector<bool>> revocations =
      Match(context, index.digest_oid, index.revocations, Copies(signed_data.revocation_choices));
  std::optional<std::vector<bool>> unsigned_values =
      Match(context, index.digest_oid, index.unsigned_values, values);
  if (!certificates || !revocations || !unsigned_values) {
    return Problem{oteu::v1::VERIFICATION_CODE_ARCHIVE_INDEX_MISMATCH, kIndexClause,
                   !certificates  ? "certificates"
                   : !revocations ? "crls"
                                  : "unsigned attributes"};
  }
  return Coverage{*std::move(certificates), *std::move(revocations), *std::move(unsigned_values)};
}

OrProblem<std::vector<uint8_t>> StampedBytes(const openssl::Context& context, const timestamp::Token& token,
                                             const cms::SignedData& signed_data,
                                             const cms::SignerInfo& signer, Bytes content) {
  static constexpr char kClause[] = "ETSI EN 319 122-1 5.5.3";
  const std::optional<Bytes> index = IndexValue(token);
  if (!index) return Bad("not exactly one ats-hash-index-v3");
  if (!timestamp::IsImprintDigest(token.info.imprint_digest_oid)) {
    return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED, kClause,
                   "message imprint by " + token.info.imprint_digest_oid};
  }
  const absl::StatusOr<openssl::DigestValue> digest =
      openssl::Digest(context, token.info.imprint_digest_oid, content);
  if (!digest.ok()) return Bad("message imprint");
  // eContentType with tag and length (an OID is below 128 bytes), the digest of the signed data, the fields
  // from version to signature as they stand, and the index.
  std::vector<uint8_t> bytes = {kzgost::kDerOid, static_cast<uint8_t>(signed_data.content_type.size())};
  Append(signed_data.content_type, &bytes);
  Append(digest->bytes(), &bytes);
  Append(signer.core, &bytes);
  Append(*index, &bytes);
  return bytes;
}

}  // namespace oteu::verification::cades
