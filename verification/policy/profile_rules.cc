#include "verification/policy/profile_rules.h"

#include <algorithm>

namespace oteu::verification {

absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

namespace {

bool Covers(const v1::Delegation& delegation, absl::CivilDay day) {
  return DayOf(delegation.from()) <= day && (!delegation.has_through() || day <= DayOf(delegation.through()));
}

}  // namespace

bool ChangesCertificateRules(const v1::DocumentProfile& profile) {
  return profile.has_levels() || !profile.accepted_issuers().empty();
}

v1::Policy EffectivePolicy(const v1::Policy& policy, const v1::DocumentProfile& profile) {
  v1::Policy effective = policy;
  effective.mutable_levels()->MergeFrom(
      profile.levels());  // A level that is not set leaves the other as it is.
  if (!profile.accepted_issuers().empty()) {
    *effective.mutable_certificates()->mutable_accepted_issuers() = profile.accepted_issuers();
  }
  return effective;
}

const v1::Delegation* FindDelegation(const v1::DocumentProfile& profile, absl::string_view bin,
                                     oteu::v1::SignerRole role, absl::Time at) {
  const absl::CivilDay day = absl::ToCivilDay(at, absl::UTCTimeZone());
  for (const v1::Delegation& delegation : profile.delegations()) {
    if (!bin.empty() && delegation.bin() == bin && Covers(delegation, day) &&
        std::ranges::find(delegation.roles(), role) != delegation.roles().end()) {
      return &delegation;
    }
  }
  return nullptr;
}

bool InformationSystemAccepted(const v1::DocumentProfile& profile, absl::string_view bin) {
  const auto& bins = profile.information_system_bins();
  return bins.empty() || std::ranges::find(bins, bin) != bins.end();
}

}  // namespace oteu::verification
