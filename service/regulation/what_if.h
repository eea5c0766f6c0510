// Catalogs that differ in one respect from the one in force: to see what a law or an act would change. They
// pass the same checks as any other.
//
//   auto dearer = *WithMci(catalog, absl::CivilMonth(2027, 1), 4600);
//   auto draft = *WithDraft(catalog, text);   // the draft alone, beside the national data
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "service/regulation/catalog.h"

namespace oteu::regulation {

// The catalog with an MCI of `tenge` from a month on until the next value, for every purpose, in place of one
// from the same month, and known whenever one asks. INVALID_ARGUMENT when the data would then break a rule,
// e.g. a year before it has no value.
absl::StatusOr<std::shared_ptr<const Catalog>> WithMci(const Catalog& catalog, absl::CivilMonth from,
                                                       int64_t tenge);

// A catalog of the national data and one regulation, given as text-format protobuf. INVALID_ARGUMENT with
// "file:line: …" for every error in the draft.
absl::StatusOr<std::shared_ptr<const Catalog>> WithDraft(const Catalog& catalog, const std::string& text);

}  // namespace oteu::regulation
