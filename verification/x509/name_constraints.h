// Name constraints (RFC 5280 section 4.2.1.10): within which names a CA may issue.
//
//   std::optional<NameConstraints> constraints = ReadNameConstraints(extension.value);
//   std::optional<const char*> amiss = CheckNames(*constraints, names);
//
// Applied one CA after the other: a name is within the intersection of all permitted subtrees when it is
// within those of each, so that nothing has to be intersected (6.1.4 (g)).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "verification/openssl/bytes.h"
#include "verification/x509/canonical_name.h"
#include "verification/x509/general_name.h"

namespace oteu::verification::x509 {

struct Subtree {
  GeneralName base;
  CanonicalName directory;  // of a directoryName
  bool well_formed = true;  // false: no name is known to be inside or outside
};

struct NameConstraints {
  std::vector<Subtree> permitted;
  std::vector<Subtree> excluded;
  // minimum other than 0, or a maximum: "application developers should reject" (4.2.1.10).
  bool has_distances = false;
};

// Contents of extnValue. Nothing when malformed, empty, or over kMaxGeneralNames.
std::optional<NameConstraints> ReadNameConstraints(openssl::Bytes value);

// The names of one certificate to which constraints apply.
struct ConstrainedNames {
  const CanonicalName* subject = nullptr;
  std::vector<openssl::Bytes> subject_emails;  // of the subject, where subjectAltName has no rfc822Name
  const std::vector<GeneralName>* alternative = nullptr;
};

// Nothing when every name is permitted and none is excluded; otherwise a constant text that says what is
// amiss. A kind of name that is constrained and not understood is refused.
std::optional<const char*> CheckNames(const NameConstraints& constraints, const ConstrainedNames& names);

// Comparisons that CheckNames may need: to be bounded before.
size_t ComparisonsOf(const NameConstraints& constraints, const ConstrainedNames& names);

}  // namespace oteu::verification::x509
