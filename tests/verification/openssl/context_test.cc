#include "verification/openssl/context.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <thread>
#include <vector>

#include "verification/openssl/digest.h"

namespace oteu::verification::openssl {
namespace {

int RefusingProvider(const OSSL_CORE_HANDLE* /*handle*/, const OSSL_DISPATCH* /*in*/,
                     const OSSL_DISPATCH** /*out*/, void** /*context*/) {
  return 0;
}

TEST(Context, IsALibraryContextOfItsOwn) {
  const auto one = Context::Create({});
  const auto two = Context::Create({});
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_NE((*one)->lib_ctx(), nullptr);
  EXPECT_NE((*one)->lib_ctx(), (*two)->lib_ctx());
  EXPECT_NE((*one)->lib_ctx(), OSSL_LIB_CTX_get0_global_default());
}

TEST(Context, HoldsTheStandardDigests) {
  const auto context = Context::Create({});
  ASSERT_TRUE(context.ok());
  ASSERT_NE((*context)->sha256(), nullptr);
  EXPECT_EQ((*context)->FindDigest("2.16.840.1.101.3.4.2.1"), (*context)->sha256());
  EXPECT_EQ((*context)->FindDigest("2.16.840.1.101.3.4.2.99"), nullptr);
}

TEST(Context, OneMayGoBeforeTheOther) {
  auto one = Context::Create({});
  auto two = Context::Create({});
  ASSERT_TRUE(one.ok() && two.ok());
  one->reset();
  EXPECT_TRUE(Digest(**two, "2.16.840.1.101.3.4.2.1", AsBytes("abc")).ok());
}

TEST(Context, SaysWhichProviderCannotBeLoaded) {
  const auto context = Context::Create({.providers = {{"refusing", RefusingProvider}}, .digest_oids = {}});
  ASSERT_EQ(context.status().code(), absl::StatusCode::kInternal);
  EXPECT_NE(std::string(context.status().message()).find("refusing"), std::string::npos);
  EXPECT_EQ(ERR_peek_error(), 0U);
}

TEST(Context, SaysWhichDigestIsMissing) {
  const auto context = Context::Create({.providers = {}, .digest_oids = {"1.2.3.4"}});
  ASSERT_EQ(context.status().code(), absl::StatusCode::kInternal);
  EXPECT_NE(std::string(context.status().message()).find("1.2.3.4"), std::string::npos);
}

TEST(Context, ThreadsMakeUseAndDropTheirOwn) {
  constexpr int kThreads = 4;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([] {
      for (int round = 0; round < 3; ++round) {
        const auto context = Context::Create({});
        ASSERT_TRUE(context.ok()) << context.status();
        for (int i = 0; i < 50; ++i) {
          EXPECT_TRUE(Digest(**context, "2.16.840.1.101.3.4.2.3", AsBytes("abc")).ok());
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Context, MayBeSharedByThreads) {
  const auto context = Context::Create({});
  ASSERT_TRUE(context.ok());
  constexpr int kThreads = 4;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&context] {
      for (int i = 0; i < 200; ++i) {
        const auto digest = Digest(**context, "2.16.840.1.101.3.4.2.1", AsBytes("abc"));
        ASSERT_TRUE(digest.ok());
        EXPECT_EQ(ToHex(digest->bytes()), ToHex(Sha256(AsBytes("abc"))));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace oteu::verification::openssl
