// Checks and tries a draft of regulation data beside the national data in force. Stores nothing.
#include <google/protobuf/text_format.h>

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/entitlement/evaluate.h"
#include "service/entitlement/validate.h"
#include "service/limits.h"
#include "service/regulation/lint.h"

namespace oteu::application {
namespace {

constexpr char kDraftFile[] = "draft.txtpb";

std::map<std::string, std::string> FilesWith(const std::string& draft, const regulation::Catalog& catalog) {
  std::string national;
  google::protobuf::TextFormat::PrintToString(catalog.national(), &national);
  return {{regulation::kNationalFile, std::move(national)}, {kDraftFile, draft}};
}

}  // namespace

absl::StatusOr<v1::LintRegulationResponse> UseCasesImpl::LintRegulation(
    const CallContext& /*call*/, const v1::LintRegulationRequest& request) {
  Violations violations;
  ValidateRegulationText("text", request.text(), &violations);
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  v1::LintRegulationResponse response;
  for (const regulation::LintFinding& finding :
       regulation::Lint(FilesWith(request.text(), *dependencies_.catalog()))) {
    if (finding.file != kDraftFile) continue;
    v1::LintFinding* out = response.add_findings();
    out->set_line(finding.line);
    out->set_field(finding.field);
    out->set_severity(finding.severity == regulation::LintSeverity::kError ? v1::LINT_SEVERITY_ERROR
                                                                           : v1::LINT_SEVERITY_WARNING);
    out->set_message(finding.message);
  }
  return response;
}

absl::StatusOr<v1::SimulateRegulationResponse> UseCasesImpl::SimulateRegulation(
    const CallContext& /*call*/, const v1::SimulateRegulationRequest& request) {
  Violations violations;
  ValidateRegulationText("text", request.text(), &violations);
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  const auto catalog = dependencies_.catalog();
  const auto draft = regulation::Catalog::FromFiles(FilesWith(request.text(), *catalog));
  if (!draft.ok() || (*draft)->ids().empty()) {
    return InvalidArgument({{"text", "is no valid regulation: LintRegulation says what is wrong"}});
  }
  v1::EvaluateEntitlementRequest question = request.request();
  question.set_regulation_id((*draft)->ids().front());
  for (entitlement::FieldViolation& violation : entitlement::ValidateRequest(**draft, question)) {
    violations.push_back({absl::StrCat("request.", violation.field), std::move(violation.description)});
  }
  const std::string& current_id = request.request().regulation_id();
  if (!current_id.empty() && catalog->FindById(current_id) == nullptr) {
    return MakeError(ErrorReason::kUnknownRegulation, "no regulation of that id");
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  v1::SimulateRegulationResponse response;
  const absl::CivilDay today = Today(*catalog);
  auto under_draft = entitlement::Evaluate(**draft, question, today);
  if (!under_draft.ok()) return InvalidArgument({{"request", "cannot be evaluated under the draft"}});
  *response.mutable_draft() = *std::move(under_draft);
  if (current_id.empty()) return response;
  auto under_current = entitlement::Evaluate(*catalog, request.request(), today);
  if (!under_current.ok())
    return InvalidArgument({{"request", "cannot be evaluated under the regulation in force"}});
  *response.mutable_current() = *std::move(under_current);
  return response;
}

}  // namespace oteu::application
