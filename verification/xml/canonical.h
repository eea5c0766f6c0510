// Canonical XML (1.0, 1.1, exclusive) of a part of a document, by libxml2, within bounds.
//
//   WorkBudget budget;
//   auto bytes = Canonicalize({.top = body, .algorithm = {...}}, &budget);
#pragma once

#include <libxml/tree.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "verification/limits.h"
#include "verification/report/problem.h"
#include "verification/xml/algorithms.h"

namespace oteu::verification::xml {

// How to canonicalise, as CanonicalizationMethod or a Transform says it.
struct C14n {
  Canonicalization kind = Canonicalization::kInclusive;
  bool with_comments = false;
  std::vector<std::string> inclusive_prefixes;  // exclusive alone; "" for the default namespace
};

// What is left of kMaxXmlWork for one document.
struct WorkBudget {
  size_t left = kMaxXmlWork.value;
};

struct CanonicalPart {
  const xmlDoc* document = nullptr;
  const xmlNode* top = nullptr;          // an element with all below it; null: the whole document
  std::vector<const xmlNode*> left_out;  // elements that are left out with all below them
  const C14n* method = nullptr;
};

// The octets. LIMIT_EXCEEDED when the budget or kMaxXmlCanonicalBytes does not suffice. Errors:
// kResourceExhausted, kInternal.
absl::StatusOr<OrProblem<std::string>> Canonicalize(const CanonicalPart& part, WorkBudget* budget);

}  // namespace oteu::verification::xml
