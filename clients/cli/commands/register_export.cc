// oteu register export: a register as files, its lines compared with the digest that it names.
#include <fstream>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/server_command.h"
#include "clients/demo_pki/files.h"
#include "service/payment/manifest.h"
#include "service/payment/register_csv.h"

namespace oteu::cli {
namespace {

using demo_pki::FileAccess;

struct Export {
  v1::Register head;
  std::string csv = payment::CsvHeader();
  std::string held = "application,decision,child_iin,period,months,reason,clauses\r\n";
  std::string overpayments =
      "application,decision,child_iin,payee_iin,months,amount_tenge,causes,clauses\r\n";
  v1::RegisterSignature signature;
  std::int64_t lines = 0;
};

void AddHeld(const v1::HeldMonths& held, Export* out) {
  absl::StrAppend(&out->held, held.application(), ",", held.decision(), ",", held.child_iin(), ",",
                  held.period(), ",", absl::StrJoin(held.months(), " "), ",", NameOf(held.reason()), ",\"",
                  ClausesText(held.citations()), "\"\r\n");
}

void AddOverpayment(const v1::ProposedOverpayment& overpayment, Export* out) {
  std::vector<std::string> months, causes, clauses;
  for (const v1::AdjustmentLine& line : overpayment.adjustment().lines()) {
    months.insert(months.end(), line.months().begin(), line.months().end());
    for (const int cause : line.causes()) causes.push_back(NameOf(static_cast<v1::MonthReason>(cause)));
    clauses.push_back(ClausesText(line.citations()));
  }
  absl::StrAppend(&out->overpayments, overpayment.application(), ",", overpayment.decision(), ",",
                  overpayment.child_iin(), ",", overpayment.adjustment().payee_iin(), ",",
                  absl::StrJoin(months, " "), ",", overpayment.adjustment().amount_tenge(), ",",
                  absl::StrJoin(causes, " "), ",\"", absl::StrJoin(clauses, "; "), "\"\r\n");
}

bool Take(const v1::ExportRegisterResponse& message, Export* out) {
  switch (message.content_case()) {
    case v1::ExportRegisterResponse::kRegister:
      out->head = message.register_();
      break;
    case v1::ExportRegisterResponse::kLine:
      out->csv += payment::CsvLine(message.line());
      ++out->lines;
      break;
    case v1::ExportRegisterResponse::kHeld:
      AddHeld(message.held(), out);
      break;
    case v1::ExportRegisterResponse::kOverpayment:
      AddOverpayment(message.overpayment(), out);
      break;
    case v1::ExportRegisterResponse::kSignature:
      out->signature = message.signature();
      break;
    default:
      break;
  }
  return true;
}

// What was received is what the register names, and the signed manifest speaks of the same lines.
absl::Status Compare(const Export& all) {
  payment::CsvDigest digest;
  digest.Add(all.csv);
  if (digest.Finish() != all.head.lines_sha256() || all.lines != all.head.line_count())
    return absl::DataLossError("the lines are not those that the register names");
  if (all.head.state() != v1::REGISTER_STATE_SEALED) return absl::OkStatus();
  if (all.signature.manifest_json() != payment::ManifestJson(all.head.manifest()) ||
      all.head.manifest().lines_sha256() != all.head.lines_sha256())
    return absl::DataLossError("the signed manifest is not that of these lines");
  return absl::OkStatus();
}

absl::Status WriteAll(const std::string& folder, const Export& all) {
  // They name children, payees and accounts.
  const auto write = [&folder](const char* name, const std::string& bytes) {
    return demo_pki::WriteFile(absl::StrCat(folder, "/", name), bytes, FileAccess::kOwnerOnly);
  };
  absl::Status status = write("register.csv", all.csv);
  if (status.ok()) status = write("held.csv", all.held);
  if (status.ok()) status = write("overpayments.csv", all.overpayments);
  if (all.head.state() != v1::REGISTER_STATE_SEALED) return status;
  if (status.ok()) status = write("manifest.json", all.signature.manifest_json());
  if (status.ok()) status = write("manifest.json.cms", all.signature.cms());
  return status;
}

int Run(const Arguments& arguments, const Console& console) {
  const ServerCall call{"register export", arguments, console};
  auto server = ServerClient::Connect(arguments);
  if (!server.ok()) return Fail(console, call.command, std::string(server.status().message()));
  v1::ExportRegisterRequest request;
  const std::string& name = arguments.operands()[0];
  request.set_name(name.starts_with("registers/") ? name : absl::StrCat("registers/", name));
  Export all;
  const absl::Status received = (*server)->ExportRegister(
      request, [&all](const v1::ExportRegisterResponse& message) { return Take(message, &all); });
  if (!received.ok()) return ReportFailure(call, received);
  const std::string folder = arguments.Get("out");
  if (absl::Status status = WriteAll(folder, all); !status.ok())
    return Fail(console, call.command, std::string(status.message()));
  if (absl::Status status = Compare(all); !status.ok()) {
    console.err << "oteu register export: " << status.message() << "\n";
    return kFinding;
  }
  console.out << all.lines << " lines, " << all.head.total_tenge() << " tenge, " << NameOf(all.head.state())
              << ", in " << folder << "\n";
  if (all.head.notes_left_out() > 0)
    console.out << all.head.notes_left_out()
                << " of those held and proposed as overpaid were too many and are not in the files\n";
  return kOk;
}

}  // namespace

Command RegisterExportCommand() {
  return {
      {.name = "register export",
       .summary = "a register as CSV files, with its signed manifest when it is sealed",
       .operands = "REGISTER",
       .min_operands = 1,
       .max_operands = 1,
       .flags = WithConnectionFlags({{"out", "DIR", "folder for the files", false, true}}),
       .notes = "The lines are compared with the digest that the register names; exit 1 when they differ.\n"
                "Verify the signature with `oteu register verify` or `openssl cms -verify`: "
                "docs/quarter-end.md.\n"},
      Run};
}

}  // namespace oteu::cli
