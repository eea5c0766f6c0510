// Makes CMS SignedData (RFC 5652) as Kazakh signing programs make it: one SignerInfo per signer, signed
// attributes contentType, signingTime, messageDigest and signingCertificateV2 (RFC 5035), the signers'
// certificates inside.
//
//   auto cms = SignCms(content, {{identity.certificate, &identity.key}}, {.detached = true, .signing_time =
//   now});
//
// For demonstrations and tests. CmsDefects makes containers that a verifier must not accept.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/demo_pki/oids.h"
#include "clients/demo_pki/signing_key.h"

namespace oteu::demo_pki {

struct CmsSigner {
  std::string certificate = {};     // DER
  const SigningKey* key = nullptr;  // required
};

// What is left out or done wrong on purpose, for every signer. Each alone breaks a rule, and the rest stays
// right: the signature value verifies over what stands there, unless `signature_value` says otherwise.
struct CmsDefects {
  bool omit_certificates = false;
  bool omit_signed_attributes = false;  // lawful by RFC 5652: then the content itself is signed
  bool omit_message_digest = false;
  bool omit_content_type = false;
  bool doubled_message_digest = false;
  bool message_digest = false;          // of other content
  bool content_type_attribute = false;  // names another type than the content's
  bool signing_certificate = false;     // ESS attribute names another certificate
  bool signature_value = false;         // one bit of it changed
  bool version_three = false;           // SignerInfo v3 with an issuer and serial number
  std::string trailing_bytes = {};      // after the ContentInfo
};

// Makes unsigned attributes (DER) for one SignerInfo from its signature value.
using UnsignedAttributeMaker = std::function<absl::StatusOr<std::vector<std::string>>(std::string_view)>;

struct CmsOptions {
  bool detached = false;
  std::string content_type = kDataOid;          // eContentType
  std::optional<absl::Time> signing_time = {};  // nullopt: no signingTime attribute
  bool signing_certificate_attribute = true;
  std::vector<std::string> more_certificates = {};    // DER; beside the signers'
  std::vector<std::string> unsigned_attributes = {};  // DER Attributes, in every SignerInfo
  UnsignedAttributeMaker timestamps = {};  // timestamp.h: more unsigned attributes, over the signature value
  CmsDefects defects = {};
};

// DER of a ContentInfo. No signers: a SignedData with an empty set of SignerInfos, which no verifier may
// accept. Errors: kInvalidArgument when a certificate does not parse, kInternal when signing fails.
absl::StatusOr<std::string> SignCms(std::string_view content, const std::vector<CmsSigner>& signers,
                                    const CmsOptions& options);

}  // namespace oteu::demo_pki
