#include "service/entitlement/validate.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "service/civil/time_zone.h"

namespace oteu::entitlement {
namespace {

namespace law = regulation::v1;

using Periods = google::protobuf::RepeatedPtrField<v1::DatedPeriod>;

// Characters, not bytes: continuation bytes of UTF-8 do not count.
bool IsTooLong(const std::string& id) {
  return std::count_if(id.begin(), id.end(), [](char c) { return (c & 0xC0) != 0x80; }) > kMaxIdChars;
}

class Validator {
 public:
  Validator(const regulation::Catalog& catalog, const v1::EvaluateEntitlementRequest& request)
      : catalog_(catalog), request_(request) {}

  std::vector<FieldViolation> Run() {
    if (request_.regulation_id().empty()) {
      Add("regulation_id", "missing");
    } else if (catalog_.FindById(request_.regulation_id()) == nullptr) {
      Add("regulation_id", "no such regulation");
    }
    Facts(request_.facts());
    if (request_.has_known_as_of()) Day("known_as_of", request_.known_as_of());
    Months();
    Overrides(request_.overrides());
    Id("case_id", request_.case_id());
    return std::move(violations_);
  }

 private:
  void Add(absl::string_view field, absl::string_view description) {
    violations_.push_back({std::string(field), std::string(description)});
  }

  bool Day(absl::string_view field, const google::type::Date& date) {
    const absl::StatusOr<absl::CivilDay> day = civil::FromProto(date);
    if (!day.ok()) Add(field, day.status().message());
    return day.ok();
  }

  void Id(absl::string_view field, const std::string& id) {
    if (IsTooLong(id)) Add(field, absl::StrCat("longer than ", kMaxIdChars, " characters"));
  }

  // Two days of which the second may not be earlier; either may be absent.
  void Ordered(const std::string& path, const char* first_name, const google::type::Date* first,
               const char* second_name, const google::type::Date* second) {
    const bool first_ok = first == nullptr || Day(absl::StrCat(path, ".", first_name), *first);
    const bool second_ok = second == nullptr || Day(absl::StrCat(path, ".", second_name), *second);
    if (first == nullptr || second == nullptr || !first_ok || !second_ok) return;
    if (*civil::FromProto(*second) < *civil::FromProto(*first)) {
      Add(absl::StrCat(path, ".", second_name), absl::StrCat("before ", first_name));
    }
  }

  template <typename Fact>
  void Knowledge(const std::string& path, const Fact& fact) {
    Ordered(path, "known_from", fact.has_known_from() ? &fact.known_from() : nullptr, "known_through",
            fact.has_known_through() ? &fact.known_through() : nullptr);
    Id(absl::StrCat(path, ".fact_id"), fact.fact_id());
  }

  bool Count(absl::string_view field, int count) {
    if (count > kMaxFacts) Add(field, absl::StrCat("more than ", kMaxFacts, " items"));
    return count <= kMaxFacts;
  }

  void DatedPeriods(const std::string& field, const Periods& periods) {
    if (!Count(field, periods.size())) return;
    for (int i = 0; i < periods.size(); ++i) {
      const v1::DatedPeriod& period = periods[i];
      const std::string path = absl::StrCat(field, "[", i, "]");
      if (!period.has_from()) Add(path + ".from", "missing");
      Ordered(path, "from", period.has_from() ? &period.from() : nullptr, "through",
              period.has_through() ? &period.through() : nullptr);
      Knowledge(path, period);
    }
  }

  void Applications(const google::protobuf::RepeatedPtrField<v1::EntitlementApplication>& applications) {
    const std::string field = "facts.applications";
    if (applications.empty()) Add(field, "at least one is needed");
    if (!Count(field, applications.size())) return;
    for (int i = 0; i < applications.size(); ++i) {
      const v1::EntitlementApplication& application = applications[i];
      const std::string path = absl::StrCat(field, "[", i, "]");
      Id(path + ".id", application.id());
      if (application.has_date()) {
        Day(path + ".date", application.date());
      } else if (application.has_instant()) {
        const auto day = civil::LocalDay(application.instant(), catalog_.time_zone());
        if (!day.ok()) Add(path + ".instant", day.status().message());
      } else {
        Add(path + ".date", "missing");
      }
    }
  }

  void Facts(const v1::EntitlementFacts& facts) {
    if (facts.has_birth_date()) {
      Day("facts.birth_date", facts.birth_date());
    } else {
      Add("facts.birth_date", "missing");
    }
    if (facts.has_death()) {
      if (!facts.death().has_on()) Add("facts.death.on", "missing");
      Ordered("facts", "birth_date", nullptr, "death.on",
              facts.death().has_on() ? &facts.death().on() : nullptr);
      Knowledge("facts.death", facts.death());
    }
    Applications(facts.applications());
    DatedPeriods("facts.pmpc_terms", facts.pmpc_terms());
    DatedPeriods("facts.home_education", facts.home_education());
    DatedPeriods("facts.disability_terms", facts.disability_terms());
    DatedPeriods("facts.institution_stays", facts.institution_stays());
    DatedPeriods("facts.state_support", facts.state_support());
    DatedPeriods("facts.parental_rights_lost", facts.parental_rights_lost());
  }

  void Months() {
    absl::StatusOr<absl::CivilMonth> first = civil::ParseMonth(request_.first_month());
    absl::StatusOr<absl::CivilMonth> last = civil::ParseMonth(request_.last_month());
    if (!request_.first_month().empty() && !first.ok()) Add("first_month", first.status().message());
    if (!request_.last_month().empty() && !last.ok()) Add("last_month", last.status().message());
    if (!first.ok() || !last.ok()) return;
    if (*last < *first) Add("last_month", "before first_month");
    if (*last - *first >= kMaxHorizonMonths) {
      Add("last_month", absl::StrCat("more than ", kMaxHorizonMonths, " months from first_month"));
    }
  }

  // Enums of proto3 are open: a number that this version does not know arrives as it is.
  void Overrides(const v1::EvaluationOverrides& overrides) {
    if (!law::Reading_IsValid(overrides.reading())) Add("overrides.reading", "no such value");
    if (!law::Rounding_IsValid(overrides.rounding())) Add("overrides.rounding", "no such value");
    if (!law::Resume_IsValid(overrides.resume())) Add("overrides.resume", "no such value");
    if (!law::EndSource_IsValid(overrides.end_source())) Add("overrides.end_source", "no such value");
  }

  const regulation::Catalog& catalog_;
  const v1::EvaluateEntitlementRequest& request_;
  std::vector<FieldViolation> violations_;
};

}  // namespace

std::vector<FieldViolation> ValidateRequest(const regulation::Catalog& catalog,
                                            const v1::EvaluateEntitlementRequest& request) {
  return Validator(catalog, request).Run();
}

}  // namespace oteu::entitlement
