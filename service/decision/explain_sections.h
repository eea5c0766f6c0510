// The sections of an explanation, each left out when it has nothing to say.
#pragma once

#include <string>
#include <vector>

#include "oteu/v1/decision.pb.h"
#include "oteu/v1/decision_service.pb.h"
#include "service/decision/texts/texts.h"

namespace oteu::decision {

// Each finding in plain words: what decides first, then what is noted beside it.
void ExplainWhy(const v1::Decision& decision, const Texts& texts, v1::ExplainDecisionResponse* response);
// What facts recorded after the grant changed in it, and what is proposed (clauses 2 to 5).
void ExplainRecalculation(const v1::Decision& decision, const Texts& texts,
                          v1::ExplainDecisionResponse* response);
// Clause 7: what each period pays and by which clause.
void ExplainAmounts(const v1::Decision& decision, const Texts& texts, v1::ExplainDecisionResponse* response);
// Months that are not paid, grouped by why.
void ExplainUnpaidMonths(const v1::Decision& decision, const Texts& texts,
                         v1::ExplainDecisionResponse* response);
// Clause 7 is silent on partly entitled quarters: the reading used, and what the others would pay.
void ExplainReading(const v1::Decision& decision, const Texts& texts, v1::ExplainDecisionResponse* response);
// What can be done, until when.
void ExplainNextSteps(const v1::Decision& decision, const Texts& texts,
                      v1::ExplainDecisionResponse* response);

// "September 2025 – December 2025, March 2026": runs of three and more are drawn together.
std::string ListMonths(const std::vector<std::string>& months, const Texts& texts);

}  // namespace oteu::decision
