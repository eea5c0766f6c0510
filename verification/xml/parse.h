// Bytes to a tree, by libxml2 with everything switched off that reaches beyond the bytes: network, document
// types, entities. Nothing process-wide is set; errors go to the one parse they belong to.
#pragma once

#include <libxml/tree.h>

#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "verification/openssl/ptr.h"
#include "verification/report/problem.h"

namespace oteu::verification::xml {

using DocumentPtr = openssl::Owned<xmlDoc, xmlFreeDoc>;

// A well-formed UTF-8 document within the bounds of limits.h; else what is wrong. `text` is not kept.
// Errors: kResourceExhausted.
absl::StatusOr<OrProblem<DocumentPtr>> Parse(std::string_view text);

}  // namespace oteu::verification::xml
