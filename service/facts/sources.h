// Who may state facts: the sources of the configuration, ready to be asked.
//
//   const Source* source = sources->Find("vendor-a");
//   const Charge* charge = source->ChargeOf(school_bin, today);   // null: not in charge of that school today
//
// A school is in the charge of at most one source on any day: a handover is the last day of one and the next
// day as the first of the other.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "oteu/config/v1/server_config.pb.h"

namespace oteu::facts {

struct Charge {
  std::string bin;
  absl::CivilDay from;     // CivilDay::min(): without beginning
  absl::CivilDay through;  // CivilDay::max(): without end
  std::string from_text;   // ISO day; empty: without beginning
};

struct Source {
  std::string id;
  bool is_school_system = false;
  std::vector<Charge> charges;  // of a school system
  std::set<int> kinds;          // that it may state

  const Charge* ChargeOf(absl::string_view bin, absl::CivilDay day) const;
  // True when it is or was ever in charge of the school.
  bool EverInChargeOf(absl::string_view bin) const;
};

// One thing wrong with the configuration.
struct SourceProblem {
  std::string field;  // "facts.sources[1].schools[0].bin"
  std::string message;
};
std::vector<SourceProblem> CheckSources(const config::v1::FactsConfig& config);

class Sources {
 public:
  // INVALID_ARGUMENT with the first of CheckSources' problems.
  static absl::StatusOr<std::shared_ptr<const Sources>> Create(const config::v1::FactsConfig& config);

  // Null when there is none of that id.
  const Source* Find(absl::string_view id) const;

 private:
  std::map<std::string, Source, std::less<>> sources_;
};

}  // namespace oteu::facts
