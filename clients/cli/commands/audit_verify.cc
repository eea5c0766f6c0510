// oteu audit verify: proves the audit chain, offline.
#include <fstream>
#include <ostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/audit_text.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/json_output.h"
#include "clients/cli/line_reader.h"
#include "service/audit/check_database.h"
#include "service/audit/check_log.h"
#include "service/audit/record_proto.h"

namespace oteu::cli {
namespace {

constexpr char kName[] = "audit verify";

absl::Status ReadNoted(const Arguments& arguments, const char* hash_flag, const char* count_flag,
                       store::NotedHead* noted) {
  if (arguments.Has(hash_flag)) {
    store::Sha256Bytes hash;
    if (!store::FromHex(arguments.Get(hash_flag), &hash))
      return absl::InvalidArgumentError(absl::StrCat("--", hash_flag, ": 64 lower-case hex digits"));
    noted->hash = hash;
  }
  int64_t count = 0;
  if (arguments.Has(count_flag)) {
    if (!absl::SimpleAtoi(arguments.Get(count_flag), &count) || count < 0)
      return absl::InvalidArgumentError(absl::StrCat("--", count_flag, ": a number of records"));
    noted->count = count;
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::AuditVerification> CheckFiles(const std::vector<std::string>& paths,
                                                 const store::NotedHead& noted,
                                                 const audit::LogBegin& begin) {
  audit::LogCheck check(noted, begin);
  bool going_on = true;
  for (const std::string& path : paths) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return absl::NotFoundError(absl::StrCat(path, ": cannot be read"));
    LineReader lines(file, audit::kMaxAuditLineBytes);
    std::string line;
    // One more after the last good one: it tells more.
    for (auto read = lines.Next(&line); read != LineReader::Result::kEnd; read = lines.Next(&line)) {
      if (read == LineReader::Result::kTooLong) line.assign(audit::kMaxAuditLineBytes + 1, ' ').front() = '?';
      const bool good = check.AddLine(line, absl::StrCat(path, ":", lines.line_number()));
      if (!good && !going_on) break;
      going_on = good;
    }
    if (file.bad()) return absl::UnavailableError(absl::StrCat(path, ": cannot be read"));
    if (!going_on) break;
  }
  return check.Finish();
}

absl::StatusOr<v1::AuditVerification> Check(const Arguments& arguments) {
  store::NotedHead noted, begin;
  if (absl::Status status = ReadNoted(arguments, "expect-head", "expect-count", &noted); !status.ok())
    return status;
  if (absl::Status status = ReadNoted(arguments, "after-head", "after-count", &begin); !status.ok())
    return status;
  const bool database = arguments.Has("database");
  if (database == !arguments.operands().empty())
    return absl::InvalidArgumentError("either --database FILE, or the files of an exported log");
  if (begin.hash.has_value() != begin.count.has_value())
    return absl::InvalidArgumentError("--after-head and --after-count belong together");
  if (database && begin.hash.has_value())
    return absl::InvalidArgumentError("--after-head: a database is verified from its first record");
  if (database) return audit::CheckDatabase(arguments.Get("database"), noted);
  return CheckFiles(arguments.operands(), noted,
                    {begin.count.value_or(0), begin.hash.value_or(store::kGenesisHash)});
}

int Run(const Arguments& arguments, const Console& console) {
  const auto verification = Check(arguments);
  if (!verification.ok()) {
    if (arguments.Has("json")) console.out << JsonError(verification.status()) << "\n";
    return Fail(console, kName, std::string(verification.status().message()));
  }
  if (arguments.Has("json")) {
    console.out << JsonLine(*verification) << "\n";
  } else {
    const std::string what =
        arguments.Has("database") ? arguments.Get("database") : absl::StrJoin(arguments.operands(), ", ");
    console.out << AuditText(what, *verification, console.color);
  }
  return verification->good() ? kOk : kFinding;
}

}  // namespace

Command AuditVerifyCommand() {
  return {
      {.name = kName,
       .summary = "prove the audit chain of a database or of an exported log, offline",
       .operands = "[FILE…]",
       .min_operands = 0,
       .max_operands = kManyOperands,
       .flags = {{"database", "FILE", "the database (oteu.db): also what the records speak of is checked"},
                 {"expect-head", "HASH", "a head that was noted: a record must have this hash"},
                 {"expect-count", "N", "the number of that record: so many there must be at least"},
                 {"after-head", "HASH", "with FILE: the log begins after the record with this hash…"},
                 {"after-count", "N", "…and this number"},
                 {"json", "", "one oteu.v1.AuditVerification as JSON"}},
       .notes =
           "FILE: what `oteu audit export` wrote, the parts in order. The database may be in use, or lie on "
           "a read-only medium.\n"
           "Without a noted head a cut end cannot be found (docs/audit.md).\n"
           "Exit 0: whole; 1: something is wrong; 2: wrong usage, or it could not be read.\n"},
      Run};
}

}  // namespace oteu::cli
