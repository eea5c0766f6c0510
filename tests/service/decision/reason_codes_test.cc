// Every reason code is produced by a dossier, has a text in each language, and stands in
// docs/reference/reason-codes.md.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "service/decision/case.h"
#include "service/decision/texts/texts.h"
#include "tests/service/decision/sample.h"

namespace oteu::decision {
namespace {

using Spoil = std::function<void(Sample&)>;

Spoil WithFinding(v1::ReasonCode reason, v1::Severity severity) {
  return [=](Sample& sample) {
    sample.readings[0].result.clear_school_certificate();
    sample.readings[0].result.mutable_verification()->set_indication(v1::INDICATION_INDETERMINATE);
    auto& finding = sample.readings[0].findings.emplace_back();
    finding.set_reason(reason);
    finding.set_severity(severity);
    finding.set_object("documents[0]");
  };
}

Spoil WithPriorGrant(bool same) {
  return [same](Sample& sample) {
    const v1::Decision first = sample.Decide();
    auto* grant = sample.inputs.add_prior_grants();
    grant->set_same_applicant(same);
    grant->set_same_district(same);
    *grant->mutable_applied_on() = Date(2025, 8, 1);
    *grant->mutable_granted_months() = first.granted_months();
  };
}

const std::map<v1::ReasonCode, Spoil>& Spoils() {
  static const std::map<v1::ReasonCode, Spoil> spoils = {
      {v1::REASON_CODE_SIGNATURE_INVALID,
       WithFinding(v1::REASON_CODE_SIGNATURE_INVALID, v1::SEVERITY_REFUSAL)},
      {v1::REASON_CODE_CERTIFICATE_NOT_VALID,
       WithFinding(v1::REASON_CODE_CERTIFICATE_NOT_VALID, v1::SEVERITY_REFUSAL)},
      {v1::REASON_CODE_AUTHENTICATION_CERTIFICATE,
       WithFinding(v1::REASON_CODE_AUTHENTICATION_CERTIFICATE, v1::SEVERITY_REFUSAL)},
      {v1::REASON_CODE_SIGNER_NOT_ENTITLED, [](Sample& s) { s.signer(0).set_bin(kPmpc); }},
      {v1::REASON_CODE_DOCUMENT_CHILD_MISMATCH, [](Sample& s) { s.school().set_child_iin(kFather); }},
      {v1::REASON_CODE_DOCUMENT_CONTRADICTS_REGISTER,
       [](Sample& s) { *s.pmpc().mutable_term_from() = Date(2014, 1, 1); }},
      {v1::REASON_CODE_DOCUMENTS_CONTRADICT,
       [](Sample& s) { s.pmpc().set_home_education_recommended(false); }},
      {v1::REASON_CODE_INSTITUTION_NOT_RECOGNISED,
       [](Sample& s) { s.institution(0).set_status(v1::REGISTER_STATUS_NOT_FOUND); }},
      {v1::REASON_CODE_DOCUMENT_DATES_INVALID,
       [](Sample& s) { *s.school().mutable_issued_on() = Date(2026, 1, 1); }},
      {v1::REASON_CODE_FULL_STATE_SUPPORT,
       [](Sample& s) { *s.family().mutable_guardianship()->add_state_support() = Period(Date(2025, 1, 1)); }},
      {v1::REASON_CODE_PARENTAL_RIGHTS_LOST,
       [](Sample& s) {
         auto* deprived = s.family().mutable_guardianship()->add_deprived();
         deprived->set_iin(kMother);
         *deprived->mutable_period() = Period(Date(2025, 1, 1));
       }},
      {v1::REASON_CODE_CHILD_OF_AGE,
       [](Sample& s) { *s.family().mutable_civil()->mutable_birth_date() = Date(2000, 1, 1); }},
      {v1::REASON_CODE_DISABILITY_TERM_OVER,
       [](Sample& s) {
         *s.family().mutable_disability()->mutable_terms(0) = Period(Date(2024, 1, 1), Date(2024, 12, 31));
       }},
      {v1::REASON_CODE_IN_STATE_INSTITUTION,
       [](Sample& s) { *s.family().mutable_institution_stays()->add_stays() = Period(Date(2025, 8, 1)); }},
      {v1::REASON_CODE_CHILD_DECEASED,
       [](Sample& s) { *s.family().mutable_civil()->mutable_death_date() = Date(2025, 8, 1); }},
      {v1::REASON_CODE_NO_HOME_EDUCATION,
       [](Sample& s) {
         *s.school().mutable_home_education_through() = Date(2025, 8, 31);
         *s.school().mutable_home_education_from() = Date(2025, 8, 1);
       }},
      {v1::REASON_CODE_PMPC_TERM_OVER,
       [](Sample& s) { *s.pmpc().mutable_term_through() = Date(2025, 8, 5); }},
      {v1::REASON_CODE_PMPC_NOT_NAMED,
       [](Sample& s) { s.institution(1).set_district_katos(0, "433200000"); }},
      {v1::REASON_CODE_OTHER_CLAIMANT, WithPriorGrant(false)},
      {v1::REASON_CODE_OTHER_DISTRICT,
       [](Sample& s) { s.family().mutable_residence()->set_district_kato("433200000"); }},
      {v1::REASON_CODE_REQUIRED_DOCUMENT_MISSING, [](Sample& s) { s.readings.pop_back(); }},
      {v1::REASON_CODE_NOT_A_REPRESENTATIVE,
       [](Sample& s) { s.family().mutable_civil()->clear_parent_iins(); }},
      {v1::REASON_CODE_IDENTITY_DOCUMENT_NOT_VALID,
       [](Sample& s) { *s.family().mutable_identity()->mutable_valid_through() = Date(2025, 1, 1); }},
      {v1::REASON_CODE_NOTHING_TO_PAY, WithPriorGrant(true)},
      {v1::REASON_CODE_CONSENT_MISSING, [](Sample& s) { s.inputs.mutable_form()->set_consent(false); }},
      {v1::REASON_CODE_REGISTER_UNAVAILABLE, [](Sample& s) { s.family().clear_civil(); }},
      {v1::REASON_CODE_REVOCATION_UNAVAILABLE,
       WithFinding(v1::REASON_CODE_REVOCATION_UNAVAILABLE, v1::SEVERITY_REVIEW)},
      {v1::REASON_CODE_DOCUMENT_NEEDS_READING,
       WithFinding(v1::REASON_CODE_DOCUMENT_NEEDS_READING, v1::SEVERITY_REVIEW)},
      {v1::REASON_CODE_NEEDS_OFFICER,
       [](Sample& s) {
         *s.family().mutable_guardianship()->add_state_support() = Period(Date(2025, 12, 1));
       }},
      {v1::REASON_CODE_SIGNATURE_INDETERMINATE,
       WithFinding(v1::REASON_CODE_SIGNATURE_INDETERMINATE, v1::SEVERITY_REVIEW)},
  };
  return spoils;
}

std::vector<v1::ReasonCode> AllReasons() {
  std::vector<v1::ReasonCode> reasons;
  const auto* codes = v1::ReasonCode_descriptor();
  for (int i = 0; i < codes->value_count(); ++i) {
    if (codes->value(i)->number() != 0)
      reasons.push_back(static_cast<v1::ReasonCode>(codes->value(i)->number()));
  }
  return reasons;
}

TEST(ReasonCodesTest, EveryReasonIsProducedAndNeverGranted) {
  for (const v1::ReasonCode reason : AllReasons()) {
    const auto spoil = Spoils().find(reason);
    ASSERT_NE(spoil, Spoils().end()) << ReasonName(reason);
    Sample sample = Granted();
    spoil->second(sample);
    const v1::Decision made = sample.Decide();
    bool found = false;
    for (const v1::DecisionFinding& finding : made.findings()) found = found || finding.reason() == reason;
    EXPECT_TRUE(found) << ReasonName(reason) << "\n" << made.DebugString();
    EXPECT_NE(made.outcome(), v1::DECISION_OUTCOME_GRANTED) << ReasonName(reason);
    EXPECT_NE(made.outcome(), v1::DECISION_OUTCOME_REFUSED) << ReasonName(reason);
  }
}

TEST(ReasonCodesTest, AReviewNeverRefuses) {
  for (const v1::ReasonCode reason : AllReasons()) {
    if (reason < v1::REASON_CODE_REGISTER_UNAVAILABLE) continue;
    Sample sample = Granted();
    Spoils().at(reason)(sample);
    EXPECT_EQ(sample.Decide().outcome(), v1::DECISION_OUTCOME_UNDER_REVIEW) << ReasonName(reason);
  }
}

TEST(ReasonCodesTest, EveryReasonHasATextInEachLanguage) {
  for (const char* language : {"kk", "ru", "en"}) {
    for (const v1::ReasonCode reason : AllReasons()) {
      EXPECT_STRNE(TextsIn(language).Reason(reason), "") << language << " " << ReasonName(reason);
    }
  }
}

// The table of the reference, as it must stand there.
std::string Table() {
  std::string table = "| reason | kk | ru | en |\n|---|---|---|---|\n";
  for (const v1::ReasonCode reason : AllReasons()) {
    absl::StrAppend(&table, "| `", ReasonName(reason), "` | ", KazakhTexts().Reason(reason), " | ",
                    RussianTexts().Reason(reason), " | ", EnglishTexts().Reason(reason), " |\n");
  }
  return table;
}

TEST(ReasonCodesTest, TheReferenceSaysWhatTheServiceSays) {
  std::ifstream file(OTEU_SOURCE_DIR "/docs/reference/reason-codes.md");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_NE(text.str().find(Table()), std::string::npos) << "put this table into the reference:\n" << Table();
}

}  // namespace
}  // namespace oteu::decision
