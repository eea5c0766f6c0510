#include "verification/revocation/evidence.h"

#include <algorithm>

#include "verification/x509/name.h"

namespace oteu::verification::revocation {
namespace {

using openssl::Bytes;

bool IsFromIssuerOf(const Crl& list, const Question& question) {
  if (question.issuer_name != nullptr) return list.issuer_name() == *question.issuer_name;
  return x509::NamesEqual(list.issuer(), question.issuer);
}

// (b)(1): the list's issuer is the one that the point names, or the certificate's.
bool IssuerFits(const Crl& list, const Question& question, const DistributionPoint& point) {
  if (point.crl_issuers.empty()) return IsFromIssuerOf(list, question);
  return list.scope().indirect && NamesDirectory(point.crl_issuers, list.issuer());
}

// (b)(2).
bool ScopeFits(const CrlScope& scope, const Question& question, const DistributionPoint& point) {
  if (scope.attribute_certificates_only) return false;
  if (question.is_ca ? scope.user_certificates_only : scope.ca_certificates_only) return false;
  if (scope.distribution_point.empty()) return true;
  return ShareName(scope.distribution_point, point.names.empty() ? point.crl_issuers : point.names);
}

}  // namespace

std::optional<ReasonMask> Covers(const Crl& list, const Question& question, const DistributionPoint& point) {
  if (!IssuerFits(list, question, point) || !ScopeFits(list.scope(), question, point)) return std::nullopt;
  const auto reasons = static_cast<ReasonMask>(list.scope().reasons & point.reasons);  // (d)
  if (reasons == 0) return std::nullopt;
  return reasons;
}

bool Completes(const Crl& delta, const Crl& complete) {
  if (!delta.is_delta() || complete.is_delta()) return false;
  if (delta.issuer_name() != complete.issuer_name()) return false;                             // (c)(1)
  if (!std::ranges::equal(delta.scope().extension, complete.scope().extension)) return false;  // (c)(2)
  if (!std::ranges::equal(delta.authority_key_extension(), complete.authority_key_extension())) return false;
  // 5.2.4 (a) to (d): the complete list is not older than the delta's base, and older than the delta.
  if (complete.number().empty() || delta.number().empty()) return false;
  return CompareNumbers(complete.number(), delta.base_number()) >= 0 &&
         CompareNumbers(complete.number(), delta.number()) < 0 &&
         delta.this_update() >= complete.this_update();
}

Answer Weigh(const CrlEntry& entry, absl::Time at) {
  // 5.3.1: removeFromCRL belongs to delta lists. Elsewhere, hold is as far as it is trusted.
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

bool IsCurrent(const Question& question, absl::Time this_update, std::optional<absl::Time> next_update,
               std::optional<absl::Time> keeps_expired_since) {
  const bool dropped = question.not_after < this_update;
  if (dropped && !(keeps_expired_since && *keeps_expired_since <= question.not_after)) return false;
  if (this_update > question.at) return true;
  const Freshness& freshness = question.freshness;
  if (question.at > this_update + freshness.max_age) return false;
  if (!next_update) return question.at <= this_update + freshness.max_age_without_next_update;
  return question.at < *next_update + freshness.grace;
}

ListAnswer Ask(const Crl& complete, const Crl* delta, const Question& question) {
  const std::optional<CrlEntry> listed = complete.Find(question.serial, question.issuer);
  std::optional<CrlEntry> changed =
      delta != nullptr ? delta->Find(question.serial, question.issuer) : std::nullopt;  // (i)
  const bool removed = changed && changed->reason == Reason::kRemoveFromCrl;
  // (j), (k). Only a hold can be taken back (5.3.1): a removal of anything else is not believed.
  if (removed) changed.reset();
  const bool released = removed && (!listed || listed->reason == Reason::kCertificateHold);
  const std::optional<CrlEntry> entry = changed ? changed : released ? std::nullopt : listed;
  const Answer weighed = entry ? Weigh(*entry, question.at) : Answer::kGood;
  if (weighed != Answer::kGood) return {weighed, entry};
  const Crl& newest = delta != nullptr ? *delta : complete;
  const bool current =
      IsCurrent(question, newest.this_update(), newest.next_update(), complete.expired_since());
  return {current ? Answer::kGood : Answer::kStale, entry};
}

ListAnswer AskDeltaAlone(const Crl& delta, const Question& question) {
  const std::optional<CrlEntry> entry = delta.Find(question.serial, question.issuer);
  if (!entry || entry->reason == Reason::kRemoveFromCrl) return {};
  const Answer weighed = Weigh(*entry, question.at);
  if (weighed == Answer::kGood) return {};
  return {weighed, entry};
}

}  // namespace oteu::verification::revocation
