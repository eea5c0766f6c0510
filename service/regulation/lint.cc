#include "service/regulation/lint.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/regulation/lint_rules.h"
#include "service/regulation/text_files.h"

namespace oteu::regulation {
namespace {

// What must be unique over all districts.
struct Seen {
  std::set<std::string> ids;
  std::set<std::string> katos;
  std::map<std::pair<std::string, std::string>, std::string> acts;
};

void CheckUnique(const Scope& scope, const v1::Regulation& regulation, Seen& seen) {
  if (!seen.ids.insert(regulation.id()).second) scope.Error("id", "another file has this id");
  for (int i = 0; i < regulation.district_katos_size(); ++i) {
    if (!seen.katos.insert(regulation.district_katos(i)).second) {
      scope.Error("district_katos", "this district already has a regulation", i);
    }
  }
  // A citation names act and revision: two texts under one name would make it ambiguous.
  for (int i = 0; i < regulation.versions_size(); ++i) {
    const v1::Act& act = regulation.versions(i).act();
    if (!seen.acts.try_emplace({act.id(), act.revision()}, regulation.id()).second) {
      scope.Nested("versions", i).Nested("act").Error("id", "another version has this act in this revision");
    }
  }
}

void CheckOneRegulation(const Scope& scope, const v1::Regulation& regulation,
                        const v1::NationalData& national, Seen& seen) {
  CheckFields(scope, regulation);
  CheckRegulation(scope, regulation);
  CheckVersions(scope, regulation);
  for (int i = 0; i < regulation.versions_size(); ++i) {
    const Scope version = scope.Nested("versions", i);
    CheckAmount(version, regulation.versions(i), national);
    CheckStopEvents(version, regulation.versions(i));
    CheckReferences(version, regulation.versions(i), national);
  }
  CheckUnique(scope, regulation, seen);
}

void CheckAllOfNational(const Scope& scope, const v1::NationalData& national) {
  CheckFields(scope, national);
  CheckNational(scope, national);
  CheckCalendar(scope, national);
  CheckMci(scope, national);
}

Seen SeenIn(const v1::NationalData& national) {
  Seen seen;
  for (const v1::NationalAct& act : national.acts()) seen.acts[{act.act().id(), act.act().revision()}] = "";
  return seen;
}

std::vector<LintFinding> Sorted(std::vector<LintFinding> findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const LintFinding& a, const LintFinding& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  return findings;
}

}  // namespace

std::vector<LintFinding> Lint(const std::map<std::string, std::string>& files) {
  std::vector<LintFinding> findings;
  const TextFiles parsed = ParseTextFiles(files, findings);
  // A file that does not parse would bring a flood of findings on what it seems to lack.
  if (HasError(findings)) return Sorted(std::move(findings));
  const TextFile<v1::NationalData>& national = parsed.national;
  CheckAllOfNational(Scope(national.name, v1::NationalData::descriptor(), national.lines.get(), &findings),
                     national.message);
  Seen seen = SeenIn(national.message);
  for (const TextFile<v1::Regulation>& file : parsed.regulations) {
    const Scope scope(file.name, v1::Regulation::descriptor(), file.lines.get(), &findings);
    CheckOneRegulation(scope, file.message, national.message, seen);
  }
  return Sorted(std::move(findings));
}

std::vector<LintFinding> LintSnapshot(const v1::CatalogSnapshot& snapshot) {
  std::vector<LintFinding> findings;
  CheckAllOfNational(Scope("national", v1::NationalData::descriptor(), nullptr, &findings),
                     snapshot.national());
  Seen seen = SeenIn(snapshot.national());
  for (const v1::Regulation& regulation : snapshot.regulations()) {
    const Scope scope(regulation.id(), v1::Regulation::descriptor(), nullptr, &findings);
    CheckOneRegulation(scope, regulation, snapshot.national(), seen);
  }
  return Sorted(std::move(findings));
}

std::string FormatFinding(const LintFinding& finding) {
  const char* severity = finding.severity == LintSeverity::kError ? "error" : "warning";
  const std::string line = finding.line == 0 ? "" : absl::StrCat(finding.line, ":");
  const std::string field = finding.field.empty() ? "" : absl::StrCat(finding.field, ": ");
  return absl::StrCat(finding.file, ":", line, " ", severity, ": ", field, finding.message);
}

bool HasError(const std::vector<LintFinding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const LintFinding& finding) { return finding.severity == LintSeverity::kError; });
}

}  // namespace oteu::regulation
