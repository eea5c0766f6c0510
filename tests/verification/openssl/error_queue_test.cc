#include "verification/openssl/error_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/evperr.h>
#include <openssl/x509err.h>

namespace oteu::verification::openssl {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ErrorQueue : public ::testing::Test {
 protected:
  void SetUp() override { ClearErrors(); }
  void TearDown() override { EXPECT_EQ(ERR_peek_error(), 0U) << "errors left for the next caller"; }
};

TEST_F(ErrorQueue, EmptyQueueGivesTheBareMessage) {
  EXPECT_EQ(TakeErrors(absl::StatusCode::kInternal, "chain"), absl::InternalError("chain"));
}

TEST_F(ErrorQueue, QuotesLibraryAndReasonOldestFirst) {
  ERR_raise(ERR_LIB_X509, X509_R_CRL_ALREADY_DELTA);
  ERR_raise(ERR_LIB_X509, X509_R_WRONG_TYPE);
  const absl::Status status = TakeErrors(absl::StatusCode::kInvalidArgument, "CRL");
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(status.message()),
            "CRL: x509 certificate routines: crl already delta; x509 certificate routines: wrong type");
}

TEST_F(ErrorQueue, NeverQuotesAttachedData) {
  ERR_raise_data(ERR_LIB_X509, X509_R_WRONG_TYPE, "IIN123456789012");
  EXPECT_THAT(std::string(TakeErrors(absl::StatusCode::kInternal, "name").message()),
              Not(HasSubstr("123456789012")));
}

TEST_F(ErrorQueue, IsBoundedHoweverLongTheQueue) {
  for (int i = 0; i < 100; ++i) {
    ERR_raise(ERR_LIB_EVP, EVP_R_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE);
  }
  EXPECT_EQ(DrainErrors().text.size(), kMaxErrorTextBytes);
}

TEST_F(ErrorQueue, ReportsMemoryRunningOutWhateverTheCodeAsked) {
  ERR_raise(ERR_LIB_X509, X509_R_WRONG_TYPE);
  ERR_raise(ERR_LIB_EVP, ERR_R_MALLOC_FAILURE);
  EXPECT_EQ(TakeErrors(absl::StatusCode::kInvalidArgument, "key").code(),
            absl::StatusCode::kResourceExhausted);
}

TEST_F(ErrorQueue, FindsMemoryRunningOutBehindManyOtherErrors) {
  for (size_t i = 0; i <= kMaxErrorsQuoted; ++i) ERR_raise(ERR_LIB_X509, X509_R_WRONG_TYPE);
  ERR_raise(ERR_LIB_EVP, ERR_R_MALLOC_FAILURE);
  EXPECT_TRUE(DrainErrors().out_of_memory);
}

TEST_F(ErrorQueue, GivesTheNumberOfAnUnknownReason) {
  ERR_raise(ERR_LIB_USER, 4000);
  EXPECT_THAT(DrainErrors().text, HasSubstr("reason 4000"));
}

}  // namespace
}  // namespace oteu::verification::openssl
