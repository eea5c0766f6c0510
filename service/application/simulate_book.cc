// A book of submitted cases under other readings, another MCI or a draft: what would differ. Stores nothing.
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/entitlement/bulk/plan.h"
#include "service/entitlement/bulk/simulation.h"
#include "service/limits.h"

namespace oteu::application {
namespace {

namespace bulk = entitlement::bulk;
namespace law = regulation::v1;

// Evaluate()'s "field: description" as a violation of the case.
absl::Status ErrorOf(const absl::Status& status) {
  if (!absl::IsInvalidArgument(status)) {
    return MakeError(ErrorReason::kStateConflict, "the regulation data lacks a value that is needed");
  }
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(status.message(), absl::MaxSplits(": ", 1));
  return InvalidArgument({{absl::StrCat("request.", parts.first), parts.second}});
}

// "" when the decided amounts can be compared with.
std::string WrongWith(const v1::DecidedAmounts& decided) {
  if (decided.periods_size() > limits::kMaxDecidedPeriods) return "too many periods";
  std::set<std::string> labels;
  for (const v1::PeriodTiyn& period : decided.periods()) {
    if (period.period().empty() || period.period().size() > limits::kMaxPeriodLabelChars)
      return "no label of a period";
    if (!labels.insert(period.period()).second) return "a period given twice";
  }
  return "";
}

void Write(const bulk::Sums& sums, v1::SimulatedSums& out) {
  out.set_children(sums.children);
  out.set_months(sums.months);
  out.set_total_tiyn(sums.tiyn);
  out.set_provisional_tiyn(sums.provisional_tiyn);
  out.set_overflow(sums.overflow);
}

void Write(const bulk::VariantSummary& summary, v1::VariantSummary& out) {
  out.set_variant(summary.name);
  Write(summary.all, *out.mutable_sums());
  for (const auto& [label, sums] : summary.periods) {
    v1::SimulatedPeriod& period = *out.add_periods();
    period.set_period(label);
    Write(sums, *period.mutable_sums());
  }
  out.set_difference_tiyn(summary.more.tiyn - summary.less.tiyn);
  out.set_children_changed(summary.children_changed);
  out.set_more_tiyn(summary.more.tiyn);
  out.set_less_tiyn(summary.less.tiyn);
  out.set_children_for_a_human(summary.children_for_a_human);
}

void Write(const bulk::VariantResult& result, v1::SimulatedVariant& out) {
  out.set_total_tiyn(result.tiyn);
  out.set_difference_tiyn(result.difference_tiyn);
  out.set_months(result.months);
  out.set_provisional(result.provisional);
  out.set_needs_human(result.needs_human);
  for (const bulk::PeriodChange& change : result.changes) {
    v1::PeriodDifference& difference = *out.add_changes();
    difference.set_period(std::string(change.label));
    difference.set_before_tiyn(change.before_tiyn);
    difference.set_after_tiyn(change.after_tiyn);
  }
}

bool Differs(const bulk::CaseResult& result) {
  for (const bulk::VariantResult& variant : result.variants) {
    if (!variant.changes.empty()) return true;
  }
  return false;
}

class BookSimulationImpl final : public BookSimulation {
 public:
  BookSimulationImpl(bulk::Plan plan, const v1::SimulationPlan& asked, absl::CivilDay today)
      : plan_(std::move(plan)),
        regulation_id_(asked.regulation_id()),
        all_cases_(asked.all_cases()),
        simulation_(plan_.variants, {.today = today},
                    [this](const bulk::CaseResult& result) { Take(result); }) {}

  absl::StatusOr<BookAnswers> Add(v1::BookCases cases) override {
    if (cases.cases_size() > limits::kMaxBookCases) {
      return MakeError(ErrorReason::kLimitExceeded, "cases.cases: too many", {{"limit", "book_cases"}});
    }
    answers_ = BookAnswers{};
    for (v1::BookCase& item : *cases.mutable_cases()) AddCase(item);
    simulation_.Flush();
    answers_.cases.set_answered(number_);
    return std::move(answers_);
  }

  v1::SimulationSummary Finish() override {
    const bulk::Summary summary = simulation_.Finish();
    v1::SimulationSummary out;
    out.set_cases(summary.cases);
    out.set_errors(summary.errors);
    out.set_by_engine(summary.by_engine);
    for (const bulk::VariantSummary& variant : summary.variants) Write(variant, *out.add_variants());
    return out;
  }

 private:
  void AddCase(v1::BookCase& item) {
    ++number_;
    v1::EvaluateEntitlementRequest& request = *item.mutable_request();
    if (request.regulation_id().empty()) request.set_regulation_id(regulation_id_);
    if (!item.has_decided()) return simulation_.Add(request, number_);
    if (const std::string wrong = WrongWith(item.decided()); !wrong.empty()) {
      return simulation_.AddError(InvalidArgument({{"decided.periods", wrong}}), number_);
    }
    std::vector<bulk::LabelAmount> decided;
    for (const v1::PeriodTiyn& period : item.decided().periods()) {
      if (period.amount_tiyn() != 0) decided.push_back({period.period(), period.amount_tiyn()});
    }
    simulation_.Add(request, number_, &decided);
  }

  void Take(const bulk::CaseResult& result) {
    if (result.status.ok() && !all_cases_ && !Differs(result)) return;
    v1::SimulatedCase& out = *answers_.cases.add_cases();
    out.set_number(result.number);
    out.set_case_id(result.case_id);
    if (!result.status.ok()) {
      const bool made_here = GetErrorInfo(result.status).has_value();
      answers_.errors.emplace_back(answers_.cases.cases_size() - 1,
                                   made_here ? result.status : ErrorOf(result.status));
      return;
    }
    out.set_decided_tiyn(result.decided_tiyn);
    for (size_t i = 0; i < result.variants.size(); ++i) {
      v1::SimulatedVariant& variant = *out.add_variants();
      variant.set_variant(plan_.variants[i].name);
      Write(result.variants[i], variant);
    }
  }

  const bulk::Plan plan_;
  const std::string regulation_id_;
  const bool all_cases_;
  int64_t number_ = 0;
  BookAnswers answers_;
  bulk::Simulation simulation_;
};

void ReadReadings(const v1::SimulationPlan& plan, bulk::WhatIf& what_if, Violations* out) {
  const auto is_reading = [](int reading) {
    return law::Reading_IsValid(reading) && reading != law::READING_UNSPECIFIED;
  };
  for (int i = 0; i < plan.readings_size(); ++i) {
    const std::string field = absl::StrCat("plan.readings[", i, "]");
    if (i >= limits::kMaxPlanItems) return out->push_back({"plan.readings", "too many"});
    if (!is_reading(plan.readings(i))) {
      out->push_back({field, "no such value"});
    } else {
      what_if.readings.push_back(plan.readings(i));
    }
  }
  if (!plan.has_against_reading()) return;
  if (!is_reading(plan.against_reading())) out->push_back({"plan.against_reading", "no such value"});
  what_if.against_reading = plan.against_reading();
}

void ReadMci(const v1::SimulationPlan& plan, bulk::WhatIf& what_if, Violations* out) {
  if (plan.mci_size() > limits::kMaxPlanItems) return out->push_back({"plan.mci", "too many"});
  for (int i = 0; i < plan.mci_size(); ++i) {
    const auto month = civil::ParseMonth(plan.mci(i).from_month());
    if (month.ok()) {
      what_if.mci.emplace_back(*month, plan.mci(i).tenge());
    } else {
      out->push_back({absl::StrCat("plan.mci[", i, "].from_month"), std::string(month.status().message())});
    }
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<BookSimulation>> UseCasesImpl::OpenBookSimulation(
    const CallContext& /*call*/, const v1::SimulationPlan& plan) {
  const auto catalog = dependencies_.catalog();
  Violations violations;
  bulk::WhatIf what_if;
  ReadReadings(plan, what_if, &violations);
  ReadMci(plan, what_if, &violations);
  if (!plan.draft_text().empty()) ValidateRegulationText("plan.draft_text", plan.draft_text(), &violations);
  what_if.draft_text = plan.draft_text();
  what_if.against_regulation_id = plan.against_regulation_id();
  absl::CivilDay today = Today(*catalog);
  if (plan.has_known_as_of()) {
    const auto day = civil::FromProto(plan.known_as_of());
    if (day.ok()) today = *day;
    if (!day.ok()) violations.push_back({"plan.known_as_of", std::string(day.status().message())});
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  for (const std::string& id : {plan.regulation_id(), plan.against_regulation_id()}) {
    if (!id.empty() && catalog->FindById(id) == nullptr) {
      return MakeError(ErrorReason::kUnknownRegulation, "no regulation of that id");
    }
  }
  absl::StatusOr<bulk::Plan> variants = bulk::PlanOf(catalog, what_if);
  if (!variants.ok()) {
    return InvalidArgument(
        {{"plan", "the draft or the MCI breaks a rule of the data: LintRegulation says what is wrong"}});
  }
  return std::make_unique<BookSimulationImpl>(*std::move(variants), plan, today);
}

}  // namespace oteu::application
