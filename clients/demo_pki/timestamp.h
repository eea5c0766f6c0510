// Makes time stamp tokens (RFC 3161) as an authority does: CMS SignedData over a TSTInfo.
//
//   auto token = MakeTimestamp(signature_value, tsa.AsSigner(), {.gen_time = now});
//   CmsOptions options{.timestamps = StampWith(tsa.AsSigner(), {.gen_time = now})};   // CAdES-T in one go
//
// For demonstrations and tests. TimestampDefects makes tokens that a verifier must not rely on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/demo_pki/cms_sign.h"

namespace oteu::demo_pki {

// What is done wrong on purpose. Each alone breaks a rule; the signature over what stands there is right,
// unless `cms` says otherwise.
struct TimestampDefects {
  bool version_two = false;
  bool critical_extension = false;
  bool other_content_type = false;  // eContentType id-data
  bool two_signers = false;
  bool foreign_tsa_name = false;  // the tsa field names another authority
  bool trailing_field = false;    // in TSTInfo
  CmsDefects cms = {};
};

struct TimestampSpec {
  absl::Time gen_time = {};  // to the millisecond
  // SHA-256, -384, -512 or Streebog by dotted OID; empty: the digest that goes with the authority's key.
  std::string imprint_digest_oid = {};
  uint64_t serial = 1;
  bool tsa_name = false;                              // the certificate's subject, in the tsa field
  bool certificate = true;                            // the authority's, inside the token
  bool signing_certificate_attribute = true;          // required by RFC 3161 section 2.4.2
  std::vector<std::string> more_certificates = {};    // DER
  std::vector<std::string> unsigned_attributes = {};  // DER Attributes, of the token's own SignerInfo
  TimestampDefects defects = {};
};

// DER of the token over these bytes. Errors: kInvalidArgument when a certificate does not parse or the digest
// is unknown, kInternal when signing fails.
absl::StatusOr<std::string> MakeTimestamp(std::string_view stamped, const CmsSigner& tsa,
                                          const TimestampSpec& spec);

// The token as unsigned attribute id-aa-timeStampToken (RFC 3161 appendix A), DER.
std::string TimestampAttribute(std::string_view token);

// For CmsOptions::timestamps: stamps every signature value.
UnsignedAttributeMaker StampWith(const CmsSigner& tsa, const TimestampSpec& spec);

}  // namespace oteu::demo_pki
