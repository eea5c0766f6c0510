#include "service/entitlement/bulk/plan.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/civil/month.h"
#include "service/regulation/what_if.h"

namespace oteu::entitlement::bulk {
namespace {

namespace law = regulation::v1;

std::string NameOf(law::Reading reading) {
  // "READING_A": what follows the kind.
  return absl::StrCat("reading ", law::Reading_Name(reading).substr(std::string("READING_").size()));
}

absl::StatusOr<Variant> ComparedWith(const CatalogPtr& catalog, const WhatIf& what_if) {
  Variant decided{"in force", catalog.get()};
  if (!what_if.against_regulation_id.empty()) {
    if (catalog->FindById(what_if.against_regulation_id) == nullptr) {
      return absl::NotFoundError("against: no such regulation");
    }
    decided.name = decided.regulation_id = what_if.against_regulation_id;
  } else if (what_if.against_reading != law::READING_UNSPECIFIED) {
    decided.name = NameOf(what_if.against_reading);
    decided.reading = what_if.against_reading;
  }
  return decided;
}

// What the variants differ in, beside the reading.
std::string Changes(const WhatIf& what_if) {
  std::vector<std::string> changes;
  if (!what_if.draft_text.empty()) changes.emplace_back("draft");
  for (const auto& [from, tenge] : what_if.mci) {
    changes.push_back(absl::StrCat("MCI ", civil::FormatMonth(from), "=", tenge));
  }
  return absl::StrJoin(changes, ", ");
}

}  // namespace

absl::StatusOr<Plan> PlanOf(const CatalogPtr& catalog, const WhatIf& what_if) {
  Plan plan;
  const absl::StatusOr<Variant> decided = ComparedWith(catalog, what_if);
  if (!decided.ok()) return decided.status();
  plan.variants.push_back(*decided);
  plan.catalogs.push_back(catalog);
  CatalogPtr changed = catalog;
  std::string regulation_id;
  if (!what_if.draft_text.empty()) {
    const auto draft = regulation::WithDraft(*changed, what_if.draft_text);
    if (!draft.ok()) return draft.status();
    if ((*draft)->ids().empty()) return absl::InvalidArgumentError("the draft holds no regulation");
    changed = *draft;
    regulation_id = changed->ids().front();
  }
  for (const auto& [from, tenge] : what_if.mci) {
    const auto with_mci = regulation::WithMci(*changed, from, tenge);
    if (!with_mci.ok()) return with_mci.status();
    changed = *with_mci;
  }
  plan.catalogs.push_back(changed);
  const std::string changes = Changes(what_if);
  // What an MCI or an act changes is seen under its own reading, unless others are asked for.
  if (!changes.empty() && what_if.readings.empty()) {
    plan.variants.push_back({changes, changed.get(), regulation_id});
    return plan;
  }
  std::vector<law::Reading> readings = what_if.readings;
  if (readings.empty()) readings = {law::READING_A, law::READING_B, law::READING_C, law::READING_D};
  std::sort(readings.begin(), readings.end());
  readings.erase(std::unique(readings.begin(), readings.end()), readings.end());
  for (const law::Reading reading : readings) {
    plan.variants.push_back({absl::StrCat(NameOf(reading), changes.empty() ? "" : ", ", changes),
                             changed.get(), regulation_id, reading});
  }
  return plan;
}

}  // namespace oteu::entitlement::bulk
