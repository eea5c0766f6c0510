#include "verification/policy/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_replace.h"
#include "verification/limits.h"
#include "verification/policy/default_policy_text.h"

namespace oteu::verification {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

// The default policy with one passage changed.
absl::StatusOr<v1::Policy> ParseChanged(absl::string_view from, absl::string_view to) {
  const std::string text = absl::StrReplaceAll(kDefaultPolicyText, {{from, to}});
  EXPECT_NE(text, kDefaultPolicyText) << "nothing was changed: " << from;
  return ParsePolicy(text, "p.txtpb");
}

std::string ErrorOf(absl::string_view from, absl::string_view to) {
  const absl::StatusOr<v1::Policy> policy = ParseChanged(from, to);
  EXPECT_TRUE(absl::IsInvalidArgument(policy.status())) << "accepted: " << to;
  return std::string(policy.status().message());
}

// 1-based line of the default policy that holds this text.
std::string LineOf(absl::string_view needle) {
  const absl::string_view text = kDefaultPolicyText;
  const auto end = text.find(needle);
  EXPECT_NE(end, absl::string_view::npos);
  return "p.txtpb:" +
         std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(end), '\n')) + ":";
}

TEST(DefaultPolicy, IsSound) {
  const absl::StatusOr<v1::Policy> policy = ParsePolicy(kDefaultPolicyText, "default_policy.txtpb");
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_FALSE(DefaultPolicy().version().empty());
  EXPECT_EQ(DefaultPolicy().SerializeAsString(), policy->SerializeAsString());
}

TEST(DefaultPolicy, IsStrict) {
  const v1::CheckLevels& levels = DefaultPolicy().levels();
  for (const auto level : {levels.signer_revocation(), levels.ca_revocation(), levels.purpose(),
                           levels.authentication_policy(), levels.role(), levels.bin(), levels.issuer()}) {
    EXPECT_EQ(level, oteu::v1::CHECK_LEVEL_FAIL);
  }
}

TEST(DefaultPolicy, SchoolCertificatesNeedAnOrganisationAndARole) {
  const v1::DocumentProfile& profile = FindProfile(DefaultPolicy(), "SCHOOL_CERTIFICATE");
  EXPECT_TRUE(profile.bin_required());
  EXPECT_THAT(
      profile.accepted_roles(),
      testing::UnorderedElementsAre(oteu::v1::SIGNER_ROLE_FIRST_HEAD, oteu::v1::SIGNER_ROLE_RIGHT_TO_SIGN,
                                    oteu::v1::SIGNER_ROLE_INFORMATION_SYSTEM));
  EXPECT_THAT(profile.delegable_roles(), testing::Contains(oteu::v1::SIGNER_ROLE_EMPLOYEE));
  EXPECT_TRUE(FindProfile(DefaultPolicy(), "PMPC_CONCLUSION").bin_required());
}

TEST(FindProfile, OtherTypesGetTheDefault) {
  EXPECT_FALSE(FindProfile(DefaultPolicy(), "").bin_required());
  EXPECT_TRUE(FindProfile(DefaultPolicy(), "").document_types().empty());
  EXPECT_TRUE(FindProfile(DefaultPolicy(), "RESIDENCE").accepted_roles().empty());
}

TEST(ParsePolicy, NamesFileAndLineOfASyntaxError) {
  const std::string error = ErrorOf("ca_revocation: CHECK_LEVEL_FAIL", "ca_revocaton: CHECK_LEVEL_FAIL");
  EXPECT_THAT(error, StartsWith(LineOf("ca_revocation: CHECK_LEVEL_FAIL")));
  EXPECT_THAT(error, HasSubstr("ca_revocaton"));
}

TEST(ParsePolicy, RefusesUnknownValues) {
  EXPECT_THAT(ErrorOf("ca_revocation: CHECK_LEVEL_FAIL", "ca_revocation: CHECK_LEVEL_FIAL"),
              HasSubstr("CHECK_LEVEL_FIAL"));
}

TEST(ParsePolicy, NamesTheLineOfALintError) {
  const std::string error = ErrorOf("min_key_bits: 3072", "min_key_bits: 1024");
  EXPECT_THAT(error, StartsWith(LineOf("min_key_bits: 3072")));
  EXPECT_THAT(error, HasSubstr("signature_algorithms.min_key_bits: must be at least 2048"));
}

TEST(ParsePolicy, ReportsEveryLintError) {
  const std::string error = ErrorOf("min_key_bits: 3072", "min_key_bits: 512");
  EXPECT_EQ(std::count(error.begin(), error.end(), '\n'), 1) << error;  // two rules, two lines
}

TEST(ParsePolicy, RefusesMoreThanTheBound) {
  const std::string huge(kMaxPolicyBytes.value + 1, '#');
  EXPECT_THAT(ParsePolicy(huge, "p").status().message(), HasSubstr("policy_bytes"));
}

TEST(Lint, RefusesSha1) {
  EXPECT_THAT(ErrorOf("DIGEST_ALGORITHM_SHA256, DIGEST_ALGORITHM_SHA384",
                      "DIGEST_ALGORITHM_SHA1, DIGEST_ALGORITHM_SHA384"),
              HasSubstr("SHA-1"));
}
TEST(Lint, RefusesShortCurves) {
  EXPECT_THAT(ErrorOf("min_key_bits: 256\n  curves", "min_key_bits: 192\n  curves"),
              HasSubstr("at least 256"));
}
TEST(Lint, RefusesUnknownCurves) {
  EXPECT_THAT(ErrorOf("\"P-521\"", "\"P-192\""), HasSubstr("unknown curve"));
}
TEST(Lint, RefusesDigestsOfAnotherFamily) {
  EXPECT_THAT(ErrorOf("DIGEST_ALGORITHM_GOST_34_311_95", "DIGEST_ALGORITHM_SHA256"),
              HasSubstr("does not belong"));
}
TEST(Lint, RefusesDaysThatDoNotExist) {
  EXPECT_THAT(ErrorOf("month: 12 day: 31", "month: 2 day: 30"), HasSubstr("calendar"));
}
TEST(Lint, RefusesUnknownDocumentTypes) {
  EXPECT_THAT(ErrorOf("\"PMPC_CONCLUSION\"", "\"PMPC_CONCLUSOIN\""), HasSubstr("unknown document type"));
}
TEST(Lint, RefusesTwoProfilesForOneType) {
  EXPECT_THAT(ErrorOf("\"PMPC_CONCLUSION\"", "\"SCHOOL_CERTIFICATE\""), HasSubstr("two profiles"));
}
TEST(Lint, RefusesASecondDefaultProfile) {
  EXPECT_THAT(ErrorOf("document_types: \"APPLICATION\"", ""), HasSubstr("exactly one profile"));
}
TEST(Lint, RefusesNoDefaultProfile) {
  v1::Policy policy = DefaultPolicy();
  policy.mutable_profiles()->RemoveLast();
  EXPECT_THAT(LintPolicy(policy).message(), HasSubstr("exactly one profile"));
}
TEST(Lint, RefusesARoleAcceptedTwice) {
  EXPECT_THAT(ErrorOf("delegable_roles: [SIGNER_ROLE_EMPLOYEE,", "delegable_roles: [SIGNER_ROLE_FIRST_HEAD,"),
              HasSubstr("accepted without delegation"));
}
TEST(Lint, RefusesMalformedOids) {
  EXPECT_THAT(ErrorOf("1.2.398.3.3.2.2", "1.2..398"), HasSubstr("not an object identifier"));
  EXPECT_THAT(ErrorOf("1.2.398.3.3.4.1.*", "*.2"), HasSubstr("not an object identifier"));
}
TEST(Lint, RefusesIssuersThatAreNoHash) {
  v1::Policy policy = DefaultPolicy();
  policy.mutable_certificates()->add_accepted_issuers("AB");
  EXPECT_THAT(LintPolicy(policy).message(), HasSubstr("SHA-256"));
}
TEST(Lint, RefusesNegativeHours) {
  EXPECT_THAT(ErrorOf("grace_hours: 0", "grace_hours: -1"), HasSubstr("hours"));
}
TEST(Lint, RefusesAnEmptyPolicy) {
  const absl::Status status = LintPolicy(v1::Policy());
  EXPECT_THAT(status.message(), HasSubstr("version"));
  EXPECT_THAT(status.message(), HasSubstr("nothing can pass"));
}

TEST(EffectiveLevel, UnsetIsFail) {
  EXPECT_EQ(EffectiveLevel(oteu::v1::CHECK_LEVEL_UNSPECIFIED), oteu::v1::CHECK_LEVEL_FAIL);
  EXPECT_EQ(EffectiveLevel(oteu::v1::CHECK_LEVEL_IGNORE), oteu::v1::CHECK_LEVEL_IGNORE);
}

}  // namespace
}  // namespace oteu::verification
