#include "service/entitlement/bulk/group.h"

#include <bit>

#include "service/entitlement/bulk/plain.h"
#include "service/entitlement/facts.h"
#include "service/entitlement/validate.h"

namespace oteu::entitlement::bulk {

v1::EvaluateEntitlementRequest QuestionUnder(const Variant& variant,
                                             const v1::EvaluateEntitlementRequest& request) {
  v1::EvaluateEntitlementRequest question = request;
  if (!variant.regulation_id.empty()) question.set_regulation_id(variant.regulation_id);
  if (variant.reading != law::READING_UNSPECIFIED) question.mutable_overrides()->set_reading(variant.reading);
  return question;
}

Group::Group(const std::vector<Variant>& variants, const v1::EvaluateEntitlementRequest& request,
             absl::CivilDay known_as_of, Path path, Summary& summary)
    : regulation_id_(request.regulation_id()),
      overrides_(request.overrides()),
      known_as_of_(known_as_of),
      zone_(variants.front().catalog->time_zone()),
      path_(path),
      book_(Window::For(known_as_of)) {
  expressible_ = Prepare(variants, summary).ok();
}

absl::StatusOr<size_t> Group::ActOf(const Variant& variant) {
  const std::string& id = variant.regulation_id.empty() ? regulation_id_ : variant.regulation_id;
  for (size_t i = 0; i < acts_.size(); ++i) {
    if (acts_[i].catalog == variant.catalog && acts_[i].regulation_id == id) return i;
  }
  const law::Regulation* regulation = variant.catalog->FindById(id);
  if (regulation == nullptr) return absl::NotFoundError("no such regulation");
  Act act{variant.catalog, id, nullptr, {}, {}, {}};
  act.rules = std::make_unique<RuleBook>(*variant.catalog, *regulation, overrides_, known_as_of_);
  absl::StatusOr<MonthRules> months = MonthRulesOf(*act.rules, book_.window());
  if (!months.ok()) return months.status();
  act.months = *std::move(months);
  acts_.push_back(std::move(act));
  return acts_.size() - 1;
}

absl::Status Group::Prepare(const std::vector<Variant>& variants, Summary& summary) {
  for (size_t i = 0; i < variants.size(); ++i) {
    // The day of an application is one for all variants.
    if (variants[i].catalog->time_zone() != zone_) return absl::UnimplementedError("two time zones");
    const absl::StatusOr<size_t> act = ActOf(variants[i]);
    if (!act.ok()) return act.status();
    std::optional<law::Reading> reading;
    if (variants[i].reading != law::READING_UNSPECIFIED) reading = variants[i].reading;
    absl::StatusOr<AmountTable> table =
        AmountTableOf(*variants[i].catalog, *acts_[*act].rules, book_.window(), known_as_of_, reading);
    if (!table.ok()) return table.status();
    Tables& tables = tables_.emplace_back();
    tables.act = *act;
    tables.table = *std::move(table);
    tables.totals.emplace(path_, tables.table);
    for (size_t k = 0; k < tables.table.size(); ++k) {
      const PeriodTable& period = tables.table[k];
      for (int bit = 0; bit < kWindowMonths; ++bit) {
        if (((period.payable >> bit) & 1) == 0) continue;
        tables.period_of_bit[static_cast<size_t>(bit)] = static_cast<uint8_t>(k);
      }
      tables.sums.push_back(&summary.variants[i].periods[period.label]);
    }
  }
  return absl::OkStatus();
}

bool Group::Asks(const v1::EvaluateEntitlementRequest& request, absl::CivilDay known_as_of) const {
  const v1::EvaluationOverrides& asked = request.overrides();
  return known_as_of == known_as_of_ && request.regulation_id() == regulation_id_ &&
         asked.reading() == overrides_.reading() && asked.rounding() == overrides_.rounding() &&
         asked.resume() == overrides_.resume() && asked.end_source() == overrides_.end_source();
}

std::optional<uint32_t> Group::Add(const v1::EvaluateEntitlementRequest& request) {
  if (!expressible_) return std::nullopt;
  if (!book_.Add(request, SelectKnown(request.facts(), known_as_of_, zone_), known_as_of_))
    return std::nullopt;
  return static_cast<uint32_t>(book_.size() - 1);
}

void Group::Compute() {
  for (Act& act : acts_) {
    act.entitled.resize(book_.size());
    EntitledMonths(path_, book_, act.months, 0, book_.size(), act.entitled.data());
    act.needs_human.assign(book_.size(), false);
    for (const uint32_t row : RowsForHumans(book_, act.months)) act.needs_human[row] = true;
  }
  for (Tables& tables : tables_) {
    tables.tiyn.resize(book_.size());
    tables.totals->Of(acts_[tables.act].entitled.data(), book_.size(), tables.tiyn.data());
  }
}

void Group::Read(size_t variant, uint32_t row, Answer& answer) const {
  const Tables& tables = tables_[variant];
  const Act& act = acts_[tables.act];
  const Months entitled = act.entitled[row];
  answer.tiyn = tables.tiyn[row];
  answer.months = std::popcount(entitled);
  answer.needs_human = act.needs_human[row];
  answer.parts.clear();
  for (Months left = entitled; left != 0;) {
    const size_t index = tables.period_of_bit[static_cast<size_t>(std::countr_zero(left))];
    const PeriodTable& period = tables.table[index];
    left &= ~period.payable;
    const size_t entry = period.IndexOf(entitled);
    if (period.tiyn[entry] == 0) continue;
    answer.parts.push_back({period.label, period.tiyn[entry], std::popcount(entitled & period.payable),
                            period.provisional[entry], tables.sums[index]});
  }
}

}  // namespace oteu::entitlement::bulk
