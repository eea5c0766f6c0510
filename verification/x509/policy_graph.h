// Certificate policies along a path (RFC 5280 section 6.1) as a graph (RFC 9618): where the valid_policy_tree
// of RFC 5280 grows exponentially with policy mappings, the graph has at most one node per policy and
// certificate.
//
//   PolicyGraph graph;                         // initial: anyPolicy
//   graph.AddCertificate(policies, any_allowed);
//   graph.AddMappings(mappings, mapping_allowed);   // of a CA; then the next certificate
//   graph.empty();                             // the tree would be NULL
//   graph.Satisfies(user_policies);
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace oteu::verification::x509 {

class PolicyGraph {
 public:
  PolicyGraph();

  // 6.1.3 (d), (e): the policies of the next certificate; nothing when it has no such extension.
  // `any_allowed`: anyPolicy in it counts.
  void AddCertificate(const std::optional<std::vector<std::string>>& policies, bool any_allowed);

  // 6.1.4 (b): what those policies are called in the next certificate. `mapping_allowed`: policy_mapping > 0;
  // otherwise a mapped policy ends here.
  void AddMappings(const std::vector<std::pair<std::string, std::string>>& mappings, bool mapping_allowed);

  // The valid_policy_tree would be NULL.
  bool empty() const;

  // 6.1.5 (g): a valid path through the graph begins with one of the user's policies (none given: any).
  bool Satisfies(const std::vector<std::string>& user_policies) const;

  // Nodes kept: grows by at most the entries of the certificates.
  size_t size() const;

 private:
  // A policy valid for one certificate. No parents: its parent is the anyPolicy of the level above.
  struct Node {
    std::vector<std::string> parents;  // policies of the level above
    bool mapped = false;               // called otherwise in the level below
  };
  struct Level {
    std::map<std::string, Node> nodes;
    bool any_policy = false;
  };

  // One level per certificate so far; the last one is of the certificate at hand, or, after AddMappings, what
  // is expected of the next one.
  std::vector<Level> levels_;
  bool expecting_ = true;  // The last level waits for its certificate.
};

}  // namespace oteu::verification::x509
