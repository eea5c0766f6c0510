#include "service/application/evidence.h"

#include <algorithm>
#include <string>
#include <utility>

#include "service/limits.h"

namespace oteu::application {
namespace {

using verification::MissingRevocation;

std::vector<MissingRevocation> MissingOf(const std::vector<decision::DocumentReading>& readings) {
  std::vector<MissingRevocation> all;
  for (const decision::DocumentReading& reading : readings) {
    for (const MissingRevocation& missing : reading.missing) {
      const auto same = [&](const MissingRevocation& other) {
        return other.certificate == missing.certificate;
      };
      if (all.size() < limits::kMaxOcspQuestions && std::none_of(all.begin(), all.end(), same))
        all.push_back(missing);
    }
  }
  return all;
}

// The oldest make room. True when something is new.
bool Keep(std::vector<std::string> responses, v1::DecisionInputs* inputs) {
  bool is_new = false;
  auto* kept = inputs->mutable_ocsp_responses();
  for (std::string& response : responses) {
    if (std::find(kept->begin(), kept->end(), response) != kept->end()) continue;
    if (kept->size() == limits::kMaxOcspResponsesKept) kept->erase(kept->begin());
    *kept->Add() = std::move(response);
    is_new = true;
  }
  return is_new;
}

}  // namespace

absl::StatusOr<verification::VerificationResult> VerifyWithEvidence(const verification::Verifier& verifier,
                                                                    verification::VerificationRequest request,
                                                                    RevocationSource* source,
                                                                    absl::Time deadline) {
  auto result = verifier.Verify(request);
  std::vector<std::string> responses;
  for (int round = 0; source != nullptr && round < limits::kMaxEvidenceRounds; ++round) {
    if (!result.ok() || result->missing.empty()) break;
    std::vector<std::string> more = source->Collect(result->missing, deadline);
    if (more.empty()) break;
    for (std::string& response : more) responses.push_back(std::move(response));
    request.ocsp_responses.assign(responses.begin(), responses.end());
    result = verifier.Verify(request);
  }
  return result;
}

absl::StatusOr<std::vector<decision::DocumentReading>> ReadWithEvidence(
    const verification::Verifier& verifier, RevocationSource* source, absl::Time deadline, Dossier* dossier) {
  auto readings = decision::ReadDocumentsForDecision(dossier->documents, dossier->inputs, verifier);
  for (int round = 0; source != nullptr && round < limits::kMaxEvidenceRounds; ++round) {
    if (!readings.ok()) break;
    const std::vector<MissingRevocation> missing = MissingOf(*readings);
    if (missing.empty() || !Keep(source->Collect(missing, deadline), &dossier->inputs)) break;
    readings = decision::ReadDocumentsForDecision(dossier->documents, dossier->inputs, verifier);
  }
  return readings;
}

}  // namespace oteu::application
