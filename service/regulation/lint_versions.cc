#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/regulation/lint_rules.h"

namespace oteu::regulation {
namespace {

struct Span {
  int index;
  absl::CivilDay from;
  absl::CivilDay through;
  absl::CivilDay known_from;
};

const absl::CivilDay kForever(civil::kMaxYear, 12, 31);

// The versions' days, by first day. Those whose dates do not parse are left out: CheckFields has reported
// them.
std::vector<Span> SpansOf(const Scope& scope, const v1::Regulation& regulation) {
  std::vector<Span> spans;
  for (int i = 0; i < regulation.versions_size(); ++i) {
    const v1::RegulationVersion& version = regulation.versions(i);
    const auto from = civil::ParseIsoDate(version.in_force_from());
    const auto known_from = civil::ParseIsoDate(version.known_from());
    auto through = absl::StatusOr<absl::CivilDay>(kForever);
    if (!version.in_force_through().empty()) through = civil::ParseIsoDate(version.in_force_through());
    if (!from.ok() || !through.ok() || !known_from.ok()) continue;
    if (*through < *from) scope.Nested("versions", i).Error("in_force_through", "before in_force_from");
    const auto adopted = civil::ParseIsoDate(version.act().adopted_on());
    if (adopted.ok() && *known_from < *adopted) {
      scope.Nested("versions", i).Error("known_from", "before the act was adopted");
    }
    spans.push_back({i, *from, *through, *known_from});
  }
  std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
  return spans;
}

// As known on `known_as_of`, every day from the first on to the last has a version.
void CheckGaps(const Scope& scope, const std::vector<Span>& spans, absl::CivilDay known_as_of) {
  const Span* before = nullptr;
  absl::CivilDay covered_through;
  for (const Span& span : spans) {
    if (span.known_from > known_as_of) continue;
    if (before != nullptr && span.from > covered_through + 1) {
      scope.Nested("versions", span.index)
          .Error("in_force_from",
                 absl::StrCat("gap: no version is in force on ", civil::FormatIsoDate(covered_through + 1)));
    }
    if (before == nullptr || span.through > covered_through) covered_through = span.through;
    before = &span;
  }
}

}  // namespace

void CheckVersions(const Scope& scope, const v1::Regulation& regulation) {
  std::set<std::string> revisions;
  for (int i = 0; i < regulation.versions_size(); ++i) {
    if (!revisions.insert(regulation.versions(i).revision()).second) {
      scope.Nested("versions", i).Error("revision", "given twice");
    }
  }
  const std::vector<Span> spans = SpansOf(scope, regulation);
  std::set<absl::CivilDay> days_of_knowledge;
  for (const Span& span : spans) days_of_knowledge.insert(span.known_from);
  for (const absl::CivilDay known_as_of : days_of_knowledge) CheckGaps(scope, spans, known_as_of);
  for (size_t i = 0; i < spans.size(); ++i) {
    for (size_t k = i + 1; k < spans.size() && spans[k].from <= spans[i].through; ++k) {
      // A later publication replaces an earlier one; two of the same day contradict each other.
      if (spans[i].known_from == spans[k].known_from) {
        scope.Nested("versions", spans[k].index)
            .Error("in_force_from", absl::StrCat("overlaps versions[", spans[i].index,
                                                 "], and known_from does not tell which stands"));
      }
    }
  }
}

}  // namespace oteu::regulation
