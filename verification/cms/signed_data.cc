#include "verification/cms/signed_data.h"

#include <algorithm>
#include <utility>

#include "verification/cms/ber.h"
#include "verification/cms/oids.h"
#include "verification/cms/text_encoding.h"
#include "verification/kzgost/der.h"
#include "verification/limits.h"

namespace oteu::verification::cms {
namespace {

using kzgost::DerContext;
using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr char kClause[] = "RFC 5652 5.1";
constexpr uint8_t kDerSet = 0x31;

Problem Unknown(const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_FORMAT_UNKNOWN, "RFC 5652 3", cause};
}

// The elements of a SET, at most `limit`. Walks headers alone.
std::optional<Problem> ReadElements(Bytes contents, const Limit& limit, std::vector<DerElement>* elements) {
  DerReader reader(contents);
  while (!reader.empty()) {
    if (elements->size() == limit.value) return LimitExceeded(limit);
    const std::optional<DerElement> element = reader.ReadAny();
    if (!element) return Malformed(kClause, limit.name);
    elements->push_back(*element);
  }
  return std::nullopt;
}

class Parser {
 public:
  OrProblem<SignedData> Run(Bytes der) {
    std::optional<Problem> problem = ContentInfo(der);
    if (problem) return *std::move(problem);
    return std::move(result_);
  }

 private:
  // RFC 5652 section 3.
  std::optional<Problem> ContentInfo(Bytes der) {
    DerReader outer(der);
    const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
    if (!body) return Malformed("RFC 5652 3", "ContentInfo");
    if (!outer.empty()) return Malformed("RFC 5652 3", "trailing bytes");
    DerReader fields(*body);
    const std::optional<Bytes> type = fields.Read(kzgost::kDerOid);
    if (!type) return Malformed("RFC 5652 3", "contentType");
    if (!std::ranges::equal(*type, kSignedDataOid.der())) return Unknown("contentType");
    const std::optional<Bytes> content = fields.Read(DerContext(0));
    if (!content || !fields.empty()) return Malformed("RFC 5652 3", "content");
    DerReader wrapper(*content);
    const std::optional<Bytes> signed_data = wrapper.Read(kzgost::kDerSequence);
    if (!signed_data || !wrapper.empty()) return Malformed(kClause, "SignedData");
    return Fields(*signed_data);
  }

  std::optional<Problem> Fields(Bytes contents) {
    DerReader fields(contents);
    const std::optional<Bytes> version = fields.Read(kzgost::kDerInteger);
    const std::optional<int> number = version ? kzgost::SmallInteger(*version) : std::nullopt;
    if (!number) return Malformed(kClause, "version");
    const std::optional<Bytes> digests = fields.Read(kDerSet);
    if (!digests) return Malformed(kClause, "digestAlgorithms");
    if (std::optional<Problem> problem = DigestAlgorithms(*digests)) return problem;
    const std::optional<Bytes> encapsulated = fields.Read(kzgost::kDerSequence);
    if (!encapsulated) return Malformed("RFC 5652 5.2", "encapContentInfo");
    if (std::optional<Problem> problem = EncapsulatedContent(*encapsulated)) return problem;
    if (fields.PeekTag() == DerContext(0)) {
      const std::optional<Bytes> certificates = fields.Read(DerContext(0));
      if (!certificates) return Malformed(kClause, "certificates");
      if (std::optional<Problem> problem = Certificates(*certificates)) return problem;
    }
    if (fields.PeekTag() == DerContext(1)) {
      const std::optional<Bytes> crls = fields.Read(DerContext(1));
      std::vector<DerElement> elements;
      if (!crls) return Malformed(kClause, "crls");
      if (std::optional<Problem> problem = ReadElements(*crls, kMaxEmbeddedCrls, &elements)) return problem;
      for (const DerElement& element : elements) {
        has_other_format_ |= element.tag == DerContext(1);
        result_.revocation_choices.push_back(element.whole);
      }
    }
    const std::optional<Bytes> signers = fields.Read(kDerSet);
    if (!signers || !fields.empty()) return Malformed(kClause, "signerInfos");
    if (std::optional<Problem> problem = Signers(*signers)) return problem;
    if (*number != ExpectedVersion()) return Malformed(kClause, "version");
    return DigestsListed();
  }

  // 5.1: which version goes with what the container holds. Not signed, and held to all the same: a container
  // that was changed anywhere is not the one that the signer made.
  int ExpectedVersion() const {
    if (has_other_format_) return 5;
    if (has_v2_attribute_certificate_) return 4;
    const bool key_identifier = std::ranges::any_of(
        result_.signers, [](const SignerInfo& signer) { return signer.sid.by_key_identifier(); });
    const bool data = std::ranges::equal(result_.content_type, kDataOid.der());
    return has_v1_attribute_certificate_ || key_identifier || !data ? 3 : 1;
  }

  // 5.1: a signature whose digest is not in the set may be refused; here it is.
  std::optional<Problem> DigestsListed() const {
    for (const SignerInfo& signer : result_.signers) {
      if (std::ranges::find(digests_, signer.digest_algorithm.oid) == digests_.end()) {
        return Malformed(kClause, "digestAlgorithms");
      }
    }
    return std::nullopt;
  }

  // Each SignerInfo names its own digest, which must be listed here.
  std::optional<Problem> DigestAlgorithms(Bytes contents) {
    std::vector<DerElement> elements;
    if (std::optional<Problem> problem = ReadElements(contents, kMaxDigestAlgorithms, &elements))
      return problem;
    for (const DerElement& element : elements) {
      const auto algorithm = kzgost::ParseAlgorithmIdentifier(element.whole);
      // RFC 5754 section 2, RFC 4490 section 2: parameters are absent or NULL.
      static constexpr uint8_t kNull[] = {0x05, 0x00};
      if (!algorithm.ok() ||
          !(algorithm->parameters.empty() || std::ranges::equal(algorithm->parameters, kNull))) {
        return Malformed(kClause, "digestAlgorithms");
      }
      digests_.push_back(algorithm->oid);
    }
    return std::nullopt;
  }

  std::optional<Problem> EncapsulatedContent(Bytes contents) {
    static constexpr char kContentClause[] = "RFC 5652 5.2";
    DerReader fields(contents);
    const std::optional<Bytes> type = fields.Read(kzgost::kDerOid);
    if (!type || !kzgost::OidText(*type)) return Malformed(kContentClause, "eContentType");
    result_.content_type = *type;
    if (fields.empty()) return std::nullopt;
    const std::optional<Bytes> wrapper = fields.Read(DerContext(0));
    if (!wrapper || !fields.empty()) return Malformed(kContentClause, "eContent");
    DerReader content(*wrapper);
    const std::optional<Bytes> octets = content.Read(kzgost::kDerOctetString);
    if (!octets || !content.empty()) return Malformed(kContentClause, "eContent");
    result_.content = *octets;
    return std::nullopt;
  }

  // CertificateChoices (10.2.2): attribute certificates and "other" are tagged, and left out.
  std::optional<Problem> Certificates(Bytes contents) {
    std::vector<DerElement> elements;
    if (std::optional<Problem> problem = ReadElements(contents, kMaxCertificates, &elements)) return problem;
    for (const DerElement& element : elements) {
      result_.certificate_choices.push_back(element.whole);
      if (element.tag != kzgost::kDerSequence) {
        has_v1_attribute_certificate_ |= element.tag == DerContext(1);
        has_v2_attribute_certificate_ |= element.tag == DerContext(2);
        has_other_format_ |= element.tag == DerContext(3);
        continue;
      }
      if (element.whole.size() > kMaxCertificateBytes.value) return LimitExceeded(kMaxCertificateBytes);
      result_.certificates.push_back(element.whole);
    }
    return std::nullopt;
  }

  std::optional<Problem> Signers(Bytes contents) {
    std::vector<DerElement> elements;
    if (std::optional<Problem> problem = ReadElements(contents, kMaxSigners, &elements)) return problem;
    for (const DerElement& element : elements) {
      if (element.tag != kzgost::kDerSequence) return Malformed("RFC 5652 5.3", "SignerInfo");
      OrProblem<SignerInfo> signer = ParseSignerInfo(element.contents);
      if (const Problem* problem = GetProblem(signer)) return *problem;
      result_.signers.push_back(std::get<SignerInfo>(std::move(signer)));
    }
    return std::nullopt;
  }

  SignedData result_;
  std::vector<std::string> digests_;  // OIDs of digestAlgorithms
  bool has_v1_attribute_certificate_ = false;
  bool has_v2_attribute_certificate_ = false;
  bool has_other_format_ = false;
};

// First as DER: what is DER is never rewritten. Only what fails is tried as BER.
OrProblem<std::unique_ptr<SignedDataContainer>> ParseDerOrBer(
    Bytes bytes, std::unique_ptr<SignedDataContainer> container) {
  OrProblem<SignedData> parsed = ParseSignedData(bytes);
  const Problem* problem = GetProblem(parsed);
  if (problem != nullptr && problem->code == oteu::v1::VERIFICATION_CODE_FORMAT_MALFORMED) {
    OrProblem<std::vector<uint8_t>> normalized = NormalizeBer(bytes);
    if (const Problem* ber_problem = GetProblem(normalized)) return *ber_problem;
    auto& der = std::get<std::vector<uint8_t>>(normalized);
    if (std::ranges::equal(der, bytes)) return *problem;
    container->decoded = std::move(der);
    parsed = ParseSignedData(container->decoded);
    problem = GetProblem(parsed);
  }
  if (problem != nullptr) return *problem;
  container->signed_data = std::get<SignedData>(std::move(parsed));
  return container;
}

}  // namespace

OrProblem<SignedData> ParseSignedData(Bytes der) { return Parser().Run(der); }

OrProblem<std::unique_ptr<SignedDataContainer>> ReadSignedData(std::string_view received) {
  if (received.size() > kMaxContainerBytes.value) return LimitExceeded(kMaxContainerBytes);
  if (received.empty()) return Unknown("empty");
  auto container = std::make_unique<SignedDataContainer>();
  if (static_cast<uint8_t>(received[0]) == kzgost::kDerSequence) {
    return ParseDerOrBer(openssl::AsBytes(received), std::move(container));
  }
  OrProblem<std::vector<uint8_t>> decoded =
      LooksLikePem(received) ? DecodePem(received) : DecodeBase64(received);
  if (const Problem* problem = GetProblem(decoded)) {
    // Text that is neither is no damaged container but some other file.
    return LooksLikePem(received) ? *problem : Unknown("neither DER nor base64 nor PEM");
  }
  container->decoded = std::get<std::vector<uint8_t>>(std::move(decoded));
  if (container->decoded.empty() || container->decoded[0] != kzgost::kDerSequence)
    return Unknown("no SEQUENCE");
  const Bytes bytes = container->decoded;
  return ParseDerOrBer(bytes, std::move(container));
}

}  // namespace oteu::verification::cms
