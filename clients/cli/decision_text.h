// Applications and decisions laid out for a person.
#pragma once

#include <string>

#include "oteu/v1/application.pb.h"
#include "oteu/v1/decision.pb.h"

namespace oteu::cli {

// Name, state, district, documents: a few lines.
std::string ApplicationText(const oteu::v1::Application& application, bool color);

// Outcome, findings with clauses, documents, quarters with months, amounts and clauses, deadlines.
std::string DecisionText(const oteu::v1::Decision& decision, bool color);

}  // namespace oteu::cli
