// Makes a CMS signature last (CAdES, ETSI EN 319 122-1): adds certificates, revocation data and archive time
// stamps to a container that exists already. Nothing that is signed is touched.
//
//   cms = *AddValues(cms, {.certificates = {ca}, .crls = {crl}});            // LT, in the fields of
//   SignedData cms = *AddValueAttributes(cms, {...});                                   // LT, in unsigned
//   attributes cms = *AddArchiveTimestamp(cms, content, tsa.AsSigner(), {.gen_time = later});   // LTA
//
// For demonstrations and tests. Errors everywhere: kInvalidArgument when the container is not DER as SignCms
// makes it, kInternal when signing fails.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/demo_pki/timestamp.h"

namespace oteu::demo_pki {

struct CadesValues {
  std::vector<std::string> certificates = {};  // DER
  std::vector<std::string> crls = {};          // DER
  std::vector<std::string> ocsp_responses =
      {};  // DER: OCSPResponse for AddValues, BasicOCSPResponse for the other
};

// Into SignedData.certificates and .crls (RFC 5652 10.2; OCSP as RFC 5940 writes it).
absl::StatusOr<std::string> AddValues(std::string_view cms, const CadesValues& values);

// Into the unsigned attributes certificate-values and revocation-values of every signer (RFC
// 5126 6.3.3, 6.3.4).
absl::StatusOr<std::string> AddValueAttributes(std::string_view cms, const CadesValues& values);

struct ArchiveDefects {
  bool foreign_hash = false;   // the index names something that is not there
  bool omit_index = false;     // no ats-hash-index-v3
  bool other_content = false;  // the imprint is over another document
};

// An archive-time-stamp-v3 (5.5.3) over every signer as the container is now. `content`: what was signed.
absl::StatusOr<std::string> AddArchiveTimestamp(std::string_view cms, std::string_view content,
                                                const CmsSigner& tsa, const TimestampSpec& spec,
                                                const ArchiveDefects& defects = {});

}  // namespace oteu::demo_pki
