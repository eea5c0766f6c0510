// Who had to sign, once the payload says whose document it is: the second half of the signer check.
//
//   SignerConstraints constraints = ConstraintsOf(FindProfile(policy, "SCHOOL_CERTIFICATE"));
//   constraints.required_bin = payload.school_bin();
//   constraints.delegated_signer_iins = delegations.Of(payload.school_bin(), date);
//   ApplySignerConstraints(constraints, report);
//
// Law: the person entitled to sign, with a certificate that shows the organisation and the role (glossary:
// БСН/БИН, ЖСН/ИИН). The constraints hold for every signer of the document: one signer without the right
// spoils it.
#pragma once

#include <string>
#include <vector>

#include "oteu/v1/verification.pb.h"
#include "oteu/verification/v1/policy.pb.h"

namespace oteu::verification {

struct SignerConstraints {
  std::vector<oteu::v1::SignerRole> accepted_roles;  // empty: any role
  std::string required_bin;                          // 12 digits; empty: any or none
  std::string required_iin;                          // 12 digits; empty: any or none
  // IINs (12 digits) of those who may sign for the organisation although their role alone does not entitle
  // them. It helps only a role within an organisation: never an individual's certificate, nor one without a
  // role.
  std::vector<std::string> delegated_signer_iins;
};

SignerConstraints ConstraintsOf(const v1::DocumentProfile& profile);

// Adds ROLE_NOT_ACCEPTED, BIN_MISMATCH and IIN_MISMATCH findings and lowers the verdict accordingly. It never
// raises one. Findings do not quote the identifiers.
void ApplySignerConstraints(const SignerConstraints& constraints, oteu::v1::ValidationReport& report);

}  // namespace oteu::verification
