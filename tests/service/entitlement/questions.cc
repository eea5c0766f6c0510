#include "tests/service/entitlement/questions.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/civil/date.h"
#include "service/entitlement/evaluate.h"

namespace oteu::entitlement {
namespace {

const v1::MonthEntitlement* Find(const v1::Entitlement& entitlement, absl::string_view month) {
  for (const v1::MonthEntitlement& candidate : entitlement.months()) {
    if (candidate.month() == month) return &candidate;
  }
  ADD_FAILURE() << "no month " << month;
  return nullptr;
}

}  // namespace

const regulation::Catalog& ShippedCatalog() {
  static const auto* const kCatalog =
      new auto(regulation::Catalog::LoadDirectory(OTEU_SOURCE_DIR "/service/regulations").value());
  return **kCatalog;
}

std::shared_ptr<const regulation::Catalog> CatalogWith(
    const std::function<void(regulation::v1::Regulation&)>& change) {
  regulation::v1::CatalogSnapshot data = ShippedCatalog().data();
  for (regulation::v1::Regulation& regulation : *data.mutable_regulations()) {
    if (regulation.id() == "kz-kegen") change(regulation);
  }
  auto catalog = regulation::Catalog::FromSnapshot(data.SerializeAsString());
  EXPECT_TRUE(catalog.ok()) << catalog.status();
  return catalog.value();
}

google::type::Date Date(absl::string_view iso) { return civil::ToProto(civil::ParseIsoDate(iso).value()); }

v1::DatedPeriod Days(absl::string_view from, absl::string_view through) {
  v1::DatedPeriod period;
  *period.mutable_from() = Date(from);
  if (!through.empty()) *period.mutable_through() = Date(through);
  return period;
}

v1::EvaluateEntitlementRequest FullYear() {
  v1::EvaluateEntitlementRequest request;
  request.set_regulation_id("kz-kegen");
  *request.mutable_known_as_of() = Date("2026-06-01");
  request.set_first_month("2025-09");
  request.set_last_month("2026-05");
  v1::EntitlementFacts& facts = *request.mutable_facts();
  *facts.mutable_birth_date() = Date("2015-05-17");
  *facts.add_pmpc_terms() = Days("2025-08-01", "2026-05-31");
  *facts.add_home_education() = Days("2025-09-01", "2026-05-31");
  *facts.add_disability_terms() = Days("2024-01-01", "");
  SetApplications(request, {"2025-08-10"});
  return request;
}

void SetApplications(v1::EvaluateEntitlementRequest& request, const std::vector<std::string>& days) {
  request.mutable_facts()->clear_applications();
  for (const std::string& day : days) {
    v1::EntitlementApplication& application = *request.mutable_facts()->add_applications();
    application.set_id(absl::StrCat("of ", day));
    *application.mutable_date() = Date(day);
  }
}

v1::Entitlement Answer(const regulation::Catalog& catalog, const v1::EvaluateEntitlementRequest& request) {
  const auto answer = Evaluate(catalog, request, absl::CivilDay(2026, 11, 22));
  EXPECT_TRUE(answer.ok()) << answer.status();
  return answer.value_or(v1::Entitlement());
}

v1::Entitlement Answer(const v1::EvaluateEntitlementRequest& request) {
  return Answer(ShippedCatalog(), request);
}

std::string EntitledMonths(const v1::Entitlement& entitlement) {
  std::vector<std::string> months;
  for (const v1::MonthEntitlement& month : entitlement.months()) {
    if (month.entitled()) months.push_back(month.month());
  }
  return absl::StrJoin(months, " ");
}

std::string ReasonsOf(const v1::Entitlement& entitlement, absl::string_view month) {
  const v1::MonthEntitlement* found = Find(entitlement, month);
  std::vector<std::string> names;
  if (found == nullptr) return "";
  for (const int reason : found->reasons()) {
    names.push_back(v1::MonthReason_Name(static_cast<v1::MonthReason>(reason)).substr(13));
  }
  return absl::StrJoin(names, " ");
}

std::string ClausesOf(const v1::Entitlement& entitlement, absl::string_view month) {
  const v1::MonthEntitlement* found = Find(entitlement, month);
  std::vector<std::string> clauses;
  if (found == nullptr) return "";
  for (const v1::Citation& citation : found->citations()) clauses.push_back(citation.clause_id());
  return absl::StrJoin(clauses, " ");
}

}  // namespace oteu::entitlement
