// One kind of question, same regulation, day of knowledge and overrides, under every variant: the tables,
// made once, and the children that wait to be computed. Internal to service/entitlement/bulk.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/entitlement/bulk/book.h"
#include "service/entitlement/bulk/kernels.h"
#include "service/entitlement/bulk/simulation.h"
#include "service/entitlement/rules.h"

namespace oteu::entitlement::bulk {

// A period of one child that pays.
struct Part {
  absl::string_view label;
  int64_t tiyn;
  int months;
  bool provisional;
  // Where the period is added up.
  Sums* sums;
};

// One child under one variant.
struct Answer {
  int64_t tiyn = 0;
  int months = 0;
  bool needs_human = false;
  std::vector<Part> parts;
};

// A request's question under a variant.
v1::EvaluateEntitlementRequest QuestionUnder(const Variant& variant,
                                             const v1::EvaluateEntitlementRequest& request);

class Group {
 public:
  // The kind of question that `request` asks; sums go to `summary`, which must outlive the group.
  Group(const std::vector<Variant>& variants, const v1::EvaluateEntitlementRequest& request,
        absl::CivilDay known_as_of, Path path, Summary& summary);

  bool Asks(const v1::EvaluateEntitlementRequest& request, absl::CivilDay known_as_of) const;

  // Adds a valid case; its row, or none when it is for Evaluate().
  std::optional<uint32_t> Add(const v1::EvaluateEntitlementRequest& request);

  // Computes every row.
  void Compute();

  // The answer of a computed row.
  void Read(size_t variant, uint32_t row, Answer& answer) const;

  void Clear() { book_.Clear(); }

 private:
  // Variants under one act share what clauses 2-5 say.
  struct Act {
    const regulation::Catalog* catalog;
    std::string regulation_id;
    std::unique_ptr<RuleBook> rules;
    MonthRules months;
    std::vector<Months> entitled;
    std::vector<bool> needs_human;
  };
  struct Tables {
    size_t act;
    AmountTable table;
    std::optional<Totals> totals;
    std::array<uint8_t, kWindowMonths> period_of_bit{};
    std::vector<Sums*> sums;
    std::vector<int64_t> tiyn;
  };

  // What stands in the way of tables.
  absl::Status Prepare(const std::vector<Variant>& variants, Summary& summary);
  absl::StatusOr<size_t> ActOf(const Variant& variant);

  std::string regulation_id_;
  v1::EvaluationOverrides overrides_;
  absl::CivilDay known_as_of_;
  absl::TimeZone zone_;
  Path path_;
  Book book_;
  bool expressible_;
  std::vector<Act> acts_;
  std::vector<Tables> tables_;
};

}  // namespace oteu::entitlement::bulk
