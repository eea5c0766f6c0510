// What lists say of one certificate at one time: steps (b) to (l) of RFC 5280 section 6.3.3, but for paths
// and signatures (crl_store.h). Pure: no keys.
//
// `at` is the time for which the question is asked. A list issued later is evidence too: it tells what was
// revoked by then. It is no evidence for a certificate that had expired before the list was made, for such
// entries may be removed (RFC 5280 section 5.1.2.6 and 3.3), unless the list says that it keeps them.
#pragma once

#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "verification/openssl/bytes.h"
#include "verification/revocation/crl.h"
#include "verification/revocation/distribution_point.h"
#include "verification/x509/canonical_name.h"

namespace oteu::verification::revocation {

// How old evidence may be that says "not revoked".
struct Freshness {
  absl::Duration max_age = absl::InfiniteDuration();  // since thisUpdate
  absl::Duration grace = absl::ZeroDuration();        // after nextUpdate
  // Of an OCSP response that names no nextUpdate, since thisUpdate.
  absl::Duration max_age_without_next_update = absl::ZeroDuration();
};

struct Question {
  openssl::Bytes serial;                             // Contents of the INTEGER.
  openssl::Bytes issuer;                             // Whole DER of the Name.
  const x509::CanonicalName* issuer_name = nullptr;  // The same; null: made when it is asked for.
  absl::Time not_after;
  bool is_ca = false;
  absl::Time at;
  Freshness freshness;
};

enum class Answer {
  kNotCovered,  // The evidence does not speak of this certificate.
  kStale,       // It would, but is too old at `at`, or too late for an expired certificate.
  kGood,
  kOnHold,
  kRevoked,
  kUnknown,  // OCSP alone: the responder does not know the certificate.
};

struct ListAnswer {
  Answer answer = Answer::kNotCovered;
  std::optional<CrlEntry> entry = std::nullopt;
};

// (b) and (d): the reasons for which a complete list speaks of the certificate at this distribution point;
// nothing when it does not. The same for a delta alone, of which only what it revokes is believed.
std::optional<ReasonMask> Covers(const Crl& list, const Question& question, const DistributionPoint& point);

// (c) and 5.2.4: the delta brings this complete list up to date.
bool Completes(const Crl& delta, const Crl& complete);

// (i) to (k), and the dates: what a complete list says, with a delta that completes it or null.
ListAnswer Ask(const Crl& complete, const Crl* delta, const Question& question);

// Whom a delta revokes, without the list that it starts from. Never "good".
ListAnswer AskDeltaAlone(const Crl& delta, const Question& question);

// What an entry means at the time in question. A revocation that is later than `at` leaves the certificate
// good only where its reason says that the key was sound until then.
Answer Weigh(const CrlEntry& entry, absl::Time at);

// Evidence from `this_update` to `next_update` may say "not revoked" at the time in question.
// `keeps_expired_since`: certificates that expired from then on are still in its data.
bool IsCurrent(const Question& question, absl::Time this_update, std::optional<absl::Time> next_update,
               std::optional<absl::Time> keeps_expired_since);

}  // namespace oteu::verification::revocation
