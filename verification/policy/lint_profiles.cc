#include "verification/policy/lint_profiles.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/document.pb.h"
#include "oteu/v1/verification.pb.h"
#include "verification/policy/profile_rules.h"

namespace oteu::verification {
namespace {

using oteu::v1::CHECK_LEVEL_IGNORE;

constexpr size_t kBinDigits = 12;
constexpr size_t kSha256HexDigits = 64;

bool IsBin(const std::string& text) {
  return text.size() == kBinDigits && std::ranges::all_of(text, absl::ascii_isdigit);
}

template <typename List, typename Value>
bool Contains(const List& list, const Value& value) {
  return std::ranges::find(list, value) != list.end();
}

class ProfileLint {
 public:
  ProfileLint(const v1::Policy& policy, int index, std::vector<LintProblem>* problems)
      : policy_(policy), profile_(policy.profiles(index)), index_(index), problems_(problems) {}

  void Run(std::set<std::string>* seen) {
    for (const std::string& type : profile_.document_types()) LintType(type, seen);
    LintRoles();
    LintLevels();
    LintIssuers();
    LintInformationSystems();
    for (int i = 0; i < profile_.delegations_size(); ++i) LintDelegation(i);
  }

 private:
  void Add(const char* subfield, std::string message, int sub_index = 0) {
    problems_->push_back({"profiles", index_, subfield, std::move(message), sub_index});
  }

  void LintType(const std::string& type, std::set<std::string>* seen) {
    oteu::v1::DocumentType ignored;
    if (!oteu::v1::DocumentType_Parse("DOCUMENT_TYPE_" + type, &ignored)) {
      Add("document_types", "unknown document type " + type);
    }
    if (!seen->insert(type).second) Add("document_types", type + " has two profiles");
  }

  void LintRoles() {
    for (const int role : profile_.delegable_roles()) {
      if (Contains(profile_.accepted_roles(), role)) {
        Add("delegable_roles", oteu::v1::SignerRole_Name(role) + " is accepted without delegation already");
      }
    }
    if (profile_.accepted_roles().empty() && !profile_.delegable_roles().empty()) {
      Add("delegable_roles", "means nothing while every role is accepted");
    }
  }

  // A requirement that is stated and whose level says not to look at it: one of the two is a mistake.
  void LintLevels() {
    const v1::CheckLevels levels = EffectivePolicy(policy_, profile_).levels();
    const char* where = profile_.has_levels() ? "levels" : "";
    if (profile_.bin_required() && levels.bin() == CHECK_LEVEL_IGNORE) {
      Add(where, "bin is IGNORE, and bin_required is true");
    }
    if (!profile_.accepted_roles().empty() && levels.role() == CHECK_LEVEL_IGNORE) {
      Add(where, "role is IGNORE, and accepted_roles names roles");
    }
    if (!profile_.delegable_roles().empty() && levels.delegation() == CHECK_LEVEL_IGNORE) {
      Add(where, "delegation is IGNORE, and delegable_roles asks for one");
    }
    const bool issuers =
        !profile_.accepted_issuers().empty() || !policy_.certificates().accepted_issuers().empty();
    if (issuers && levels.issuer() == CHECK_LEVEL_IGNORE) {
      Add(where, "issuer is IGNORE, and accepted_issuers names authorities");
    }
  }

  void LintIssuers() {
    const auto& general = policy_.certificates().accepted_issuers();
    for (int i = 0; i < profile_.accepted_issuers_size(); ++i) {
      const std::string& hash = profile_.accepted_issuers(i);
      if (!IsSha256Hex(hash)) Add("accepted_issuers", "not a SHA-256 in lower-case hex", i);
      if (!general.empty() && !Contains(general, hash)) {
        Add("accepted_issuers", "not among the authorities that the policy accepts at all", i);
      }
    }
  }

  void LintInformationSystems() {
    const auto& bins = profile_.information_system_bins();
    for (int i = 0; i < bins.size(); ++i) {
      if (!IsBin(bins[i])) Add("information_system_bins", "a BIN has 12 digits", i);
      if (std::find(bins.begin(), bins.begin() + i, bins[i]) != bins.begin() + i) {
        Add("information_system_bins", "a BIN stands twice", i);
      }
    }
    if (!bins.empty() && !profile_.accepted_roles().empty() &&
        !Contains(profile_.accepted_roles(), oteu::v1::SIGNER_ROLE_INFORMATION_SYSTEM)) {
      Add("information_system_bins", "means nothing: accepted_roles lets no information system sign");
    }
  }

  void LintDelegation(int i) {
    const v1::Delegation& delegation = profile_.delegations(i);
    const auto add = [&](const char* what) { Add("delegations", what, i); };
    if (!IsBin(delegation.bin())) add("bin: a BIN has 12 digits");
    if (delegation.roles().empty()) add("roles: at least one role is needed");
    for (const int role : delegation.roles()) {
      if (!Contains(profile_.delegable_roles(), role)) add("roles: a role is not among delegable_roles");
    }
    if (delegation.basis().empty()) add("basis: the order it rests on is not named");
    const bool days = IsDay(delegation.from()) && (!delegation.has_through() || IsDay(delegation.through()));
    if (!days) {
      add("from, through: not a day of the calendar");
    } else if (delegation.has_through() && DayOf(delegation.through()) < DayOf(delegation.from())) {
      add("through: before from");
    }
  }

  const v1::Policy& policy_;
  const v1::DocumentProfile& profile_;
  const int index_;
  std::vector<LintProblem>* problems_;
};

}  // namespace

bool IsDay(const google::type::Date& date) {
  const absl::CivilDay civil(date.year(), date.month(), date.day());
  return date.year() >= 2000 && date.year() <= 9999 && civil.month() == date.month() &&
         civil.day() == date.day();
}

bool IsSha256Hex(const std::string& text) {
  return text.size() == kSha256HexDigits &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

void LintProfiles(const v1::Policy& policy, std::vector<LintProblem>* problems) {
  std::set<std::string> seen;
  int defaults = 0;
  for (int i = 0; i < policy.profiles_size(); ++i) {
    if (policy.profiles(i).document_types().empty()) ++defaults;
    ProfileLint(policy, i, problems).Run(&seen);
  }
  if (defaults != 1) {
    problems->push_back({"profiles", -1, "", "exactly one profile must have no document_types: the default"});
  }
}

}  // namespace oteu::verification
