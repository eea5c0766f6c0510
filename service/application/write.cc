#include "service/application/write.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "absl/time/clock.h"
#include "service/application/store_errors.h"
#include "service/limits.h"

namespace oteu::application {
namespace {

constexpr char kValidate[] = "ValidateApplication";        // ACCESS_VALIDATE_APPLICATION
constexpr std::uint32_t kApplicationTag = (1U << 3) | 2U;  // Field 1, length-delimited.
constexpr std::uint32_t kDecisionTag = (2U << 3) | 2U;

// The change of a write that keeps no decision: the application as it was, looked at now.
store::Change TouchOnly(const Dossier& dossier, const v1::Application& before) {
  store::Change change;
  change.application_id = dossier.id;
  change.expected_revision = dossier.expected_revision;
  change.application = before;
  change.application.set_revision(dossier.expected_revision + 1);
  *change.application.mutable_updated_at() = dossier.application.updated_at();
  return change;
}

}  // namespace

std::string EncodeAnswer(const v1::Application& application, absl::string_view decision_bytes) {
  const std::size_t application_size = application.ByteSizeLong();
  std::string bytes;
  bytes.reserve(application_size + decision_bytes.size() + 16);
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.WriteTag(kApplicationTag);
  coded.WriteVarint32(static_cast<std::uint32_t>(application_size));
  application.SerializeWithCachedSizes(&coded);
  coded.WriteTag(kDecisionTag);
  coded.WriteVarint32(static_cast<std::uint32_t>(decision_bytes.size()));
  coded.WriteRaw(decision_bytes.data(), static_cast<int>(decision_bytes.size()));
  coded.Trim();
  return bytes;
}

absl::StatusOr<Answer> DecodeAnswer(absl::string_view bytes) {
  // Every method's response has these two fields, under the same numbers.
  v1::SubmitApplicationResponse response;
  if (!response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return MakeError(ErrorReason::kInternal, "a stored answer cannot be read");
  return Answer{std::move(*response.mutable_application()), std::move(*response.mutable_decision())};
}

void WriteRunner::Start(const std::shared_ptr<Write>& write) {
  in_flight_.Begin();
  if (!write->request_key.empty() && !write->validate_only) {
    const auto before = dependencies_.store->FindRequest(write->request_key);
    if (before.ok()) {
      if (before->request_sha256 != write->request_sha256)
        return Respond(write, MakeError(ErrorReason::kRequestIdReused));
      return Replay(write, before->response);
    }
    if (!absl::IsNotFound(before.status())) return Respond(write, FromStore(before.status(), ""));
  }
  Attempt(write);
}

void WriteRunner::Attempt(const std::shared_ptr<Write>& write) {
  const absl::Time now = dependencies_.clock->Now();
  if (now > write->deadline) return Respond(write, MakeError(ErrorReason::kDeadlineExceeded));
  if (!write->loaded) {
    write->dossier = Dossier();
    if (absl::Status status = write->load(&write->dossier); !status.ok()) return Respond(write, status);
    write->loaded = true;
  }
  const v1::Application before = write->keep_decision ? write->dossier.application : v1::Application();
  const Sources sources = {dependencies_.verifier(), dependencies_.catalog()};
  auto decided =
      DecideDossier(dependencies_, sources, write->registers, now, write->deadline, &write->dossier);
  if (!decided.ok()) return Respond(write, decided.status());
  if (write->accept) {
    if (absl::Status status = write->accept(write->dossier, *decided); !status.ok())
      return Respond(write, status);
  }
  auto fresh = std::make_shared<Answer>();
  if (write->validate_only) {
    fresh->application = write->dossier.application;
    fresh->decision = std::move(decided->decision);
    // Registers were asked about a child. There is no name to record, and what was asked for is personal
    // data: the digest of the decision tells which answer it was to whoever holds it.
    return RecordAndRespond(write, kValidate,
                            {"applications", 1, decision::Sha256Raw(decided->decision_bytes)},
                            std::move(*fresh));
  }
  const bool keeps = !write->keep_decision || write->keep_decision(write->dossier, *decided);
  store::Change change = keeps ? MakeChange(write->dossier, *decided, sources, *dependencies_.store)
                               : TouchOnly(write->dossier, before);
  change.request_key = write->request_key;
  change.request_sha256 = write->request_sha256;
  change.event = keeps ? write->event : "APPLICATION_LOOKED_AT";
  change.actor = write->actor;
  change.at = now;
  if (!write->request_key.empty())
    change.response = EncodeAnswer(write->dossier.application, decided->decision_bytes);
  fresh->application = write->dossier.application;
  fresh->decision = std::move(decided->decision);
  dependencies_.store->Commit(std::move(change),
                              [this, write, fresh](absl::StatusOr<store::CommitResult> result) {
                                Finish(write, std::move(result), fresh);
                              });
}

void WriteRunner::Finish(const std::shared_ptr<Write>& write, absl::StatusOr<store::CommitResult> result,
                         const std::shared_ptr<Answer>& fresh) {
  if (!result.ok()) return Respond(write, FromStore(result.status(), ""));
  switch (result->outcome) {
    case store::CommitOutcome::kCommitted:
      return Respond(write, std::move(*fresh));
    case store::CommitOutcome::kReplayed:
      return Replay(write, result->response);
    case store::CommitOutcome::kRequestIdReused:
      return Respond(write, MakeError(ErrorReason::kRequestIdReused));
    case store::CommitOutcome::kRevisionConflict:
      write->loaded = false;
      break;
    case store::CommitOutcome::kClaimsConflict:
      break;
  }
  if (++write->attempts >= limits::kMaxCommitAttempts)
    return Respond(write, MakeError(ErrorReason::kConcurrentChange));
  // Not here: this thread is the store's, and the others wait for it.
  background_.Run([this, write] { Attempt(write); });
}

void WriteRunner::Replay(const std::shared_ptr<Write>& write, absl::string_view bytes) {
  auto answer = DecodeAnswer(bytes);
  if (!answer.ok()) return Respond(write, answer.status());
  const std::string method = write->request_key.substr(0, write->request_key.find('/'));
  Access access{answer->decision.name(), answer->decision.version(), ""};
  RecordAndRespond(write, method, std::move(access), *std::move(answer));
}

void WriteRunner::RecordAndRespond(const std::shared_ptr<Write>& write, absl::string_view method,
                                   Access access, Answer answer) {
  dependencies_.store->CommitAccess(
      MakeAccessWrite(method, write->actor, std::move(access), dependencies_.clock->Now()),
      [this, write, answer = std::move(answer)](const absl::Status& stored) mutable {
        if (!stored.ok()) return Respond(write, FromStore(stored, ""));
        Respond(write, std::move(answer));
      });
}

void WriteRunner::Respond(const std::shared_ptr<Write>& write, absl::StatusOr<Answer> answer) {
  write->answer(std::move(answer));
  in_flight_.End();
}

}  // namespace oteu::application
