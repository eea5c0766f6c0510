#include "verification/revocation/evidence.h"

#include <algorithm>
#include <optional>

#include "verification/kzgost/der.h"
#include "verification/limits.h"

namespace oteu::verification::revocation {
namespace {

using kzgost::DerContext;
using kzgost::DerReader;
using openssl::Bytes;

// 6.3.3 (b)(2).
bool Covers(const CrlScope& scope, const Question& question) {
  if (scope.indirect) return false;
  if (question.is_ca ? scope.user_certificates_only : scope.ca_certificates_only) return false;
  if (scope.distribution_point.empty()) return true;
  return std::ranges::any_of(scope.distribution_point, [&](Bytes name) {
    return std::ranges::any_of(question.distribution_points,
                               [&](Bytes other) { return std::ranges::equal(name, other); });
  });
}

// What an entry means at the time in question. A revocation that is later than `at` leaves the certificate
// good only where its reason says that the key was sound until then.
Answer Weigh(const CrlEntry& entry, absl::Time at) {
  // 5.3.1: removeFromCRL belongs to delta lists. Wherever it stands, hold is as far as it is trusted.
  if (entry.reason == Reason::kRemoveFromCrl) return Answer::kOnHold;
  if (entry.revocation_date <= at || (entry.invalidity_date && *entry.invalidity_date <= at)) {
    return entry.reason == Reason::kCertificateHold ? Answer::kOnHold : Answer::kRevoked;
  }
  switch (entry.reason) {
    case Reason::kAffiliationChanged:
    case Reason::kSuperseded:
    case Reason::kCessationOfOperation:
    case Reason::kPrivilegeWithdrawn:
      return Answer::kGood;
    case Reason::kCertificateHold:
      return Answer::kOnHold;
    default:  // A lost key is not known to have been sound before; no reason tells nothing.
      return Answer::kRevoked;
  }
}

// May this list say "not revoked" at all?
bool IsCurrent(const Crl& crl, const Question& question) {
  const bool dropped = question.not_after < crl.this_update();
  if (dropped && !(crl.expired_since() && *crl.expired_since() <= question.not_after)) return false;
  if (crl.this_update() > question.at) return true;
  return question.at < crl.next_update() + question.grace &&
         question.at <= crl.this_update() + question.max_age;
}

}  // namespace

Answer Ask(const Crl& crl, const Question& question) {
  if (!Covers(crl.scope(), question)) return Answer::kNotCovered;
  const std::optional<CrlEntry> entry = crl.Find(question.serial);
  const Answer weighed = entry ? Weigh(*entry, question.at) : Answer::kGood;
  if (weighed != Answer::kGood) return weighed;
  // A delta list and one for some reasons alone tell who is revoked, never that somebody is not.
  if (crl.is_delta() || crl.scope().some_reasons_only) return Answer::kNotCovered;
  return IsCurrent(crl, question) ? Answer::kGood : Answer::kStale;
}

std::vector<Bytes> DistributionPointNames(Bytes extension) {
  std::vector<Bytes> names;
  DerReader outer(extension);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  DerReader points(body.value_or(Bytes()));
  while (!points.empty()) {
    const std::optional<Bytes> point = points.Read(kzgost::kDerSequence);
    if (!point) return names;
    const std::optional<Bytes> name = DerReader(*point).Read(DerContext(0));
    const std::optional<Bytes> full_name = name ? DerReader(*name).Read(DerContext(0)) : std::nullopt;
    DerReader list(full_name.value_or(Bytes()));
    while (!list.empty()) {
      const std::optional<kzgost::DerElement> element = list.ReadAny();
      if (!element || names.size() == kMaxExtensionEntries.value) return names;
      names.push_back(element->whole);
    }
  }
  return names;
}

}  // namespace oteu::verification::revocation
