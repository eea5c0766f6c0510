#include "verification/xml/signature.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "verification/cms/text_encoding.h"
#include "verification/kzgost/der.h"
#include "verification/limits.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"
#include "verification/xml/dom.h"
#include "verification/xml/names.h"

namespace oteu::verification::xml {
namespace {

// XMLDSig 1.1 section 6.4.3: an ECDSA value is r || s, big-endian, each of the size of the order; OpenSSL
// wants the SEQUENCE of RFC 3279. Nothing when it cannot be one.
std::optional<std::vector<uint8_t>> EcdsaToDer(const std::vector<uint8_t>& value) {
  if (value.empty() || value.size() % 2 != 0) return std::nullopt;
  const int half = static_cast<int>(value.size() / 2);
  const openssl::Owned<ECDSA_SIG, ECDSA_SIG_free> signature(ECDSA_SIG_new());
  openssl::BignumPtr r(BN_bin2bn(value.data(), half, nullptr));
  openssl::BignumPtr s(BN_bin2bn(value.data() + half, half, nullptr));
  if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return std::nullopt;
  r.release();  // NOLINT(bugprone-unused-return-value): the signature owns it
  s.release();  // NOLINT(bugprone-unused-return-value)
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  const openssl::BytesPtr owned(der);
  openssl::ClearErrors();
  if (size <= 0) return std::nullopt;
  return std::vector<uint8_t>(der, der + size);
}

std::optional<Problem> ReadMethod(const xmlNode* element, Signature* signature) {
  const kzgost::SignatureAlgorithm* algorithm =
      FindSignatureMethod(Attribute(element, "Algorithm").value_or(""));
  if (algorithm == nullptr)
    return Problem{oteu::v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN, "XMLDSig 4.4.2", ""};
  if (const auto children = ChildElements(element); !children || !children->empty()) {
    return Malformed("XMLDSig 4.4.2", "SignatureMethod");
  }
  signature->spec = {algorithm, algorithm->digest, 0};
  return std::nullopt;
}

std::optional<Problem> ReadSignedInfo(const xmlNode* element, Signature* signature) {
  static constexpr char kClause[] = "XMLDSig 4.4";
  const auto children = ChildElements(element);
  if (!children || children->size() < 3 || !IsElement((*children)[0], kDsig, "CanonicalizationMethod") ||
      !IsElement((*children)[1], kDsig, "SignatureMethod")) {
    return Malformed(kClause, "SignedInfo");
  }
  if (children->size() - 2 > kMaxXmlReferences.value) return LimitExceeded(kMaxXmlReferences);
  OrProblem<C14n> method = ReadCanonicalization((*children)[0]);
  if (const Problem* problem = GetProblem(method)) return *problem;
  signature->canonicalization = std::get<C14n>(std::move(method));
  if (auto problem = ReadMethod((*children)[1], signature)) return problem;
  for (size_t i = 2; i < children->size(); ++i) {
    if (!IsElement((*children)[i], kDsig, "Reference")) return Malformed(kClause, "SignedInfo");
    OrProblem<Reference> reference = ReadReference((*children)[i]);
    if (const Problem* problem = GetProblem(reference)) return *problem;
    signature->references.push_back(std::get<Reference>(std::move(reference)));
  }
  signature->signed_info = element;
  return std::nullopt;
}

std::optional<Problem> ReadValue(const xmlNode* element, Signature* signature) {
  static constexpr char kClause[] = "XMLDSig 4.3";
  const std::optional<std::string> text = TextOf(element);
  if (!text) return Malformed(kClause, "SignatureValue");
  OrProblem<std::vector<uint8_t>> bytes = cms::DecodeBase64(*text);
  if (GetProblem(bytes) != nullptr) return Malformed(kClause, "SignatureValue");
  signature->value = std::get<0>(std::move(bytes));
  if (signature->value.size() > kMaxSignatureBytes.value) return LimitExceeded(kMaxSignatureBytes);
  if (signature->spec.algorithm->scheme != kzgost::SignatureScheme::kEcdsa) return std::nullopt;
  std::optional<std::vector<uint8_t>> der = EcdsaToDer(signature->value);
  if (!der) return Malformed("XMLDSig 1.1 6.4.3", "SignatureValue");
  signature->value = *std::move(der);
  return std::nullopt;
}

}  // namespace

OrProblem<Signature> ReadSignature(const xmlNode* element) {
  static constexpr char kClause[] = "XMLDSig 4.2";
  Signature signature;
  signature.element = element;
  const auto children = ChildElements(element);
  if (!children || children->size() < 2 || !IsElement((*children)[0], kDsig, "SignedInfo") ||
      !IsElement((*children)[1], kDsig, "SignatureValue")) {
    return Malformed(kClause, "Signature");
  }
  if (auto problem = ReadSignedInfo((*children)[0], &signature)) return *std::move(problem);
  signature.value_element = (*children)[1];
  if (auto problem = ReadValue(signature.value_element, &signature)) return *std::move(problem);
  for (size_t i = 2; i < children->size(); ++i) {
    if (i == 2 && IsElement((*children)[i], kDsig, "KeyInfo")) {
      signature.key_info = (*children)[i];
    } else if (!IsElement((*children)[i], kDsig, "Object")) {
      return Malformed(kClause, "Signature");
    }
  }
  return signature;
}

}  // namespace oteu::verification::xml
