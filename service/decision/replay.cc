#include "service/decision/replay.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/message_differencer.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/decision/recalculate.h"
#include "service/decision/serialize.h"
#include "service/errors/error.h"
#include "service/limits.h"

namespace oteu::decision {
namespace {

using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;

// Paths only: values can be personal data.
class PathReporter final : public MessageDifferencer::Reporter {
 public:
  explicit PathReporter(v1::ReplayDecisionResponse* response) : response_(response) {}

  void ReportAdded(const Message&, const Message&,
                   const std::vector<MessageDifferencer::SpecificField>& path) override {
    Add(path);
  }
  void ReportDeleted(const Message&, const Message&,
                     const std::vector<MessageDifferencer::SpecificField>& path) override {
    Add(path);
  }
  void ReportModified(const Message&, const Message&,
                      const std::vector<MessageDifferencer::SpecificField>& path) override {
    // A message is reported after the fields inside it that differ: those say it all.
    const auto* field = path.empty() ? nullptr : path.back().field;
    if (field != nullptr && field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) return;
    Add(path);
  }

 private:
  void Add(const std::vector<MessageDifferencer::SpecificField>& path) {
    if (response_->differences_size() >= limits::kMaxReplayDifferences) return;
    std::string text;
    for (const auto& step : path) {
      if (step.field == nullptr) continue;
      absl::StrAppend(&text, text.empty() ? "" : ".", step.field->name());
      const int index = step.index >= 0 ? step.index : step.new_index;
      if (step.field->is_repeated() && index >= 0) absl::StrAppend(&text, "[", index, "]");
    }
    response_->add_differences(text);
  }

  v1::ReplayDecisionResponse* response_;
};

v1::ReplayDecisionResponse Compare(absl::string_view stored_bytes, const v1::Decision& stored,
                                   const v1::Decision& again) {
  const std::string bytes = SerializeDeterministically(again);
  v1::ReplayDecisionResponse response;
  response.set_name(stored.name());
  response.set_identical(stored_bytes == absl::string_view(bytes));
  response.set_stored_sha256(Sha256Hex(stored_bytes));
  response.set_replayed_sha256(Sha256Hex(bytes));
  if (!response.identical()) {
    PathReporter reporter(&response);
    MessageDifferencer differencer;
    differencer.ReportDifferencesTo(&reporter);
    differencer.Compare(stored, again);
  }
  return response;
}

bool Read(absl::string_view bytes, v1::Decision* decision) {
  return decision->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

absl::StatusOr<v1::ReplayDecisionResponse> Replay(
    absl::string_view stored_decision, const v1::DecisionInputs& inputs,
    const google::protobuf::RepeatedPtrField<v1::Document>& documents, const verification::Verifier& verifier,
    const regulation::Catalog& catalog) {
  v1::Decision stored;
  if (!Read(stored_decision, &stored))
    return MakeError(ErrorReason::kInternal, "the stored decision cannot be read");
  const auto readings = ReadDocumentsForDecision(documents, inputs, verifier);
  if (!readings.ok()) return readings.status();
  auto again = Decide(inputs, *readings, catalog);
  if (!again.ok()) return again.status();
  // What it was made under is what the snapshots say, not what the inputs claim.
  again->set_regulation_sha256(catalog.sha256());
  again->set_trust_snapshot_sha256(verifier.trust_snapshot_sha256());
  return Compare(stored_decision, stored, *again);
}

absl::StatusOr<v1::ReplayDecisionResponse> ReplayRecalculation(absl::string_view stored_decision,
                                                               const v1::DecisionInputs& inputs,
                                                               absl::string_view reference_decision,
                                                               absl::string_view previous_decision,
                                                               const regulation::Catalog& catalog) {
  v1::Decision stored, reference, previous;
  if (!Read(stored_decision, &stored) || !Read(reference_decision, &reference) ||
      !Read(previous_decision, &previous)) {
    return MakeError(ErrorReason::kInternal, "a stored decision cannot be read");
  }
  // The decisions that it rests on must be the very ones.
  const v1::RecalculationInputs& rests_on = inputs.recalculation();
  if (Sha256Hex(reference_decision) != rests_on.reference_sha256() ||
      Sha256Hex(previous_decision) != rests_on.previous_sha256()) {
    v1::ReplayDecisionResponse response;
    response.set_name(stored.name());
    response.set_stored_sha256(Sha256Hex(stored_decision));
    response.add_differences("recalculation");
    return response;
  }
  auto again = Recalculate(reference, previous, inputs, catalog);
  if (!again.ok()) return again.status();
  again->set_regulation_sha256(catalog.sha256());
  return Compare(stored_decision, stored, *again);
}

}  // namespace oteu::decision
