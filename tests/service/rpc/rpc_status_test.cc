// Public errors: reason, texts in three languages, details that fit, and nothing of an internal error.
#include "service/rpc/rpc_status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <set>

#include "google/rpc/error_details.pb.h"
#include "service/rpc/error_texts.h"

namespace oteu::rpc {
namespace {

using testing::HasSubstr;
using testing::Not;

template <typename Detail>
std::optional<Detail> Find(const google::rpc::Status& status) {
  for (const auto& any : status.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

TEST(ErrorTextsTest, EveryReasonHasThreeDifferentSentences) {
  for (int r = 0; r <= static_cast<int>(ErrorReason::kInternal); ++r) {
    const auto reason = static_cast<ErrorReason>(r);
    const std::set<std::string> texts = {ErrorText(reason, "kk"), ErrorText(reason, "ru"),
                                         ErrorText(reason, "en")};
    EXPECT_EQ(texts.size(), 3U) << ErrorReasonName(reason);
    for (const std::string& text : texts) EXPECT_GT(text.size(), 10U);
    EXPECT_STREQ(ErrorText(reason, "fr"), ErrorText(reason, "kk"));
  }
}

TEST(RpcStatusTest, ReasonMetadataAndText) {
  const auto status =
      ToRpcStatus(MakeError(ErrorReason::kStateConflict, "not now", {{"state", "GRANTED"}}), "ru", nullptr);
  EXPECT_EQ(status.code(), static_cast<int>(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(status)->reason(), "STATE_CONFLICT");
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(status)->domain(), "oteu");
  EXPECT_EQ(Find<google::rpc::ErrorInfo>(status)->metadata().at("state"), "GRANTED");
  EXPECT_EQ(Find<google::rpc::LocalizedMessage>(status)->locale(), "ru");
  EXPECT_EQ(Find<google::rpc::LocalizedMessage>(status)->message(),
            ErrorText(ErrorReason::kStateConflict, "ru"));
  EXPECT_FALSE(Find<google::rpc::RetryInfo>(status).has_value());
}

TEST(RpcStatusTest, FieldViolationsComeThrough) {
  const auto status =
      ToRpcStatus(InvalidArgument({{"form.child_iin", "control digit is wrong"}, {"form.iban", "is empty"}}),
                  "en", nullptr);
  const auto bad = Find<google::rpc::BadRequest>(status);
  ASSERT_EQ(bad->field_violations_size(), 2);
  EXPECT_EQ(bad->field_violations(1).field(), "form.iban");
}

TEST(RpcStatusTest, ManyViolationsAreCutSoThatTheErrorArrives) {
  std::vector<FieldViolation> violations;
  for (int i = 0; i < 2000; ++i)
    violations.push_back({"documents[" + std::to_string(i) + "].type", "is required"});
  const auto status = ToRpcStatus(InvalidArgument(violations), "kk", nullptr);
  EXPECT_LE(status.ByteSizeLong(), static_cast<std::size_t>(kDetailBytesMax));
  const auto bad = Find<google::rpc::BadRequest>(status);
  EXPECT_GT(bad->field_violations_size(), 10);
  EXPECT_THAT(bad->field_violations().rbegin()->description(), HasSubstr("more"));
}

TEST(RpcStatusTest, WhatCanBeRetriedSaysWhen) {
  for (auto reason : {ErrorReason::kOverloaded, ErrorReason::kShuttingDown, ErrorReason::kStorageUnavailable,
                      ErrorReason::kConcurrentChange}) {
    const auto retry = Find<google::rpc::RetryInfo>(ToRpcStatus(MakeError(reason), "kk", nullptr));
    ASSERT_TRUE(retry.has_value()) << ErrorReasonName(reason);
    EXPECT_GT(retry->retry_delay().seconds() + retry->retry_delay().nanos(), 0);
  }
}

TEST(RpcStatusTest, AnInternalErrorTellsOnlyItsIncident) {
  class FixedClock final : public Clock {
    absl::Time Now() const override { return absl::UnixEpoch(); }
  } clock;
  std::string lines;
  logging::Logger log([&](absl::string_view line) { lines += std::string(line); }, logging::Level::kInfo,
                      &clock);
  for (const absl::Status& defect :
       {absl::InternalError("row of 850101400012 is odd"), absl::DataLossError("row odd"),
        absl::UnknownError("odd"), absl::NotFoundError("odd")}) {
    lines.clear();
    const auto status = ToRpcStatus(defect, "en", &log);
    EXPECT_EQ(status.code(), static_cast<int>(absl::StatusCode::kInternal));
    EXPECT_THAT(status.SerializeAsString(), Not(HasSubstr("odd")));
    const std::string incident = Find<google::rpc::ErrorInfo>(status)->metadata().at("incident");
    EXPECT_EQ(incident.size(), 16U);
    EXPECT_THAT(lines, HasSubstr(incident));
    EXPECT_THAT(lines, HasSubstr("odd"));
    EXPECT_THAT(lines, Not(HasSubstr("850101")));
  }
}

}  // namespace
}  // namespace oteu::rpc
