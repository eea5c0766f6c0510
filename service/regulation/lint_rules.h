// The checks that lint.cc puts together, one file each. Internal to service/regulation.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "oteu/regulation/v1/regulation.pb.h"
#include "service/regulation/lint_scope.h"

namespace oteu::regulation {

// lint_fields.cc. Every field of a message, by its type: what is required is there, dates exist, strings are
// UTF-8 within their bounds, enums are declared, sources say what was read, texts have their languages.
void CheckFields(const Scope& scope, const google::protobuf::Message& message);

// lint_national.cc. Time zone, academic years, national acts.
void CheckNational(const Scope& scope, const v1::NationalData& national);

// lint_calendar.cc. Days off are weekdays, worked weekends are weekends, nothing is said twice.
void CheckCalendar(const Scope& scope, const v1::NationalData& national);

// lint_mci.cc. Each purpose has one value for every day from its first on.
void CheckMci(const Scope& scope, const v1::NationalData& national);

// lint_regulation.cc. Ids, KATO codes, BINs, documents, refusal grounds, deadlines.
void CheckRegulation(const Scope& scope, const v1::Regulation& regulation);

// lint_rules_of_law.cc. Amount (clause 7), term (clause 4) and stop events (clauses 3 and 5) of a version.
void CheckAmount(const Scope& version_scope, const v1::RegulationVersion& version,
                 const v1::NationalData& national);
void CheckStopEvents(const Scope& version_scope, const v1::RegulationVersion& version);

// lint_versions.cc. No day between the first and the last is without a version in force, none has two that
// cannot be ordered.
void CheckVersions(const Scope& scope, const v1::Regulation& regulation);

// lint_references.cc. Every clause that a rule rests on is there.
void CheckReferences(const Scope& version_scope, const v1::RegulationVersion& version,
                     const v1::NationalData& national);

}  // namespace oteu::regulation
