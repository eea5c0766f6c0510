#include "service/facts/sources.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/decision/identifiers.h"
#include "service/facts/subject.h"

namespace oteu::facts {
namespace {

constexpr int kMaxSources = 10000;
constexpr std::size_t kMaxIdChars = 32;

bool IsSourceId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxIdChars && std::all_of(id.begin(), id.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return absl::ascii_islower(u) || absl::ascii_isdigit(u) || c == '-';
  });
}

// An absent day is without beginning, or without end.
absl::StatusOr<absl::CivilDay> DayOr(const std::string& text, absl::CivilDay absent) {
  return text.empty() ? absent : civil::ParseIsoDate(text);
}

class Checker {
 public:
  std::vector<SourceProblem> Run(const config::v1::FactsConfig& config) {
    if (config.sources_size() > kMaxSources) Fail("facts.sources", absl::StrCat("more than ", kMaxSources));
    std::set<std::string> ids;
    for (int i = 0; i < std::min(config.sources_size(), kMaxSources); ++i) {
      const config::v1::FactSource& source = config.sources(i);
      const std::string path = absl::StrCat("facts.sources[", i, "]");
      if (!IsSourceId(source.id())) Fail(path + ".id", "must be 1 to 32 characters of [a-z0-9-]");
      if (!ids.insert(source.id()).second) Fail(path + ".id", "is used twice");
      if (source.type() == config::v1::FACT_SOURCE_TYPE_SCHOOL_SYSTEM) {
        CheckSchools(source, path);
      } else if (source.type() == config::v1::FACT_SOURCE_TYPE_REGISTER) {
        CheckKinds(source, path);
      } else {
        Fail(path + ".type", "is required");
      }
    }
    return std::move(problems_);
  }

 private:
  struct Held {
    absl::CivilDay from, through;
  };

  void Fail(std::string field, std::string message) {
    problems_.push_back({std::move(field), std::move(message)});
  }

  void CheckSchools(const config::v1::FactSource& source, const std::string& path) {
    if (source.schools().empty()) Fail(path + ".schools", "at least one is required");
    if (!source.kinds().empty()) Fail(path + ".kinds", "a school system's kinds are fixed");
    for (int i = 0; i < source.schools_size(); ++i) {
      CheckCharge(source.schools(i), absl::StrCat(path, ".schools[", i, "]"));
    }
  }

  void CheckCharge(const config::v1::SchoolCharge& charge, const std::string& path) {
    if (!decision::HasIinShape(charge.bin())) Fail(path + ".bin", "must be 12 digits");
    const auto from = DayOr(charge.from(), absl::CivilDay::min());
    const auto through = DayOr(charge.through(), absl::CivilDay::max());
    if (!from.ok()) Fail(path + ".from", "is no day YYYY-MM-DD");
    if (!through.ok()) Fail(path + ".through", "is no day YYYY-MM-DD");
    if (!from.ok() || !through.ok()) return;
    if (*through < *from) return Fail(path + ".through", "before from");
    for (const Held& held : held_[charge.bin()]) {
      if (held.from <= *through && *from <= held.through)
        Fail(path, "another charge for this school covers some of these days");
    }
    held_[charge.bin()].push_back({*from, *through});
  }

  void CheckKinds(const config::v1::FactSource& source, const std::string& path) {
    if (!source.schools().empty()) Fail(path + ".schools", "only with SCHOOL_SYSTEM");
    if (source.kinds().empty()) Fail(path + ".kinds", "at least one is required");
    for (int i = 0; i < source.kinds_size(); ++i) {
      const auto kind = source.kinds(i);
      if (!oteu::v1::FactKind_IsValid(kind) || kind == oteu::v1::FACT_KIND_UNSPECIFIED || IsSchoolKind(kind))
        Fail(absl::StrCat(path, ".kinds[", i, "]"), "is no kind that a register states");
    }
  }

  std::vector<SourceProblem> problems_;
  std::map<std::string, std::vector<Held>> held_;
};

Source ToSource(const config::v1::FactSource& config) {
  Source source;
  source.id = config.id();
  source.is_school_system = config.type() == config::v1::FACT_SOURCE_TYPE_SCHOOL_SYSTEM;
  for (const config::v1::SchoolCharge& charge : config.schools()) {
    source.charges.push_back({charge.bin(), *DayOr(charge.from(), absl::CivilDay::min()),
                              *DayOr(charge.through(), absl::CivilDay::max()), charge.from()});
  }
  source.kinds.insert(config.kinds().begin(), config.kinds().end());
  if (source.is_school_system) {
    source.kinds = {oteu::v1::FACT_KIND_HOME_EDUCATION_CONFIRMED, oteu::v1::FACT_KIND_HOME_EDUCATION_ENDED};
  }
  return source;
}

}  // namespace

const Charge* Source::ChargeOf(absl::string_view bin, absl::CivilDay day) const {
  for (const Charge& charge : charges) {
    if (charge.bin == bin && charge.from <= day && day <= charge.through) return &charge;
  }
  return nullptr;
}

bool Source::EverInChargeOf(absl::string_view bin) const {
  return std::any_of(charges.begin(), charges.end(), [bin](const Charge& c) { return c.bin == bin; });
}

std::vector<SourceProblem> CheckSources(const config::v1::FactsConfig& config) {
  return Checker().Run(config);
}

absl::StatusOr<std::shared_ptr<const Sources>> Sources::Create(const config::v1::FactsConfig& config) {
  const std::vector<SourceProblem> problems = CheckSources(config);
  if (!problems.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(problems.front().field, ": ", problems.front().message));
  }
  auto sources = std::make_shared<Sources>();
  for (const config::v1::FactSource& source : config.sources()) {
    sources->sources_.emplace(source.id(), ToSource(source));
  }
  return sources;
}

const Source* Sources::Find(absl::string_view id) const {
  const auto found = sources_.find(id);
  return found == sources_.end() ? nullptr : &found->second;
}

}  // namespace oteu::facts
