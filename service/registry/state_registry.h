// StateRegistry: what the state registers say about a family and about institutions.
//
// Two implementations: FileRegistry (a text-format protobuf file; the default of a demonstration) and
// GrpcRegistry (a client of oteu.v1.StateRegistryService). A register that does not answer is UNAVAILABLE,
// never NOT_FOUND.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "oteu/v1/registry.pb.h"

namespace oteu::registry {

class StateRegistry {
 public:
  virtual ~StateRegistry() = default;

  // Never fails: when nothing can be asked, every register in the answer is UNAVAILABLE. May block until
  // `deadline`.
  virtual oteu::v1::FamilyRecord LookUpFamily(const std::string& child_iin, const std::string& applicant_iin,
                                              absl::Time deadline) = 0;

  // One institution per BIN, in order; UNAVAILABLE when the register did not answer. May block until
  // `deadline`.
  virtual std::vector<oteu::v1::Institution> LookUpInstitutions(const std::vector<std::string>& bins,
                                                                absl::Time deadline) = 0;
};

}  // namespace oteu::registry
