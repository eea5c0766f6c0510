// Finding a path: among several, around cycles, within bounds; and what makes one invalid, step by step.
#include "verification/x509/path_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <time.h>

#include <algorithm>
#include <cstdio>

#include "clients/demo_pki/certificate.h"
#include "clients/demo_pki/der_writer.h"
#include "tests/verification/x509/made_certificates.h"
#include "verification/limits.h"

namespace oteu::verification::x509 {
namespace {

using namespace oteu::v1;                           // NOLINT(google-build-using-namespace): codes
using namespace oteu::verification::x509::testing;  // NOLINT(google-build-using-namespace)
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

namespace der = demo_pki::der;

struct Pki {
  std::vector<CertificatePtr> anchors;
  std::vector<CertificatePtr> intermediates;
  CertificatePtr target;
};

PathResult Find(const Pki& pki, WorkBudget* budget = nullptr, const PolicyInputs* inputs = nullptr,
                PathJudge judge = {}, VerifiedLinks* links = nullptr) {
  const CertificatePool anchors(pki.anchors);
  const CertificatePool intermediates(pki.intermediates);
  absl::StatusOr<PathResult> result = FindPath({.context = &TestContext(),
                                                .anchors = &anchors,
                                                .intermediates = {&intermediates},
                                                .target = pki.target,
                                                .at = Now(),
                                                .policy_inputs = inputs,
                                                .links = links,
                                                .budget = budget,
                                                .judge = std::move(judge)});
  EXPECT_TRUE(result.ok()) << result.status();
  return result.ok() ? *std::move(result) : PathResult();
}

bool Valid(const Pki& pki) {
  const PathResult result = Find(pki);
  EXPECT_EQ(result.failures.empty(), result.anchored && result.failures.empty());
  return result.failures.empty();
}

std::vector<std::string> Causes(const PathResult& result) {
  std::vector<std::string> causes;
  for (const PathFailure& failure : result.failures) {
    causes.push_back(std::to_string(failure.index) + " " +
                     VerificationCode_Name(failure.problem.code).substr(18) + " " + failure.problem.clause +
                     ": " + failure.problem.cause);
  }
  return causes;
}

double ThreadCpuMilliseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// root (key 0) -> ca (key 1) -> target (key 2), each as it is changed.
struct Chain3 {
  Made root{.subject = "root", .issuer = "root", .ca = true};
  Made ca{.subject = "ca", .issuer = "root", .key = 1, .ca = true};
  Made target{.subject = "target", .issuer = "ca", .key = 2, .issuer_key = 1};

  Pki Build() const { return {{Make(root)}, {Make(ca)}, Make(target)}; }
  std::vector<std::string> Run() const { return Causes(Find(Build())); }
};

// ---- Steps of section 6.1 ----

TEST(PathSteps, ASoundChainIsValid) {
  const PathResult result = Find(Chain3().Build());
  EXPECT_THAT(Causes(result), ElementsAre());
  EXPECT_TRUE(result.anchored);
  EXPECT_EQ(result.chain.size(), 3u);
}

TEST(PathSteps, TheSignature) {
  Chain3 chain;
  chain.target.issuer_key = 3;
  chain.target.key_identifiers = false;
  EXPECT_THAT(chain.Run(), ElementsAre("0 CHAIN_SIGNATURE_INVALID RFC 5280 6.1.3(a)(1): signature does not "
                                       "verify with the issuer's key"));
  EXPECT_FALSE(Find(chain.Build()).anchored);
}

TEST(PathSteps, Dates) {
  Chain3 chain;
  chain.ca.not_after = Now() - absl::Seconds(1);
  chain.target.not_before = Now() + absl::Seconds(1);
  EXPECT_THAT(chain.Run(), ElementsAre(HasSubstr("1 CERTIFICATE_EXPIRED RFC 5280 6.1.3(a)(2)"),
                                       HasSubstr("0 CERTIFICATE_NOT_YET_VALID RFC 5280 6.1.3(a)(2)")));
  chain.ca.not_after = Now();
  chain.target.not_before = Now();
  EXPECT_THAT(chain.Run(), ElementsAre()) << "both ends belong to the validity";
}

TEST(PathSteps, AnAnchorEndsButDoesNotBegin) {
  Chain3 chain;
  chain.root.not_before = Now() + absl::Hours(1);
  EXPECT_THAT(chain.Run(), ElementsAre()) << "re-issued later with the same key";
  chain.root.not_before = Now() - absl::Hours(2);
  chain.root.not_after = Now() - absl::Hours(1);
  EXPECT_THAT(chain.Run(), ElementsAre(HasSubstr("2 CERTIFICATE_EXPIRED")));
}

TEST(PathSteps, BasicConstraints) {
  Chain3 chain;
  chain.ca.ca = false;
  EXPECT_THAT(chain.Run(), ElementsAre(HasSubstr("1 CHAIN_INVALID RFC 5280 6.1.4(k): no basic constraints")));
  chain.ca.extensions = {BasicConstraintsExtension(false)};
  EXPECT_THAT(chain.Run(), ElementsAre(HasSubstr("6.1.4(k): not a CA")));
  chain.ca.extensions = {};
  chain.ca.version = 0;
  EXPECT_THAT(chain.Run(), ElementsAre(HasSubstr("6.1.4(k)"))) << "version 1";
}

TEST(PathSteps, AnAnchorIsHeldToWhatItSays) {
  Chain3 chain;
  chain.root.ca = false;
  EXPECT_THAT(chain.Run(), ElementsAre(HasSubstr("2 CHAIN_INVALID RFC 5280 6.1.4(k)")));
  chain.root.version = 0;
  EXPECT_THAT(chain.Run(), ElementsAre()) << "a configured certificate of version 1 says nothing";
  chain = {};
  chain.root.path_length = 0;
  EXPECT_THAT(chain.Run(), ElementsAre(HasSubstr("1 CHAIN_INVALID RFC 5280 6.1.4(l)")));
  chain = {};
  chain.root.ca = false;
  chain.root.extensions = {BasicConstraintsExtension(true), KeyUsageExtension({demo_pki::kCrlSign})};
  EXPECT_THAT(chain.Run(), ElementsAre(HasSubstr("2 CHAIN_INVALID RFC 5280 6.1.4(n)")));
  chain = {};
  chain.root.extensions = {MakeExtension("2.999.1", true, der::Null())};
  EXPECT_THAT(chain.Run(),
              ElementsAre(HasSubstr("2 CHAIN_INVALID RFC 5280 6.1.4(o): critical extension 2.999.1")));
}

TEST(PathSteps, PathLengthCountsNoSelfIssuedCertificate) {
  Chain3 chain;
  chain.ca.path_length = 0;
  Pki pki = chain.Build();
  Made rolled{.subject = "ca", .issuer = "ca", .key = 3, .issuer_key = 1, .ca = true};
  pki.intermediates.push_back(Make(rolled));
  Made target{.subject = "target", .issuer = "ca", .key = 2, .issuer_key = 3};
  pki.target = Make(target);
  EXPECT_TRUE(Valid(pki));
  EXPECT_EQ(Find(pki).chain.size(), 4u);
  Made below{.subject = "below", .issuer = "ca", .key = 4, .issuer_key = 1, .ca = true};
  pki.intermediates.push_back(Make(below));
  pki.target = Make({.subject = "target", .issuer = "below", .key = 2, .issuer_key = 4});
  EXPECT_THAT(Causes(Find(pki)), ElementsAre(HasSubstr("1 CHAIN_INVALID RFC 5280 6.1.4(l): path length")));
}

TEST(PathSteps, KeyUsage) {
  Chain3 chain;
  chain.ca.ca = false;
  chain.ca.extensions = {BasicConstraintsExtension(true), KeyUsageExtension({demo_pki::kDigitalSignature})};
  EXPECT_THAT(chain.Run(), ElementsAre(HasSubstr("1 CHAIN_INVALID RFC 5280 6.1.4(n)")));
  chain.ca.extensions = {BasicConstraintsExtension(true)};
  EXPECT_THAT(chain.Run(), ElementsAre()) << "without key usage nothing is forbidden";
}

TEST(PathSteps, CriticalExtensions) {
  Chain3 chain;
  chain.ca.extensions = {MakeExtension("2.999.1", true, der::Null())};
  chain.target.extensions = {MakeExtension("2.999.2", true, der::Null())};
  EXPECT_THAT(chain.Run(),
              ElementsAre(HasSubstr("1 CHAIN_INVALID RFC 5280 6.1.4(o): critical extension 2.999.1"),
                          HasSubstr("0 CHAIN_INVALID RFC 5280 6.1.5(f): critical extension 2.999.2")));
  chain.ca.extensions = {MakeExtension("2.999.1", false, der::Null())};
  chain.target.extensions = {MakeExtension("2.999.2", false, der::Null())};
  EXPECT_THAT(chain.Run(), ElementsAre());
}

std::string PermittedDirectory(const std::string& name) {
  const std::string subtree = der::Sequence({der::ImplicitConstructed(4, Name(name))});
  return MakeExtension("2.5.29.30", true, der::Sequence({der::ImplicitConstructed(0, subtree)}));
}

TEST(PathSteps, NameConstraints) {
  Chain3 chain;
  chain.ca.extensions = {PermittedDirectory("target")};
  EXPECT_THAT(chain.Run(), ElementsAre());
  chain.root.extensions = {PermittedDirectory("ca")};
  EXPECT_THAT(chain.Run(), ElementsAre(HasSubstr("0 CHAIN_INVALID RFC 5280 6.1.3(b)")))
      << "of the anchor too";
}

TEST(PathSteps, PolicyInputs) {
  Chain3 chain;
  chain.ca.extensions = {PoliciesExtension({"2.999.1"})};
  chain.target.extensions = {PoliciesExtension({"2.999.1"})};
  const Pki pki = chain.Build();
  PolicyInputs inputs{.user_policies = {"2.999.2"}};
  EXPECT_THAT(Causes(Find(pki, nullptr, &inputs)), ElementsAre()) << "nobody requires a policy";
  inputs.require_explicit_policy = true;
  EXPECT_THAT(Causes(Find(pki, nullptr, &inputs)),
              ElementsAre(HasSubstr("0 CERTIFICATE_POLICY_INVALID RFC 5280 6.1.5(g)")));
  inputs.user_policies = {"2.999.1"};
  EXPECT_THAT(Causes(Find(pki, nullptr, &inputs)), ElementsAre());
}

TEST(PathSteps, AnAuthorityHasAName) {
  Chain3 chain;
  chain.target.issuer = "";
  EXPECT_FALSE(Valid(chain.Build()));
  chain = {};
  chain.ca.subject = "";
  chain.target.issuer = "";
  EXPECT_FALSE(Valid(chain.Build()));
}

TEST(PathSteps, TheTargetMayBeTheAnchor) {
  Pki pki = Chain3().Build();
  pki.target = pki.anchors[0];
  EXPECT_TRUE(Valid(pki));
  EXPECT_EQ(Find(pki).chain.size(), 1u);
}

// ---- Several ways ----

TEST(PathSearch, NoAnchorsTrustNobody) {
  Pki pki = Chain3().Build();
  pki.intermediates.push_back(pki.anchors[0]);
  pki.anchors.clear();
  const PathResult result = Find(pki);
  EXPECT_THAT(Causes(result), ElementsAre(HasSubstr("CHAIN_NOT_FOUND")));
  EXPECT_FALSE(result.anchored);
}

TEST(PathSearch, ACrossCertifiedAuthorityIsReachedTheOtherWay) {
  // ca is certified by a root that is not trusted (newer, so tried first) and by one that is.
  Chain3 chain;
  Pki pki = chain.Build();
  pki.intermediates.push_back(
      Make({.subject = "other root", .issuer = "other root", .key = 5, .issuer_key = 5, .ca = true}));
  pki.intermediates.push_back(Make({.subject = "ca",
                                    .issuer = "other root",
                                    .key = 1,
                                    .issuer_key = 5,
                                    .not_before = Now() - absl::Hours(1),
                                    .ca = true}));
  EXPECT_TRUE(Valid(pki));
}

TEST(PathSearch, AnExpiredCertificateOfTheSameAuthorityIsPassedBy) {
  Chain3 chain;
  Pki pki = chain.Build();
  Made expired = chain.ca;
  expired.not_before = Now() - absl::Hours(20);
  expired.not_after = Now() - absl::Hours(10);
  pki.intermediates.insert(pki.intermediates.begin(), Make(expired));
  EXPECT_TRUE(Valid(pki));
}

TEST(PathSearch, ASecondWayIsTakenWhereTheFirstIsInvalid) {
  // Two certificates of one authority and key: one is no CA certificate.
  Chain3 chain;
  Pki pki = chain.Build();
  Made broken = chain.ca;
  broken.ca = false;
  broken.not_before = Now() - absl::Hours(1);  // the newer is tried first
  pki.intermediates.push_back(Make(broken));
  EXPECT_TRUE(Valid(pki));
}

TEST(PathSearch, TheJudgeMaySendItOn) {
  Chain3 chain;
  Pki pki = chain.Build();
  Made other = chain.ca;
  other.serial = 77;
  other.not_before = Now() - absl::Hours(1);
  pki.intermediates.push_back(Make(other));
  const auto revoked =
      [&](const std::vector<CertificatePtr>& path) -> absl::StatusOr<std::vector<PathFailure>> {
    if (path[1]->serial_hex != "4d") return std::vector<PathFailure>{};
    return std::vector<PathFailure>{{{VERIFICATION_CODE_CA_REVOKED, "RFC 5280 6.3", ""}, 1}};
  };
  const PathResult result = Find(pki, nullptr, nullptr, revoked);
  EXPECT_THAT(Causes(result), ElementsAre());
  EXPECT_EQ(result.chain[1]->serial_hex, "01");
}

TEST(PathSearch, OrderOfTheInputsDecidesNothing) {
  Chain3 chain;
  Pki pki = chain.Build();
  for (int i = 0; i < 5; ++i) {
    Made other = chain.ca;
    other.serial = 100 + static_cast<uint64_t>(i);
    pki.intermediates.push_back(Make(other));
  }
  const PathResult first = Find(pki);
  std::ranges::reverse(pki.intermediates);
  const PathResult second = Find(pki);
  EXPECT_EQ(first.chain[1]->sha256, second.chain[1]->sha256);
}

TEST(PathSearch, KeyIdentifiersAreAHintOnly) {
  Chain3 chain;
  Pki pki = chain.Build();
  // States the key identifier of a key that it does not have.
  Made other{.subject = "ca", .issuer = "root", .key = 1};
  other.key_identifiers = false;
  other.extensions = {BasicConstraintsExtension(true),
                      MakeExtension("2.5.29.14", false, der::OctetString("other"))};
  pki.intermediates[0] = Make(other);
  EXPECT_TRUE(Valid(pki)) << "the signature decides";
}

TEST(PathSearch, LinksOfAuthoritiesAreRemembered) {
  const Pki pki = Chain3().Build();
  VerifiedLinks links;
  WorkBudget first;
  Find(pki, &first, nullptr, {}, &links);
  EXPECT_EQ(first.spent(WorkBudget::kSignatureCheck), 2u);
  EXPECT_EQ(links.size(), 1u) << "the target is no authority";
  EXPECT_TRUE(links.Contains(*pki.intermediates[0], *pki.anchors[0]));
  WorkBudget second;
  EXPECT_TRUE(Find(pki, &second, nullptr, {}, &links).failures.empty());
  EXPECT_EQ(second.spent(WorkBudget::kSignatureCheck), 2u)
      << "what is remembered counts, so that it decides nothing";
  // What is remembered is the link between these two certificates, not the certificate.
  Pki other = pki;
  other.anchors = {Make({.subject = "root", .issuer = "root", .key = 9, .issuer_key = 9, .ca = true})};
  EXPECT_FALSE(Find(other, nullptr, nullptr, {}, &links).failures.empty());
}

// ---- Hardness: a bounded answer, and never a valid one ----

void ExpectBounded(const PathResult& result, const Limit& limit) {
  EXPECT_TRUE(result.bounded);
  bool found = false;
  for (const PathFailure& failure : result.failures) {
    if (failure.problem.code != VERIFICATION_CODE_LIMIT_EXCEEDED) continue;
    found = found || failure.problem.cause == limit.name;
  }
  EXPECT_TRUE(found) << limit.name << " in " << ::testing::PrintToString(Causes(result));
}

TEST(PathHardness, CyclesEnd) {
  Pki pki;
  pki.anchors = {Make({.subject = "root", .issuer = "root", .ca = true})};
  pki.intermediates = {Make({.subject = "a", .issuer = "b", .key = 1, .issuer_key = 2, .ca = true}),
                       Make({.subject = "b", .issuer = "a", .key = 2, .issuer_key = 1, .ca = true}),
                       Make({.subject = "a", .issuer = "a", .key = 1, .issuer_key = 1, .ca = true})};
  pki.target = Make({.issuer = "a", .key = 3, .issuer_key = 1});
  WorkBudget budget;
  EXPECT_THAT(Causes(Find(pki, &budget)), Contains(HasSubstr("CHAIN_NOT_FOUND")));
  EXPECT_LE(budget.spent(WorkBudget::kSignatureCheck), 4u);
}

// Each of them certified by all the others: paths without number, none of which ends in an anchor.
Pki CertifyingEachOther(size_t authorities) {
  Pki pki;
  pki.anchors = {Make({.subject = "root", .issuer = "root", .ca = true})};
  for (size_t i = 0; i < authorities; ++i) {
    for (size_t k = 0; k < authorities; ++k) {
      if (i == k) continue;
      pki.intermediates.push_back(Make({.subject = "ca " + std::to_string(i),
                                        .issuer = "ca " + std::to_string(k),
                                        .key = i + 1,
                                        .issuer_key = k + 1,
                                        .ca = true}));
    }
  }
  pki.target = Make({.issuer = "ca 0", .key = 20, .issuer_key = 1});
  return pki;
}

TEST(PathHardness, ManyAuthoritiesThatCertifyEachOther) {
  const Pki many = CertifyingEachOther(15);
  const double start = ThreadCpuMilliseconds();
  ExpectBounded(Find(many), kMaxPathSignatureChecks);
  RecordProperty("cpu_ms", std::to_string(ThreadCpuMilliseconds() - start));
  EXPECT_LT(ThreadCpuMilliseconds() - start, 1000);
}

TEST(PathHardness, FewAuthoritiesWithManyWaysBetweenThem) {
  // 30 links, so the signatures suffice; the ways over them do not end.
  const Pki few = CertifyingEachOther(6);
  const double start = ThreadCpuMilliseconds();
  const PathResult result = Find(few);
  EXPECT_FALSE(result.failures.empty());
  EXPECT_LT(ThreadCpuMilliseconds() - start, 1000);
  WorkBudget small({.steps = 100});
  ExpectBounded(Find(few, &small), kMaxPathSteps);
}

TEST(PathHardness, AThousandAuthoritiesOfOneName) {
  Pki pki;
  pki.anchors = {Make({.subject = "root", .issuer = "root", .ca = true})};
  const std::string ca =
      MakeDer({.subject = "ca", .issuer = "root", .key = 1, .ca = true, .key_identifiers = false});
  // Their signatures do not matter: it is their keys that are tried. One per certificate would take long to
  // make; the search cannot know that they are equal in pairs.
  for (size_t i = 0; i < 1000; ++i) {
    pki.intermediates.push_back(Make({.subject = "ca",
                                      .issuer = "root",
                                      .key = 2 + i % 50,
                                      .not_before = Now() - absl::Seconds(10),
                                      .ca = true,
                                      .key_identifiers = false,
                                      .serial = i + 1}));
  }
  pki.intermediates.push_back(*ParseCertificate(TestContext(), openssl::AsBytes(ca)));
  pki.target = Make({.issuer = "ca", .key = 60, .issuer_key = 1, .key_identifiers = false});
  double start = ThreadCpuMilliseconds();
  WorkBudget budget;
  ExpectBounded(Find(pki, &budget), kMaxPathSignatureChecks);
  std::printf("1,001 authorities of one name, no key identifiers: %.2f ms CPU\n",
              ThreadCpuMilliseconds() - start);
  EXPECT_EQ(budget.spent(WorkBudget::kSignatureCheck), kMaxPathSignatureChecks.value);
  EXPECT_LT(ThreadCpuMilliseconds() - start, 1000);
  // With key identifiers the right one is the first.
  pki.intermediates.back() = Make({.subject = "ca", .issuer = "root", .key = 1, .ca = true});
  pki.target = Make({.issuer = "ca", .key = 60, .issuer_key = 1});
  start = ThreadCpuMilliseconds();
  WorkBudget second;
  EXPECT_THAT(Causes(Find(pki, &second)), ElementsAre());
  std::printf("the same with a key identifier: %.2f ms CPU\n", ThreadCpuMilliseconds() - start);
  EXPECT_EQ(second.spent(WorkBudget::kSignatureCheck), 2u);
}

TEST(PathHardness, ManyInvalidPathsAreNotAllValidated) {
  // Every path through one of these certificates of one authority is complete and invalid.
  Pki pki;
  pki.anchors = {Make({.subject = "root", .issuer = "root", .ca = true})};
  pki.target = Make({.issuer = "ca", .key = 2, .issuer_key = 1});
  for (uint64_t i = 0; i < 20; ++i) {
    pki.intermediates.push_back(Make({.subject = "ca", .issuer = "root", .key = 1, .serial = i + 1}));
  }
  WorkBudget small({.paths = 10});
  const PathResult result = Find(pki, &small);
  ExpectBounded(result, kMaxPathAttempts);
  EXPECT_THAT(Causes(result), Contains(HasSubstr("6.1.4(k)"))) << "the best of those looked at";
}

TEST(PathHardness, NamesTimesConstraints) {
  std::vector<std::string> subtrees;
  std::vector<std::string> names;
  for (int i = 0; i < 900; ++i) {
    subtrees.push_back(der::Sequence({der::ImplicitPrimitive(2, "a" + std::to_string(i) + ".kz")}));
    names.push_back(der::ImplicitPrimitive(2, "b" + std::to_string(i) + ".kz"));
  }
  Chain3 chain;
  chain.ca.extensions = {
      MakeExtension("2.5.29.30", true,
                    der::Sequence({der::ImplicitConstructed(1, der::Contents(der::Sequence(subtrees)))}))};
  chain.target.extensions = {MakeExtension("2.5.29.17", false, der::Sequence(names))};
  const Pki pki = chain.Build();
  const double start = ThreadCpuMilliseconds();
  ExpectBounded(Find(pki), kMaxNameComparisons);
  EXPECT_LT(ThreadCpuMilliseconds() - start, 1000);
}

TEST(PathHardness, AKeyOf16384Bits) {
  const openssl::BignumPtr modulus(BN_new());
  ASSERT_EQ(BN_rand(modulus.get(), 16384, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ODD), 1);
  std::string bytes(16384 / 8, '\0');
  BN_bn2bin(modulus.get(), reinterpret_cast<unsigned char*>(bytes.data()));
  const std::string key = der::Sequence({der::UnsignedInteger(bytes), der::UnsignedInteger("\x01\x00\x01")});
  const std::string spki =
      der::Sequence({der::Sequence({der::Oid("1.2.840.113549.1.1.1"), der::Null()}), der::BitString(key)});
  Chain3 chain;
  chain.ca.spki = spki;
  Pki pki = chain.Build();
  // Signed by nobody, but stated to be RSA with SHA-256.
  const std::string algorithm = der::Sequence({der::Oid("1.2.840.113549.1.1.11"), der::Null()});
  const std::string tbs = der::Sequence(
      {der::Explicit(0, der::SmallInteger(2)), der::SmallInteger(1), algorithm, Name("ca"),
       der::Sequence({der::Time(Now()), der::Time(Now() + absl::Hours(1))}), Name("target"), Key(2).spki()});
  pki.target = *ParseCertificate(
      TestContext(),
      openssl::AsBytes(der::Sequence({tbs, algorithm, der::BitString(std::string(2048, 'x'))})));
  const double start = ThreadCpuMilliseconds();
  const PathResult result = Find(pki);
  EXPECT_THAT(Causes(result), Contains(HasSubstr("0 ALGORITHM_UNKNOWN")));
  EXPECT_FALSE(result.anchored);
  EXPECT_LT(ThreadCpuMilliseconds() - start, 100);
}

TEST(PathHardness, ACallerMayStopIt) {
  int questions = 0;
  WorkBudget budget({.stop = [&] { return ++questions > 2; }});
  const PathResult result = Find(Chain3().Build(), &budget);
  ExpectBounded(result, {"deadline", 0});
  EXPECT_FALSE(result.anchored);
  EXPECT_EQ(result.failures[0].problem.sub_indication, SUB_INDICATION_CERTIFICATE_CHAIN_GENERAL_FAILURE);
}

TEST(PathHardness, DepthIsBounded) {
  Pki pki;
  pki.anchors = {Make({.subject = "ca 0", .issuer = "ca 0", .ca = true})};
  for (size_t i = 1; i <= 7; ++i) {
    pki.target = Make({.subject = "ca " + std::to_string(i),
                       .issuer = "ca " + std::to_string(i - 1),
                       .key = i,
                       .issuer_key = i - 1,
                       .ca = true});
    if (i < 7) pki.intermediates.push_back(pki.target);
  }
  EXPECT_TRUE(Valid(pki)) << "eight certificates";
  pki.intermediates.push_back(pki.target);
  pki.target = Make({.issuer = "ca 7", .key = 9, .issuer_key = 7});
  ExpectBounded(Find(pki), kMaxChainCertificates);
}

}  // namespace
}  // namespace oteu::verification::x509
