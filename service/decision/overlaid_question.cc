#include "service/decision/overlaid_question.h"

#include <map>
#include <string>
#include <utility>

#include "service/decision/case.h"
#include "service/decision/facts.h"
#include "service/facts/fold.h"

namespace oteu::decision {
namespace {

std::vector<DocumentReading> ReadingsOf(const v1::Decision& decision) {
  std::vector<DocumentReading> readings;
  for (const v1::DocumentResult& result : decision.documents()) readings.push_back({result, {}});
  return readings;
}

// BIN of the school by the id of each documented period of home education.
std::map<std::string, std::string> SchoolBins(const v1::Decision& decision) {
  std::map<std::string, std::string> bins;
  for (int i = 0; i < decision.documents_size(); ++i) {
    const v1::DocumentResult& result = decision.documents(i);
    if (result.has_school_certificate())
      bins[DocumentPath(static_cast<std::size_t>(i))] = result.school_certificate().school_bin();
  }
  return bins;
}

}  // namespace

absl::StatusOr<OverlaidQuestion> OverlayFacts(const std::vector<v1::RecordedFact>& standing,
                                              const v1::Decision& decision, const v1::DecisionInputs& inputs,
                                              const regulation::Catalog& catalog) {
  const std::vector<DocumentReading> readings = ReadingsOf(decision);
  auto made = MakeCase(inputs, readings, catalog);
  if (!made.ok()) return made.status();
  for (std::size_t i = 0; i < readings.size(); ++i) made->accepted[i] = readings[i].result.accepted();
  OverlaidQuestion out{made->decided_on, BuildQuestion(*made)};
  if (out.question.has_value()) {
    facts::Overlay(standing, inputs.form().applicant_iin(), SchoolBins(decision), catalog.time_zone(),
                   out.question->mutable_facts());
  }
  return out;
}

}  // namespace oteu::decision
