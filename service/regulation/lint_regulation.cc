#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "oteu/v1/document.pb.h"
#include "oteu/v1/reason.pb.h"
#include "service/regulation/lint_rules.h"

namespace oteu::regulation {
namespace {

constexpr size_t kMaxIdBytes = 64;
constexpr size_t kKatoDigits = 9;
constexpr size_t kBinDigits = 12;
// Reason codes up to this one are refusal grounds; later ones are for review by a person.
constexpr int kLastRefusalReason = 50;
constexpr int kMaxWorkingDays = 250;
constexpr int kMaxMonths = 120;

bool AllDigits(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsId(const std::string& text) {
  return !text.empty() && text.size() <= kMaxIdBytes && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
  });
}

// BIN of a legal entity: twelve digits, the fifth 4..6, the sixth 0..3, the last a control digit modulo 11,
// with a second series of weights when the first gives 10.
bool IsBin(const std::string& text) {
  if (text.size() != kBinDigits || !AllDigits(text)) return false;
  if (text[4] < '4' || text[4] > '6' || text[5] > '3') return false;
  int control = 10;
  for (int shift = 0; shift <= 2 && control == 10; shift += 2) {
    int sum = 0;
    for (int i = 0; i < 11; ++i) sum += (text[static_cast<size_t>(i)] - '0') * ((i + shift) % 11 + 1);
    control = sum % 11;
  }
  return control != 10 && control == text[11] - '0';
}

void CheckInstitution(const Scope& scope, const v1::NamedInstitution& institution) {
  if (institution.bin().empty()) {
    if (institution.source().confirmed()) scope.Error("bin", "missing, though the source is confirmed");
  } else if (!IsBin(institution.bin())) {
    scope.Error("bin", "not a BIN");
  }
}

void CheckDocuments(const Scope& scope, const v1::RegulationVersion& version) {
  std::set<std::string> types;
  for (int i = 0; i < version.required_documents_size(); ++i) {
    const std::string& type = version.required_documents(i).type();
    oteu::v1::DocumentType parsed;
    const Scope document = scope.Nested("required_documents", i);
    if (!oteu::v1::DocumentType_Parse(absl::StrCat("DOCUMENT_TYPE_", type), &parsed) || parsed == 0) {
      document.Error("type", "no such DocumentType");
    }
    if (!types.insert(type).second) document.Error("type", "given twice");
  }
}

void CheckRefusalGrounds(const Scope& scope, const v1::RegulationVersion& version) {
  std::set<int> reasons;
  for (int i = 0; i < version.refusal_grounds_size(); ++i) {
    const v1::RefusalGround& entry = version.refusal_grounds(i);
    const Scope ground_scope = scope.Nested("refusal_grounds", i);
    oteu::v1::ReasonCode reason;
    oteu::v1::RefusalGround ground;
    if (!oteu::v1::ReasonCode_Parse(absl::StrCat("REASON_CODE_", entry.reason()), &reason) || reason == 0 ||
        reason > kLastRefusalReason) {
      ground_scope.Error("reason", "no such ReasonCode that is a refusal ground");
    } else if (!reasons.insert(reason).second) {
      ground_scope.Error("reason", "given twice");
    }
    if (!oteu::v1::RefusalGround_Parse(absl::StrCat("REFUSAL_GROUND_", entry.ground()), &ground) ||
        ground == 0) {
      ground_scope.Error("ground", "no such RefusalGround");
    }
  }
  for (int code = 1; code <= kLastRefusalReason; ++code) {
    if (oteu::v1::ReasonCode_IsValid(code) && !reasons.contains(code)) {
      const auto reason = static_cast<oteu::v1::ReasonCode>(code);
      scope.Error("refusal_grounds", absl::StrCat(oteu::v1::ReasonCode_Name(reason), " has no ground"));
    }
  }
}

void CheckProcedure(const Scope& scope, const v1::ProcedureRule& rule) {
  const auto check = [&scope](const char* field, int value, int max) {
    if (value < 1 || value > max) scope.Error(field, absl::StrCat("outside 1..", max));
  };
  check("decision_working_days", rule.decision_working_days(), kMaxWorkingDays);
  check("hearing_notice_working_days", rule.hearing_notice_working_days(), rule.decision_working_days());
  check("objection_working_days", rule.objection_working_days(), rule.hearing_notice_working_days());
  check("complaint_months", rule.complaint_months(), kMaxMonths);
}

}  // namespace

void CheckRegulation(const Scope& scope, const v1::Regulation& regulation) {
  if (!IsId(regulation.id())) scope.Error("id", "not of lower-case letters, digits and hyphens, at most 64");
  for (int i = 0; i < regulation.district_katos_size(); ++i) {
    const std::string& kato = regulation.district_katos(i);
    if (kato.size() != kKatoDigits || !AllDigits(kato)) scope.Error("district_katos", "not nine digits", i);
  }
  for (int i = 0; i < regulation.versions_size(); ++i) {
    const v1::RegulationVersion& version = regulation.versions(i);
    const Scope version_scope = scope.Nested("versions", i);
    if (version.act().adopted_on().empty() && version.act().source().confirmed()) {
      version_scope.Nested("act").Error("adopted_on", "missing, though the source is confirmed");
    }
    if (version.has_pmpc()) CheckInstitution(version_scope.Nested("pmpc"), version.pmpc());
    CheckInstitution(version_scope.Nested("provider"), version.provider());
    CheckDocuments(version_scope, version);
    CheckRefusalGrounds(version_scope, version);
    CheckProcedure(version_scope.Nested("procedure"), version.procedure());
  }
}

}  // namespace oteu::regulation
