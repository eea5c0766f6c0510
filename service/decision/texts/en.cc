// English texts of explanations.
#include <array>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/civil/money.h"
#include "service/decision/texts/texts.h"

namespace oteu::decision {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): this file is a table over its enums.
namespace law = oteu::regulation::v1;

constexpr std::array<const char*, 13> kMonths = {"",        "January",  "February", "March",  "April",
                                                 "May",     "June",     "July",     "August", "September",
                                                 "October", "November", "December"};

class English final : public Texts {
 public:
  const char* Language() const override { return "en"; }

  const char* Summary(DecisionOutcome outcome) const override {
    switch (outcome) {
      case DECISION_OUTCOME_GRANTED:
        return "The reimbursement is granted.";
      case DECISION_OUTCOME_PRELIMINARY_REFUSAL:
        return "The department intends to refuse the reimbursement and asks to hear you first.";
      case DECISION_OUTCOME_REFUSED:
        return "The reimbursement is refused.";
      case DECISION_OUTCOME_INCOMPLETE:
        return "The application cannot be decided yet: documents are missing.";
      case DECISION_OUTCOME_UNDER_REVIEW:
        return "The application is being reviewed: some facts are still to be confirmed.";
      case DECISION_OUTCOME_UNSPECIFIED:
      case DecisionOutcome_INT_MIN_SENTINEL_DO_NOT_USE_:
      case DecisionOutcome_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  const char* Reason(ReasonCode reason) const override {
    switch (reason) {
      case REASON_CODE_SIGNATURE_INVALID:
        return "The electronic signature of a document is not genuine, or the document was changed after it "
               "was signed.";
      case REASON_CODE_CERTIFICATE_NOT_VALID:
        return "The signer's certificate was not valid when the document was signed: expired, revoked or not "
               "issued by a "
               "recognised centre.";
      case REASON_CODE_AUTHENTICATION_CERTIFICATE:
        return "The document was signed with a certificate for logging in. A certificate for signing is "
               "needed.";
      case REASON_CODE_SIGNER_NOT_ENTITLED:
        return "The person who signed the document has no right to sign it: it must be the head of the "
               "institution or a "
               "person authorised by it.";
      case REASON_CODE_DOCUMENT_CHILD_MISMATCH:
        return "The document is about another child.";
      case REASON_CODE_DOCUMENT_CONTRADICTS_REGISTER:
        return "What the document says contradicts the data of a state register.";
      case REASON_CODE_DOCUMENTS_CONTRADICT:
        return "Two documents that were handed in contradict each other.";
      case REASON_CODE_INSTITUTION_NOT_RECOGNISED:
        return "The institution that issued the document is not registered as a school of the district or as "
               "a "
               "psychological-medical-pedagogical consultation.";
      case REASON_CODE_DOCUMENT_DATES_INVALID:
        return "The dates in the document cannot be right: it is dated in the future, or its period ends "
               "before it begins.";
      case REASON_CODE_FULL_STATE_SUPPORT:
        return "The child is fully supported by the state. For such a time no reimbursement is given.";
      case REASON_CODE_PARENTAL_RIGHTS_LOST:
        return "The applicant has been deprived of parental rights over the child. Another parent or "
               "representative may apply.";
      case REASON_CODE_CHILD_OF_AGE:
        return "The child has turned eighteen.";
      case REASON_CODE_DISABILITY_TERM_OVER:
        return "The term of the child's disability has ended. After it is set anew you can apply again.";
      case REASON_CODE_IN_STATE_INSTITUTION:
        return "The child now studies in a state institution that supports it fully. When that ends you can "
               "apply again.";
      case REASON_CODE_CHILD_DECEASED:
        return "According to the register of civil status the child has died.";
      case REASON_CODE_NO_HOME_EDUCATION:
        return "Education at home is not confirmed for any month that could be paid.";
      case REASON_CODE_PMPC_TERM_OVER:
        return "The term in the conclusion of the psychological-medical-pedagogical consultation is over.";
      case REASON_CODE_PMPC_NOT_NAMED:
        return "The conclusion is not of the psychological-medical-pedagogical consultation of this "
               "district.";
      case REASON_CODE_OTHER_CLAIMANT:
        return "The reimbursement for this child is already granted for the same months: to another parent "
               "or representative, "
               "or in another district. It is given to one of the parents only.";
      case REASON_CODE_OTHER_DISTRICT:
        return "The child is registered as living in another district. Please apply to the department of "
               "that district.";
      case REASON_CODE_REQUIRED_DOCUMENT_MISSING:
        return "A required document is missing.";
      case REASON_CODE_NOT_A_REPRESENTATIVE:
        return "According to the state registers the applicant is neither a parent nor another legal "
               "representative of the "
               "child.";
      case REASON_CODE_IDENTITY_DOCUMENT_NOT_VALID:
        return "The applicant's identity document was not valid on the day of the application.";
      case REASON_CODE_NOTHING_TO_PAY:
        return "No month is left that could be paid: the months are granted already, or lie outside the "
               "terms.";
      case REASON_CODE_CONSENT_MISSING:
        return "There is no consent to the use of personal data of restricted access. Without it the "
               "application cannot be "
               "considered.";
      case REASON_CODE_REGISTER_UNAVAILABLE:
        return "A state register did not answer. It will be asked again; you need not do anything.";
      case REASON_CODE_REVOCATION_UNAVAILABLE:
        return "Whether the signer's certificate was revoked cannot be checked at the moment. It will be "
               "checked again; you "
               "need not do anything.";
      case REASON_CODE_DOCUMENT_NEEDS_READING:
        return "A document can only be read by a person, for example a scan. An officer of the department "
               "will read it.";
      case REASON_CODE_NEEDS_OFFICER:
        return "A circumstance must be looked at by an officer of the department.";
      case REASON_CODE_SIGNATURE_INDETERMINATE:
        return "Whether the electronic signature of a document is valid could not be determined. An officer "
               "will look at it.";
      case REASON_CODE_UNSPECIFIED:
      case ReasonCode_INT_MIN_SENTINEL_DO_NOT_USE_:
      case ReasonCode_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  const char* Month(MonthReason reason) const override {
    switch (reason) {
      case MONTH_REASON_ENTITLED:
        return "paid";
      case MONTH_REASON_NOT_ACADEMIC:
        return "outside the academic year";
      case MONTH_REASON_BEFORE_APPLICATION:
        return "before the month of the application";
      case MONTH_REASON_NO_PMPC_TERM:
        return "not within the term of the conclusion of the psychological-medical-pedagogical consultation";
      case MONTH_REASON_NEW_APPLICATION_AFTER_PMPC_GAP:
        return "the terms of the consultation's conclusions are interrupted: a new application is needed";
      case MONTH_REASON_NO_HOME_EDUCATION:
        return "education at home is not confirmed";
      case MONTH_REASON_NO_DISABILITY_TERM:
        return "no disability term is set";
      case MONTH_REASON_NEW_APPLICATION_AFTER_DISABILITY_TERM:
        return "the disability term of the application has ended: a new application is needed";
      case MONTH_REASON_OF_AGE:
        return "the child has turned eighteen";
      case MONTH_REASON_IN_INSTITUTION:
        return "the child stays in a state institution";
      case MONTH_REASON_DECEASED:
        return "after the child's death";
      case MONTH_REASON_STATE_SUPPORT:
        return "the child is fully supported by the state";
      case MONTH_REASON_PARENTAL_RIGHTS_LOST:
        return "the applicant is deprived of parental rights";
      case MONTH_REASON_NO_ACT_IN_FORCE:
        return "the act of the district is not in force";
      case MONTH_REASON_BEFORE_BIRTH:
        return "before the child's birth";
      case MONTH_REASON_UNSPECIFIED:
      case MonthReason_INT_MIN_SENTINEL_DO_NOT_USE_:
      case MonthReason_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  const char* Document(DocumentType type) const override {
    switch (type) {
      case DOCUMENT_TYPE_APPLICATION:
        return "application";
      case DOCUMENT_TYPE_IDENTITY_DOCUMENT:
        return "identity document";
      case DOCUMENT_TYPE_KANDAS_CERTIFICATE:
        return "certificate of a kandas";
      case DOCUMENT_TYPE_RELATIONSHIP:
        return "birth certificate, guardianship or adoption document";
      case DOCUMENT_TYPE_RESIDENCE:
        return "registration of residence";
      case DOCUMENT_TYPE_DISABILITY:
        return "disability certificate";
      case DOCUMENT_TYPE_PMPC_CONCLUSION:
        return "conclusion of the psychological-medical-pedagogical consultation";
      case DOCUMENT_TYPE_SCHOOL_CERTIFICATE:
        return "certificate of the school on education at home";
      case DOCUMENT_TYPE_BANK_ACCOUNT:
        return "bank account";
      case DOCUMENT_TYPE_POWER_OF_ATTORNEY:
        return "notarised power of attorney";
      case DOCUMENT_TYPE_UNSPECIFIED:
      case DocumentType_INT_MIN_SENTINEL_DO_NOT_USE_:
      case DocumentType_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  const char* Reading(law::Reading reading) const override {
    switch (reading) {
      case law::READING_A:
        return "A (a quarter with any entitled month is paid whole)";
      case law::READING_B:
        return "B (calendar quarters, each paid by the share of its academic months that are entitled)";
      case law::READING_C:
        return "C (a flat third of the quarter's amount for each entitled month)";
      case law::READING_D:
        return "D (school terms, each paid by the share of its months that are entitled)";
      case law::READING_UNSPECIFIED:
      case law::Reading_INT_MIN_SENTINEL_DO_NOT_USE_:
      case law::Reading_INT_MAX_SENTINEL_DO_NOT_USE_:
        break;
    }
    return "";
  }

  std::string Register(absl::string_view name) const override {
    if (name == "CIVIL_STATUS") return "register of civil status";
    if (name == "DISABILITY") return "disability data bank";
    if (name == "GUARDIANSHIP") return "register of guardianship and parental rights";
    if (name == "RESIDENCE") return "register of residence";
    if (name == "INSTITUTION_STAYS") return "register of state institutions";
    if (name == "IDENTITY") return "register of identity documents";
    if (name == "CONSENT") return "consent service";
    if (name == "INSTITUTIONS") return "register of educational institutions";
    return std::string(name);
  }

  const char* Say(Phrase phrase) const override {
    switch (phrase) {
      case Phrase::kTitleWhy:
        return "Why";
      case Phrase::kTitleAmounts:
        return "What is paid";
      case Phrase::kTitleUnpaid:
        return "Months that are not paid";
      case Phrase::kTitleReading:
        return "How a quarter is counted";
      case Phrase::kTitleNext:
        return "What comes next";
      case Phrase::kEverythingChecked:
        return "Every condition of the act was checked and is met.";
      case Phrase::kAboutDocument:
        return "Document: $0.";
      case Phrase::kAboutRegister:
        return "Register: $0.";
      case Phrase::kAutomated:
        return "This decision was made automatically. You can ask the department to have a person review it.";
      case Phrase::kByOfficer:
        return "An officer of the department took part in this decision.";
      case Phrase::kNotedToo:
        return "Noted as well: $0";
      case Phrase::kTotal:
        return "In all: $0 tenge.";
      case Phrase::kWouldBeTotal:
        return "If it were granted, it would be $0 tenge in all.";
      case Phrase::kPeriod:
        return "$0: $1 tenge, for $2.";
      case Phrase::kProvisional:
        return "The amounts are provisional where the monthly calculation index of the year is not published "
               "yet: they will be "
               "fixed when it is.";
      case Phrase::kGrantedMonths:
        return "Some of these months are granted by another decision already and are not paid twice. Granted "
               "here: $0.";
      case Phrase::kUnpaid:
        return "$0: $1.";
      case Phrase::kTitleChanged:
        return "What changed";
      case Phrase::kRecalculated:
        return "The grant was recalculated because new facts about the child were recorded.";
      case Phrase::kNoLongerPaid:
        return "No longer paid: $0 ($1).";
      case Phrase::kPaidNow:
        return "Paid now: $0.";
      case Phrase::kAmountChanged:
        return "$0: $1 tenge instead of $2.";
      case Phrase::kOverpayment:
        return "$0 tenge may have been granted beyond what is due. This is a proposal: an officer decides, "
               "and nothing is taken back by itself.";
      case Phrase::kSupplement:
        return "$0 tenge are due in addition. This is a proposal: an officer decides.";
      case Phrase::kReadingUsed:
        return "The act does not say how a quarter is paid in which only some months count. This decision "
               "uses reading $0.";
      case Phrase::kReadingOther:
        return "Reading $0 would pay $1 tenge.";
      case Phrase::kReadingNoDifference:
        return "The other readings would pay the same.";
      case Phrase::kNextGranted:
        return "You need not do anything. Please tell the department when the child's circumstances change.";
      case Phrase::kNextObjections:
        return "You can state your objections until $0, in writing or at the hearing.";
      case Phrase::kNextNotBefore:
        return "The refusal cannot be confirmed before $0, and only by an officer.";
      case Phrase::kNextDocuments:
        return "You can also hand in documents that remove the reasons; the application is then decided "
               "again.";
      case Phrase::kNextMissing:
        return "Please hand in: $0. The time for the decision starts when the documents are complete.";
      case Phrase::kNextReview:
        return "You need not do anything. The decision follows as soon as the facts are confirmed.";
      case Phrase::kNextDecisionDue:
        return "The decision is due by $0.";
      case Phrase::kNextComplaint:
        return "You can complain until $0. You can also apply again when the reasons no longer hold.";
      case Phrase::kNextHuman:
        return "You can ask for a review by a person.";
    }
    return "";
  }

  std::string Day(absl::CivilDay day) const override {
    return absl::StrFormat("%d %s %d", day.day(), kMonths[static_cast<std::size_t>(day.month())], day.year());
  }

  std::string MonthName(absl::CivilMonth month) const override {
    return absl::StrCat(kMonths[static_cast<std::size_t>(month.month())], " ", month.year());
  }

  std::string Period(absl::string_view label) const override {
    const PeriodLabel parts = ParsePeriodLabel(label);
    switch (parts.kind) {
      case PeriodLabel::Kind::kQuarter:
        return absl::StrCat("Quarter ", Roman(parts.number), " of ", parts.year);
      case PeriodLabel::Kind::kTerm:
        return absl::StrCat("Term ", Roman(parts.number), " of ", parts.year);
      case PeriodLabel::Kind::kMonth:
        return MonthName(parts.month);
      case PeriodLabel::Kind::kAcademicYear:
        return absl::StrCat("Academic year ", parts.year);
      case PeriodLabel::Kind::kOther:
        break;
    }
    return std::string(label);
  }

  std::string Amount(std::int64_t tiyn) const override { return civil::FormatTengeGrouped(tiyn); }
};

}  // namespace

const Texts& EnglishTexts() {
  static const English* const kTexts = new English();
  return *kTexts;
}

}  // namespace oteu::decision
