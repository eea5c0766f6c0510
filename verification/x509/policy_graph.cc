#include "verification/x509/policy_graph.h"

#include <algorithm>
#include <set>

#include "verification/x509/path_extensions.h"

namespace oteu::verification::x509 {
namespace {

bool Holds(const std::vector<std::string>& policies, const std::string& policy) {
  return std::ranges::find(policies, policy) != policies.end();
}

}  // namespace

// 6.1.2 (a): one node, anyPolicy.
PolicyGraph::PolicyGraph() { levels_.push_back({.nodes = {}, .any_policy = true}); }

void PolicyGraph::AddCertificate(const std::optional<std::vector<std::string>>& policies, bool any_allowed) {
  if (!expecting_) AddMappings({}, /*mapping_allowed=*/true);
  expecting_ = false;
  Level& level = levels_.back();
  if (!policies) {  // 6.1.3 (e)
    level = {};
    return;
  }
  const bool had_any = level.any_policy;
  if (!any_allowed || !Holds(*policies, kAnyPolicy)) {
    // (d)(1)(i): of what was expected, what the certificate asserts.
    std::erase_if(level.nodes, [&](const auto& node) { return !Holds(*policies, node.first); });
    level.any_policy = false;
  }
  if (!had_any) return;
  for (const std::string& policy : *policies) {  // (d)(1)(ii)
    if (policy != kAnyPolicy) level.nodes.try_emplace(policy);
  }
}

void PolicyGraph::AddMappings(const std::vector<std::pair<std::string, std::string>>& mappings,
                              bool mapping_allowed) {
  Level& level = levels_.back();
  Level next{.nodes = {}, .any_policy = level.any_policy};
  for (const auto& [issuer, subject] : mappings) {
    if (!mapping_allowed) {  // 6.1.4 (b)(2)
      level.nodes.erase(issuer);
      continue;
    }
    if (level.any_policy) level.nodes.try_emplace(issuer);  // (b)(1), last paragraph
    const auto node = level.nodes.find(issuer);
    if (node == level.nodes.end()) continue;
    node->second.mapped = true;
    std::vector<std::string>& parents = next.nodes[subject].parents;
    if (!Holds(parents, issuer)) parents.push_back(issuer);
  }
  for (const auto& [policy, node] : level.nodes) {
    if (!node.mapped) next.nodes[policy].parents.push_back(policy);
  }
  levels_.push_back(std::move(next));
  expecting_ = true;
}

bool PolicyGraph::empty() const { return levels_.back().nodes.empty() && !levels_.back().any_policy; }

bool PolicyGraph::Satisfies(const std::vector<std::string>& user_policies) const {
  if (empty()) return false;
  if (user_policies.empty() || Holds(user_policies, kAnyPolicy)) return true;
  // anyPolicy in the last certificate stands for each of the user's policies.
  if (levels_.back().any_policy) return true;
  // From the last certificate upwards along parents; a node without parents begins a path.
  std::set<std::string> reachable;
  for (const auto& [policy, node] : levels_.back().nodes) reachable.insert(policy);
  for (size_t i = levels_.size(); i-- > 0 && !reachable.empty();) {
    std::set<std::string> above;
    for (const std::string& policy : reachable) {
      const auto node = levels_[i].nodes.find(policy);
      if (node == levels_[i].nodes.end()) continue;
      if (node->second.parents.empty() && Holds(user_policies, policy)) return true;
      above.insert(node->second.parents.begin(), node->second.parents.end());
    }
    reachable = std::move(above);
  }
  return false;
}

size_t PolicyGraph::size() const {
  size_t total = 0;
  for (const Level& level : levels_) total += level.nodes.size();
  return total;
}

}  // namespace oteu::verification::x509
