// From recorded facts to the changes of a child's granted applications, inside the transaction that records
// them.
#pragma once

#include <memory>

#include "absl/time/time.h"
#include "service/regulation/catalog.h"
#include "service/store/store.h"

namespace oteu::application {

// What made it necessary. Without facts, a grant is recalculated only when the law changed: an act, or the
// MCI of a year that was not published when it was decided (clause 7).
enum class RecalculationCause { kFacts, kLaw };

// For store::FactBatch and store::Change. `catalog_is_stored`: its snapshot need not be brought. Each
// application whose months, amounts or proposals change gets a new decision version; the others stay as they
// are.
store::Recalculate MakeRecalculate(std::shared_ptr<const regulation::Catalog> catalog, bool catalog_is_stored,
                                   absl::Time now, RecalculationCause cause = RecalculationCause::kFacts);

}  // namespace oteu::application
