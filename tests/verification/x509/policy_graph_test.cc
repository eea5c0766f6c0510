// Certificate policies along a path: RFC 5280 section 6.1 by the graph of RFC 9618.
#include "verification/x509/policy_graph.h"

#include <gtest/gtest.h>

#include "verification/x509/path_extensions.h"

namespace oteu::verification::x509 {
namespace {

using Policies = std::vector<std::string>;
constexpr char kA[] = "2.999.1";
constexpr char kB[] = "2.999.2";
constexpr char kC[] = "2.999.3";

TEST(PolicyGraph, BeginsWithAnyPolicy) {
  PolicyGraph graph;
  EXPECT_FALSE(graph.empty());
  EXPECT_TRUE(graph.Satisfies({kA}));
}

TEST(PolicyGraph, CommonPoliciesRemain) {
  PolicyGraph graph;
  graph.AddCertificate(Policies{kA, kB}, true);
  graph.AddMappings({}, true);
  graph.AddCertificate(Policies{kB, kC}, true);
  EXPECT_TRUE(graph.Satisfies({kB}));
  EXPECT_FALSE(graph.Satisfies({kA}));
  EXPECT_FALSE(graph.Satisfies({kC}));
  EXPECT_TRUE(graph.Satisfies({}));
  EXPECT_TRUE(graph.Satisfies({kA, kAnyPolicy}));
}

TEST(PolicyGraph, WithoutTheExtensionNothingRemains) {
  PolicyGraph graph;
  graph.AddCertificate(Policies{kA}, true);
  graph.AddMappings({}, true);
  graph.AddCertificate(std::nullopt, true);
  EXPECT_TRUE(graph.empty());
  graph.AddMappings({}, true);
  graph.AddCertificate(Policies{kA, kAnyPolicy}, true);
  EXPECT_TRUE(graph.empty()) << "what is gone does not come back";
  EXPECT_FALSE(graph.Satisfies({}));
}

TEST(PolicyGraph, AnyPolicyKeepsWhatWasExpectedWhereItIsAllowed) {
  for (const bool allowed : {true, false}) {
    PolicyGraph graph;
    graph.AddCertificate(Policies{kA}, true);
    graph.AddMappings({}, true);
    graph.AddCertificate(Policies{kAnyPolicy}, allowed);
    EXPECT_EQ(graph.Satisfies({kA}), allowed);
    EXPECT_FALSE(graph.Satisfies({kB}));
  }
}

TEST(PolicyGraph, MappedPoliciesCountByTheirFirstName) {
  PolicyGraph graph;
  graph.AddCertificate(Policies{kA}, true);
  graph.AddMappings({{kA, kB}}, true);
  graph.AddCertificate(Policies{kB}, true);
  EXPECT_TRUE(graph.Satisfies({kA}));
  EXPECT_FALSE(graph.Satisfies({kB}));
}

TEST(PolicyGraph, AMappedPolicyIsNoLongerExpectedItself) {
  PolicyGraph graph;
  graph.AddCertificate(Policies{kA}, true);
  graph.AddMappings({{kA, kB}}, true);
  graph.AddCertificate(Policies{kA}, true);
  EXPECT_TRUE(graph.empty());
}

TEST(PolicyGraph, WhereMappingIsInhibitedAMappedPolicyEnds) {
  PolicyGraph graph;
  graph.AddCertificate(Policies{kA, kC}, true);
  graph.AddMappings({{kA, kB}}, false);
  graph.AddCertificate(Policies{kA, kB, kC}, true);
  EXPECT_FALSE(graph.Satisfies({kA, kB}));
  EXPECT_TRUE(graph.Satisfies({kC}));
}

TEST(PolicyGraph, AnyPolicyMayBeMappedFrom) {
  PolicyGraph graph;
  graph.AddCertificate(Policies{kAnyPolicy}, true);
  graph.AddMappings({{kA, kB}}, true);
  graph.AddCertificate(Policies{kB}, true);
  EXPECT_TRUE(graph.Satisfies({kA}));
  EXPECT_FALSE(graph.Satisfies({kB})) << "what it maps is no longer meant by anyPolicy: 6.1.3 (d)(1)(ii)";
}

// In the tree of RFC 5280 this has 2^n nodes (RFC 9618 section 3.1).
TEST(PolicyGraph, MappingsDoNotMultiply) {
  PolicyGraph graph;
  constexpr size_t kCertificates = 2000;
  for (size_t i = 0; i < kCertificates; ++i) {
    graph.AddCertificate(Policies{kA, kB}, true);
    graph.AddMappings({{kA, kA}, {kA, kB}, {kB, kA}, {kB, kB}}, true);
  }
  graph.AddCertificate(Policies{kA, kB}, true);
  EXPECT_LE(graph.size(), 2 * (kCertificates + 1));
  EXPECT_TRUE(graph.Satisfies({kA}));
  EXPECT_FALSE(graph.Satisfies({kC}));
}

}  // namespace
}  // namespace oteu::verification::x509
