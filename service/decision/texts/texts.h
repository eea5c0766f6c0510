// Texts of explanations, one file per language (kk.cc, ru.cc, en.cc). Each is a switch without default over
// its enum: a code without a text in any language does not compile. Texts hold no personal data; $0, $1, $2
// are filled in (absl::Substitute).
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/decision.pb.h"

namespace oteu::decision {

enum class Phrase {
  // Titles of the sections.
  kTitleWhy,
  kTitleAmounts,
  kTitleUnpaid,
  kTitleChanged,
  kTitleReading,
  kTitleNext,
  // Why.
  kEverythingChecked,  // no finding
  kAboutDocument,      // $0 the document
  kAboutRegister,      // $0 the register
  kAutomated,
  kByOfficer,
  kNotedToo,  // before findings that do not decide
  // Amounts.
  kTotal,         // $0 amount
  kWouldBeTotal,  // $0 amount: not granted (yet)
  kPeriod,        // $0 period, $1 amount, $2 months
  kProvisional,
  kGrantedMonths,  // $0 months: when some entitled month is granted already
  // Months that are not paid.
  kUnpaid,  // $0 months, $1 why
  // What facts recorded after the grant changed.
  kRecalculated,   // in place of the summary
  kNoLongerPaid,   // $0 months, $1 why
  kPaidNow,        // $0 months
  kAmountChanged,  // $0 period, $1 amount now, $2 amount before
  kOverpayment,    // $0 amount
  kSupplement,     // $0 amount
  // Reading of clause 7.
  kReadingUsed,   // $0 reading
  kReadingOther,  // $0 reading, $1 amount
  kReadingNoDifference,
  // What to do next, until when.
  kNextGranted,
  kNextObjections,  // $0 day
  kNextNotBefore,   // $0 day
  kNextDocuments,
  kNextMissing,  // $0 documents
  kNextReview,
  kNextDecisionDue,  // $0 day
  kNextComplaint,    // $0 day
  kNextHuman,
};

class Texts {
 public:
  virtual ~Texts() = default;

  virtual const char* Language() const = 0;
  // One sentence: what was decided.
  virtual const char* Summary(v1::DecisionOutcome outcome) const = 0;
  // What was found, in plain words.
  virtual const char* Reason(v1::ReasonCode reason) const = 0;
  // Why a month is not paid; continues kUnpaid.
  virtual const char* Month(v1::MonthReason reason) const = 0;
  virtual const char* Document(v1::DocumentType type) const = 0;
  virtual const char* Reading(oteu::regulation::v1::Reading reading) const = 0;
  // Names as in the details of findings, e.g. "CIVIL_STATUS"; the name itself when it is none.
  virtual std::string Register(absl::string_view name) const = 0;
  virtual const char* Say(Phrase phrase) const = 0;

  virtual std::string Day(absl::CivilDay day) const = 0;
  virtual std::string MonthName(absl::CivilMonth month) const = 0;
  // "2025-Q3" and the like, as in PeriodAmount.period.
  virtual std::string Period(absl::string_view label) const = 0;
  // Tenge with grouped digits and two decimals.
  virtual std::string Amount(std::int64_t tiyn) const = 0;
};

const Texts& KazakhTexts();
const Texts& RussianTexts();
const Texts& EnglishTexts();

// "kk", "ru", "en"; Kazakh for anything else.
const Texts& TextsIn(absl::string_view language);

// 3145600 as "31 456,00" with a no-break space: how Kazakh and Russian group.
std::string GroupWithSpaces(std::int64_t tiyn);

// The parts of a period's label; each language words them.
struct PeriodLabel {
  enum class Kind { kQuarter, kTerm, kMonth, kAcademicYear, kOther };
  Kind kind = Kind::kOther;
  std::string year;  // "2025", or "2025/26" of terms and academic years
  int number = 0;    // of quarter or term
  absl::CivilMonth month;
};
PeriodLabel ParsePeriodLabel(absl::string_view label);

// 1..4 as "I".."IV".
const char* Roman(int number);

}  // namespace oteu::decision
