// Contexts in threads: each its own, made and dropped while others work; and one key used by all.
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "verification/kzgost/gost_algorithm.h"
#include "verification/kzgost/kz_context.h"
#include "verification/kzgost/signing.h"
#include "verification/kzgost/verify.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::AsBytes;

void SignAndVerify(const openssl::Context& context, EVP_PKEY* key) {
  const auto signature = Sign(context, key, "", AsBytes("message"));
  ASSERT_TRUE(signature.ok()) << signature.status();
  const auto spec = ResolveSignature({kGost2004SignatureOid.text(), {}}, "");
  ASSERT_TRUE(spec.ok());
  const VerificationKey shared(openssl::Share(key));
  EXPECT_TRUE(VerifySignature(context, shared, *spec, AsBytes("message"), *signature).value());
  EXPECT_FALSE(VerifySignature(context, shared, *spec, AsBytes("massage"), *signature).value());
}

TEST(Threads, EachMakesItsOwnContext) {
  constexpr int kThreads = 4;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([] {
      for (int round = 0; round < 3; ++round) {
        const auto context = CreateKzContext();
        ASSERT_TRUE(context.ok()) << context.status();
        const auto key = GenerateKey(**context, KeyType::kGost2004);
        ASSERT_TRUE(key.ok()) << key.status();
        SignAndVerify(**context, key->get());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Threads, ShareOneKey) {
  const auto context = CreateKzContext();
  ASSERT_TRUE(context.ok());
  const auto key = GenerateKey(**context, KeyType::kGost2004);
  ASSERT_TRUE(key.ok());
  constexpr int kThreads = 4;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (int round = 0; round < 5; ++round) SignAndVerify(**context, key->get());
    });
  }
  for (std::thread& thread : threads) thread.join();
}

// A key knows its own context; checking with another context's digests is allowed, and gives the same answer.
TEST(Threads, KeyOfOneContextServesInAnother) {
  const auto home = CreateKzContext();
  const auto away = CreateKzContext();
  ASSERT_TRUE(home.ok() && away.ok());
  const auto key = GenerateKey(**home, KeyType::kGost2004);
  ASSERT_TRUE(key.ok());
  SignAndVerify(**away, key->get());
}

}  // namespace
}  // namespace oteu::verification::kzgost
