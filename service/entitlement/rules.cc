#include "service/entitlement/rules.h"

#include "service/civil/date.h"

namespace oteu::entitlement {
namespace {

void ReadAmount(const v1::EvaluationOverrides& overrides, Rules& rules) {
  const law::AmountRule& amount = rules.version->amount();
  // The loader has checked the decimal.
  rules.mci_multiple = civil::Rational::ParseDecimal(amount.mci_multiple()).value_or(civil::Rational());
  rules.period = amount.period();
  rules.reading = overrides.reading() != law::READING_UNSPECIFIED ? overrides.reading() : amount.reading();
  rules.rounding =
      overrides.rounding() != law::ROUNDING_UNSPECIFIED ? overrides.rounding() : amount.rounding();
  for (const int month : amount.active_months()) rules.pays[static_cast<size_t>(month)] = true;
  rules.clauses[v1::MONTH_REASON_NOT_ACADEMIC] = {&amount.clauses()};
}

void ReadTerm(const v1::EvaluationOverrides& overrides, Rules& rules) {
  const law::TermRule& term = rules.version->term();
  const law::EndSource end_source =
      overrides.end_source() != law::END_SOURCE_UNSPECIFIED ? overrides.end_source() : term.end_source();
  // Home education gates in every case (clause 2): by itself it is the term in the school's certificate.
  rules.pmpc_term_gates = end_source != law::END_SOURCE_SCHOOL_CERTIFICATE;
  rules.new_application_after_pmpc_gap = term.new_application_after_pmpc_gap();
  rules.new_application_after_disability_term = term.new_application_after_disability_term();
  const ClauseRefs& home = term.home_education_clauses();
  rules.clauses[v1::MONTH_REASON_ENTITLED] = {&home, &term.start_clauses(), &term.end_clauses(),
                                              &rules.version->amount().clauses()};
  rules.clauses[v1::MONTH_REASON_BEFORE_APPLICATION] = {&term.start_clauses()};
  rules.clauses[v1::MONTH_REASON_NO_PMPC_TERM] = {&term.end_clauses()};
  rules.clauses[v1::MONTH_REASON_NEW_APPLICATION_AFTER_PMPC_GAP] = {&term.end_clauses()};
  rules.clauses[v1::MONTH_REASON_NO_HOME_EDUCATION] = {&home};
  // Before birth there is no child to be taught at home.
  rules.clauses[v1::MONTH_REASON_BEFORE_BIRTH] = {&home};
}

void ReadStopEvent(const v1::EvaluationOverrides& overrides, const law::StopEvent& event, Rules& rules) {
  const law::Resume resume =
      overrides.resume() != law::RESUME_UNSPECIFIED ? overrides.resume() : event.resume();
  const StopRule rule{event.effect(), resume, event.needs_human()};
  const auto cite = [&](v1::MonthReason reason) {
    rules.clauses[static_cast<size_t>(reason)] = {&event.clauses()};
  };
  switch (event.kind()) {
    case law::STOP_EVENT_KIND_AGE:
      rules.age_years = event.age_years();
      rules.leap_day_birthday = event.leap_day_birthday();
      return cite(v1::MONTH_REASON_OF_AGE);
    case law::STOP_EVENT_KIND_DISABILITY_END:
      cite(v1::MONTH_REASON_NO_DISABILITY_TERM);
      return cite(v1::MONTH_REASON_NEW_APPLICATION_AFTER_DISABILITY_TERM);
    case law::STOP_EVENT_KIND_DEATH:
      rules.death_ends = true;
      return cite(v1::MONTH_REASON_DECEASED);
    case law::STOP_EVENT_KIND_INSTITUTION_STAY:
      rules.institution_stay = rule;
      return cite(v1::MONTH_REASON_IN_INSTITUTION);
    case law::STOP_EVENT_KIND_STATE_SUPPORT:
      rules.state_support = rule;
      return cite(v1::MONTH_REASON_STATE_SUPPORT);
    case law::STOP_EVENT_KIND_PARENTAL_RIGHTS_LOST:
      rules.parental_rights_lost = rule;
      return cite(v1::MONTH_REASON_PARENTAL_RIGHTS_LOST);
    default:
      return;  // The loader refuses any other.
  }
}

}  // namespace

RuleBook::RuleBook(const regulation::Catalog& catalog, const law::Regulation& regulation,
                   const v1::EvaluationOverrides& overrides, absl::CivilDay known_as_of)
    : catalog_(catalog), regulation_(regulation), overrides_(overrides), known_as_of_(known_as_of) {}

const Rules* RuleBook::For(absl::CivilMonth month) {
  const law::RegulationVersion* version = catalog_.VersionForMonth(regulation_, month, known_as_of_);
  return version == nullptr ? nullptr : RulesOf(*version);
}

std::vector<const Rules*> RuleBook::All() {
  std::vector<const Rules*> all;
  for (const law::RegulationVersion& version : regulation_.versions()) {
    const auto known_from = civil::ParseIsoDate(version.known_from());
    if (known_from.ok() && *known_from <= known_as_of_) all.push_back(RulesOf(version));
  }
  return all;
}

const Rules* RuleBook::RulesOf(const law::RegulationVersion& version) {
  std::unique_ptr<Rules>& rules = rules_[&version];
  if (rules == nullptr) {
    rules = std::make_unique<Rules>();
    rules->version = &version;
    ReadAmount(overrides_, *rules);
    ReadTerm(overrides_, *rules);
    for (const law::StopEvent& event : version.stop_events()) {
      ReadStopEvent(overrides_, event, *rules);
    }
  }
  return rules.get();
}

}  // namespace oteu::entitlement
