// oteu register build, seal, acknowledge, list, discard: what a department does at a quarter's end.
#include <chrono>
#include <fstream>
#include <ostream>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/cli/line_reader.h"
#include "clients/cli/server_command.h"

namespace oteu::cli {
namespace {

constexpr std::chrono::milliseconds kAskEvery{200};
constexpr std::size_t kMaxLineBytes = 4096;
constexpr int kAcknowledgementsPerCall = 1000;

std::string WithCollection(const std::string& name) {
  return name.starts_with("registers/") ? name : absl::StrCat("registers/", name);
}

void PrintRegister(const ServerCall& call, const v1::Register& head) {
  if (call.json()) {
    call.console.out << JsonLine(head) << "\n";
    return;
  }
  call.console.out << head.name() << "  " << NameOf(head.state()) << "  district " << head.district_kato()
                   << "  " << head.quarter() << "\n";
  if (head.state() == v1::REGISTER_STATE_FAILED) {
    call.console.out << "  failed: " << head.failure() << "\n";
    return;
  }
  call.console.out << "  " << head.line_count() << " lines, " << head.month_count() << " child-months, "
                   << head.total_tenge() << " tenge; " << head.held_count() << " held, "
                   << head.overpayment_count() << " overpayments proposed\n";
  if (head.notes_left_out() > 0)
    call.console.out << "  " << head.notes_left_out()
                     << " of those held and proposed are too many to be exported\n";
  call.console.out << "  lines sha256     " << head.lines_sha256() << "\n";
  if (head.state() != v1::REGISTER_STATE_SEALED) return;
  call.console.out << "  sealed " << TimeText(head.sealed_at()) << " by " << head.sealed_by() << " as number "
                   << head.manifest().sequence() << " of the district\n"
                   << "  manifest sha256  " << head.manifest_sha256() << "\n"
                   << "  previous sha256  " << head.manifest().previous_sha256() << "\n";
}

int RunBuild(const Arguments& arguments, const Console& console) {
  const ServerCall call{"register build", arguments, console};
  auto server = ServerClient::Connect(arguments);
  if (!server.ok()) return Fail(console, call.command, std::string(server.status().message()));
  v1::BuildRegisterRequest request;
  request.set_district_kato(arguments.Get("district"));
  request.set_quarter(arguments.Get("quarter"));
  request.set_dry_run(arguments.Has("dry-run"));
  const auto begun = (*server)->BuildRegister(request);
  if (!begun.ok()) return ReportFailure(call, begun.status());
  v1::Register head = begun->register_();
  v1::GetRegisterRequest get;
  get.set_name(head.name());
  while (head.state() == v1::REGISTER_STATE_BUILDING) {
    std::this_thread::sleep_for(kAskEvery);
    const auto answer = (*server)->GetRegister(get);
    if (!answer.ok()) return ReportFailure(call, answer.status());
    head = answer->register_();
    if (console.out_is_terminal && !call.json())
      console.err << "\r" << head.progress().grants_done() << " grants, " << head.progress().lines()
                  << " lines   ";
  }
  if (console.out_is_terminal && !call.json()) console.err << "\n";
  PrintRegister(call, head);
  return head.state() == v1::REGISTER_STATE_FAILED ? kFinding : kOk;
}

int RunSeal(const Arguments& arguments, const Console& console) {
  const ServerCall call{"register seal", arguments, console};
  v1::SealRegisterRequest request;
  request.set_name(WithCollection(arguments.operands()[0]));
  request.set_lines_sha256(arguments.Get("lines-sha256"));
  request.set_officer(arguments.Get("officer"));
  return CallServer(
      call, [&](ServerClient& server) { return server.SealRegister(request); },
      [&](const v1::SealRegisterResponse& answer) {
        PrintRegister(call, answer.register_());
        return kOk;
      });
}

// "12,RETURNED,account closed": the rest of the line is the reason.
absl::StatusOr<v1::PaymentAcknowledgement> ReadAcknowledgement(const std::string& line) {
  v1::PaymentAcknowledgement acknowledgement;
  const std::size_t first = line.find(',');
  if (first == std::string::npos) return absl::InvalidArgumentError("is not line_number,state,reason");
  const std::size_t second = line.find(',', first + 1);
  std::int32_t number = 0;
  if (!absl::SimpleAtoi(line.substr(0, first), &number))
    return absl::InvalidArgumentError("line_number: is no number");
  const std::size_t length = second == std::string::npos ? std::string::npos : second - first - 1;
  const auto state = ParseEnum<v1::PaymentState>(line.substr(first + 1, length));
  if (!state.ok()) return absl::InvalidArgumentError("state: must be PAID or RETURNED");
  acknowledgement.set_line_number(number);
  acknowledgement.set_state(*state);
  if (second != std::string::npos) acknowledgement.set_reason(line.substr(second + 1));
  return acknowledgement;
}

int RunAcknowledge(const Arguments& arguments, const Console& console) {
  const ServerCall call{"register acknowledge", arguments, console};
  std::ifstream input(arguments.operands()[1], std::ios::binary);
  if (!input) return Fail(console, call.command, arguments.operands()[1] + " cannot be read");
  std::vector<v1::PaymentAcknowledgement> all;
  LineReader reader(input, kMaxLineBytes);
  std::string line;
  for (auto result = reader.Next(&line); result != LineReader::Result::kEnd; result = reader.Next(&line)) {
    if (line.empty() || (reader.line_number() == 1 && line.starts_with("line_number"))) continue;
    const auto read = ReadAcknowledgement(line);
    // Nothing is sent of a file that cannot be read to its end.
    if (result == LineReader::Result::kTooLong || !read.ok()) {
      return Fail(console, call.command,
                  absl::StrCat("line ", reader.line_number(), ": ",
                               read.ok() ? "is too long" : std::string(read.status().message())));
    }
    all.push_back(*read);
  }
  auto server = ServerClient::Connect(arguments);
  if (!server.ok()) return Fail(console, call.command, std::string(server.status().message()));
  std::int64_t changed = 0, unchanged = 0;
  for (std::size_t i = 0; i < all.size();) {
    v1::AcknowledgePaymentsRequest request;
    request.set_name(WithCollection(arguments.operands()[0]));
    for (; i < all.size() && request.acknowledgements_size() < kAcknowledgementsPerCall; ++i)
      *request.add_acknowledgements() = all[i];
    const auto answer = (*server)->AcknowledgePayments(request);
    if (!answer.ok()) return ReportFailure(call, answer.status());
    changed += answer->changed();
    unchanged += answer->unchanged();
  }
  if (call.json()) {
    console.out << "{\"changed\":" << changed << ",\"unchanged\":" << unchanged << "}\n";
  } else {
    console.out << changed << " lines acknowledged, " << unchanged << " were so already\n";
  }
  return kOk;
}

int RunDiscard(const Arguments& arguments, const Console& console) {
  const ServerCall call{"register discard", arguments, console};
  v1::DiscardRegisterRequest request;
  request.set_name(WithCollection(arguments.operands()[0]));
  request.set_officer(arguments.Get("officer"));
  return CallServer(
      call, [&](ServerClient& server) { return server.DiscardRegister(request); },
      [&](const v1::DiscardRegisterResponse& answer) {
        console.out << (call.json() ? JsonLine(answer) : "discarded: its months are free") << "\n";
        return kOk;
      });
}

int RunList(const Arguments& arguments, const Console& console) {
  const ServerCall call{"register list", arguments, console};
  v1::ListRegistersRequest request;
  request.set_district_kato(arguments.Get("district"));
  request.set_page_token(arguments.Get("page-token"));
  std::int32_t size = 0;
  if (arguments.Has("page-size") && !absl::SimpleAtoi(arguments.Get("page-size"), &size))
    return Fail(console, call.command, "--page-size: is no number");
  request.set_page_size(size);
  return CallServer(
      call, [&](ServerClient& server) { return server.ListRegisters(request); },
      [&](const v1::ListRegistersResponse& answer) {
        if (call.json()) {
          console.out << JsonLine(answer) << "\n";
          return kOk;
        }
        for (const v1::Register& head : answer.registers()) PrintRegister(call, head);
        if (!answer.next_page_token().empty())
          console.out << "more: --page-token " << answer.next_page_token() << "\n";
        return kOk;
      });
}

}  // namespace

Command RegisterBuildCommand() {
  return {{.name = "register build",
           .summary = "build the payment register of a district and quarter; waits for it",
           .flags = WithConnectionFlags({{"district", "KATO", "district, 9 digits", false, true},
                                         {"quarter", "YYYY-Qn", "the quarter", false, true},
                                         {"dry-run", "", "reserve nothing"}}),
           .notes = "A draft of the same district and quarter is replaced. See docs/quarter-end.md.\n"
                    "Exit 0: built; 1: the build failed; 2: wrong usage, or the server refused the call.\n"},
          RunBuild};
}

Command RegisterSealCommand() {
  return {{.name = "register seal",
           .summary = "seal a draft: signed with the department's key, chained, never to change",
           .operands = "REGISTER",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags(
               {{"lines-sha256", "HEX", "digest of the lines that were looked at", false, true},
                {"officer", "ID", "who seals", false, true}})},
          RunSeal};
}

Command RegisterAcknowledgeCommand() {
  return {{.name = "register acknowledge",
           .summary = "tell what the bank says of the lines of a sealed register",
           .operands = "REGISTER FILE",
           .min_operands = 2,
           .max_operands = 2,
           .flags = WithConnectionFlags({}),
           .notes = "FILE: lines line_number,state,reason with PAID or RETURNED; a header is passed over.\n"},
          RunAcknowledge};
}

Command RegisterDiscardCommand() {
  return {{.name = "register discard",
           .summary = "take a draft away: its months are free for other registers",
           .operands = "REGISTER",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags({{"officer", "ID", "who discards it", false, true}})},
          RunDiscard};
}

Command RegisterListCommand() {
  return {{.name = "register list",
           .summary = "payment registers of a district, newest first",
           .flags = WithConnectionFlags({{"district", "KATO", "district, 9 digits", false, true},
                                         {"page-size", "N", "at most this many"},
                                         {"page-token", "TOKEN", "of the page before"}})},
          RunList};
}

}  // namespace oteu::cli
