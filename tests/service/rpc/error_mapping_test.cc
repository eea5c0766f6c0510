#include "service/rpc/error_mapping.h"

#include <gtest/gtest.h>

#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "service/errors/error.h"
#include "service/rpc/error_texts.h"

namespace oteu::rpc {
namespace {

google::rpc::Status Details(const PublicError& error) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(error.status.error_details()));
  return details;
}

template <typename Detail>
bool Find(const google::rpc::Status& details, Detail& out) {
  for (const auto& any : details.details()) {
    if (any.UnpackTo(&out)) return true;
  }
  return false;
}

TEST(ErrorMappingTest, FieldViolationsKeepTheirPaths) {
  const PublicError error = MapError(
      InvalidArgument({{"form.iban", "check digits are wrong"}, {"request_id", "is required"}}), "ru");
  EXPECT_EQ(error.status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(error.reason, "INVALID_FIELD");
  const auto details = Details(error);
  EXPECT_EQ(details.code(), static_cast<int>(grpc::StatusCode::INVALID_ARGUMENT));
  google::rpc::BadRequest bad;
  ASSERT_TRUE(Find(details, bad));
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(1).field(), "request_id");
  google::rpc::LocalizedMessage localized;
  ASSERT_TRUE(Find(details, localized));
  EXPECT_EQ(localized.locale(), "ru");
  EXPECT_EQ(localized.message(), ErrorText(ErrorReason::kInvalidField, "ru"));
  google::rpc::RetryInfo retry;
  EXPECT_FALSE(Find(details, retry)) << "a wrong field does not get right by trying again";
}

TEST(ErrorMappingTest, OverloadSaysWhenToTryAgain) {
  const PublicError error = MapError(MakeError(ErrorReason::kOverloaded), "kk");
  EXPECT_EQ(error.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(Find(Details(error), retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
}

TEST(ErrorMappingTest, ConcurrentChangeIsRetriedWithinTheSecond) {
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(Find(Details(MapError(MakeError(ErrorReason::kConcurrentChange), "en")), retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 0);
  EXPECT_EQ(retry.retry_delay().nanos(), 100'000'000);
}

TEST(ErrorMappingTest, ADefectIsHiddenBehindAnIncident) {
  const PublicError error = MapError(absl::InternalError("secret of IIN 160305599993"), "en");
  EXPECT_EQ(error.status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(error.incident_id.size(), 16U);
  EXPECT_EQ(error.status.error_message().find("160305599993"), std::string::npos);
  EXPECT_EQ(error.status.error_details().find("160305599993"), std::string::npos);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(Find(Details(error), info));
  EXPECT_EQ(info.metadata().at("incident_id"), error.incident_id);
  EXPECT_NE(MapError(absl::InternalError("x"), "en").incident_id, error.incident_id);
}

TEST(ErrorMappingTest, MetadataIsPassedOn) {
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(Find(
      Details(MapError(MakeError(ErrorReason::kStateConflict, "", {{"state", "REFUSED"}}), "kk")), info));
  EXPECT_EQ(info.reason(), "STATE_CONFLICT");
  EXPECT_EQ(info.domain(), "oteu");
  EXPECT_EQ(info.metadata().at("state"), "REFUSED");
}

TEST(ErrorMappingTest, EveryReasonHasThreeDifferentTexts) {
  for (int i = 0; i <= static_cast<int>(ErrorReason::kInternal); ++i) {
    const auto reason = static_cast<ErrorReason>(i);
    SCOPED_TRACE(ErrorReasonName(reason));
    EXPECT_FALSE(ErrorText(reason, "kk").empty());
    EXPECT_NE(ErrorText(reason, "kk"), ErrorText(reason, "ru"));
    EXPECT_NE(ErrorText(reason, "ru"), ErrorText(reason, "en"));
  }
}

}  // namespace
}  // namespace oteu::rpc
