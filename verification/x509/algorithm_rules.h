// Is an algorithm good enough: the policy's answer for one signature (of a document, a certificate or a
// list).
//
//   std::optional<Problem> problem = JudgeAlgorithm(policy, spec, key_facts, at);   // nothing: accepted
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/kzgost/signature_spec.h"
#include "verification/openssl/bytes.h"
#include "verification/report/problem.h"
#include "verification/x509/certificate.h"

namespace oteu::verification::x509 {

// ALGORITHM_NOT_ALLOWED unless a rule of the policy accepts scheme, digest, key size and curve at this time.
// When a rule did so until an earlier day, a proof of earlier existence would help: sub-indication
// ..._NO_POE.
std::optional<Problem> JudgeAlgorithm(const v1::Policy& policy, const kzgost::SignatureSpec& spec,
                                      const KeyFacts& key, absl::Time at);

// The instant from which no rule of the policy accepts it any more; the infinite future when there is none,
// the infinite past when no rule ever did.
absl::Time AcceptedUntil(const v1::Policy& policy, const kzgost::SignatureSpec& spec, const KeyFacts& key);

// JudgeAlgorithm for an AlgorithmIdentifier (whole DER) of a certificate or list; ALGORITHM_UNKNOWN when it
// does not resolve.
std::optional<Problem> JudgeSignatureAlgorithm(const v1::Policy& policy, openssl::Bytes identifier,
                                               const KeyFacts& key, absl::Time at);

// True when a digest is accepted with any scheme: for digests that stand alone.
bool DigestAccepted(const v1::Policy& policy, const kzgost::DigestAlgorithm& digest);

// The first instant after the rule's last day; nothing when it has no end.
std::optional<absl::Time> EndOf(const v1::SignatureAlgorithmRule& rule);

}  // namespace oteu::verification::x509
