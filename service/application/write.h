// Write: one idempotent write through its attempts: load, decide, commit; again when somebody else changed
// what it rests on.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/application/access.h"
#include "service/application/background.h"
#include "service/application/deciding.h"
#include "service/application/dossier.h"

namespace oteu::application {

// What a write came to.
struct Answer {
  v1::Application application;
  v1::Decision decision;
};

struct Write {
  std::string request_key;     // "Method/request_id"; empty: a write of the service's own
  std::string request_sha256;  // 32 raw bytes
  std::string event;           // UPPER_SNAKE, for the audit log
  std::string actor;
  absl::Time deadline = absl::InfiniteFuture();
  Registers registers = Registers::kAsk;
  bool validate_only = false;

  // Makes the dossier ready for the decision. Called again after a revision conflict.
  std::function<absl::Status(Dossier* dossier)> load;
  // Whether this decision may be stored; null: any.
  std::function<absl::Status(const Dossier& dossier, const Decided& decided)> accept;
  // Whether a decision is to be made at all; null: yes. False stores the application alone.
  std::function<bool(const Dossier& dossier, const Decided& decided)> keep_decision;
  absl::AnyInvocable<void(absl::StatusOr<Answer>)> answer;

  // State of the attempts.
  Dossier dossier;
  bool loaded = false;
  int attempts = 0;
};

// Runs writes. Thread-safe; outlives them (the destructor waits).
class WriteRunner {
 public:
  // `dependencies` outlives the runner.
  explicit WriteRunner(const Dependencies& dependencies) : dependencies_(dependencies) {}
  ~WriteRunner() { in_flight_.Wait(); }

  // Answers exactly once, possibly before it returns.
  void Start(const std::shared_ptr<Write>& write);

 private:
  void Attempt(const std::shared_ptr<Write>& write);
  void Finish(const std::shared_ptr<Write>& write, absl::StatusOr<store::CommitResult> result,
              const std::shared_ptr<Answer>& fresh);
  // A retry's stored answer.
  void Replay(const std::shared_ptr<Write>& write, absl::string_view bytes);
  // Responds when the reading is in the audit chain, and not at all when it cannot be: no record of a write
  // stands for this answer.
  void RecordAndRespond(const std::shared_ptr<Write>& write, absl::string_view method, Access access,
                        Answer answer);
  void Respond(const std::shared_ptr<Write>& write, absl::StatusOr<Answer> answer);

  const Dependencies& dependencies_;
  InFlight in_flight_;
  Background background_;
};

// SHA-256 of a request, and the key it is kept under.
template <typename Request>
void SetRequest(absl::string_view method, const Request& request, Write* write);

// The serialized response {application = 1; decision = 2}, as every write answers, from bytes that exist
// already. The decision stands last, so that the store can share its bytes.
std::string EncodeAnswer(const v1::Application& application, absl::string_view decision_bytes);
// The same back.
absl::StatusOr<Answer> DecodeAnswer(absl::string_view bytes);

// Turns the answer into the method's response.
template <typename Response, typename Done>
absl::AnyInvocable<void(absl::StatusOr<Answer>)> AnswerAs(Done done);

}  // namespace oteu::application

#include "service/application/write_inl.h"
