// oteu watch: follows the change feed; resumes after a cut, and with a token file after its own end.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <ostream>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/json_output.h"
#include "clients/cli/resume.h"
#include "clients/cli/server_command.h"

namespace oteu::cli {
namespace {

struct Watch {
  const ServerCall& call;
  ServerClient& server;
  v1::WatchChangesRequest request;
  std::string token_file = {};
  std::int64_t count = 0;
};

void Print(const Watch& watch, const v1::Change& change) {
  std::ostream& out = watch.call.console.out;
  if (watch.call.json()) {
    out << JsonLine(change) << "\n";
    return;
  }
  const absl::Time at = absl::FromUnixSeconds(change.at().seconds()) + absl::Nanoseconds(change.at().nanos());
  out << absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", at, absl::UTCTimeZone()) << "  "
      << v1::ChangeKind_Name(change.kind()).substr(12) << "  "
      << v1::ApplicationState_Name(change.state()).substr(18) << "  "
      << (change.decision().empty() ? change.application() : change.decision()) << "\n";
}

// Whole or not at all: a token cut in half would begin the feed anew.
absl::Status WriteToken(const std::string& path, const std::string& token) {
  if (path.empty()) return absl::OkStatus();
  const std::string fresh = path + ".new";
  {
    std::ofstream file(fresh, std::ios::trunc);
    file << token << "\n";
    file.flush();
    if (!file) return absl::UnavailableError(fresh + " cannot be written");
  }
  if (std::rename(fresh.c_str(), path.c_str()) != 0)
    return absl::UnavailableError(path + " cannot be written");
  return absl::OkStatus();
}

// After the output: what a cut interrupts is told again, and not lost.
absl::Status TakeChanges(Watch& watch, const google::protobuf::RepeatedPtrField<v1::Change>& changes,
                         const std::string& token) {
  for (const v1::Change& change : changes) Print(watch, change);
  watch.call.console.out.flush();
  watch.count += changes.size();
  watch.request.set_resume_token(token);
  return WriteToken(watch.token_file, token);
}

// Until the server or the caller ends it.
int Follow(Watch& watch) {
  for (int attempt = 0;; ++attempt) {
    absl::Status written = absl::OkStatus();
    const absl::Status status =
        watch.server.WatchChanges(watch.request, [&](const v1::WatchChangesResponse& message) {
          attempt = 0;
          written = TakeChanges(watch, message.changes(), message.resume_token());
          return written.ok();
        });
    if (!written.ok()) return Fail(watch.call.console, watch.call.command, std::string(written.message()));
    // ABORTED: this consumer was slow, and may go on.
    if (!status.ok() && !IsWorthResuming(status) && !absl::IsAborted(status))
      return ReportFailure(watch.call, status);
    if (attempt >= kResumesMax) return ReportFailure(watch.call, status);
    watch.call.console.err << "the stream ended; resuming\n";
    std::this_thread::sleep_for(kResumeAfter);
  }
}

// What is there now, and no more.
int Catchup(Watch& watch) {
  v1::ListChangesRequest request;
  *request.mutable_filter() = watch.request.filter();
  request.set_skip_snapshot(watch.request.skip_snapshot());
  request.set_page_size(200);
  while (true) {
    request.set_resume_token(watch.request.resume_token());
    const auto page = watch.server.ListChanges(request);
    if (!page.ok()) return ReportFailure(watch.call, page.status());
    const absl::Status written = TakeChanges(watch, page->changes(), page->resume_token());
    if (!written.ok()) return Fail(watch.call.console, watch.call.command, std::string(written.message()));
    if (!page->more()) return kOk;
  }
}

absl::Status FillFilter(const Arguments& arguments, v1::ChangeFilter* filter) {
  filter->set_district_kato(arguments.Get("district"));
  filter->set_applicant_iin(arguments.Get("applicant-iin"));
  filter->set_school_bin(arguments.Get("school"));
  for (const std::string& name : arguments.All("kind")) {
    v1::ChangeKind kind = v1::CHANGE_KIND_UNSPECIFIED;
    if (!v1::ChangeKind_Parse(absl::StrCat("CHANGE_KIND_", absl::AsciiStrToUpper(name)), &kind))
      return absl::InvalidArgumentError(absl::StrCat("--kind: ", name, " is no kind of change"));
    filter->add_kinds(kind);
  }
  return absl::OkStatus();
}

int RunCommand(const Arguments& arguments, const Console& console) {
  const ServerCall call{"watch", arguments, console};
  auto server = ServerClient::Connect(arguments);
  if (!server.ok()) return Fail(console, call.command, std::string(server.status().message()));
  Watch watch{call, **server, {}};
  if (absl::Status status = FillFilter(arguments, watch.request.mutable_filter()); !status.ok())
    return Fail(console, call.command, std::string(status.message()));
  watch.request.set_skip_snapshot(arguments.Has("skip-snapshot"));
  watch.request.set_resume_token(arguments.Get("resume-token"));
  watch.token_file = arguments.Get("token-file");
  if (!watch.token_file.empty() && watch.request.resume_token().empty()) {
    std::ifstream file(watch.token_file);
    std::string token;
    if (file >> token) watch.request.set_resume_token(token);
  }
  return arguments.Has("once") ? Catchup(watch) : Follow(watch);
}

}  // namespace

Command WatchCommand() {
  return {
      {.name = "watch",
       .summary = "follow what changes: first the state as it is, then every change",
       .flags = WithConnectionFlags(
           {{"district", "KATO", "only applications of this district"},
            {"applicant-iin", "IIN", "only applications of this applicant"},
            {"school", "BIN", "only applications for pupils of this school"},
            {"kind", "KIND", "only this kind of change, e.g. ENTITLEMENT_RECALCULATED", true},
            {"skip-snapshot", "", "no state as it is, only what changes from now on"},
            {"resume-token", "TOKEN", "go on after this token"},
            {"token-file", "FILE", "go on after the token in it, and keep the newest there"},
            {"once", "", "end when everything there is has been told"}}),
       .notes = "A change may be told twice, with the same id; none is left out (docs/change-feed.md). With\n"
                "--json each line is a change. TOKEN_EXPIRED means: begin anew, without a token.\n"},
      RunCommand};
}

}  // namespace oteu::cli
