// PushFacts, chunk by chunk, and its unary twin: who speaks, is each fact well formed and about a pupil,
// record, answer.
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/application/recalculating.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/facts/rejection_texts.h"
#include "service/facts/subject.h"
#include "service/facts/validate.h"
#include "service/limits.h"

namespace oteu::application {
namespace {

// A chunk on its way: the answer, and which of its results each stored fact belongs to.
struct ChunkWork {
  v1::FactChunkResult result;
  std::vector<int> positions;
  std::string language;
};

void Reject(v1::FactErrorReason reason, const char* field, const std::string& language,
            v1::FactResult* result) {
  result->set_outcome(v1::FACT_OUTCOME_REJECTED);
  v1::FactRejection* rejection = result->mutable_rejection();
  rejection->set_reason(reason);
  rejection->set_field(field);
  rejection->set_message(facts::RejectionText(reason, language));
}

void SetOutcome(store::FactStored stored, const std::string& language, v1::FactResult* result) {
  switch (stored) {
    case store::FactStored::kNew:
      return result->set_outcome(v1::FACT_OUTCOME_NEW);
    case store::FactStored::kSame:
      return result->set_outcome(v1::FACT_OUTCOME_SAME);
    case store::FactStored::kSuperseded:
      return result->set_outcome(v1::FACT_OUTCOME_SUPERSEDED);
    case store::FactStored::kStale:
      return result->set_outcome(v1::FACT_OUTCOME_STALE);
    case store::FactStored::kRevisionReused:
      return Reject(v1::FACT_ERROR_REASON_REVISION_REUSED, "revision", language, result);
    case store::FactStored::kTooMany:
      return Reject(v1::FACT_ERROR_REASON_TOO_MANY, "", language, result);
  }
}

// Only where there are any: the walk over all fields costs more than everything else here.
void DropUnknownFields(v1::Fact* fact) {
  const auto has_any = [](const google::protobuf::Message& message) {
    return !message.GetReflection()->GetUnknownFields(message).empty();
  };
  if (has_any(*fact) || has_any(fact->from()) || has_any(fact->through())) fact->DiscardUnknownFields();
}

store::FactWrite ToWrite(v1::Fact fact) {
  DropUnknownFields(&fact);
  store::FactWrite write;
  write.fact = fact.SerializeAsString();  // without maps there is one way to do it
  write.fact_id = std::move(*fact.mutable_fact_id());
  write.revision = fact.revision();
  write.kind = fact.kind();
  write.subject = facts::SubjectOf(fact);
  write.value = facts::ValueOf(fact);
  write.child_iin = std::move(*fact.mutable_child_iin());
  write.retracted = fact.retracted();
  write.concerns_entitlement = facts::ConcernsEntitlement(fact.kind());
  return write;
}

absl::Status CheckChunk(const v1::FactChunk& chunk) {
  if (chunk.facts_size() > limits::kMaxFactsPerChunk) {
    return MakeError(ErrorReason::kLimitExceeded, "chunk.facts: too many", {{"limit", "facts_per_chunk"}});
  }
  if (chunk.offset() < 0 || chunk.offset() > std::int64_t{1} << 62)
    return InvalidArgument({{"chunk.offset", "is out of range"}});
  return absl::OkStatus();
}

// Children by IIN: whether the school may speak of them. One look-up a child and chunk.
class Pupils {
 public:
  Pupils(store::Store& store, std::string school_bin) : store_(store), school_bin_(std::move(school_bin)) {}

  absl::StatusOr<bool> Has(const std::string& child_iin) {
    if (school_bin_.empty()) return true;  // a register speaks of any child
    const auto known = known_.find(child_iin);
    if (known != known_.end()) return known->second;
    auto found = store_.IsPupil(school_bin_, child_iin);
    if (found.ok()) known_[child_iin] = *found;
    return found;
  }

 private:
  store::Store& store_;
  const std::string school_bin_;
  std::map<std::string, bool> known_;
};

// Fills the batch with what may be recorded, and the results of what may not.
absl::Status Sort(v1::FactChunk& chunk, const facts::Source& source, absl::CivilDay today, Pupils& pupils,
                  ChunkWork* work, store::FactBatch* batch) {
  work->result.set_offset(chunk.offset());
  work->result.mutable_results()->Reserve(chunk.facts_size());
  batch->facts.reserve(static_cast<std::size_t>(chunk.facts_size()));
  for (int i = 0; i < chunk.facts_size(); ++i) {
    v1::Fact& fact = *chunk.mutable_facts(i);
    v1::FactResult* result = work->result.add_results();
    if (facts::IsFactId(fact.fact_id())) result->set_fact_id(fact.fact_id());
    result->set_revision(fact.revision());
    if (const auto rejection = facts::ValidateFact(fact, source, today); rejection.has_value()) {
      Reject(rejection->reason, rejection->field, work->language, result);
      continue;
    }
    const auto pupil = pupils.Has(fact.child_iin());
    if (!pupil.ok()) return FromStore(pupil.status(), "");
    if (!*pupil) {
      Reject(v1::FACT_ERROR_REASON_NOT_A_PUPIL, "child_iin", work->language, result);
      continue;
    }
    work->positions.push_back(i);
    batch->facts.push_back(ToWrite(std::move(fact)));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::FactChunkResult> JudgeOnly(store::Store& store, const store::FactBatch& batch,
                                              std::int64_t committed_offset, ChunkWork* work) {
  for (std::size_t i = 0; i < batch.facts.size(); ++i) {
    const auto stored = store.JudgeFact(batch, batch.facts[i]);
    if (!stored.ok()) return FromStore(stored.status(), "");
    SetOutcome(*stored, work->language, work->result.mutable_results(work->positions[i]));
  }
  work->result.set_committed_offset(committed_offset);
  return std::move(work->result);
}

absl::StatusOr<v1::FactChunkResult> FromCommit(absl::StatusOr<store::FactBatchResult> stored,
                                               ChunkWork* work) {
  if (!stored.ok()) return FromStore(stored.status(), "");
  if (stored->gap) {
    return MakeError(ErrorReason::kOffsetGap, "facts before the offset are not stored",
                     {{"committed_offset", absl::StrCat(stored->committed_offset)}});
  }
  for (std::size_t i = 0; i < stored->outcomes.size(); ++i) {
    SetOutcome(stored->outcomes[i], work->language, work->result.mutable_results(work->positions[i]));
  }
  work->result.set_committed_offset(stored->committed_offset);
  return std::move(work->result);
}

}  // namespace

absl::StatusOr<FactSpeaker> UseCasesImpl::IdentifySpeaker(const CallContext& call,
                                                          const v1::PushFactsStart& start,
                                                          absl::CivilDay today) const {
  FactSpeaker speaker;
  speaker.source =
      dependencies_.fact_sources == nullptr ? nullptr : dependencies_.fact_sources->Find(start.source());
  // The seam for identity: a caller that proved who it is speaks as no other source.
  const bool proven = call.caller != "anonymous";
  if (speaker.source == nullptr || (proven && call.caller != start.source()))
    return MakeError(ErrorReason::kUnknownSource, "start.source: no such source");
  if (!speaker.source->is_school_system) {
    if (!start.school_bin().empty())
      return InvalidArgument({{"start.school_bin", "only for a school system"}});
    return speaker;
  }
  if (start.school_bin().empty()) return InvalidArgument({{"start.school_bin", "required"}});
  speaker.charge = speaker.source->ChargeOf(start.school_bin(), today);
  if (speaker.charge == nullptr)
    return MakeError(ErrorReason::kNotInCharge, "start.school_bin: the source does not speak for it today");
  return speaker;
}

absl::StatusOr<v1::PushFactsStarted> UseCasesImpl::OpenFactSession(const CallContext& call,
                                                                   const v1::PushFactsStart& start) {
  const auto speaker = IdentifySpeaker(call, start, Today(*dependencies_.catalog()));
  if (!speaker.ok()) return speaker.status();
  const auto offset = dependencies_.store->GetFactOffset(start.source(), start.school_bin());
  if (!offset.ok()) return FromStore(offset.status(), "");
  v1::PushFactsStarted started;
  started.set_committed_offset(*offset);
  started.set_facts_per_chunk_max(limits::kMaxFactsPerChunk);
  return started;
}

void UseCasesImpl::PushFactChunk(const CallContext& call, const v1::PushFactsStart& start,
                                 v1::FactChunk chunk, Done<v1::FactChunkResult> done) {
  const auto catalog = dependencies_.catalog();
  const absl::CivilDay today = Today(*catalog);
  const auto speaker = IdentifySpeaker(call, start, today);
  if (!speaker.ok()) return done(speaker.status());
  if (absl::Status status = CheckChunk(chunk); !status.ok()) return done(std::move(status));
  auto work = std::make_shared<ChunkWork>();
  work->language = call.language;
  store::FactBatch batch;
  batch.source = start.source();
  batch.school_bin = start.school_bin();
  if (speaker->charge != nullptr) batch.charge_from = speaker->charge->from_text;
  batch.offset = chunk.offset();
  batch.count = chunk.facts_size();
  batch.actor = start.source();
  batch.at = dependencies_.clock->Now();
  store::Store& store = *dependencies_.store;
  Pupils pupils(store, start.school_bin());
  absl::Status sorted = Sort(chunk, *speaker->source, today, pupils, work.get(), &batch);
  if (!sorted.ok()) return done(std::move(sorted));
  if (start.validate_only()) {
    const auto offset = store.GetFactOffset(start.source(), start.school_bin());
    if (!offset.ok()) return done(FromStore(offset.status(), ""));
    return done(JudgeOnly(store, batch, *offset, work.get()));
  }
  batch.recalculate = MakeRecalculate(catalog, store.HasSnapshot(catalog->sha256()), batch.at);
  store.CommitFacts(std::move(batch),
                    [work, done = std::move(done)](absl::StatusOr<store::FactBatchResult> stored) mutable {
                      done(FromCommit(std::move(stored), work.get()));
                    });
}

void UseCasesImpl::BatchPushFacts(const CallContext& call, v1::BatchPushFactsRequest request,
                                  Done<v1::BatchPushFactsResponse> done) {
  PushFactChunk(call, request.start(), std::move(*request.mutable_chunk()),
                [done = std::move(done)](absl::StatusOr<v1::FactChunkResult> result) mutable {
                  if (!result.ok()) return done(result.status());
                  v1::BatchPushFactsResponse response;
                  *response.mutable_result() = *std::move(result);
                  done(std::move(response));
                });
}

}  // namespace oteu::application
