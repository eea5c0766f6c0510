// Ready-made questions for the tests of the entitlement: a child entitled for the whole academic year 2025/26
// in Kegen, to be changed in one respect by each test.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement {

// The catalog of the shipped data.
const regulation::Catalog& ShippedCatalog();

// A catalog of the shipped data in which each version of Kegen is changed by `change`.
std::shared_ptr<const regulation::Catalog> CatalogWith(
    const std::function<void(regulation::v1::Regulation&)>& change);

google::type::Date Date(absl::string_view iso);

// A period; an empty `through` is open.
v1::DatedPeriod Days(absl::string_view from, absl::string_view through);

// Applied on 10 August 2025, PMPC and home education to May 2026, disability without end; known as of 1 June
// 2026; months September 2025 to May 2026.
v1::EvaluateEntitlementRequest FullYear();

// Replaces all applications by ones on these days.
void SetApplications(v1::EvaluateEntitlementRequest& request, const std::vector<std::string>& days);

// The answer; fails the test when there is none.
v1::Entitlement Answer(const regulation::Catalog& catalog, const v1::EvaluateEntitlementRequest& request);
v1::Entitlement Answer(const v1::EvaluateEntitlementRequest& request);

// The entitled months, "2025-09 2025-10 …".
std::string EntitledMonths(const v1::Entitlement& entitlement);

// The reasons of a month without their prefix, separated by spaces.
std::string ReasonsOf(const v1::Entitlement& entitlement, absl::string_view month);

// The clauses cited by a month, separated by spaces.
std::string ClausesOf(const v1::Entitlement& entitlement, absl::string_view month);

}  // namespace oteu::entitlement
