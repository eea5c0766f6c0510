#include "verification/report/verdict.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "google/protobuf/descriptor.h"
#include "verification/report/texts.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace)

ValidationReport WithSigner(std::initializer_list<std::pair<VerificationCode, CheckLevel>> findings) {
  ValidationReport report;
  SignerReport* signer = report.add_signers();
  for (const auto& [code, level] : findings)
    AddFinding({code, "clause", ""}, level, "signers[0]", signer->mutable_findings());
  Conclude(&report);
  return report;
}

TEST(Verdict, PassesWithoutFindings) {
  const ValidationReport report = WithSigner({});
  EXPECT_EQ(report.indication(), INDICATION_TOTAL_PASSED);
  EXPECT_EQ(report.sub_indication(), SUB_INDICATION_UNSPECIFIED);
  EXPECT_EQ(report.signers(0).indication(), INDICATION_TOTAL_PASSED);
}

TEST(Verdict, NoSignerNeverPasses) {
  ValidationReport report;
  Conclude(&report);
  EXPECT_EQ(report.indication(), INDICATION_TOTAL_FAILED);
  EXPECT_EQ(report.sub_indication(), SUB_INDICATION_FORMAT_FAILURE);
}

TEST(Verdict, NoSignerKeepsTheReasonThatIsKnown) {
  ValidationReport report;
  AddFinding(LimitExceeded(kMaxSigners), CHECK_LEVEL_FAIL, "container", report.mutable_findings());
  Conclude(&report);
  EXPECT_EQ(report.indication(), INDICATION_INDETERMINATE);
  EXPECT_EQ(report.findings(0).details().at("bound"), "signers");
}

TEST(Verdict, OnlyFailDecides) {
  EXPECT_EQ(WithSigner({{VERIFICATION_CODE_SIGNATURE_VALUE_INVALID, CHECK_LEVEL_WARN},
                        {VERIFICATION_CODE_CHAIN_NOT_FOUND, CHECK_LEVEL_INFORM}})
                .indication(),
            INDICATION_TOTAL_PASSED);
  // A level that nobody set must not make a finding harmless.
  EXPECT_EQ(WithSigner({{VERIFICATION_CODE_CHAIN_NOT_FOUND, CHECK_LEVEL_UNSPECIFIED}}).indication(),
            INDICATION_INDETERMINATE);
}

TEST(Verdict, IgnoreReportsNothing) {
  const ValidationReport report = WithSigner({{VERIFICATION_CODE_CHAIN_NOT_FOUND, CHECK_LEVEL_IGNORE}});
  EXPECT_EQ(report.signers(0).findings_size(), 0);
  EXPECT_EQ(report.indication(), INDICATION_TOTAL_PASSED);
}

TEST(Verdict, FailedOutweighsIndeterminate) {
  const ValidationReport report = WithSigner({{VERIFICATION_CODE_CHAIN_NOT_FOUND, CHECK_LEVEL_FAIL},
                                              {VERIFICATION_CODE_SIGNATURE_VALUE_INVALID, CHECK_LEVEL_FAIL}});
  EXPECT_EQ(report.indication(), INDICATION_TOTAL_FAILED);
  EXPECT_EQ(report.sub_indication(), SUB_INDICATION_SIG_CRYPTO_FAILURE);
}

TEST(Verdict, TryLaterOnlyWhereNothingElseIsWrong) {
  for (const VerificationCode worse :
       {VERIFICATION_CODE_CERTIFICATE_REVOKED, VERIFICATION_CODE_CERTIFICATE_EXPIRED,
        VERIFICATION_CODE_ROLE_NOT_ACCEPTED, VERIFICATION_CODE_CHAIN_NOT_FOUND,
        VERIFICATION_CODE_ALGORITHM_NOT_ALLOWED}) {
    const ValidationReport report = WithSigner(
        {{VERIFICATION_CODE_REVOCATION_DATA_MISSING, CHECK_LEVEL_FAIL}, {worse, CHECK_LEVEL_FAIL}});
    EXPECT_NE(report.sub_indication(), SUB_INDICATION_TRY_LATER) << VerificationCode_Name(worse);
    EXPECT_EQ(report.sub_indication(), OutcomeOf(worse).sub_indication);
  }
}

TEST(Verdict, WorstSignerDecides) {
  ValidationReport report;
  report.add_signers();
  AddFinding({VERIFICATION_CODE_MESSAGE_DIGEST_MISMATCH, "", ""}, CHECK_LEVEL_FAIL, "signers[1]",
             report.add_signers()->mutable_findings());
  Conclude(&report);
  EXPECT_EQ(report.signers(0).indication(), INDICATION_TOTAL_PASSED);
  EXPECT_EQ(report.signers(1).indication(), INDICATION_TOTAL_FAILED);
  EXPECT_EQ(report.sub_indication(), SUB_INDICATION_HASH_FAILURE);
}

TEST(Verdict, ContainerFindingsDecideToo) {
  ValidationReport report;
  report.add_signers();
  AddFinding({VERIFICATION_CODE_CONTENT_CONFLICT, "", ""}, CHECK_LEVEL_FAIL, "container",
             report.mutable_findings());
  Conclude(&report);
  EXPECT_EQ(report.indication(), INDICATION_TOTAL_FAILED);
}

TEST(Verdict, LoweringNeverRaises) {
  ValidationReport report;
  report.set_indication(INDICATION_INDETERMINATE);
  report.set_sub_indication(SUB_INDICATION_TRY_LATER);
  report.add_signers()->set_indication(INDICATION_TOTAL_FAILED);
  LowerVerdict(&report);
  EXPECT_EQ(report.indication(), INDICATION_TOTAL_FAILED);
  EXPECT_EQ(report.signers(0).indication(), INDICATION_TOTAL_FAILED);
}

TEST(Verdict, ReportThatWasNeverConcludedIsNotPassed) {
  ValidationReport report;
  report.add_signers();
  LowerVerdict(&report);
  EXPECT_NE(report.indication(), INDICATION_TOTAL_PASSED);
}

TEST(Verdict, EveryCodeLeadsAwayFromPassed) {
  for (int i = 0; i < VerificationCode_descriptor()->value_count(); ++i) {
    const auto code = static_cast<VerificationCode>(VerificationCode_descriptor()->value(i)->number());
    const Outcome outcome = OutcomeOf(code);
    EXPECT_NE(outcome.indication, INDICATION_TOTAL_PASSED) << VerificationCode_Name(code);
    EXPECT_NE(outcome.indication, INDICATION_UNSPECIFIED) << VerificationCode_Name(code);
    EXPECT_NE(outcome.sub_indication, SUB_INDICATION_UNSPECIFIED) << VerificationCode_Name(code);
    EXPECT_EQ(WithSigner({{code, CHECK_LEVEL_FAIL}}).indication(), outcome.indication);
  }
  // Also one that only a newer program knows.
  EXPECT_NE(OutcomeOf(static_cast<VerificationCode>(9999)).indication, INDICATION_TOTAL_PASSED);
}

// EN 319 102-1 table 6 on the sub-indications that fail for good.
TEST(Verdict, IndicationsFollowTheStandard) {
  for (const SubIndication failed :
       {SUB_INDICATION_FORMAT_FAILURE, SUB_INDICATION_HASH_FAILURE, SUB_INDICATION_SIG_CRYPTO_FAILURE,
        SUB_INDICATION_REVOKED, SUB_INDICATION_EXPIRED, SUB_INDICATION_NOT_YET_VALID}) {
    EXPECT_EQ(IndicationOf(failed), INDICATION_TOTAL_FAILED) << SubIndication_Name(failed);
  }
  for (const SubIndication open :
       {SUB_INDICATION_TRY_LATER, SUB_INDICATION_REVOKED_NO_POE, SUB_INDICATION_OUT_OF_BOUNDS_NO_POE,
        SUB_INDICATION_SIG_CONSTRAINTS_FAILURE}) {
    EXPECT_EQ(IndicationOf(open), INDICATION_INDETERMINATE) << SubIndication_Name(open);
  }
}

TEST(Verdict, OverrideOfASubIndicationBringsItsIndication) {
  ValidationReport report;
  Problem problem{VERIFICATION_CODE_CERTIFICATE_EXPIRED, "clause", "", SUB_INDICATION_EXPIRED};
  AddFinding(problem, CHECK_LEVEL_FAIL, "signers[0]", report.add_signers()->mutable_findings());
  Conclude(&report);
  EXPECT_EQ(report.indication(), INDICATION_TOTAL_FAILED);
  EXPECT_EQ(report.sub_indication(), SUB_INDICATION_EXPIRED);
}

TEST(Verdict, SerializationSortsMaps) {
  ValidationReport one;
  ValidationReport other;
  const std::vector<std::string> keys = {"cause", "oid", "bound", "a", "zz", "m"};
  auto* first = one.add_findings()->mutable_details();
  auto* second = other.add_findings()->mutable_details();
  for (size_t i = 0; i < keys.size(); ++i) {
    (*first)[keys[i]] = "x";
    (*second)[keys[keys.size() - 1 - i]] = "x";
  }
  EXPECT_EQ(SerializeReport(one), SerializeReport(other));
}

TEST(Texts, EveryCodeSpeaksThreeLanguages) {
  std::set<std::string> english;
  for (int i = 0; i < VerificationCode_descriptor()->value_count(); ++i) {
    const auto code = static_cast<VerificationCode>(VerificationCode_descriptor()->value(i)->number());
    const Texts texts = TextsOf(code);
    EXPECT_FALSE(std::string(texts.kk).empty());
    EXPECT_FALSE(std::string(texts.ru).empty());
    EXPECT_TRUE(english.insert(texts.en).second) << "the same text twice: " << texts.en;
    EXPECT_STRNE(texts.kk, texts.ru);
  }
}

TEST(Texts, EveryIndicationSpeaksThreeLanguages) {
  for (const Indication indication :
       {INDICATION_TOTAL_PASSED, INDICATION_TOTAL_FAILED, INDICATION_INDETERMINATE}) {
    EXPECT_STRNE(TextsOf(indication).en, TextsOf(INDICATION_UNSPECIFIED).en);
    EXPECT_STRNE(TextsOf(indication).kk, TextsOf(indication).ru);
  }
}

}  // namespace
}  // namespace oteu::verification
