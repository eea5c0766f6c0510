#include "service/application/assemble_register.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "service/application/dossier.h"
#include "service/application/names.h"
#include "service/application/store_errors.h"
#include "service/civil/date.h"
#include "service/civil/money.h"
#include "service/civil/month.h"
#include "service/decision/recalculate.h"
#include "service/decision/serialize.h"
#include "service/errors/error.h"
#include "service/facts/fold.h"
#include "service/limits.h"
#include "service/payment/plan_grant.h"
#include "service/payment/register_csv.h"

namespace oteu::application {
namespace {

constexpr int kGrantsPerPage = 200;
constexpr int kAllFactsOfChild = 10000;

// A line with what the store checks it against.
struct PlannedLine {
  v1::RegisterLine line;
  store::RegisterLineWrite write;
};

class Assembler {
 public:
  Assembler(store::Store& store, const regulation::Catalog& catalog, const RegisterQuestion& question)
      : store_(store), catalog_(catalog), question_(question) {}

  absl::Status AddGrant(const v1::Application& application);
  std::int64_t lines() const { return static_cast<std::int64_t>(planned_.size()); }
  AssembledRegister Finish();

 private:
  // The confirmed months of a child; how many confirmations were taken back; false in `complete` when there
  // are more facts than can be read.
  absl::Status ReadConfirmations(const std::string& child, std::set<std::string>* confirmed,
                                 std::int64_t* taken_back, bool* complete);
  void Add(const v1::Application& application, const std::vector<store::RegisteredMonth>& registered,
           std::int64_t taken_back, bool payable, payment::GrantPlan plan);
  static v1::HeldMonths HeldInstead(const v1::RegisterLine& line, v1::HoldReason reason);

  store::Store& store_;
  const regulation::Catalog& catalog_;
  const RegisterQuestion& question_;
  std::vector<PlannedLine> planned_;  // newest application first
  std::vector<v1::HeldMonths> held_;
  std::vector<v1::ProposedOverpayment> overpayments_;
};

absl::Status Assembler::ReadConfirmations(const std::string& child, std::set<std::string>* confirmed,
                                          std::int64_t* taken_back, bool* complete) {
  store::FactFilter filter;
  filter.child_iin = child;
  filter.kinds = {v1::FACT_KIND_HOME_EDUCATION_CONFIRMED};
  filter.limit = kAllFactsOfChild;
  const auto facts = store_.ListFacts(filter);
  if (!facts.ok()) return facts.status();
  *complete = facts->size() < static_cast<std::size_t>(kAllFactsOfChild);
  *taken_back = std::count_if(facts->begin(), facts->end(), [](const v1::RecordedFact& fact) {
    return fact.superseded() || fact.fact().retracted();
  });
  for (const v1::MonthConfirmation& month : facts::Confirmations(facts::Standing(*facts)))
    confirmed->insert(month.month());
  return absl::OkStatus();
}

absl::Status Assembler::AddGrant(const v1::Application& application) {
  const std::string id = ParseApplicationName(application.name()).value_or("");
  const auto stored = store_.GetDecision(id, 0);
  if (!stored.ok()) return stored.status();
  v1::Decision decision;
  v1::DecisionInputs inputs;
  if (!decision.ParseFromString(stored->decision) || !inputs.ParseFromString(stored->inputs))
    return MakeError(ErrorReason::kInternal, "a stored decision cannot be read");
  // The amounts of today: the MCI of a year is published after most grants for it.
  SetTimestamp(question_.now, inputs.mutable_decided_at());
  auto entitlement = decision::EntitlementToday(decision, inputs, catalog_);
  std::set<std::string> confirmed;
  std::int64_t taken_back = 0;
  bool complete = false;
  const std::string& child = application.form().child_iin();
  absl::Status read = ReadConfirmations(child, &confirmed, &taken_back, &complete);
  if (!read.ok()) return read;
  auto payments = store_.GetPayments(child);
  if (!payments.ok()) return payments.status();
  std::vector<store::RegisteredMonth> registered;
  std::vector<payment::RegisteredPart> parts;
  for (const store::RegisteredMonth& month : payments->months) {
    if (month.register_id == question_.replaced) continue;
    registered.push_back(month);
    parts.push_back({month.month, month.part, month.amount_tiyn, month.application_id == id});
  }
  const std::set<std::string> returned(payments->returned_months.begin(), payments->returned_months.end());
  const bool payable = complete && entitlement.ok();
  payment::GrantPlan plan =
      payment::PlanGrant({application, decision, payable ? *entitlement : decision.entitlement(), confirmed,
                          parts, returned, question_.through});
  Add(application, registered, taken_back, payable, std::move(plan));
  return absl::OkStatus();
}

v1::HeldMonths Assembler::HeldInstead(const v1::RegisterLine& line, v1::HoldReason reason) {
  v1::HeldMonths held;
  held.set_application(line.application());
  held.set_decision(line.decision());
  held.set_child_iin(line.child_iin());
  held.set_period(line.period());
  for (const v1::RegisterMonth& month : line.months()) held.add_months(month.month());
  held.set_reason(reason);
  *held.mutable_citations() = line.citations();
  return held;
}

void Assembler::Add(const v1::Application& application, const std::vector<store::RegisteredMonth>& registered,
                    std::int64_t taken_back, bool payable, payment::GrantPlan plan) {
  store::RegisterLineWrite basis;
  basis.application_id = ParseApplicationName(application.name()).value_or("");
  basis.application_revision = application.revision();
  basis.child_iin = application.form().child_iin();
  basis.confirmations_taken_back = taken_back;
  for (const store::RegisteredMonth& month : registered) {
    if (month.application_id != basis.application_id) continue;
    ++basis.registered_count;
    basis.registered_tiyn += month.amount_tiyn;
  }
  // Clang 14 cannot compile the views of this standard library. NOLINTNEXTLINE(modernize-loop-convert)
  for (auto line = plan.lines.rbegin(); line != plan.lines.rend(); ++line) {
    if (!payable) {
      held_.push_back(HeldInstead(*line, v1::HOLD_REASON_NEEDS_OFFICER));
      continue;
    }
    store::RegisterLineWrite write = basis;
    for (const v1::RegisterMonth& month : line->months()) {
      store::RegisteredMonth& added = write.months.emplace_back();
      added.month = month.month();
      added.part = month.part();
      added.amount_tiyn = month.amount_tiyn();
    }
    planned_.push_back({std::move(*line), std::move(write)});
  }
  std::move(plan.held.begin(), plan.held.end(), std::back_inserter(held_));
  std::move(plan.overpayments.begin(), plan.overpayments.end(), std::back_inserter(overpayments_));
}

AssembledRegister Assembler::Finish() {
  AssembledRegister out;
  std::reverse(planned_.begin(), planned_.end());  // oldest application first
  for (PlannedLine& planned : planned_) {
    if (out.lines.size() >= static_cast<std::size_t>(limits::kMaxRegisterLines)) {
      held_.push_back(HeldInstead(planned.line, v1::HOLD_REASON_REGISTER_FULL));
      continue;
    }
    planned.line.set_number(static_cast<std::int32_t>(out.lines.size()) + 1);
    planned.write.line = decision::SerializeDeterministically(planned.line);
    out.lines.push_back(std::move(planned.line));
    out.writes.push_back(std::move(planned.write));
  }
  SetControlSums(out.lines, &out.head);
  out.head.set_held_count(static_cast<std::int64_t>(held_.size()));
  out.head.set_overpayment_count(static_cast<std::int64_t>(overpayments_.size()));
  const auto room = [&] { return out.notes.size() < question_.notes_max; };
  const std::size_t notes = overpayments_.size() + held_.size();
  for (v1::ProposedOverpayment& overpayment : overpayments_) {
    if (room()) *out.notes.emplace_back().mutable_overpayment() = std::move(overpayment);
  }
  for (v1::HeldMonths& held : held_) {
    if (room()) *out.notes.emplace_back().mutable_held() = std::move(held);
  }
  out.head.set_notes_left_out(static_cast<std::int64_t>(notes - out.notes.size()));
  return out;
}

}  // namespace

void SetControlSums(const std::vector<v1::RegisterLine>& lines, v1::Register* head) {
  payment::CsvDigest digest;
  digest.Add(payment::CsvHeader());
  std::int64_t months = 0;
  std::int64_t total_tiyn = 0;  // lines are bounded, and each is far below what could overflow
  for (const v1::RegisterLine& line : lines) {
    digest.Add(payment::CsvLine(line));
    months += line.months_size();
    total_tiyn += line.amount_tiyn();
  }
  head->set_line_count(static_cast<std::int64_t>(lines.size()));
  head->set_month_count(months);
  head->set_total_tiyn(total_tiyn);
  head->set_total_tenge(civil::FormatTenge(total_tiyn));
  head->set_lines_sha256(digest.Finish());
}

absl::StatusOr<AssembledRegister> AssembleRegister(
    store::Store& store, const regulation::Catalog& catalog, const RegisterQuestion& question,
    const std::function<bool(std::int64_t grants, std::int64_t lines)>& progress) {
  Assembler assembler(store, catalog, question);
  store::ApplicationFilter filter;
  filter.district_kato = question.district_kato;
  filter.states = {v1::APPLICATION_STATE_GRANTED};
  std::string before;
  std::int64_t grants = 0;
  for (bool more = true; more;) {
    if (!progress(grants, assembler.lines())) return absl::CancelledError("the service is stopping");
    auto page = store.ListApplications(filter, before, kGrantsPerPage);
    if (!page.ok()) return FromStore(page.status(), "no such page");
    for (const v1::Application& application : page->applications) {
      if (absl::Status status = assembler.AddGrant(application); !status.ok())
        return FromStore(status, "a grant went away");
      before = ParseApplicationName(application.name()).value_or("");
      ++grants;
    }
    more = page->more && !page->applications.empty();
  }
  progress(grants, assembler.lines());
  return assembler.Finish();
}

}  // namespace oteu::application
