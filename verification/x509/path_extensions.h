// What certification path validation reads in a certificate's extensions (RFC 5280 section 4.2.1), once.
//
//   OrProblem<PathExtensions> extensions = ReadPathExtensions(outline);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "verification/report/problem.h"
#include "verification/x509/general_name.h"
#include "verification/x509/name_constraints.h"
#include "verification/x509/outline.h"

namespace oteu::verification::x509 {

inline constexpr char kAnyPolicy[] = "2.5.29.32.0";

struct BasicConstraints {
  bool ca = false;
  std::optional<int> path_length;  // 31 bits; a larger one is no limit and counts as the largest
};

// Object identifiers are dotted text. Views point into the certificate's DER.
struct PathExtensions {
  std::optional<BasicConstraints> basic_constraints;
  std::optional<uint32_t> key_usage;                                 // KU_* of OpenSSL
  std::optional<std::vector<std::string>> policies;                  // certificatePolicies, in order
  std::vector<std::pair<std::string, std::string>> policy_mappings;  // issuer's, subject's
  std::optional<int> require_explicit_policy;                        // policyConstraints, SkipCerts
  std::optional<int> inhibit_policy_mapping;
  std::optional<int> inhibit_any_policy;
  std::optional<NameConstraints> name_constraints;
  std::vector<GeneralName> alternative_names;
  std::optional<std::vector<std::string>> extended_key_usages;  // in order
  openssl::Bytes subject_key_identifier;                        // empty: absent
  openssl::Bytes authority_key_identifier;                      // keyIdentifier; empty: absent
  std::string unknown_critical;                                 // the first one; empty: none
};

// A malformed extension is CERTIFICATE_MALFORMED and names its OID.
OrProblem<PathExtensions> ReadPathExtensions(const CertificateOutline& outline);

}  // namespace oteu::verification::x509
