#include "verification/xml/token.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "verification/cms/text_encoding.h"
#include "verification/limits.h"
#include "verification/xml/dom.h"
#include "verification/xml/names.h"
#include "verification/xml/reference.h"

namespace oteu::verification::xml {
namespace {

constexpr char kKeyInfoClause[] = "XMLDSig 4.5";
constexpr char kTokenClause[] = "WSS X.509 Token Profile 3.2";
constexpr char kX509v3[] =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
constexpr char kBase64Binary[] =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

Problem Missing(const char* cause) {
  return {oteu::v1::VERIFICATION_CODE_SIGNER_CERTIFICATE_MISSING, kKeyInfoClause, cause};
}

std::optional<Problem> AddCertificate(const xmlNode* element, Certificates* certificates) {
  const std::optional<std::string> text = TextOf(element);
  if (!text) return Malformed(kKeyInfoClause, "certificate");
  // Four characters of base64 make three bytes; white space is not counted, which only makes this later.
  if (text->size() > 2 * kMaxCertificateBytes.value) return LimitExceeded(kMaxCertificateBytes);
  OrProblem<std::vector<uint8_t>> der = cms::DecodeBase64(*text);
  if (GetProblem(der) != nullptr) return Malformed(kKeyInfoClause, "certificate");
  if (std::get<0>(der).size() > kMaxCertificateBytes.value) return LimitExceeded(kMaxCertificateBytes);
  if (certificates->size() >= kMaxCertificates.value) return LimitExceeded(kMaxCertificates);
  certificates->push_back(std::get<0>(std::move(der)));
  return std::nullopt;
}

// 4.5.4: names, serial numbers and revocation lists beside the certificates are not relied on.
std::optional<Problem> ReadX509Data(const xmlNode* element, Certificates* certificates) {
  const auto children = ChildElements(element);
  if (!children) return Malformed(kKeyInfoClause, "X509Data");
  for (const xmlNode* child : *children) {
    if (!IsElement(child, kDsig, "X509Certificate")) continue;
    if (auto problem = AddCertificate(child, certificates)) return problem;
  }
  return std::nullopt;
}

bool IsX509Token(const xmlNode* element) {
  return Attribute(element, "ValueType") == kX509v3 &&
         Attribute(element, "EncodingType").value_or(kBase64Binary) == kBase64Binary;
}

// A direct reference: the token is a block of the same header.
std::optional<Problem> ReadBinaryToken(const xmlNode* reference, const xmlNode* security,
                                       Certificates* certificates) {
  const std::string uri = Attribute(reference, "URI").value_or("");
  const xmlNode* token = uri.size() > 1 && uri[0] == '#' ? FindById(reference->doc, uri.substr(1)) : nullptr;
  if (token == nullptr || token->parent != security || !IsElement(token, kWsse, "BinarySecurityToken")) {
    return Missing("token not found");
  }
  if (!IsX509Token(token)) return Missing("token is no X.509 certificate");
  return AddCertificate(token, certificates);
}

std::optional<Problem> ReadTokenReference(const xmlNode* element, const xmlNode* security,
                                          Certificates* certificates) {
  const auto children = ChildElements(element);
  if (security == nullptr || !children || children->size() != 1) {
    return Malformed(kTokenClause, "SecurityTokenReference");
  }
  const xmlNode* child = (*children)[0];
  if (IsElement(child, kWsse, "Reference")) return ReadBinaryToken(child, security, certificates);
  if (IsElement(child, kDsig, "X509Data")) return ReadX509Data(child, certificates);
  // A key identifier of the certificate itself, as Kazakh systems (WSS4J) send it; by a hash or a key
  // identifier nothing is found.
  if (IsElement(child, kWsse, "KeyIdentifier") && IsX509Token(child))
    return AddCertificate(child, certificates);
  return Missing("certificate not in the document");
}

}  // namespace

OrProblem<Certificates> ReadCertificates(const xmlNode* key_info, const xmlNode* security) {
  if (key_info == nullptr) return Missing("no KeyInfo");
  const auto children = ChildElements(key_info);
  if (!children) return Malformed(kKeyInfoClause, "KeyInfo");
  Certificates certificates;
  for (const xmlNode* child : *children) {
    std::optional<Problem> problem;
    if (IsElement(child, kDsig, "X509Data")) {
      problem = ReadX509Data(child, &certificates);
    } else if (IsElement(child, kWsse, "SecurityTokenReference")) {
      problem = ReadTokenReference(child, security, &certificates);
    } else if (!IsElement(child, kDsig, "KeyValue") && !IsElement(child, kDsig, "KeyName")) {
      problem = Problem{oteu::v1::VERIFICATION_CODE_XML_CONSTRUCT_FORBIDDEN, kKeyInfoClause, "KeyInfo"};
    }
    if (problem) return *std::move(problem);
  }
  if (certificates.empty()) return Missing("");
  return certificates;
}

}  // namespace oteu::verification::xml
