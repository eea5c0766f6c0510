#include "service/errors/error.h"

#include <gtest/gtest.h>

namespace oteu {
namespace {

TEST(ErrorTest, CarriesReasonMetadataAndCode) {
  const absl::Status status = MakeError(ErrorReason::kStateConflict, "", {{"state", "REFUSED"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  const auto info = GetErrorInfo(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason, ErrorReason::kStateConflict);
  ASSERT_EQ(info->metadata.size(), 1U);
  EXPECT_EQ(info->metadata[0].second, "REFUSED");
}

TEST(ErrorTest, KeepsEveryFieldViolation) {
  const absl::Status status =
      InvalidArgument({{"form.iban", "check digits are wrong"}, {"request_id", "is required"}});
  EXPECT_EQ(status.message(), "form.iban: check digits are wrong");
  const auto info = GetErrorInfo(status);
  ASSERT_TRUE(info.has_value());
  EXPECT_EQ(info->reason, ErrorReason::kInvalidField);
  ASSERT_EQ(info->violations.size(), 2U);
  EXPECT_EQ(info->violations[1].field, "request_id");
}

TEST(ErrorTest, ForeignStatusHasNoInfo) {
  EXPECT_FALSE(GetErrorInfo(absl::InternalError("x")).has_value());
  EXPECT_FALSE(GetErrorInfo(absl::OkStatus()).has_value());
}

}  // namespace
}  // namespace oteu
