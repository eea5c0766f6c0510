#include "clients/demo_pki/xml_sign.h"

#include <openssl/ecdsa.h>

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/demo_pki/oids.h"
#include "verification/kzgost/gost_algorithm.h"
#include "verification/kzgost/kz_context.h"
#include "verification/openssl/digest.h"
#include "verification/openssl/ptr.h"
#include "verification/xml/algorithms.h"
#include "verification/xml/names.h"
#include "verification/xml/signature.h"
#include "verification/xml/signature_check.h"
#include "verification/xml/signed_document.h"

namespace oteu::demo_pki {
namespace {

namespace xml = verification::xml;
using verification::GetProblem;
using verification::openssl::AsBytes;
using verification::openssl::AsStringView;

constexpr char kX509v3[] =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
constexpr char kBase64Binary[] =
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
constexpr char kSignedPropertiesType[] = "http://uri.etsi.org/01903#SignedProperties";
constexpr size_t kP256Bytes = 32;

struct Methods {
  const char* signature = nullptr;
  const char* digest = nullptr;
};

absl::StatusOr<Methods> MethodsOf(KeyKind kind) {
  using verification::kzgost::kGost2004SignatureOid;
  using verification::kzgost::kGost2015Signature512Oid;
  const auto methods = [](const char* signature_oid, const char* digest_oid) {
    return Methods{xml::SignatureMethodUri(signature_oid), xml::DigestMethodUri(digest_oid)};
  };
  switch (kind) {
    case KeyKind::kRsa:
      return methods(kSha256WithRsaOid, kSha256Oid);
    case KeyKind::kEcP256:
      return methods(kEcdsaWithSha256Oid, kSha256Oid);
    case KeyKind::kGost2015:
      return methods(kGost2015Signature512Oid.text(), verification::kzgost::kStreebog512Oid.text());
    case KeyKind::kGost2004:
      return methods(kGost2004SignatureOid.text(), verification::kzgost::kGost34311Oid.text());
    case KeyKind::kRsaPss:
      break;
  }
  return absl::InvalidArgumentError("no XML signature algorithm for this kind of key");
}

// XMLDSig 1.1 section 6.4.3: r || s.
absl::StatusOr<std::string> EcdsaFromDer(const std::string& der) {
  const auto* cursor = reinterpret_cast<const unsigned char*>(der.data());
  const verification::openssl::Owned<ECDSA_SIG, ECDSA_SIG_free> signature(
      d2i_ECDSA_SIG(nullptr, &cursor, static_cast<long>(der.size())));
  std::string value(2 * kP256Bytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(value.data());
  if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, kP256Bytes) < 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kP256Bytes, kP256Bytes) < 0) {
    return absl::InternalError("ECDSA signature");
  }
  return value;
}

absl::StatusOr<std::string> SignValue(const SigningKey& key, const std::string& octets) {
  absl::StatusOr<std::string> signature = key.Sign(octets);
  if (!signature.ok() || key.kind() != KeyKind::kEcP256) return signature;
  return EcdsaFromDer(*signature);
}

template <typename T>
absl::StatusOr<T> Unwrap(absl::StatusOr<verification::OrProblem<T>> value) {
  if (!value.ok()) return value.status();
  if (const verification::Problem* problem = GetProblem(*value)) {
    return absl::InvalidArgumentError(absl::StrCat("XML: ", problem->clause, ": ", problem->cause));
  }
  return std::get<T>(*std::move(value));
}

// The last signature of a document whose blanks hold something of the right size.
struct Draft {
  std::unique_ptr<xml::SignedDocument> document;
  xml::Signature signature;
  size_t index = 0;
};

absl::StatusOr<Draft> ReadDraft(const std::string& text) {
  auto document = Unwrap(xml::ReadSignedDocument(text));
  if (!document.ok()) return document.status();
  if ((*document)->signatures.empty()) return absl::InvalidArgumentError("XML: no signature to fill in");
  Draft draft;
  draft.index = (*document)->signatures.size() - 1;
  auto signature = Unwrap(absl::StatusOr<verification::OrProblem<xml::Signature>>(
      xml::ReadSignature((*document)->signatures.back())));
  if (!signature.ok()) return signature.status();
  draft.document = *std::move(document);
  draft.signature = *std::move(signature);
  return draft;
}

std::string DigestBlank(size_t index) { return absl::StrCat("{digest", index, "}"); }

// Digests of what the references are about, in their order.
absl::StatusOr<std::vector<std::string>> Digests(const Draft& draft) {
  auto context = verification::kzgost::CreateKzContext();
  if (!context.ok()) return context.status();
  std::vector<std::string> digests;
  for (const xml::Reference& reference : draft.signature.references) {
    const absl::StatusOr<std::string> octets =
        Unwrap(xml::ReferenceOctets(reference, draft.index, draft.document.get()));
    if (!octets.ok()) return octets.status();
    const auto digest = verification::openssl::Digest(**context, reference.digest->oid, AsBytes(*octets));
    if (!digest.ok()) return digest.status();
    digests.push_back(absl::Base64Escape(std::string(AsStringView(digest->bytes()))));
  }
  return digests;
}

constexpr char kKeyInfo[] =
    "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></"
    "ds:KeyInfo>";

std::string C14nUri(const XmlOptions& options) {
  return options.exclusive ? xml::kExclusiveC14nUri : xml::kInclusiveC14nUri;
}

std::string ReferenceText(std::string_view attributes, std::string_view transforms, size_t index) {
  return absl::StrCat("<ds:Reference ", std::string(attributes), "><ds:Transforms>", std::string(transforms),
                      "</ds:Transforms><ds:DigestMethod Algorithm=\"{digest-method}\"/><ds:DigestValue>",
                      DigestBlank(index), "</ds:DigestValue></ds:Reference>");
}

std::string TransformText(std::string_view uri) {
  return absl::StrCat("<ds:Transform Algorithm=\"", std::string(uri), "\"/>");
}

// XAdES baseline: which certificate, and when.
std::string XadesObject(const XmlOptions& options, const std::string& id) {
  const std::string time =
      options.signing_time
          ? absl::StrCat("<xades:SigningTime>",
                         absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", *options.signing_time, absl::UTCTimeZone()),
                         "</xades:SigningTime>")
          : "";
  return absl::StrCat(
      "<ds:Object><xades:QualifyingProperties xmlns:xades=\"", xml::kXades,
      "\"><xades:SignedProperties Id=\"", id, "\"><xades:SignedSignatureProperties>", time,
      "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod "
      "Algorithm=\"{digest-method}\"/><ds:DigestValue>{certificate-digest}</ds:DigestValue>"
      "</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>"
      "</xades:SignedProperties></xades:QualifyingProperties></ds:Object>");
}

std::string SignatureText(const XmlOptions& options, const std::string& reference,
                          const std::string& key_info, const std::string& properties_id) {
  std::string references = reference;
  if (options.xades) {
    references +=
        ReferenceText(absl::StrCat("Type=\"", kSignedPropertiesType, "\" URI=\"#", properties_id, "\""),
                      TransformText(C14nUri(options)), 1);
  }
  return absl::StrCat("<ds:Signature xmlns:ds=\"", xml::kDsig,
                      "\"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"", C14nUri(options),
                      "\"/><ds:SignatureMethod Algorithm=\"{signature-method}\"/>", references,
                      "</ds:SignedInfo><ds:SignatureValue>{value}</ds:SignatureValue>", key_info,
                      options.xades ? XadesObject(options, properties_id) : "", "</ds:Signature>");
}

}  // namespace

absl::StatusOr<std::string> FillXmlTemplate(std::string_view document, const CmsSigner& signer) {
  const absl::StatusOr<Methods> methods = MethodsOf(signer.key->kind());
  if (!methods.ok()) return methods.status();
  const absl::StatusOr<std::string> certificate_digest = signer.key->Digest(signer.certificate);
  if (!certificate_digest.ok()) return certificate_digest.status();
  std::string text = absl::StrReplaceAll({document.data(), document.size()},
                                         {{"{signature-method}", methods->signature},
                                          {"{digest-method}", methods->digest},
                                          {"{certificate}", absl::Base64Escape(signer.certificate)},
                                          {"{certificate-digest}", absl::Base64Escape(*certificate_digest)}});
  // Blanks of the right size, so that the draft reads.
  const std::string zeros = absl::Base64Escape(std::string(certificate_digest->size(), '\0'));
  std::string draft_text =
      absl::StrReplaceAll(text, {{"{value}", absl::Base64Escape(std::string(64, '\1'))}});
  for (size_t i = 0; draft_text.find(DigestBlank(i)) != std::string::npos; ++i) {
    draft_text = absl::StrReplaceAll(draft_text, {{DigestBlank(i), zeros}});
  }
  absl::StatusOr<Draft> draft = ReadDraft(draft_text);
  if (!draft.ok()) return draft.status();
  const absl::StatusOr<std::vector<std::string>> digests = Digests(*draft);
  if (!digests.ok()) return digests.status();
  for (size_t i = 0; i < digests->size(); ++i) {
    text = absl::StrReplaceAll(text, {{DigestBlank(i), (*digests)[i]}});
  }
  draft = ReadDraft(absl::StrReplaceAll(text, {{"{value}", absl::Base64Escape(std::string(64, '\1'))}}));
  if (!draft.ok()) return draft.status();
  const absl::StatusOr<std::string> octets =
      Unwrap(xml::SignedInfoOctets(draft->signature, draft->document.get()));
  if (!octets.ok()) return octets.status();
  const absl::StatusOr<std::string> value = SignValue(*signer.key, *octets);
  if (!value.ok()) return value.status();
  return absl::StrReplaceAll(text, {{"{value}", absl::Base64Escape(*value)}});
}

absl::StatusOr<std::string> SignXml(std::string_view document, const CmsSigner& signer,
                                    const XmlOptions& options) {
  const size_t end = document.rfind("</");
  if (end == std::string_view::npos)
    return absl::InvalidArgumentError("XML: the document element has no end tag");
  // Kalkan writes the canonicalisation with comments as transform; in a reference to "" it makes no
  // difference.
  const std::string transforms =
      TransformText(xml::kEnvelopedSignature) +
      TransformText(options.exclusive ? xml::kExclusiveC14nUri : xml::kInclusiveC14nWithCommentsUri);
  // Ids must differ from those of earlier signatures: the place of insertion does.
  const std::string signature =
      SignatureText(options, ReferenceText("URI=\"\"", transforms, 0), kKeyInfo, absl::StrCat("xades-", end));
  std::string text(document);
  return FillXmlTemplate(text.insert(end, signature), signer);
}

absl::StatusOr<std::string> SignSoap(std::string_view body, const CmsSigner& signer,
                                     const XmlOptions& options) {
  const std::string token =
      absl::StrCat("<wsse:BinarySecurityToken EncodingType=\"", kBase64Binary, "\" ValueType=\"", kX509v3,
                   "\" wsu:Id=\"token\">{certificate}</wsse:BinarySecurityToken>");
  const std::string key_info =
      options.key_identifier
          ? absl::StrCat("<wsse:KeyIdentifier EncodingType=\"", kBase64Binary, "\" ValueType=\"", kX509v3,
                         "\">{certificate}</wsse:KeyIdentifier>")
          : absl::StrCat("<wsse:Reference URI=\"#token\" ValueType=\"", kX509v3, "\"/>");
  const std::string signature =
      SignatureText(options, ReferenceText("URI=\"#body\"", TransformText(C14nUri(options)), 0),
                    absl::StrCat("<ds:KeyInfo><wsse:SecurityTokenReference>", key_info,
                                 "</wsse:SecurityTokenReference></ds:KeyInfo>"),
                    "xades-soap");
  return FillXmlTemplate(
      absl::StrCat("<soap:Envelope xmlns:soap=\"", xml::kSoap11, "\" xmlns:wsse=\"", xml::kWsse,
                   "\" xmlns:wsu=\"", xml::kWsu, "\"><soap:Header><wsse:Security soap:mustUnderstand=\"1\">",
                   options.key_identifier ? "" : token, signature,
                   "</wsse:Security></soap:Header><soap:Body wsu:Id=\"body\">", std::string(body),
                   "</soap:Body></soap:Envelope>"),
      signer);
}

absl::StatusOr<std::string> AddXmlTimestamp(std::string_view document, const CmsSigner& tsa,
                                            const TimestampSpec& spec, bool exclusive) {
  static constexpr std::string_view kSigned = "</xades:SignedProperties>";
  std::string text(document);
  const size_t place = text.rfind(kSigned);
  if (place == std::string::npos)
    return absl::InvalidArgumentError("XML: no signature with XAdES properties");
  const absl::StatusOr<Draft> draft = ReadDraft(text);
  if (!draft.ok()) return draft.status();
  xml::C14n method;
  if (exclusive) method.kind = xml::Canonicalization::kExclusive;
  const absl::StatusOr<std::string> octets =
      Unwrap(xml::SignatureValueOctets(draft->signature, method, draft->document.get()));
  if (!octets.ok()) return octets.status();
  const absl::StatusOr<std::string> token = MakeTimestamp(*octets, tsa, spec);
  if (!token.ok()) return token.status();
  const std::string named =
      exclusive ? absl::StrCat("<ds:CanonicalizationMethod Algorithm=\"", xml::kExclusiveC14nUri, "\"/>")
                : "";
  text.insert(
      place + kSigned.size(),
      absl::StrCat("<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:SignatureTimeStamp>",
                   named, "<xades:EncapsulatedTimeStamp>", absl::Base64Escape(*token),
                   "</xades:EncapsulatedTimeStamp></xades:SignatureTimeStamp>"
                   "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"));
  return text;
}

}  // namespace oteu::demo_pki
