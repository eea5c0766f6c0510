// Deciding: fills a dossier from documents, registers and claims, decides, and makes the Change that stores
// it.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/application/dossier.h"
#include "service/application/use_cases.h"

namespace oteu::application {

// Trust and law of one call: one snapshot throughout.
struct Sources {
  std::shared_ptr<const verification::Verifier> verifier;
  std::shared_ptr<const regulation::Catalog> catalog;
};

enum class Registers {
  kAsk,   // ask again
  kKeep,  // the answers that the standing decision rests on: an officer acts on exactly what was heard
};

struct Decided {
  v1::Decision decision;
  std::string decision_bytes;  // deterministic: what is stored and replayed
  std::string inputs_bytes;
  std::int64_t claims_version = 0;
};

// Sets the dossier's application to the new state. Fails only when the work cannot be done (UNKNOWN_DISTRICT,
// storage).
absl::StatusOr<Decided> DecideDossier(const Dependencies& dependencies, const Sources& sources,
                                      Registers registers, absl::Time now, absl::Time deadline,
                                      Dossier* dossier);

// The write of a decision, without request, event and actor. Snapshots that the store holds are left out.
store::Change MakeChange(const Dossier& dossier, const Decided& decided, const Sources& sources,
                         store::Store& store);

// Refusal reasons of a decision that another one did not have.
bool HasNewRefusal(const v1::Decision& decision, const v1::Decision& before);

}  // namespace oteu::application
