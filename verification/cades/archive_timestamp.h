// Archive time stamps (archive-time-stamp-v3, ETSI EN 319 122-1 clauses 5.5.2 and 5.5.3): made over the
// signature and, by an index of hashes inside the token, over what lies beside it.
//
//   OrProblem<Coverage> coverage = CoverageOf(context, token, signed_data, signer);
//   OrProblem<std::vector<uint8_t>> stamped = StampedBytes(context, token, signed_data, signer, content);
#pragma once

#include <cstdint>
#include <vector>

#include "verification/cms/signed_data.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"
#include "verification/report/problem.h"
#include "verification/timestamp/token.h"

namespace oteu::verification::cades {

// Which of the container's data the token covers besides the signature itself: one flag per element, in the
// order of SignedData and SignerInfo.
struct Coverage {
  std::vector<bool> certificates;     // SignedData::certificate_choices
  std::vector<bool> revocations;      // SignedData::revocation_choices
  std::vector<bool> unsigned_values;  // SignerInfo::unsigned_values
};

// By the ats-hash-index-v3 in the token's own unsigned attributes. TIMESTAMP_MALFORMED when there is none or
// it is unsound, ALGORITHM_NOT_ALLOWED for its digest, ARCHIVE_INDEX_MISMATCH when it names what is not
// there.
OrProblem<Coverage> CoverageOf(const openssl::Context& context, const timestamp::Token& token,
                               const cms::SignedData& signed_data, const cms::SignerInfo& signer);

// The input of the message imprint, 5.5.3. Same problems.
OrProblem<std::vector<uint8_t>> StampedBytes(const openssl::Context& context, const timestamp::Token& token,
                                             const cms::SignedData& signed_data,
                                             const cms::SignerInfo& signer, openssl::Bytes content);

}  // namespace oteu::verification::cades
