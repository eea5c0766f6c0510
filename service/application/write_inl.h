// Templates of write.h. Not for inclusion elsewhere.
#pragma once

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/decision/serialize.h"
#include "service/errors/error.h"

namespace oteu::application {

template <typename Request>
void SetRequest(absl::string_view method, const Request& request, Write* write) {
  write->request_key = absl::StrCat(method, "/", request.request_id());
  write->request_sha256 = decision::Sha256Raw(decision::SerializeDeterministically(request));
}

template <typename Response, typename Done>
absl::AnyInvocable<void(absl::StatusOr<Answer>)> AnswerAs(Done done) {
  return [done = std::move(done)](absl::StatusOr<Answer> answer) mutable {
    if (!answer.ok()) return done(answer.status());
    Response response;
    *response.mutable_application() = std::move(answer->application);
    *response.mutable_decision() = std::move(answer->decision);
    done(std::move(response));
  };
}

}  // namespace oteu::application
