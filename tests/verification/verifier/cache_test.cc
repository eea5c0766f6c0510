// The cache answers like the work it saves: byte for byte, at every time, in every order, from every thread.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/verification/verifier/demo_fixture.h"
#include "verification/candidate_certificates.h"
#include "verification/kzgost/kz_context.h"
#include "verification/limits.h"
#include "verification/report/verdict.h"
#include "verification/trust.h"
#include "verification/verdict_cache.h"

namespace oteu::verification {
namespace {

using namespace testing;         // NOLINT(google-build-using-namespace)
using namespace oteu::demo_pki;  // NOLINT(google-build-using-namespace)

constexpr absl::Duration kDay = absl::Hours(24);

std::vector<std::string> Containers(const DemoFamily& family) {
  std::vector<std::string> containers;
  for (const Identity& identity : family.identities) containers.push_back(Sign("document", identity));
  const CmsSigner head = family.Get(kSchoolHead).AsSigner();
  containers.push_back(Sign("document", {head},
                            {.signing_time = Now(), .more_certificates = {family.issuing_ca.certificate}}));
  containers.push_back(Sign("document", {head, family.Get(kPmpcHead).AsSigner()}));
  containers.push_back(Sign("document", {head}, {.detached = true}));
  containers.emplace_back("no container");
  return containers;
}

// Around everything that changes with time, to the second.
std::vector<absl::Time> Times() {
  std::vector<absl::Time> times;
  for (const absl::Duration around :
       {-2 * 365 * kDay, -395 * kDay, -31 * kDay, -30 * kDay, -7 * kDay, -3 * kDay, -absl::Hours(1),
        absl::ZeroDuration(), 180 * kDay, 335 * kDay, 365 * kDay}) {
    for (const absl::Duration offset :
         {-absl::Seconds(1), absl::ZeroDuration(), absl::Milliseconds(500), absl::Seconds(1)}) {
      times.push_back(Now() + around + offset);
    }
  }
  return times;
}

class CacheDifferential : public ::testing::TestWithParam<bool> {};

INSTANTIATE_TEST_SUITE_P(IntermediateConfigured, CacheDifferential, ::testing::Bool());

TEST_P(CacheDifferential, CachedAndUncachedReportsAreIdentical) {
  const DemoFamily& family = Family();
  TrustMaterial material = MaterialOf(family);
  if (!GetParam()) material.intermediates.clear();  // the chain comes from the container, or not at all
  const std::vector<std::string> containers = Containers(family);
  const auto warm = MakeVerifier(material);
  std::vector<std::string> first_round;
  for (const absl::Time at : Times()) {
    for (const std::string& container : containers) {
      const auto fresh = MakeVerifier(material);  // an empty cache
      const std::string expected = SerializeReport(Verify(*fresh, container, {.at = at}).report);
      EXPECT_EQ(SerializeReport(Verify(*warm, container, {.at = at}).report), expected);
      EXPECT_EQ(SerializeReport(Verify(*warm, container, {.at = at}).report), expected);
      first_round.push_back(expected);
    }
  }
  // Again in another order: what was cached last must not show.
  const std::vector<absl::Time> times = Times();
  for (size_t t = times.size(); t > 0; --t) {
    for (size_t c = containers.size(); c > 0; --c) {
      EXPECT_EQ(SerializeReport(Verify(*warm, containers[c - 1], {.at = times[t - 1]}).report),
                first_round[(t - 1) * containers.size() + c - 1]);
    }
  }
}

TEST(VerdictCache, AnswersOnlyInsideTheInterval) {
  VerdictCache cache(64);
  auto signer = std::make_shared<JudgedSigner>();
  signer->verdict.from = Now();
  signer->verdict.until = Now() + absl::Seconds(10);
  const openssl::Sha256Digest key{1};
  cache.Insert(key, signer);
  EXPECT_EQ(cache.Find(key, Now()), signer);
  EXPECT_EQ(cache.Find(key, Now() + absl::Seconds(9)), signer);
  EXPECT_EQ(cache.Find(key, Now() + absl::Seconds(10)), nullptr);
  EXPECT_EQ(cache.Find(key, Now() - absl::Seconds(1)), nullptr);
  EXPECT_EQ(cache.Find(openssl::Sha256Digest{2}, Now()), nullptr);
}

TEST(VerdictCache, IsBoundedAndDropsTheLeastRecentlyUsed) {
  VerdictCache cache(32);  // two per shard
  auto signer = std::make_shared<JudgedSigner>();
  signer->verdict.from = absl::InfinitePast();
  signer->verdict.until = absl::InfiniteFuture();
  const auto key = [](uint8_t shard, uint8_t number) { return openssl::Sha256Digest{shard, number}; };
  cache.Insert(key(0, 1), signer);
  cache.Insert(key(0, 2), signer);
  EXPECT_NE(cache.Find(key(0, 1), Now()), nullptr);
  cache.Insert(key(0, 3), signer);
  EXPECT_NE(cache.Find(key(0, 1), Now()), nullptr);
  EXPECT_EQ(cache.Find(key(0, 2), Now()), nullptr);
  EXPECT_NE(cache.Find(key(0, 3), Now()), nullptr);
  for (int i = 0; i < 100000; ++i) {
    openssl::Sha256Digest digest{};
    for (int b = 0; b < 4; ++b) digest[static_cast<size_t>(b)] = static_cast<uint8_t>(i >> (8 * b));
    cache.Insert(digest, signer);
  }
  EXPECT_LE(cache.size(), 32u);
}

TEST(VerdictCache, InsertReplaces) {
  VerdictCache cache(32);
  auto first = std::make_shared<JudgedSigner>();
  auto second = std::make_shared<JudgedSigner>();
  second->verdict.from = absl::InfinitePast();
  second->verdict.until = absl::InfiniteFuture();
  cache.Insert({}, first);
  cache.Insert({}, second);
  EXPECT_EQ(cache.size(), 1u);
  EXPECT_EQ(cache.Find({}, Now()), second);
}

// Configured certificates vouch for each other before the first document comes, by mathematics alone.
TEST(VerifiedLinks, OfConfiguredCertificatesAreThereFromTheStart) {
  const DemoFamily& family = Family();
  std::string forged = family.issuing_ca.certificate;
  forged.back() = static_cast<char>(forged.back() ^ 1);  // of the signature value
  TrustMaterial material = MaterialOf(family);
  material.intermediates.push_back(forged);
  const absl::StatusOr<std::unique_ptr<Trust>> trust = Trust::Create(material, DefaultPolicy());
  ASSERT_TRUE(trust.ok()) << trust.status();
  const auto is_known = [&](const std::string& der) {
    const auto certificate = x509::ParseCertificate((*trust)->context(), openssl::AsBytes(der));
    return (*trust)->verified_links().Contains(**certificate, *(*trust)->anchors().front());
  };
  EXPECT_TRUE(is_known(family.issuing_ca.certificate));
  EXPECT_FALSE(is_known(forged));
  EXPECT_EQ((*trust)->verified_links().size(), 1);
}

TEST(CacheKey, DependsOnTheUseAndOnAllThatIsLeanedOn) {
  const auto digest = [](const char* text) { return openssl::Sha256(openssl::AsBytes(text)); };
  const openssl::Sha256Digest signer = digest("signer");
  constexpr auto kSigning = CertificateUse::kSigning;
  constexpr auto kTimeStamping = CertificateUse::kTimeStamping;
  EXPECT_EQ(CacheKey(signer, kSigning, {}), signer);
  EXPECT_NE(CacheKey(signer, kTimeStamping, {}), signer) << "a verdict for one use is none for the other";
  EXPECT_NE(CacheKey(signer, kSigning, {digest("a")}), signer);
  EXPECT_NE(CacheKey(signer, kSigning, {digest("a")}), CacheKey(signer, kSigning, {digest("b")}));
  EXPECT_NE(CacheKey(signer, kSigning, {digest("a")}), CacheKey(signer, kTimeStamping, {digest("a")}));
  EXPECT_NE(CacheKey(signer, kSigning, {digest("a")}), CacheKey(digest("other"), kSigning, {digest("a")}));
}

TEST(CandidateCertificates, DigestDoesNotDependOnTheirOrder) {
  const auto context = kzgost::CreateKzContext();
  ASSERT_TRUE(context.ok());
  const auto a = openssl::AsBytes("a");
  const auto b = openssl::AsBytes("b");
  EXPECT_EQ(CandidateCertificates(**context, {a, b}).Digest(),
            CandidateCertificates(**context, {b, a}).Digest());
  EXPECT_NE(CandidateCertificates(**context, {a, b}).Digest(),
            CandidateCertificates(**context, {a}).Digest());
}

TEST(Threads, ManyThreadsGiveTheAnswersOfOne) {
  const DemoFamily& family = Family();
  const DemoFamily& gost = Family(KeyKind::kGost2015);
  TrustMaterial material = MaterialOf(family);
  const TrustMaterial more = MaterialOf(gost);
  material.anchors.insert(material.anchors.end(), more.anchors.begin(), more.anchors.end());
  material.intermediates.insert(material.intermediates.end(), more.intermediates.begin(),
                                more.intermediates.end());
  material.crls.insert(material.crls.end(), more.crls.begin(), more.crls.end());
  std::vector<std::string> containers = Containers(family);
  containers.push_back(Sign("document", gost.Get(kSchoolHead)));
  containers.push_back(Sign("document", gost.Get(kSchoolHeadRevoked)));
  const std::vector<absl::Time> times = {Now(), Now() - 5 * kDay, Now() + 200 * kDay};
  std::vector<std::string> expected;
  const auto alone = MakeVerifier(material);
  for (const std::string& container : containers) {
    for (const absl::Time at : times)
      expected.push_back(SerializeReport(Verify(*alone, container, {.at = at}).report));
  }
  const auto shared = MakeVerifier(material);
  std::vector<std::thread> threads;
  std::vector<int> differences(8, 0);
  for (size_t t = 0; t < differences.size(); ++t) {
    threads.emplace_back([&, t] {
      for (size_t round = 0; round < 3; ++round) {
        for (size_t i = 0; i < expected.size(); ++i) {
          const size_t index = (i + t * 7) % expected.size();
          const auto result =
              Verify(*shared, containers[index / times.size()], {.at = times[index % times.size()]});
          if (SerializeReport(result.report) != expected[index]) ++differences[t];
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const int count : differences) EXPECT_EQ(count, 0);
}

}  // namespace
}  // namespace oteu::verification
