// Clauses 2 and 4; law on the electronic document: the certificate is the school's and the conclusion the
// PMPC's only when a person entitled to sign for it signed.
//
// The rule: every signature of the container is valid (the verdict is that of the worst), and at least one of
// them is of a person entitled to sign for the issuer that the payload names. Others may sign beside it.
#include "absl/time/time.h"
#include "service/civil/time_zone.h"
#include "service/decision/checks/checks.h"
#include "service/decision/periods.h"

namespace oteu::decision {
namespace {

enum class Answer { kYes, kNo, kRegisterSilent };

// The day of signing as far as it is proved; a claimed time proves nothing.
absl::CivilDay SigningDay(const Case& c, const v1::SignerReport& signer) {
  if (!signer.has_best_signature_time()) return c.decided_on;
  return civil::LocalDay(signer.best_signature_time(), c.catalog.time_zone()).value_or(c.decided_on);
}

bool HasDelegation(const v1::Institution& institution, const v1::SignerReport& signer, v1::DocumentType type,
                   absl::CivilDay day) {
  for (const v1::SignerDelegation& delegation : institution.delegations()) {
    if (signer.iin().empty() || delegation.iin() != signer.iin() || !CoversDay(delegation.period(), day))
      continue;
    for (const int delegated : delegation.document_types()) {
      if (delegated == type) return true;
    }
  }
  return false;
}

Answer IsEntitled(const Case& c, const PayloadView& payload, const v1::SignerReport& signer) {
  if (signer.bin() != payload.issuer_bin) return Answer::kNo;
  switch (signer.role()) {
    case v1::SIGNER_ROLE_FIRST_HEAD:
    case v1::SIGNER_ROLE_RIGHT_TO_SIGN:
      return Answer::kYes;
    case v1::SIGNER_ROLE_EMPLOYEE:
    case v1::SIGNER_ROLE_PERSONNEL:
    case v1::SIGNER_ROLE_FINANCIAL:
    case v1::SIGNER_ROLE_LEGAL_ENTITY:
    case v1::SIGNER_ROLE_INFORMATION_SYSTEM:
      break;
    default:
      return Answer::kNo;
  }
  // An order of the organisation that stands in the verification policy (policy.proto, Delegation).
  if (!signer.delegation_basis().empty()) return Answer::kYes;
  const v1::Institution* institution = FindInstitution(c.inputs, payload.issuer_bin);
  if (institution == nullptr) return Answer::kRegisterSilent;
  if (institution->status() == v1::REGISTER_STATUS_NOT_FOUND) return Answer::kNo;
  if (institution->status() != v1::REGISTER_STATUS_FOUND) return Answer::kRegisterSilent;
  const bool entitled = signer.role() == v1::SIGNER_ROLE_INFORMATION_SYSTEM
                            ? institution->information_system_may_sign()
                            : HasDelegation(*institution, signer, payload.type, SigningDay(c, signer));
  return entitled ? Answer::kYes : Answer::kNo;
}

Answer AnyEntitled(const Case& c, const PayloadView& payload) {
  Answer best = Answer::kNo;
  for (const v1::SignerReport& signer : c.readings[payload.index].result.verification().signers()) {
    const Answer answer = IsEntitled(c, payload, signer);
    if (answer == Answer::kYes) return answer;
    if (answer == Answer::kRegisterSilent) best = answer;
  }
  return best;
}

}  // namespace

void CheckSignerEntitled(const Case& c, Findings* findings) {
  for (const PayloadView& payload : c.payloads) {
    switch (AnyEntitled(c, payload)) {
      case Answer::kYes:
        break;
      case Answer::kRegisterSilent:
        findings->RegisterUnavailable("INSTITUTIONS");
        break;
      case Answer::kNo: {
        auto* finding = findings->Refuse(v1::REASON_CODE_SIGNER_NOT_ENTITLED, DocumentPath(payload.index));
        (*finding->mutable_details())["document_type"] = DocumentTypeName(payload.type);
        break;
      }
    }
  }
}

}  // namespace oteu::decision
