#include "service/application/access.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/store/audit.h"

namespace oteu::application {
namespace {

Access Several(const std::string& collection, const std::vector<std::string>& names) {
  return {names.empty() ? collection : absl::StrJoin(names, ","), static_cast<std::int64_t>(names.size()),
          ""};
}

}  // namespace

std::string AccessEvent(absl::string_view method) {
  std::string event = store::kAccessPrefix;
  const absl::string_view name = method.substr(method.rfind('/') + 1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (i > 0 && absl::ascii_isupper(static_cast<unsigned char>(name[i]))) event.push_back('_');
    event.push_back(absl::ascii_toupper(static_cast<unsigned char>(name[i])));
  }
  return event;
}

store::AccessWrite MakeAccessWrite(absl::string_view method, const std::string& caller, Access access,
                                   absl::Time at) {
  return {AccessEvent(method), caller, std::move(access.subject), access.count, std::move(access.sha256), at};
}

std::optional<Access> AccessOf(const v1::ListChangesRequest& request,
                               const v1::ListChangesResponse& response) {
  if (!request.resume_token().empty()) return std::nullopt;
  return Access{"changes", response.changes_size(), ""};
}

std::optional<Access> AccessOf(const v1::GetApplicationRequest& /*request*/,
                               const v1::GetApplicationResponse& response) {
  const v1::Application& application = response.application();
  return Access{application.name(), application.revision(), ""};
}

std::optional<Access> AccessOf(const v1::ListApplicationsRequest& /*request*/,
                               const v1::ListApplicationsResponse& response) {
  std::vector<std::string> names;
  for (const v1::Application& application : response.applications()) names.push_back(application.name());
  return Several("applications", names);
}

std::optional<Access> AccessOf(const v1::GetDecisionRequest& /*request*/,
                               const v1::GetDecisionResponse& response) {
  const v1::Decision& decision = response.decision();
  return Access{decision.name(), decision.version(), ""};
}

std::optional<Access> AccessOf(const v1::ListDecisionsRequest& request,
                               const v1::ListDecisionsResponse& response) {
  std::vector<std::string> names;
  for (const v1::Decision& decision : response.decisions()) names.push_back(decision.name());
  return Several(request.parent(), names);
}

std::optional<Access> AccessOf(const v1::ExplainDecisionRequest& /*request*/,
                               const v1::ExplainDecisionResponse& response) {
  return Access{response.decision(), 1, ""};
}

std::optional<Access> AccessOf(const v1::GetEntitlementRequest& /*request*/,
                               const v1::GetEntitlementResponse& response) {
  return Access{response.name(), 1, ""};
}

std::optional<Access> AccessOf(const v1::ListFactsRequest& /*request*/,
                               const v1::ListFactsResponse& response) {
  std::vector<std::string> names;
  for (const v1::RecordedFact& fact : response.facts()) {
    names.push_back(
        absl::StrCat("facts/", fact.source(), "/", fact.fact().fact_id(), "@", fact.fact().revision()));
  }
  return Several("facts", names);
}

std::optional<Access> AccessOf(const v1::ListNoticesRequest& request,
                               const v1::ListNoticesResponse& response) {
  // Who asks again and again whether there is more learns nothing until there is.
  if (response.notices().empty() && !request.page_token().empty()) return std::nullopt;
  std::vector<std::string> names;
  for (const v1::Notice& notice : response.notices()) names.push_back(notice.name());
  return Several("notices", names);
}

std::optional<Access> AccessOf(const v1::ListOverpaymentsRequest& /*request*/,
                               const v1::ListOverpaymentsResponse& response) {
  std::vector<std::string> names;
  for (const v1::Overpayment& overpayment : response.overpayments()) names.push_back(overpayment.name());
  return Several("overpayments", names);
}

std::optional<Access> AccessOf(const v1::ListAuditRecordsRequest& request,
                               const v1::ListAuditRecordsResponse& response) {
  return Access{absl::StrCat("audit/", request.after_seq()), response.records_size(), ""};
}

}  // namespace oteu::application
