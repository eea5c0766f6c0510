#include "service/decision/requirements.h"

#include <algorithm>

#include "service/decision/payload.h"
#include "service/decision/registers.h"

namespace oteu::decision {
namespace {

namespace law = regulation::v1;

bool Applies(law::RequirementCondition condition, const v1::ApplicationForm& form) {
  switch (condition) {
    case law::REQUIREMENT_CONDITION_KANDAS:
      return form.kandas();
    case law::REQUIREMENT_CONDITION_NOT_KANDAS:
      return !form.kandas();
    case law::REQUIREMENT_CONDITION_BY_ATTORNEY:
      return form.capacity() == v1::APPLICANT_CAPACITY_ATTORNEY;
    default:
      return true;
  }
}

bool Takes(const law::RequiredDocument& required, law::Evidence evidence) {
  const auto& list = required.satisfied_by();
  return std::find(list.begin(), list.end(), evidence) != list.end();
}

enum class ByRegister { kMet, kNotMet, kSilent };

struct RegisterAnswer {
  ByRegister answer = ByRegister::kNotMet;
  const char* register_name = "";
};

RegisterAnswer Ask(v1::RegisterStatus status, bool holds, const char* name) {
  if (!Answered(status)) return {ByRegister::kSilent, name};
  return {status == v1::REGISTER_STATUS_FOUND && holds ? ByRegister::kMet : ByRegister::kNotMet, name};
}

RegisterAnswer AskRelationship(const Case& c) {
  const bool civil_answered = Answered(c.inputs.family().civil().status());
  const char* name = civil_answered ? "GUARDIANSHIP" : "CIVIL_STATUS";
  switch (RelationshipOf(c)) {
    case Relationship::kConfirmed:
      return {ByRegister::kMet, name};
    case Relationship::kSilent:
      return {ByRegister::kSilent, name};
    case Relationship::kDenied:
    case Relationship::kUnknown:
      break;
  }
  return {ByRegister::kNotMet, name};
}

RegisterAnswer AskRegister(const Case& c, v1::DocumentType type) {
  const v1::FamilyRecord& family = c.inputs.family();
  switch (type) {
    case v1::DOCUMENT_TYPE_IDENTITY_DOCUMENT:
      return Ask(family.identity().status(), true, "IDENTITY");
    case v1::DOCUMENT_TYPE_KANDAS_CERTIFICATE:
      return Ask(family.identity().status(), family.identity().kandas(), "IDENTITY");
    case v1::DOCUMENT_TYPE_RELATIONSHIP:
      return AskRelationship(c);
    case v1::DOCUMENT_TYPE_RESIDENCE:
      return Ask(family.residence().status(), true, "RESIDENCE");
    case v1::DOCUMENT_TYPE_DISABILITY:
      return Ask(family.disability().status(), !family.disability().terms().empty(), "DISABILITY");
    default:
      return {};
  }
}

// The form holds the account and is the application.
bool IsInForm(v1::DocumentType type) {
  return type == v1::DOCUMENT_TYPE_APPLICATION || type == v1::DOCUMENT_TYPE_BANK_ACCOUNT;
}

// What the documents of a type came to.
struct Handed {
  bool any = false;
  bool accepted = false;                // its facts are used
  std::vector<std::size_t> to_be_read;  // verified, and not readable by the service
};

Handed HandedIn(const Case& c, v1::DocumentType type, const Findings& findings) {
  Handed handed;
  for (std::size_t i = 0; i < c.readings.size(); ++i) {
    const v1::DocumentResult& result = c.readings[i].result;
    if (result.type() != type) continue;
    handed.any = true;
    if (result.verification().indication() != v1::INDICATION_TOTAL_PASSED ||
        findings.Refuses(DocumentPath(i)))
      continue;
    if (HasPayload(type)) {
      handed.accepted = handed.accepted || c.accepted[i];
    } else if (type == v1::DOCUMENT_TYPE_APPLICATION) {
      handed.accepted = true;  // Nothing to read: the form is what was signed for.
    } else {
      handed.to_be_read.push_back(i);
    }
  }
  return handed;
}

const char* MetBy(const Case& c, const law::RequiredDocument& required, v1::DocumentType type,
                  const Handed& handed, const RegisterAnswer& registers) {
  if (Takes(required, law::EVIDENCE_DOCUMENT) && handed.accepted) return "DOCUMENT";
  if (Takes(required, law::EVIDENCE_FORM) && IsInForm(type)) return "FORM";
  if (Takes(required, law::EVIDENCE_REGISTER) && registers.answer == ByRegister::kMet) return "REGISTER";
  if (FindAttestation(c.inputs, type) != nullptr) return "OFFICER";
  return "";
}

// Not met: why, and what follows. A document that was handed in is not missing, whatever it came to; who the
// registers say is no representative lacks the right and not a paper.
void ReportUnmet(const Case& c, const law::RequiredDocument& required, v1::DocumentType type,
                 const Handed& handed, const RegisterAnswer& registers, Findings* findings) {
  const bool silent = Takes(required, law::EVIDENCE_REGISTER) && registers.answer == ByRegister::kSilent;
  if (silent) findings->RegisterUnavailable(registers.register_name);
  for (const std::size_t i : handed.to_be_read) {
    auto* finding = findings->Review(v1::REASON_CODE_DOCUMENT_NEEDS_READING, DocumentPath(i));
    (*finding->mutable_details())["document_type"] = required.type();
  }
  if (silent || handed.any) return;
  if (type == v1::DOCUMENT_TYPE_RELATIONSHIP && RelationshipOf(c) == Relationship::kDenied) return;
  auto* finding = findings->Refuse(v1::REASON_CODE_REQUIRED_DOCUMENT_MISSING, "");
  (*finding->mutable_details())["document_type"] = required.type();
}

}  // namespace

std::vector<v1::RequirementResult> ResolveRequirements(const Case& c, Findings* findings) {
  std::vector<v1::RequirementResult> results;
  for (const law::RequiredDocument& required : c.version.required_documents()) {
    if (!Applies(required.condition(), c.inputs.form())) continue;
    const v1::DocumentType type = ParseDocumentType(required.type());
    const Handed handed = HandedIn(c, type, *findings);
    const RegisterAnswer registers = AskRegister(c, type);
    v1::RequirementResult& result = results.emplace_back();
    result.set_type(type);
    result.set_met_by(MetBy(c, required, type, handed, registers));
    for (const auto& clause : required.clauses()) *result.add_citations() = c.catalog.Cite(c.version, clause);
    if (result.met_by().empty()) ReportUnmet(c, required, type, handed, registers, findings);
  }
  return results;
}

}  // namespace oteu::decision
