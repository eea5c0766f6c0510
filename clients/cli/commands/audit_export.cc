// oteu audit export, oteu audit head: the audit log for those who have not the database.
#include <fstream>
#include <ostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_command.h"

namespace oteu::cli {
namespace {

int RunHead(const Arguments& arguments, const Console& console) {
  const ServerCall call{"audit head", arguments, console};
  return CallServer(
      call, [&](ServerClient& server) { return server.GetAuditHead({}); },
      [&](const v1::GetAuditHeadResponse& answer) {
        const v1::AuditHead& head = answer.head();
        if (call.json()) {
          console.out << JsonLine(answer) << "\n";
        } else {
          console.out << head.seq() << " " << head.hash() << " " << TimeText(head.at()) << "\n";
        }
        return kOk;
      });
}

// Until the record that was the last when it began: reading the log makes records itself.
absl::StatusOr<int64_t> Export(ServerClient& server, int64_t after, std::ostream& out) {
  const auto head = server.GetAuditHead({});
  if (!head.ok()) return head.status();
  const int64_t last = head->head().seq();
  int64_t count = 0;
  while (after < last) {
    v1::ListAuditRecordsRequest request;
    request.set_after_seq(after);
    const auto page = server.ListAuditRecords(request);
    if (!page.ok()) return page.status();
    if (page->records().empty()) return absl::DataLossError("the log ends before the head that was named");
    for (const v1::AuditRecord& record : page->records()) {
      if (record.seq() > last) break;
      out << JsonLine(record) << "\n";
      after = record.seq();
      ++count;
    }
    if (!out.flush()) return absl::UnavailableError("the output cannot be written");
  }
  return count;
}

int RunExport(const Arguments& arguments, const Console& console) {
  const ServerCall call{"audit export", arguments, console};
  int64_t after = 0;
  if (arguments.Has("after") && (!absl::SimpleAtoi(arguments.Get("after"), &after) || after < 0))
    return Fail(console, call.command, "--after: the number of a record");
  std::ofstream file;
  if (arguments.Has("out")) {
    file.open(arguments.Get("out"), std::ios::binary | std::ios::trunc);
    if (!file) return Fail(console, call.command, absl::StrCat(arguments.Get("out"), ": cannot be written"));
  }
  return CallServer(
      call,
      [&](ServerClient& server) { return Export(server, after, arguments.Has("out") ? file : console.out); },
      [&](int64_t count) {
        console.err << count << (count == 1 ? " record\n" : " records\n");
        return kOk;
      });
}

}  // namespace

Command AuditHeadCommand() {
  return {{.name = "audit head",
           .summary = "the end of the audit chain: number, hash, time; to be noted elsewhere",
           .flags = WithConnectionFlags({})},
          RunHead};
}

Command AuditExportCommand() {
  return {
      {.name = "audit export",
       .summary = "write the audit log as JSON lines, for oteu audit verify",
       .flags = WithConnectionFlags({{"out", "FILE", "where to (default: standard output)"},
                                     {"after", "N", "only records after this number"}}),
       .notes =
           "Each line is an oteu.v1.AuditRecord. The log holds no personal data but the actors' names.\n"},
      RunExport};
}

}  // namespace oteu::cli
