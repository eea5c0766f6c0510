#include "service/entitlement/bulk/simulation.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "service/civil/date.h"
#include "service/entitlement/bulk/group.h"
#include "service/entitlement/bulk/plain.h"
#include "service/entitlement/evaluate.h"
#include "service/entitlement/validate.h"

namespace oteu::entitlement::bulk {
namespace {

// A case that waits for its chunk.
struct Pending {
  int64_t number = 0;
  std::string case_id;
  absl::Status status;
  std::optional<std::vector<LabelAmount>> decided;
  // Where its answer will stand, or, of a case that bits could not express, what Evaluate() said.
  Group* group = nullptr;
  uint32_t row = 0;
  std::vector<v1::Entitlement> answers;
};

void Read(const v1::Entitlement& entitlement, VariantSummary& summary, Answer& answer) {
  answer = Answer{};
  answer.tiyn = entitlement.total_tiyn();
  answer.needs_human = entitlement.needs_human();
  for (const v1::MonthEntitlement& month : entitlement.months()) answer.months += month.entitled() ? 1 : 0;
  for (const v1::PeriodAmount& period : entitlement.periods()) {
    if (period.amount_tiyn() == 0) continue;
    answer.parts.push_back({period.period(), period.amount_tiyn(), period.entitled_months_size(),
                            period.provisional(), &summary.periods[period.period()]});
  }
}

// The amount of a label; `hint` is where it stands when both lists have the same periods.
template <typename Parts>
int64_t AmountOf(const Parts& parts, absl::string_view label, size_t hint) {
  if (hint < parts.size() && parts[hint].label == label) return parts[hint].tiyn;
  for (const auto& part : parts) {
    if (part.label == label) return part.tiyn;
  }
  return 0;
}

// Every period whose amount differs; before first, in the order of `after`, then those that pay no more.
template <typename Parts>
void Compare(const Parts& before, const std::vector<Part>& after, std::vector<PeriodChange>& changes) {
  changes.clear();
  for (size_t i = 0; i < after.size(); ++i) {
    const int64_t amount = AmountOf(before, after[i].label, i);
    if (amount != after[i].tiyn) changes.push_back({after[i].label, amount, after[i].tiyn});
  }
  for (size_t i = 0; i < before.size(); ++i) {
    if (before[i].tiyn != 0 && AmountOf(after, before[i].label, i) == 0) {
      changes.push_back({before[i].label, before[i].tiyn, 0});
    }
  }
}

void AddTo(Sums& sums, int64_t tiyn, int months, bool provisional) {
  sums.Add({.children = 1,
            .months = months,
            .tiyn = tiyn,
            .provisional_tiyn = provisional ? tiyn : 0,
            .overflow = false});
}

}  // namespace

class Simulation::Impl {
 public:
  Impl(std::vector<Variant> variants, const Options& options, Sink sink)
      : variants_(std::move(variants)), options_(options), sink_(std::move(sink)) {
    for (const Variant& variant : variants_) summary_.variants.push_back({.name = variant.name});
    answers_.resize(variants_.size());
    pending_.reserve(kChunkCases);
  }

  void Add(const v1::EvaluateEntitlementRequest& request, int64_t number,
           const std::vector<LabelAmount>* decided) {
    Pending& pending = pending_.emplace_back();
    pending.number = number;
    pending.case_id = request.case_id();
    if (decided != nullptr) pending.decided = *decided;
    if (!Place(request, pending)) Ask(request, pending);
    if (pending_.size() >= kChunkCases) Flush();
  }

  void AddError(absl::Status status, int64_t number) {
    Pending& pending = pending_.emplace_back();
    pending.number = number;
    pending.status = std::move(status);
    if (pending_.size() >= kChunkCases) Flush();
  }

  void Flush() {
    for (const auto& group : groups_) group->Compute();
    for (const Pending& pending : pending_) Emit(pending);
    for (const auto& group : groups_) group->Clear();
    pending_.clear();
  }

  Summary Finish() {
    Flush();
    for (VariantSummary& variant : summary_.variants) {
      std::erase_if(variant.periods, [](const auto& period) { return period.second.children == 0; });
    }
    return std::move(summary_);
  }

 private:
  // Puts a case among its kind; false when bits cannot express it.
  bool Place(const v1::EvaluateEntitlementRequest& request, Pending& pending) {
    if (!IsPlainlyValid(request) && !IsValid(request)) return false;
    const absl::CivilDay known_as_of =
        request.has_known_as_of() ? absl::CivilDay(request.known_as_of().year(),
                                                   request.known_as_of().month(), request.known_as_of().day())
                                  : options_.today;
    Group* group = GroupOf(request, known_as_of);
    if (group == nullptr) return false;
    const std::optional<uint32_t> row = group->Add(request);
    if (!row.has_value()) return false;
    pending.group = group;
    pending.row = *row;
    return true;
  }

  bool IsValid(const v1::EvaluateEntitlementRequest& request) const {
    return ValidateRequest(*variants_.front().catalog, QuestionUnder(variants_.front(), request)).empty();
  }

  Group* GroupOf(const v1::EvaluateEntitlementRequest& request, absl::CivilDay known_as_of) {
    if (last_group_ != nullptr && last_group_->Asks(request, known_as_of)) return last_group_;
    for (const auto& group : groups_) {
      if (group->Asks(request, known_as_of)) return last_group_ = group.get();
    }
    if (groups_.size() >= kMaxGroups) return nullptr;
    groups_.push_back(std::make_unique<Group>(variants_, request, known_as_of, options_.path, summary_));
    return last_group_ = groups_.back().get();
  }

  // Has the single-case engine answer.
  void Ask(const v1::EvaluateEntitlementRequest& request, Pending& pending) {
    for (const Variant& variant : variants_) {
      auto answer = Evaluate(*variant.catalog, QuestionUnder(variant, request), options_.today);
      if (!answer.ok()) {
        pending.status = answer.status();
        pending.answers.clear();
        return;
      }
      pending.answers.push_back(*std::move(answer));
    }
  }

  void Emit(const Pending& pending) {
    ++summary_.cases;
    result_.number = pending.number;
    result_.case_id = pending.case_id;
    result_.status = pending.status;
    result_.by_engine = pending.status.ok() && pending.group == nullptr;
    result_.variants.resize(pending.status.ok() ? variants_.size() : 0);
    result_.decided_tiyn = 0;
    summary_.errors += pending.status.ok() ? 0 : 1;
    summary_.by_engine += result_.by_engine ? 1 : 0;
    if (pending.status.ok()) Judge(pending);
    sink_(result_);
  }

  void Judge(const Pending& pending) {
    for (size_t i = 0; i < variants_.size(); ++i) {
      if (pending.group != nullptr) {
        pending.group->Read(i, pending.row, answers_[i]);
      } else {
        Read(pending.answers[i], summary_.variants[i], answers_[i]);
      }
    }
    result_.decided_tiyn = answers_.front().tiyn;
    if (pending.decided.has_value()) {
      result_.decided_tiyn = 0;
      for (const LabelAmount& amount : *pending.decided) {
        summary_.variants.front().all.overflow =
            __builtin_add_overflow(result_.decided_tiyn, amount.tiyn, &result_.decided_tiyn) ||
            summary_.variants.front().all.overflow;
      }
    }
    for (size_t i = 0; i < variants_.size(); ++i) {
      if (pending.decided.has_value()) {
        Compare(*pending.decided, answers_[i].parts, result_.variants[i].changes);
      } else {
        Compare(answers_.front().parts, answers_[i].parts, result_.variants[i].changes);
      }
      Write(answers_[i], result_.variants[i], summary_.variants[i]);
    }
  }

  void Write(const Answer& answer, VariantResult& result, VariantSummary& summary) const {
    result.tiyn = answer.tiyn;
    result.months = answer.months;
    result.needs_human = answer.needs_human;
    result.provisional = false;
    for (const Part& part : answer.parts) {
      AddTo(*part.sums, part.tiyn, part.months, part.provisional);
      result.provisional = result.provisional || part.provisional;
      if (part.provisional) summary.all.provisional_tiyn += part.tiyn;
    }
    if (answer.tiyn > 0) AddTo(summary.all, answer.tiyn, answer.months, false);
    // Amounts lie between zero and 2^63, what was decided may lie anywhere.
    summary.all.overflow =
        __builtin_sub_overflow(answer.tiyn, result_.decided_tiyn, &result.difference_tiyn) ||
        summary.all.overflow;
    summary.children_changed += result.changes.empty() ? 0 : 1;
    summary.children_for_a_human += result.needs_human ? 1 : 0;
    if (result.difference_tiyn > 0) AddTo(summary.more, result.difference_tiyn, 0, false);
    if (result.difference_tiyn < 0) AddTo(summary.less, -result.difference_tiyn, 0, false);
  }

  const std::vector<Variant> variants_;
  const Options options_;
  const Sink sink_;
  Summary summary_;
  std::vector<std::unique_ptr<Group>> groups_;
  Group* last_group_ = nullptr;
  std::vector<Pending> pending_;
  // Reused from case to case.
  std::vector<Answer> answers_;
  CaseResult result_;
};

Simulation::Simulation(std::vector<Variant> variants, const Options& options, Sink sink)
    : impl_(std::make_unique<Impl>(std::move(variants), options, std::move(sink))) {}

Simulation::~Simulation() = default;

void Simulation::Add(const v1::EvaluateEntitlementRequest& request, int64_t number,
                     const std::vector<LabelAmount>* decided) {
  impl_->Add(request, number, decided);
}

void Simulation::AddError(absl::Status status, int64_t number) { impl_->AddError(std::move(status), number); }

void Simulation::Flush() { impl_->Flush(); }

Summary Simulation::Finish() { return impl_->Finish(); }

}  // namespace oteu::entitlement::bulk
