// Our paths against OpenSSL's, over chains made at random with the flaws of real ones. OpenSSL follows one
// chain only, so: what OpenSSL finds valid, we find valid; and a path that we find valid, OpenSSL finds valid
// when it is given that path alone.
#include <gtest/gtest.h>

#include <random>

#include "clients/demo_pki/certificate.h"
#include "clients/demo_pki/der_writer.h"
#include "tests/verification/x509/made_certificates.h"
#include "tests/verification/x509/openssl_chain.h"
#include "verification/x509/path_search.h"

namespace oteu::verification::x509 {
namespace {

using namespace oteu::verification::x509::testing;  // NOLINT(google-build-using-namespace)

namespace der = demo_pki::der;

constexpr int kRounds = 3000;
constexpr size_t kNames = 5;

class RandomPki {
 public:
  explicit RandomPki(uint32_t seed) : random_(seed) {}

  void Fill() {
    anchors.push_back(Make({.subject = "n0", .issuer = "n0", .ca = true, .path_length = PathLength()}));
    const size_t count = 2 + Below(5);
    for (size_t i = 0; i < count; ++i) intermediates.push_back(Authority());
    Made leaf;
    const size_t issuer = Below(kNames);
    leaf.issuer = NameOf(issuer);
    leaf.issuer_key = Chance(10) ? Below(kNames) : issuer;
    leaf.key = kNames;
    leaf.key_identifiers = false;
    Spoil(&leaf);
    target = Make(leaf);
  }

  std::vector<CertificatePtr> anchors, intermediates;
  CertificatePtr target;
  PolicyInputs inputs;

  void ChooseInputs() {
    if (Chance(30)) inputs.user_policies = {Policy()};
    inputs.require_explicit_policy = Chance(20);
    inputs.inhibit_mapping = Chance(20);
    inputs.inhibit_any_policy = Chance(20);
  }

 private:
  size_t Below(size_t bound) { return random_() % bound; }
  bool Chance(size_t percent) { return Below(100) < percent; }
  int PathLength() { return Chance(30) ? static_cast<int>(Below(3)) : -1; }
  static std::string NameOf(size_t number) { return "n" + std::to_string(number); }
  std::string Policy() { return "2.999." + std::to_string(Below(3)); }

  CertificatePtr Authority() {
    Made made;
    const size_t issuer = Below(kNames);
    const size_t subject = Below(kNames);
    made.subject = NameOf(subject);
    made.issuer = NameOf(issuer);
    made.key = subject;
    made.issuer_key = Chance(10) ? Below(kNames) : issuer;
    made.ca = !Chance(10);
    made.path_length = made.ca ? PathLength() : -1;
    made.key_identifiers =
        false;  // OpenSSL passes by an issuer whose identifier contradicts; we try it last.
    made.serial = ++serial_;
    if (Chance(15)) made.extensions.push_back(Constraint());
    if (Chance(15)) made.extensions.push_back(Mapping());
    if (Chance(15)) {
      made.extensions.push_back(
          MakeExtension("2.5.29.36", true,
                        der::Sequence({der::ImplicitPrimitive(
                            static_cast<int>(Below(2)), std::string(1, static_cast<char>(Below(3))))})));
    }
    if (Chance(10)) {
      made.extensions.push_back(MakeExtension("2.5.29.54", true, der::SmallInteger(Below(2))));
    }
    Spoil(&made);
    return Make(made);
  }

  void Spoil(Made* made) {
    if (Chance(8)) made->not_after = Now() - absl::Hours(1);
    if (Chance(4)) made->not_before = Now() + absl::Hours(1);
    if (Chance(4)) made->extensions.push_back(MakeExtension("2.999.9", true, der::Null()));
    if (Chance(60)) {
      std::vector<std::string> policies = {Policy()};
      if (Chance(30)) policies.emplace_back("2.5.29.32.0");
      if (Chance(30) && policies[0] != "2.999.7") policies.emplace_back("2.999.7");
      made->extensions.push_back(PoliciesExtension(policies));
    }
    if (Chance(10)) {
      made->extensions.push_back(MakeExtension(
          "2.5.29.17", false, der::Sequence({der::ImplicitPrimitive(2, Chance(50) ? "a.kz" : "b.a.kz")})));
    }
  }

  std::string Constraint() {
    std::string base;
    switch (Below(3)) {
      case 0:
        base = der::ImplicitConstructed(4, Name(NameOf(Below(kNames))));
        break;
      case 1:
        base = der::ImplicitPrimitive(2, Chance(50) ? "a.kz" : "b.a.kz");
        break;
      default:
        base = der::ImplicitConstructed(4, Name("target"));
    }
    return MakeExtension(
        "2.5.29.30", true,
        der::Sequence({der::ImplicitConstructed(Chance(50) ? 1 : 0, der::Sequence({base}))}));
  }

  std::string Mapping() {
    return MakeExtension("2.5.29.33", true,
                         der::Sequence({der::Sequence({der::Oid(Policy()), der::Oid(Policy())})}));
  }

  std::mt19937 random_;
  uint64_t serial_ = 1;
};

bool OpensslFindsValid(const std::vector<CertificatePtr>& anchors,
                       const std::vector<CertificatePtr>& intermediates, const CertificatePtr& target,
                       const PolicyInputs& inputs) {
  return AskOpenssl(TestContext(), {.anchors = anchors,
                                    .intermediates = intermediates,
                                    .target = target,
                                    .at = Now(),
                                    .policy_inputs = inputs})
      .empty();
}

TEST(PathDifferential, AgreesWithOpensslOnRandomChains) {
  int valid = 0;
  int more_than_openssl = 0;
  for (uint32_t seed = 0; seed < kRounds; ++seed) {
    RandomPki pki(seed);
    pki.Fill();
    pki.ChooseInputs();
    SCOPED_TRACE(seed);
    const CertificatePool anchors(pki.anchors);
    const CertificatePool intermediates(pki.intermediates);
    const auto ours = FindPath({.context = &TestContext(),
                                .anchors = &anchors,
                                .intermediates = {&intermediates},
                                .target = pki.target,
                                .at = Now(),
                                .policy_inputs = &pki.inputs});
    ASSERT_TRUE(ours.ok());
    const bool theirs = OpensslFindsValid(pki.anchors, pki.intermediates, pki.target, pki.inputs);
    if (!ours->failures.empty()) {
      EXPECT_FALSE(theirs) << "OpenSSL accepts; we: " << ours->failures[0].problem.clause << " "
                           << ours->failures[0].problem.cause << " at " << ours->failures[0].index;
      continue;
    }
    ++valid;
    if (theirs) continue;
    ++more_than_openssl;
    const std::vector<CertificatePtr> own(ours->chain.begin() + 1, ours->chain.end() - 1);
    EXPECT_TRUE(OpensslFindsValid({ours->chain.back()}, own, pki.target, pki.inputs))
        << "we accept a path that OpenSSL refuses";
  }
  RecordProperty("valid", valid);
  RecordProperty("found_beyond_openssl", more_than_openssl);
  std::cout << valid << " of " << kRounds << " valid, " << more_than_openssl
            << " of them not found by OpenSSL, which tries one chain\n";
  EXPECT_GT(valid, kRounds / 20) << "the chains are worth comparing";
}

}  // namespace
}  // namespace oteu::verification::x509
