// A time stamp token (RFC 3161 section 2.4.2): CMS SignedData by one authority over a TSTInfo.
//
//   OrProblem<std::unique_ptr<Token>> read = ReadToken(attribute_value);
//   CompareImprint(context, policy, token.info, signer.signature);
#pragma once

#include <memory>
#include <optional>

#include "oteu/verification/v1/policy.pb.h"
#include "verification/cms/signed_data.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"
#include "verification/report/problem.h"
#include "verification/timestamp/tst_info.h"

namespace oteu::verification::timestamp {

struct Token {
  std::unique_ptr<cms::SignedDataContainer> container;
  TstInfo info;  // Points into the container or into what was read.

  const cms::SignedData& signed_data() const { return container->signed_data; }
  const cms::SignerInfo& signer() const { return container->signed_data.signers[0]; }
};

// `der`: a ContentInfo, DER or BER; must outlive the token. TIMESTAMP_MALFORMED unless it is SignedData with
// content of type id-ct-TSTInfo, exactly one SignerInfo, signed attributes, and one of them naming the
// authority's certificate (ESSCertID or ESSCertIDv2).
OrProblem<std::unique_ptr<Token>> ReadToken(openssl::Bytes der);

// The token in a TimeStampResp (2.4.2: a status and a token), or the bytes themselves, which may be one.
openssl::Bytes TokenOf(openssl::Bytes file);

// Only these may say what was stamped: SHA-256, -384, -512, Streebog-256, -512. Never SHA-1.
bool IsImprintDigest(absl::string_view oid);

// ALGORITHM_NOT_ALLOWED unless IsImprintDigest.
std::optional<Problem> CheckImprintDigest(const TstInfo& info);

// Nothing when the token was made over this message; ALGORITHM_NOT_ALLOWED or TIMESTAMP_IMPRINT_MISMATCH.
std::optional<Problem> CompareImprint(const openssl::Context& context, const TstInfo& info,
                                      openssl::Bytes message);

}  // namespace oteu::verification::timestamp
