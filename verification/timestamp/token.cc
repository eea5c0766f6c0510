#include "verification/timestamp/token.h"

#include <algorithm>
#include <utility>

#include "verification/cms/oids.h"
#include "verification/kzgost/der.h"
#include "verification/kzgost/gost_algorithm.h"
#include "verification/limits.h"
#include "verification/openssl/digest.h"

namespace oteu::verification::timestamp {
namespace {

using openssl::Bytes;

constexpr char kClause[] = "RFC 3161 2.4.2";
constexpr char kImprintClause[] = "ETSI EN 319 102-1 5.5.4";

Problem Bad(std::string cause) {
  return {oteu::v1::VERIFICATION_CODE_TIMESTAMP_MALFORMED, kClause, std::move(cause)};
}

// 2.4.2: "The time-stamp token MUST NOT contain any signatures other than the signature of the TSA", and its
// certificate identifier must be a signed attribute.
const char* WhatIsWrong(const cms::SignedData& signed_data) {
  if (!std::ranges::equal(signed_data.content_type, cms::kTstInfoOid.der())) return "eContentType";
  if (!signed_data.content) return "no eContent";
  if (signed_data.signers.size() != 1) return "not exactly one signer";
  const auto& attributes = signed_data.signers[0].signed_attributes;
  if (!attributes || !(attributes->signing_certificate || attributes->signing_certificate_v2)) {
    return "no signing certificate attribute";
  }
  return nullptr;
}

}  // namespace

OrProblem<std::unique_ptr<Token>> ReadToken(Bytes der) {
  if (der.size() > kMaxTimestampBytes.value) return LimitExceeded(kMaxTimestampBytes);
  if (der.empty() || der[0] != kzgost::kDerSequence) return Bad("no SEQUENCE");
  auto read = cms::ReadSignedData(openssl::AsStringView(der));
  if (const Problem* problem = GetProblem(read)) {
    if (problem->code == oteu::v1::VERIFICATION_CODE_LIMIT_EXCEEDED) return *problem;
    return Bad(std::string("SignedData: ") + problem->cause);
  }
  auto token = std::make_unique<Token>();
  token->container = std::get<std::unique_ptr<cms::SignedDataContainer>>(std::move(read));
  if (const char* cause = WhatIsWrong(token->signed_data())) return Bad(cause);
  const auto& content = token->signed_data().content;
  if (!content) return Bad("no content");
  OrProblem<TstInfo> info = ParseTstInfo(*content);
  if (const Problem* problem = GetProblem(info)) return *problem;
  token->info = std::get<TstInfo>(std::move(info));
  return token;
}

bool IsImprintDigest(absl::string_view oid) {
  static constexpr const char* kAccepted[] = {"2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2",
                                              "2.16.840.1.101.3.4.2.3", kzgost::kStreebog256Oid.text(),
                                              kzgost::kStreebog512Oid.text()};
  return std::ranges::any_of(kAccepted, [&](const char* accepted) { return oid == accepted; });
}

Bytes TokenOf(Bytes file) {
  // A token alone begins with an OBJECT IDENTIFIER, a response with the status, a SEQUENCE.
  const std::optional<Bytes> outer = kzgost::DerReader(file).Read(kzgost::kDerSequence);
  if (!outer) return file;
  kzgost::DerReader fields(*outer);
  if (fields.PeekTag() != kzgost::kDerSequence || !fields.ReadAny()) return file;
  const std::optional<kzgost::DerElement> token = fields.ReadAny();
  return token ? token->whole : file;
}

std::optional<Problem> CheckImprintDigest(const TstInfo& info) {
  if (IsImprintDigest(info.imprint_digest_oid)) return std::nullopt;
  return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED, kImprintClause,
                 "message imprint by " + info.imprint_digest_oid};
}

std::optional<Problem> CompareImprint(const openssl::Context& context, const TstInfo& info, Bytes message) {
  if (auto problem = CheckImprintDigest(info)) return problem;
  const absl::StatusOr<openssl::DigestValue> digest =
      openssl::Digest(context, info.imprint_digest_oid, message);
  if (!digest.ok() || !std::ranges::equal(digest->bytes(), info.imprint)) {
    return Problem{oteu::v1::VERIFICATION_CODE_TIMESTAMP_IMPRINT_MISMATCH, kImprintClause, ""};
  }
  return std::nullopt;
}

}  // namespace oteu::verification::timestamp
