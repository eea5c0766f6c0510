// What profiles change and allow, and what the lint holds against them.
#include "verification/policy/profile_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "verification/policy/default_policy_text.h"
#include "verification/policy/policy.h"

namespace oteu::verification {
namespace {

using ::testing::HasSubstr;

constexpr char kSchool[] = "  document_types: \"SCHOOL_CERTIFICATE\"\n";
constexpr char kHashA[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
constexpr char kHashB[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

// The default policy with these lines added to the profile of school certificates, and one more change.
std::string WithSchoolLines(const std::string& lines, const std::string& from = "",
                            const std::string& to = "") {
  std::string text = absl::StrReplaceAll(kDefaultPolicyText, {{kSchool, absl::StrCat(kSchool, lines, "\n")}});
  return from.empty() ? text : absl::StrReplaceAll(text, {{from, to}});
}

v1::Policy Parse(const std::string& text) {
  const auto policy = ParsePolicy(text, "p.txtpb");
  EXPECT_TRUE(policy.ok()) << policy.status();
  return policy.ok() ? *policy : v1::Policy();
}

// The lint's message, which must name the line that holds `at`.
void ExpectRefused(const std::string& text, const std::string& at, const std::string& message) {
  const auto policy = ParsePolicy(text, "p.txtpb");
  ASSERT_TRUE(absl::IsInvalidArgument(policy.status())) << at;
  const auto line =
      1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(text.find(at)), '\n');
  EXPECT_THAT(std::string(policy.status().message()), HasSubstr(absl::StrCat("p.txtpb:", line, ":")));
  EXPECT_THAT(std::string(policy.status().message()), HasSubstr(message));
}

TEST(EffectivePolicy, ALevelOfTheProfileStandsForItsTypesAlone) {
  const v1::Policy policy = Parse(WithSchoolLines("  levels { ca_revocation: CHECK_LEVEL_WARN }"));
  const auto effective = [&](const char* type) {
    return EffectivePolicy(policy, FindProfile(policy, type)).levels();
  };
  EXPECT_EQ(effective("SCHOOL_CERTIFICATE").ca_revocation(), oteu::v1::CHECK_LEVEL_WARN);
  EXPECT_EQ(effective("SCHOOL_CERTIFICATE").signer_revocation(), oteu::v1::CHECK_LEVEL_FAIL);
  EXPECT_EQ(effective("PMPC_CONCLUSION").ca_revocation(), oteu::v1::CHECK_LEVEL_FAIL);
}

TEST(EffectivePolicy, AuthoritiesOfTheProfileReplaceTheGeneralOnes) {
  const v1::Policy policy = Parse(WithSchoolLines(absl::StrCat("  accepted_issuers: \"", kHashA, "\"")));
  EXPECT_THAT(
      EffectivePolicy(policy, FindProfile(policy, "SCHOOL_CERTIFICATE")).certificates().accepted_issuers(),
      ::testing::ElementsAre(kHashA));
  EXPECT_TRUE(EffectivePolicy(policy, FindProfile(policy, "")).certificates().accepted_issuers().empty());
  EXPECT_TRUE(ChangesCertificateRules(FindProfile(policy, "SCHOOL_CERTIFICATE")));
  EXPECT_FALSE(ChangesCertificateRules(FindProfile(policy, "PMPC_CONCLUSION")));
}

constexpr char kDelegation[] =
    "  delegations { bin: \"900040000017\" roles: SIGNER_ROLE_EMPLOYEE from { year: 2026 month: 8 day: 25 }"
    " through { year: 2027 month: 5 day: 31 } basis: \"order No. 12\" }";

TEST(Delegation, HoldsForItsOrganisationRoleAndDays) {
  const v1::Policy policy = Parse(WithSchoolLines(kDelegation));
  const v1::DocumentProfile& school = FindProfile(policy, "SCHOOL_CERTIFICATE");
  const auto at = [](int year, int month, int day) {
    return absl::FromCivil(absl::CivilDay(year, month, day), absl::UTCTimeZone());
  };
  constexpr auto kEmployee = oteu::v1::SIGNER_ROLE_EMPLOYEE;
  ASSERT_NE(FindDelegation(school, "900040000017", kEmployee, at(2026, 8, 25)), nullptr);
  EXPECT_EQ(FindDelegation(school, "900040000017", kEmployee, at(2026, 8, 25))->basis(), "order No. 12");
  EXPECT_NE(FindDelegation(school, "900040000017", kEmployee, at(2027, 5, 31) + absl::Hours(23)), nullptr);
  EXPECT_EQ(FindDelegation(school, "900040000017", kEmployee, at(2026, 8, 24)), nullptr);
  EXPECT_EQ(FindDelegation(school, "900040000017", kEmployee, at(2027, 6, 1)), nullptr);
  EXPECT_EQ(FindDelegation(school, "900040000018", kEmployee, at(2026, 9, 1)), nullptr);
  EXPECT_EQ(FindDelegation(school, "", kEmployee, at(2026, 9, 1)), nullptr);
  EXPECT_EQ(FindDelegation(school, "900040000017", oteu::v1::SIGNER_ROLE_PERSONNEL, at(2026, 9, 1)), nullptr);
  EXPECT_EQ(FindDelegation(FindProfile(policy, ""), "900040000017", kEmployee, at(2026, 9, 1)), nullptr);
}

TEST(InformationSystems, AListAcceptsItsOwnAlone) {
  const v1::Policy policy = Parse(WithSchoolLines("  information_system_bins: \"900040000017\""));
  EXPECT_TRUE(InformationSystemAccepted(FindProfile(policy, "SCHOOL_CERTIFICATE"), "900040000017"));
  EXPECT_FALSE(InformationSystemAccepted(FindProfile(policy, "SCHOOL_CERTIFICATE"), "900040000018"));
  EXPECT_TRUE(InformationSystemAccepted(FindProfile(policy, ""), "900040000018"));
}

TEST(LintProfiles, RefusesARequirementThatIsIgnored) {
  const std::string levels = "  levels { bin: CHECK_LEVEL_IGNORE }";
  ExpectRefused(WithSchoolLines(levels), levels, "bin is IGNORE, and bin_required is true");
  ExpectRefused(WithSchoolLines("  levels { role: CHECK_LEVEL_IGNORE }"), "levels { role",
                "accepted_roles names roles");
  ExpectRefused(WithSchoolLines("  levels { delegation: CHECK_LEVEL_IGNORE }"), "levels { delegation",
                "delegable_roles asks");
  ExpectRefused(WithSchoolLines(absl::StrCat("  accepted_issuers: \"", kHashA,
                                             "\"\n  levels { issuer: CHECK_LEVEL_IGNORE }")),
                "levels { issuer", "accepted_issuers names authorities");
}

TEST(LintProfiles, RefusesAuthoritiesThatThePolicyDoesNotAccept) {
  const std::string general = absl::StrCat("certificates {\n  accepted_issuers: \"", kHashA, "\"");
  ExpectRefused(
      WithSchoolLines(absl::StrCat("  accepted_issuers: \"", kHashB, "\""), "certificates {", general),
      kHashB, "not among the authorities");
  ExpectRefused(WithSchoolLines("  accepted_issuers: \"AB\""), "\"AB\"", "not a SHA-256");
}

TEST(LintProfiles, RefusesInformationSystemsThatMayNotSign) {
  const std::string pmpc = "  document_types: \"PMPC_CONCLUSION\"\n";
  const std::string bins = "  information_system_bins: \"900040000017\"";
  ExpectRefused(absl::StrReplaceAll(kDefaultPolicyText, {{pmpc, absl::StrCat(pmpc, bins, "\n")}}), bins,
                "means nothing");
  ExpectRefused(WithSchoolLines("  information_system_bins: \"12\""), "\"12\"", "12 digits");
}

// The line of the second of two values.
TEST(LintProfiles, NamesTheLineOfTheVeryValue) {
  ExpectRefused(
      WithSchoolLines("  information_system_bins: \"900040000017\"\n  information_system_bins: \"x\""),
      "\"x\"", "12 digits");
}

TEST(LintProfiles, RefusesDelegationsThatCannotHold) {
  const std::pair<const char*, const char*> cases[] = {
      {"SIGNER_ROLE_EMPLOYEE from", "SIGNER_ROLE_FIRST_HEAD from"},
      {"roles: SIGNER_ROLE_EMPLOYEE ", ""},
      {"year: 2027", "year: 2025"},
      {"month: 5 day: 31", "month: 2 day: 31"},
      {"basis: \"order No. 12\"", ""},
      {"900040000017", "9000"}};
  for (const auto& [from, to] : cases) {
    const std::string changed = absl::StrReplaceAll(kDelegation, {{from, to}});
    ASSERT_NE(changed, kDelegation) << from;
    ExpectRefused(WithSchoolLines(changed), "delegations {", "profiles.delegations");
  }
}

TEST(LintAlgorithms, RefusesRulesThatContradict) {
  const std::string again =
      "signature_algorithms {\n  scheme: SIGNATURE_SCHEME_GOST_34_10_2015\n  digests: "
      "[DIGEST_ALGORITHM_STREEBOG_256, "
      "DIGEST_ALGORITHM_STREEBOG_512]\n  min_key_bits: 256\n  accepted_through { year: 2030 month: 1 day: 1 "
      "}\n}\n";
  const std::string text = absl::StrCat(std::string(kDefaultPolicyText), again);
  const auto policy = ParsePolicy(text, "p.txtpb");
  ASSERT_TRUE(absl::IsInvalidArgument(policy.status()));
  EXPECT_THAT(std::string(policy.status().message()), HasSubstr("one of the two is a mistake"));
}

TEST(LintCertificates, RefusesAPolicyThatIsRequiredAndRefused) {
  const std::string required = "required_policies: [\"1.2.398.3.3.2.2\"]";
  ExpectRefused(
      absl::StrReplaceAll(kDefaultPolicyText, {{"certificates {", "certificates {\n  " + required}}),
      required, "required here");
}

}  // namespace
}  // namespace oteu::verification
