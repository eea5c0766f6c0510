// What a document profile changes and allows: the policy as it holds for its types, and delegations by order.
//
//   v1::Policy policy = EffectivePolicy(general, FindProfile(general, "SCHOOL_CERTIFICATE"));
#pragma once

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"
#include "oteu/v1/verification.pb.h"
#include "oteu/verification/v1/policy.pb.h"

namespace oteu::verification {

absl::CivilDay DayOf(const google::type::Date& date);

// True when a certificate may be judged otherwise under this profile than under the policy alone.
bool ChangesCertificateRules(const v1::DocumentProfile& profile);

// The policy with the profile's levels and accepted issuers in place of the general ones where it states
// some.
v1::Policy EffectivePolicy(const v1::Policy& policy, const v1::DocumentProfile& profile);

// The delegation by which holders of this role sign for this organisation at this time; null when there is
// none.
const v1::Delegation* FindDelegation(const v1::DocumentProfile& profile, absl::string_view bin,
                                     oteu::v1::SignerRole role, absl::Time at);

// False for an information system that is not on a list that the profile states.
bool InformationSystemAccepted(const v1::DocumentProfile& profile, absl::string_view bin);

}  // namespace oteu::verification
