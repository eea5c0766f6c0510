// From what one wants to know to the variants of a simulation.
//
//   absl::StatusOr<Plan> plan = PlanOf(catalog, {.mci = {{absl::CivilMonth(2027, 1), 4600}}});
//   Simulation simulation(plan->variants, …);   // "in force", "MCI 2027-01=4600"
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "service/entitlement/bulk/simulation.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement::bulk {

using CatalogPtr = std::shared_ptr<const regulation::Catalog>;

struct WhatIf {
  // Readings to compute; none: all four, but with `mci` or `draft_text` that of the act alone.
  std::vector<regulation::v1::Reading> readings = {};
  // MCI in tenge from a month on.
  std::vector<std::pair<absl::CivilMonth, int64_t>> mci = {};
  // A draft of a regulation as text-format protobuf; empty: the regulation of each case.
  std::string draft_text = {};
  // What to compare with: another regulation, or a reading; neither: the regulation of each case as it
  // stands.
  std::string against_regulation_id = {};
  regulation::v1::Reading against_reading = regulation::v1::READING_UNSPECIFIED;
};

struct Plan {
  // Keep what the variants point to.
  std::vector<CatalogPtr> catalogs;
  // What is compared with comes first.
  std::vector<Variant> variants;
};

// INVALID_ARGUMENT for a draft or an MCI that breaks a rule of the data, with the message of the catalog;
// NOT_FOUND for an unknown regulation.
absl::StatusOr<Plan> PlanOf(const CatalogPtr& catalog, const WhatIf& what_if);

}  // namespace oteu::entitlement::bulk
