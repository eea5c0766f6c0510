// A book of children under several acts or readings: for each child the amount under each of them and what
// differs from what was decided; for the book, what it adds up to.
//
//   Simulation simulation({{.name = "B", .catalog = &catalog, .regulation_id = "kz-kegen"},
//                          {.name = "A", .catalog = &catalog, .regulation_id = "kz-kegen",
//                           .reading = law::READING_A}},
//                         {.today = today}, [](const CaseResult& result) { … });
//   simulation.Add(request, line_number);   // results come in order, some time after their case
//   Summary summary = simulation.Finish();
//
// Each amount is the one that Evaluate() gives for that case, to the tiyn. A case that cannot be put into
// bits (months outside the window, an act that no table can hold, more kinds of question than kMaxGroups) is
// answered by Evaluate() itself and counted. Not safe for threads: give each its own and add up the
// summaries.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/entitlement/bulk/kernels.h"
#include "service/entitlement/bulk/summary.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement::bulk {

// Cases computed at once: results wait for that many.
inline constexpr size_t kChunkCases = 4096;
// Kinds of question (regulation, day of knowledge, overrides) that tables are made for in one run.
inline constexpr size_t kMaxGroups = 64;

// What a book is computed under.
struct Variant {
  std::string name;
  // Must outlive the simulation.
  const regulation::Catalog* catalog;
  // Empty: the regulation that each case names.
  std::string regulation_id = {};
  // Unspecified: that of the case's overrides, else of the act.
  regulation::v1::Reading reading = regulation::v1::READING_UNSPECIFIED;
};

struct Options {
  // For cases that state no day of knowledge.
  absl::CivilDay today;
  Path path = BestPath();
};

// An amount above zero of one period.
struct LabelAmount {
  std::string label;
  int64_t tiyn;
};

// A period whose amount differs.
struct PeriodChange {
  absl::string_view label;
  int64_t before_tiyn;
  int64_t after_tiyn;
};

struct VariantResult {
  int64_t tiyn = 0;
  // Entitled months.
  int months = 0;
  bool provisional = false;
  // A circumstance needs a person's look before money moves (clause 3).
  bool needs_human = false;
  // Against what was decided: in all, and by period.
  int64_t difference_tiyn = 0;
  std::vector<PeriodChange> changes;
};

// Valid during the call that hands it over.
struct CaseResult {
  int64_t number = 0;
  std::string case_id;
  // As Evaluate() of the first variant that fails; then `variants` is empty.
  absl::Status status;
  bool by_engine = false;
  // What was decided, in all.
  int64_t decided_tiyn = 0;
  // In the order of the variants.
  std::vector<VariantResult> variants;
};

class Simulation {
 public:
  using Sink = std::function<void(const CaseResult&)>;

  // The first variant is what is decided, where a case does not say what was. At least one.
  Simulation(std::vector<Variant> variants, const Options& options, Sink sink);
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  // Adds a case; `number` is handed back. With `decided`, the amounts that were decided for it by period.
  void Add(const v1::EvaluateEntitlementRequest& request, int64_t number,
           const std::vector<LabelAmount>* decided = nullptr);

  // Adds what could not even be read, so that it keeps its place.
  void AddError(absl::Status status, int64_t number);

  // Hands over the results that are waiting.
  void Flush();

  // The same, and the sums. Nothing may be added after.
  Summary Finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace oteu::entitlement::bulk
