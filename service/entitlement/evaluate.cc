#include "service/entitlement/evaluate.h"

#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/civil/money.h"
#include "service/civil/month.h"
#include "service/entitlement/amounts.h"
#include "service/entitlement/facts.h"
#include "service/entitlement/horizon.h"
#include "service/entitlement/months.h"
#include "service/entitlement/rules.h"

namespace oteu::entitlement {
namespace {

// The clauses behind the reasons of a month, each once.
void CiteReasons(const regulation::Catalog& catalog, const Rules& rules, v1::MonthEntitlement& out) {
  std::set<std::pair<absl::string_view, absl::string_view>> cited;
  for (const int reason : out.reasons()) {
    for (const ClauseRefs* clauses : rules.clauses[static_cast<size_t>(reason)]) {
      for (const law::ClauseRef& clause : *clauses) {
        if (cited.insert({clause.act_id(), clause.clause_id()}).second) {
          *out.add_citations() = catalog.Cite(*rules.version, clause);
        }
      }
    }
  }
}

void WriteMonth(const regulation::Catalog& catalog, const MonthVerdict& verdict, v1::MonthEntitlement& out) {
  out.set_month(civil::FormatMonth(verdict.month));
  out.set_entitled(verdict.entitled());
  if (verdict.entitled()) {
    out.add_reasons(v1::MONTH_REASON_ENTITLED);
  } else {
    for (const v1::MonthReason reason : verdict.against) out.add_reasons(reason);
  }
  if (verdict.application != nullptr) out.set_application_id(verdict.application->id);
  if (verdict.rules != nullptr) CiteReasons(catalog, *verdict.rules, out);
}

void WriteLine(const Line& line, v1::PaymentLine& out) {
  out.set_mci_tenge(line.mci.tenge);
  *out.mutable_mci_from() = civil::ToProto(line.mci.from);
  out.set_provisional(line.mci.provisional);
  out.set_mci_multiple(line.rules->version->amount().mci_multiple());
  out.set_share_numerator(line.share.numerator());
  out.set_share_denominator(line.share.denominator());
  for (const absl::CivilMonth month : line.months) out.add_months(civil::FormatMonth(month));
  out.set_amount_tiyn(line.amount_tiyn);
}

void WritePeriod(const regulation::Catalog& catalog, const PeriodSum& sum, v1::PeriodAmount& out) {
  out.set_period(sum.period.label);
  out.set_kind(sum.period.kind);
  for (const absl::CivilMonth month : sum.payable) out.add_payable_months(civil::FormatMonth(month));
  for (const absl::CivilMonth month : sum.entitled) out.add_entitled_months(civil::FormatMonth(month));
  for (const Line& line : sum.lines) {
    WriteLine(line, *out.add_lines());
    out.set_provisional(out.provisional() || line.mci.provisional);
  }
  out.set_amount_tiyn(sum.amount_tiyn);
  out.set_amount_tenge(civil::FormatTenge(sum.amount_tiyn));
  const Rules& rules = sum.lines.empty() ? *sum.rules : *sum.lines.front().rules;
  for (const law::ClauseRef& clause : rules.version->amount().clauses()) {
    *out.add_citations() = catalog.Cite(*rules.version, clause);
  }
  out.set_revision(rules.version->revision());
}

// Clause 7 does not say how a partly entitled quarter is paid: a lawyer can see here what hangs on it.
absl::Status WriteReadings(const regulation::Catalog& catalog, RuleBook& rules,
                           const std::vector<MonthVerdict>& verdicts, absl::CivilDay known_as_of,
                           v1::Entitlement& out) {
  for (const law::Reading reading : {law::READING_A, law::READING_B, law::READING_C, law::READING_D}) {
    const auto sums = SumPeriods(catalog, rules, verdicts, known_as_of, reading);
    if (!sums.ok()) return sums.status();
    const absl::StatusOr<int64_t> total_tiyn = TotalOf(*sums);
    if (!total_tiyn.ok()) return total_tiyn.status();
    v1::ReadingTotal& total = *out.add_readings();
    total.set_reading(reading);
    total.set_total_tiyn(*total_tiyn);
    total.set_total_tenge(civil::FormatTenge(*total_tiyn));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Entitlement> Write(const regulation::Catalog& catalog, RuleBook& rules,
                                      const std::vector<MonthVerdict>& verdicts, absl::CivilDay known_as_of) {
  v1::Entitlement out;
  *out.mutable_known_as_of() = civil::ToProto(known_as_of);
  out.set_regulation_sha256(catalog.sha256());
  for (const MonthVerdict& verdict : verdicts) {
    WriteMonth(catalog, verdict, *out.add_months());
    out.set_needs_human(out.needs_human() || verdict.needs_human);
    if (verdict.rules == nullptr) continue;
    out.set_reading(verdict.rules->reading);
    out.set_rounding(verdict.rules->rounding);
  }
  const auto sums = SumPeriods(catalog, rules, verdicts, known_as_of, std::nullopt);
  if (!sums.ok()) return sums.status();
  for (const PeriodSum& sum : *sums) {
    WritePeriod(catalog, sum, *out.add_periods());
    out.set_provisional(out.provisional() || out.periods().rbegin()->provisional());
  }
  const absl::StatusOr<int64_t> total_tiyn = TotalOf(*sums);
  if (!total_tiyn.ok()) return total_tiyn.status();
  out.set_total_tiyn(*total_tiyn);
  out.set_total_tenge(civil::FormatTenge(*total_tiyn));
  if (absl::Status status = WriteReadings(catalog, rules, verdicts, known_as_of, out); !status.ok())
    return status;
  return out;
}

}  // namespace

absl::StatusOr<v1::Entitlement> Evaluate(const regulation::Catalog& catalog,
                                         const v1::EvaluateEntitlementRequest& request,
                                         absl::CivilDay today) {
  const std::vector<FieldViolation> violations = ValidateRequest(catalog, request);
  if (!violations.empty()) {
    const FieldViolation& first = violations.front();
    return absl::InvalidArgumentError(absl::StrCat(first.field, ": ", first.description));
  }
  const absl::CivilDay known_as_of =
      request.has_known_as_of() ? civil::FromProto(request.known_as_of()).value() : today;
  const KnownFacts facts = SelectKnown(request.facts(), known_as_of, catalog.time_zone());
  RuleBook rules(catalog, *catalog.FindById(request.regulation_id()), request.overrides(), known_as_of);
  const absl::StatusOr<Horizon> horizon = HorizonOf(request, facts, rules, known_as_of);
  if (!horizon.ok()) return horizon.status();
  const std::vector<MonthVerdict> verdicts = JudgeMonths(facts, rules, horizon->first, horizon->last);
  absl::StatusOr<v1::Entitlement> entitlement = Write(catalog, rules, verdicts, known_as_of);
  if (entitlement.ok()) entitlement->set_regulation_id(request.regulation_id());
  return entitlement;
}

}  // namespace oteu::entitlement
