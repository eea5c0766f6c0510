// Facts in a file: CSV with a header line, or one JSON object per line (canonical protobuf JSON of
// oteu.v1.Fact).
//
//   FactFile file(input, FactFileKind::kCsv);
//   while (auto line = file.Next()) ...
//
// CSV (RFC 4180, UTF-8, one line a fact): the header names the columns, in any order: fact_id, revision,
// kind, child_iin, month, from, through, person_iin, annulled, retracted. Days are YYYY-MM-DD, flags "true"
// or empty; an absent revision is 1. Kinds as in the contract, without their prefix.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/cli/line_reader.h"
#include "oteu/v1/fact.pb.h"

namespace oteu::cli {

enum class FactFileKind { kCsv, kJsonLines };

// By the name's end: ".csv"; ".jsonl" and ".ndjson". kInvalidArgument for any other.
absl::StatusOr<FactFileKind> FactFileKindOf(std::string_view path);

// The fields of one line. kInvalidArgument for a quote out of place.
absl::StatusOr<std::vector<std::string>> SplitCsv(std::string_view line);

// One fact from the fields that stand under `columns`. Messages name the column, never its value.
absl::StatusOr<oteu::v1::Fact> FactFromCsv(const std::vector<std::string>& columns,
                                           const std::vector<std::string>& fields);

struct FactLine {
  std::int64_t number = 0;  // of the line, from 1
  absl::StatusOr<oteu::v1::Fact> fact;
};

class FactFile {
 public:
  FactFile(std::istream& input, FactFileKind kind);
  // OK, or why the header cannot be read.
  const absl::Status& header() const { return header_; }
  // The next line that is not empty; nullopt at the end.
  std::optional<FactLine> Next();

 private:
  absl::StatusOr<oteu::v1::Fact> Parse(LineReader::Result got, const std::string& line) const;

  LineReader reader_;
  FactFileKind kind_;
  absl::Status header_;
  std::vector<std::string> columns_;
};

}  // namespace oteu::cli
