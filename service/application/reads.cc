// Reads of applications: one, and pages newest first.
#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/application/names.h"
#include "service/application/page_token.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/decision/identifiers.h"
#include "service/decision/serialize.h"

namespace oteu::application {
namespace {

Violations Validate(const v1::ListApplicationsRequest& request) {
  Violations out;
  ValidatePageSize(request.page_size(), &out);
  const auto digits = [&out](const std::string& value, bool valid, const char* field, const char* what) {
    if (!value.empty() && !valid) out.push_back({field, what});
  };
  digits(request.child_iin(), decision::HasIinShape(request.child_iin()), "child_iin", "must be 12 digits");
  digits(request.applicant_iin(), decision::HasIinShape(request.applicant_iin()), "applicant_iin",
         "must be 12 digits");
  digits(request.district_kato(), decision::HasKatoShape(request.district_kato()), "district_kato",
         "must be 9 digits");
  if (request.states_size() > v1::ApplicationState_ARRAYSIZE) {
    out.push_back({"states", "too many"});
    return out;
  }
  for (int i = 0; i < request.states_size(); ++i) {
    if (request.states(i) == 0 || !v1::ApplicationState_IsValid(request.states(i))) {
      out.push_back({absl::StrCat("states[", i, "]"), "unknown value"});
    }
  }
  return out;
}

// What a page token is bound to: the filter without page and token, states in order and once.
std::string FilterBytes(const v1::ListApplicationsRequest& request) {
  v1::ListApplicationsRequest filter;
  filter.set_child_iin(request.child_iin());
  filter.set_applicant_iin(request.applicant_iin());
  filter.set_district_kato(request.district_kato());
  const std::set<int> states(request.states().begin(), request.states().end());
  for (const int state : states) filter.add_states(static_cast<v1::ApplicationState>(state));
  return decision::SerializeDeterministically(filter);
}

store::ApplicationFilter ToFilter(const v1::ListApplicationsRequest& request) {
  store::ApplicationFilter filter;
  filter.child_iin = request.child_iin();
  filter.applicant_iin = request.applicant_iin();
  filter.district_kato = request.district_kato();
  const std::set<int> states(request.states().begin(), request.states().end());
  for (const int state : states) filter.states.push_back(static_cast<v1::ApplicationState>(state));
  return filter;
}

}  // namespace

absl::StatusOr<v1::GetApplicationResponse> UseCasesImpl::GetApplication(
    const CallContext& /*call*/, const v1::GetApplicationRequest& request) {
  const auto id = ParseApplicationName(request.name());
  if (!id.has_value()) return InvalidArgument({{"name", "must be applications/{application}"}});
  auto application = dependencies_.store->GetApplication(*id);
  if (!application.ok()) return FromStore(application.status(), "no such application");
  v1::GetApplicationResponse response;
  *response.mutable_application() = *std::move(application);
  return response;
}

absl::StatusOr<v1::ListApplicationsResponse> UseCasesImpl::ListApplications(
    const CallContext& /*call*/, const v1::ListApplicationsRequest& request) {
  Violations violations = Validate(request);
  const std::string filter_bytes = FilterBytes(request);
  std::optional<std::string> before = "";
  if (!request.page_token().empty()) {
    before = ReadPageToken("ListApplications", filter_bytes, request.page_token());
    if (!before.has_value()) violations.push_back({"page_token", "is not of this list and filter"});
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  auto page = dependencies_.store->ListApplications(ToFilter(request), *before,
                                                    PageSizeOrDefault(request.page_size()));
  if (!page.ok()) return FromStore(page.status(), "no such page");
  v1::ListApplicationsResponse response;
  if (page->more && !page->applications.empty()) {
    const auto last = ParseApplicationName(page->applications.back().name());
    response.set_next_page_token(MakePageToken("ListApplications", filter_bytes, last.value_or("")));
  }
  for (v1::Application& application : page->applications)
    *response.add_applications() = std::move(application);
  return response;
}

}  // namespace oteu::application
