// oteu push-facts: a file of facts through the stream, resumed after a cut, with the line of every fact that
// is refused.
#include <algorithm>
#include <chrono>
#include <deque>
#include <fstream>
#include <map>
#include <ostream>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/fact_file.h"
#include "clients/cli/json_output.h"
#include "clients/cli/resume.h"
#include "clients/cli/server_command.h"

namespace oteu::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kDefaultChunk = 500;
constexpr std::chrono::milliseconds kProgressEvery{200};

// Facts that are sent together, with the lines they come from.
struct Chunk {
  v1::PushFactsRequest request;
  std::vector<std::int64_t> lines;
};

struct Push {
  const ServerCall& call;
  ServerClient& server;
  FactFile& file;
  v1::PushFactsStart start;
  int facts_per_chunk = kDefaultChunk;
  bool progress = false;

  std::int64_t next_offset = -1;  // of the next fact read; -1: where the session stands
  std::int64_t skip = 0;          // facts of the file that are durable already
  std::deque<Chunk> unacknowledged = {};
  std::map<int, std::int64_t> outcomes = {};  // by FactOutcome
  std::int64_t unreadable = 0;
  Clock::time_point begun = Clock::now();
  Clock::time_point told = Clock::now();
};

std::int64_t Count(const Push& push) {
  std::int64_t count = 0;
  for (const auto& [outcome, facts] : push.outcomes) count += facts;
  return count;
}

void TellProgress(Push& push, bool last) {
  if (!push.progress || (!last && Clock::now() - push.told < kProgressEvery)) return;
  push.told = Clock::now();
  const double seconds = std::chrono::duration<double>(push.told - push.begun).count();
  const std::int64_t count = Count(push);
  push.call.console.err << absl::StrFormat("\r%d facts, %.0f/s, %d rejected%s", count,
                                           seconds > 0 ? static_cast<double>(count) / seconds : 0.0,
                                           push.outcomes[v1::FACT_OUTCOME_REJECTED], last ? "\n" : "   ");
  push.call.console.err.flush();
}

void TellUnreadable(Push& push, const FactLine& line) {
  ++push.unreadable;
  if (push.call.json()) {
    push.call.console.out << "{\"line\":" << line.number
                          << ",\"error\":" << JsonString(std::string(line.fact.status().message())) << "}\n";
  } else {
    push.call.console.out << "line " << line.number << ": " << line.fact.status().message() << "\n";
  }
  push.call.console.out.flush();
}

// The next chunk of the file; empty at its end.
Chunk ReadChunk(Push& push) {
  Chunk chunk;
  v1::FactChunk& facts = *chunk.request.mutable_chunk();
  facts.set_offset(push.next_offset);
  while (facts.facts_size() < push.facts_per_chunk) {
    auto line = push.file.Next();
    if (!line.has_value()) break;
    if (!line->fact.ok()) {
      TellUnreadable(push, *line);
    } else if (push.skip > 0) {
      --push.skip;
    } else {
      *facts.add_facts() = *std::move(line->fact);
      chunk.lines.push_back(line->number);
    }
  }
  push.next_offset += facts.facts_size();
  return chunk;
}

void TakeResult(Push& push, const v1::FactChunkResult& result) {
  const Chunk chunk = std::move(push.unacknowledged.front());
  push.unacknowledged.pop_front();
  for (int i = 0; i < result.results_size(); ++i) {
    const v1::FactResult& fact = result.results(i);
    ++push.outcomes[fact.outcome()];
    if (fact.outcome() != v1::FACT_OUTCOME_REJECTED) continue;
    const std::int64_t line = chunk.lines[static_cast<std::size_t>(i)];
    if (push.call.json()) {
      push.call.console.out << "{\"line\":" << line << ",\"result\":" << JsonLine(fact) << "}\n";
      continue;
    }
    const v1::FactRejection& rejection = fact.rejection();
    push.call.console.out << "line " << line << ": "
                          << v1::FactErrorReason_Name(rejection.reason()).substr(18) << " "
                          << rejection.field() << ": " << rejection.message() << "\n";
  }
  push.call.console.out.flush();
  TellProgress(push, false);
}

// Where the file's facts stand in the source's log, and which of them are durable already.
void Begin(Push& push, std::int64_t committed) {
  if (push.next_offset < 0) push.next_offset = committed;
  push.skip = std::max<std::int64_t>(0, committed - push.next_offset);
  push.next_offset += push.skip;
  if (push.call.json()) return;
  push.call.console.err << "first fact at offset " << push.next_offset - push.skip;
  if (push.skip > 0) push.call.console.err << ", " << push.skip << " durable already";
  push.call.console.err << "\n";
}

// One connection: what was not acknowledged before, then the rest of the file. OK when all is acknowledged.
absl::Status Run(Push& push, bool* begun) {
  auto stream = push.server.OpenFactStream();
  v1::PushFactsRequest start;
  *start.mutable_start() = push.start;
  v1::PushFactsResponse answer;
  if (!stream->Send(start) || !stream->Receive(&answer)) return stream->Finish();
  if (!*begun) Begin(push, answer.started().committed_offset());
  *begun = true;
  const auto most = static_cast<std::size_t>(std::max(1, answer.started().unacknowledged_chunks_max()));
  for (const Chunk& chunk : push.unacknowledged) {
    if (!stream->Send(chunk.request)) return stream->Finish();
  }
  bool end_of_file = false;
  while (!end_of_file || !push.unacknowledged.empty()) {
    if (!end_of_file && push.unacknowledged.size() < most) {
      Chunk chunk = ReadChunk(push);
      end_of_file = chunk.lines.empty();
      if (end_of_file) continue;
      push.unacknowledged.push_back(std::move(chunk));
      if (!stream->Send(push.unacknowledged.back().request)) return stream->Finish();
      continue;
    }
    if (!stream->Receive(&answer)) return stream->Finish();
    TakeResult(push, answer.result());
  }
  stream->DoneSending();
  return stream->Finish();
}

int Report(Push& push) {
  TellProgress(push, true);
  const std::int64_t rejected = push.outcomes[v1::FACT_OUTCOME_REJECTED] + push.unreadable;
  push.call.console.err << Count(push) << " facts: " << push.outcomes[v1::FACT_OUTCOME_NEW] << " new, "
                        << push.outcomes[v1::FACT_OUTCOME_SAME] << " same, "
                        << push.outcomes[v1::FACT_OUTCOME_SUPERSEDED] << " superseded, "
                        << push.outcomes[v1::FACT_OUTCOME_STALE] << " stale, "
                        << push.outcomes[v1::FACT_OUTCOME_REJECTED] << " rejected; " << push.unreadable
                        << " lines not readable\n";
  return rejected == 0 ? kOk : kFinding;
}

int RunPush(Push& push) {
  bool begun = false;
  for (int attempt = 0;; ++attempt) {
    const std::size_t waiting = push.unacknowledged.size();
    const std::int64_t before = Count(push);
    const absl::Status status = Run(push, &begun);
    if (status.ok() && push.unacknowledged.empty()) return Report(push);
    if (Count(push) > before) attempt = 0;  // it goes on: not the same failure again and again
    if (!status.ok() && !IsWorthResuming(status)) return ReportFailure(push.call, status);
    if (attempt >= kResumesMax) return ReportFailure(push.call, status);
    push.call.console.err << "the stream was cut (" << waiting << " chunks unacknowledged); resuming\n";
    std::this_thread::sleep_for(kResumeAfter);
  }
}

int RunCommand(const Arguments& arguments, const Console& console) {
  const ServerCall call{"push-facts", arguments, console};
  const std::string path = arguments.operands()[0];
  const auto kind = FactFileKindOf(path);
  if (!kind.ok()) return Fail(console, call.command, std::string(kind.status().message()));
  std::ifstream input(path, std::ios::binary);
  if (!input) return Fail(console, call.command, path + " cannot be read");
  FactFile file(input, *kind);
  if (!file.header().ok()) return Fail(console, call.command, std::string(file.header().message()));
  auto server = ServerClient::Connect(arguments);
  if (!server.ok()) return Fail(console, call.command, std::string(server.status().message()));
  Push push{call, **server, file, {}};
  push.start.set_source(arguments.Get("source"));
  push.start.set_school_bin(arguments.Get("school"));
  push.start.set_validate_only(arguments.Has("validate-only"));
  push.progress = arguments.Has("progress") || (console.out_is_terminal && !call.json());
  if (arguments.Has("chunk") && (!absl::SimpleAtoi(arguments.Get("chunk"), &push.facts_per_chunk) ||
                                 push.facts_per_chunk < 1 || push.facts_per_chunk > 1000))
    return Fail(console, call.command, "--chunk: 1 to 1000");
  if (arguments.Has("from-offset") &&
      (!absl::SimpleAtoi(arguments.Get("from-offset"), &push.next_offset) || push.next_offset < 0))
    return Fail(console, call.command, "--from-offset: a number, 0 or greater");
  return RunPush(push);
}

}  // namespace

Command PushFactsCommand() {
  return {{.name = "push-facts",
           .summary = "send a file of facts (.csv, .jsonl); goes on where it was cut",
           .operands = "FILE",
           .min_operands = 1,
           .max_operands = 1,
           .flags = WithConnectionFlags(
               {{"source", "ID", "id of the source, as the server's configuration names it", false, true},
                {"school", "BIN", "school that the source speaks for (a register: none)"},
                {"from-offset", "N",
                 "place of the file's first fact in the source's log (default: after what is durable)"},
                {"chunk", "N", absl::StrCat("facts of one chunk, 1 to 1000 (default: ", kDefaultChunk, ")")},
                {"validate-only", "", "check, record nothing"},
                {"progress", "", "progress line, also when the output is no terminal"}}),
           .notes =
               "docs/school-systems.md says what facts are and shows a worked example. Each line that is\n"
               "refused is printed with its number and reason; the sum goes to standard error.\n"
               "Exit 0: all taken; 1: some lines refused; 2: wrong usage, or the server refused the call.\n"},
          RunCommand};
}

}  // namespace oteu::cli
