#include "verification/policy/signer_constraints.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "verification/report/verdict.h"

namespace oteu::verification {
namespace {

using oteu::v1::SignerReport;
using oteu::v1::SignerRole;

constexpr char kClause[] = "ETSI EN 319 102-1 5.2.8";

// Persons who act for an organisation. An information system is nobody a right could be delegated to.
bool CanBeDelegated(SignerRole role) {
  switch (role) {
    case oteu::v1::SIGNER_ROLE_RIGHT_TO_SIGN:
    case oteu::v1::SIGNER_ROLE_FINANCIAL:
    case oteu::v1::SIGNER_ROLE_PERSONNEL:
    case oteu::v1::SIGNER_ROLE_EMPLOYEE:
    case oteu::v1::SIGNER_ROLE_LEGAL_ENTITY:
      return true;
    default:
      return false;
  }
}

bool RoleAccepted(const SignerConstraints& constraints, const SignerReport& signer) {
  if (constraints.accepted_roles.empty()) return true;
  if (std::ranges::find(constraints.accepted_roles, signer.role()) != constraints.accepted_roles.end())
    return true;
  if (!signer.delegation_basis().empty())
    return true;  // an order that stands in the policy (profile_rules.h)
  return CanBeDelegated(signer.role()) && !signer.iin().empty() &&
         std::ranges::find(constraints.delegated_signer_iins, signer.iin()) !=
             constraints.delegated_signer_iins.end();
}

void Check(const SignerConstraints& constraints, const std::string& object, SignerReport* signer) {
  const auto fail = [&](oteu::v1::VerificationCode code, const char* cause) {
    AddFinding({code, kClause, cause}, oteu::v1::CHECK_LEVEL_FAIL, object, signer->mutable_findings());
  };
  if (!RoleAccepted(constraints, *signer)) {
    fail(oteu::v1::VERIFICATION_CODE_ROLE_NOT_ACCEPTED,
         CanBeDelegated(signer->role()) ? "no delegation" : "role cannot sign this document");
  }
  if (!constraints.required_bin.empty() && signer->bin() != constraints.required_bin) {
    fail(oteu::v1::VERIFICATION_CODE_BIN_MISMATCH, signer->bin().empty() ? "no BIN" : "another BIN");
  }
  if (!constraints.required_iin.empty() && signer->iin() != constraints.required_iin) {
    fail(oteu::v1::VERIFICATION_CODE_IIN_MISMATCH, signer->iin().empty() ? "no IIN" : "another IIN");
  }
}

}  // namespace

SignerConstraints ConstraintsOf(const v1::DocumentProfile& profile) {
  SignerConstraints constraints;
  for (const int role : profile.accepted_roles()) {
    constraints.accepted_roles.push_back(static_cast<SignerRole>(role));
  }
  return constraints;
}

void ApplySignerConstraints(const SignerConstraints& constraints, oteu::v1::ValidationReport& report) {
  for (int i = 0; i < report.signers_size(); ++i) {
    Check(constraints, absl::StrCat("signers[", i, "]"), report.mutable_signers(i));
  }
  LowerVerdict(&report);
}

}  // namespace oteu::verification
