// Checks of regulation data: everything that must hold before a decision may rest on it.
//
//   for (const LintFinding& finding : Lint({{"kz-kegen.txtpb", text}, {"national.txtpb", text2}}))
//     std::cerr << FormatFinding(finding) << "\n";    // kz-kegen.txtpb:12: error: versions[0].in_force_from:
//     no such day
//
// An error keeps the service from starting; a warning is for the lawyer who keeps the data.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "oteu/regulation/v1/regulation.pb.h"

namespace oteu::regulation {

// The file of national data; every other file is one district's Regulation.
inline constexpr char kNationalFile[] = "national.txtpb";

// Bounds on what is read.
inline constexpr int kMaxFiles = 1000;
inline constexpr int kMaxFileBytes = 1 << 20;
inline constexpr int kMaxTextBytes = 20000;  // One clause in one language.
inline constexpr int kMaxNameBytes = 2000;   // Every other string.
inline constexpr int kMaxItems = 1000;       // One repeated field.

enum class LintSeverity { kWarning, kError };

// One thing that is wrong.
struct LintFinding {
  // File name as given.
  std::string file;
  // Line from 1; 0 when it is not known (a snapshot, or something that is absent from the whole file).
  int line = 0;
  // Field path within the file, e.g. "versions[0].amount.mci_multiple".
  std::string field;
  LintSeverity severity = LintSeverity::kError;
  std::string message;
};

// All findings on a set of files (name to text), in the order of files and lines.
std::vector<LintFinding> Lint(const std::map<std::string, std::string>& files);

// The same on data that is already parsed; files are named by regulation id, lines are 0.
std::vector<LintFinding> LintSnapshot(const v1::CatalogSnapshot& snapshot);

// "file:line: error: field: message".
std::string FormatFinding(const LintFinding& finding);

// Whether any finding is an error.
bool HasError(const std::vector<LintFinding>& findings);

}  // namespace oteu::regulation
