// From the grants of a district to the lines of its register: reads the store, decides nothing by itself.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/v1/payment_service.pb.h"
#include "service/limits.h"
#include "service/regulation/catalog.h"
#include "service/store/store.h"

namespace oteu::application {

struct RegisterQuestion {
  std::string id;
  std::string district_kato;
  std::string quarter;
  std::string through;  // last month, "YYYY-MM"
  // The draft that this one takes the place of: its months are free. Empty: none.
  std::string replaced;
  absl::Time now;
  std::size_t notes_max = std::size_t{limits::kMaxRegisterNotes};
};

struct AssembledRegister {
  v1::Register head;                              // control sums and counts; no state
  std::vector<v1::RegisterLine> lines;            // numbered
  std::vector<store::RegisterLineWrite> writes;   // of the lines, in their order
  std::vector<v1::ExportRegisterResponse> notes;  // overpayments, then held months
};

// `progress` is told grants looked at and lines so far, and answers whether to go on (else CANCELLED).
absl::StatusOr<AssembledRegister> AssembleRegister(
    store::Store& store, const regulation::Catalog& catalog, const RegisterQuestion& question,
    const std::function<bool(std::int64_t grants, std::int64_t lines)>& progress);

// Sets counts, sums and the digest of the CSV.
void SetControlSums(const std::vector<v1::RegisterLine>& lines, v1::Register* head);

}  // namespace oteu::application
