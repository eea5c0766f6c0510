// Signs XML as Kazakh programs do: enveloped XMLDSig, and WS-Security for SOAP.
//
//   auto document = SignXml("<certificate>…</certificate>", identity.AsSigner(), {});
//   auto twice = SignXml(*document, other.AsSigner(), {});       // a second signature after the first
//   auto message = SignSoap("<request/>", identity.AsSigner(), {});
//
// For demonstrations and tests.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/demo_pki/cms_sign.h"
#include "clients/demo_pki/timestamp.h"

namespace oteu::demo_pki {

struct XmlOptions {
  bool exclusive = false;  // exclusive canonicalisation, as WS-Security programs use it
  bool key_identifier =
      false;           // SOAP: the certificate in the KeyIdentifier in place of a BinarySecurityToken
  bool xades = false;  // with XAdES SigningCertificateV2 and SigningTime, signed
  std::optional<absl::Time> signing_time = {};  // XAdES alone
};

// `document`: well-formed XML whose document element has an end tag. The signature becomes its last child.
// Errors: kInvalidArgument when the document does not parse or the key has no XML algorithm (RSASSA-PSS).
absl::StatusOr<std::string> SignXml(std::string_view document, const CmsSigner& signer,
                                    const XmlOptions& options);

// A SOAP 1.1 envelope with `body` inside of soap:Body, which is signed. `body` as it is: an element.
absl::StatusOr<std::string> SignSoap(std::string_view body, const CmsSigner& signer,
                                     const XmlOptions& options);

// XAdES-T: adds an xades:SignatureTimeStamp over the value of the last signature, which SignXml or SignSoap
// made with `xades`. `exclusive`: of the canonicalisation that is named; otherwise none is, and canonical
// XML 1.0 counts.
absl::StatusOr<std::string> AddXmlTimestamp(std::string_view document, const CmsSigner& tsa,
                                            const TimestampSpec& spec, bool exclusive = false);

// A document with one ds:Signature whose blanks are filled in: {signature-method}, {digest-method},
// {certificate}, {certificate-digest}, {digest0}, {digest1}… in the order of the references, and {value}.
absl::StatusOr<std::string> FillXmlTemplate(std::string_view document, const CmsSigner& signer);

}  // namespace oteu::demo_pki
