// From recorded facts to the changes of a child's granted applications, inside the transaction that records
// them.
#pragma once

#include <memory>

#include "absl/time/time.h"
#include "service/regulation/catalog.h"
#include "service/store/store.h"

namespace oteu::application {

// For store::FactBatch and store::Change. `catalog_is_stored`: its snapshot need not be brought. Each
// application whose months, amounts or proposals change gets a new decision version; the others stay as they
// are.
store::Recalculate MakeRecalculate(std::shared_ptr<const regulation::Catalog> catalog, bool catalog_is_stored,
                                   absl::Time now);

}  // namespace oteu::application
