// Explain: a decision in words that a parent can read, in Kazakh, Russian or English: what was decided and
// why, what is paid for each quarter and by which clause, which months are not paid, which reading of clause
// 7 was used and what the others would pay, and what can be done until when. Says nothing that the decision
// does not; holds no IIN.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "oteu/v1/decision.pb.h"
#include "oteu/v1/decision_service.pb.h"
#include "service/regulation/catalog.h"

namespace oteu::decision {

// `language` is "kk", "ru" or "en"; anything else is read as "kk". `catalog` is the one the decision was made
// under: it holds the texts of the cited clauses.
v1::ExplainDecisionResponse Explain(const v1::Decision& decision, const regulation::Catalog& catalog,
                                    absl::string_view language);

}  // namespace oteu::decision
