// oteu reconcile: what the server holds of a school, by count and digest; with a file, where the two differ.
#include <algorithm>
#include <fstream>
#include <map>
#include <ostream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/fact_file.h"
#include "clients/cli/json_output.h"
#include "clients/cli/server_command.h"
#include "service/facts/digest.h"
#include "service/facts/fold.h"

namespace oteu::cli {
namespace {

constexpr std::size_t kMaxPrefix = 16;

struct Comparison {
  const ServerCall& call;
  ServerClient& server;
  v1::ReconcileFactsRequest request;
  // Of the file: the facts that hold, by child.
  std::map<std::string, std::vector<v1::RecordedFact>> children = {};
  int differences = 0;
};

using Digests = std::map<std::pair<std::string, std::string>, v1::FactDigest>;  // by month and range

Digests ByKey(const google::protobuf::RepeatedPtrField<v1::FactDigest>& digests) {
  Digests by_key;
  for (const v1::FactDigest& digest : digests) by_key[{digest.month(), digest.child_hash_prefix()}] = digest;
  return by_key;
}

Digests Here(const Comparison& comparison, const v1::ReconcileFactsRequest& request) {
  facts::SchoolDigests digests(request.school_bin(), request.month(), request.child_hash_prefix());
  for (const auto& [child, standing] : comparison.children) digests.Add(child, standing);
  v1::ReconcileFactsResponse all;
  for (v1::FactDigest& digest : digests.Finish()) *all.add_digests() = std::move(digest);
  return ByKey(all.digests());
}

// Ids of the file's facts in a range of a month: what its owner can look up.
std::string IdsHere(const Comparison& comparison, const std::string& month, const std::string& range) {
  std::set<std::string> ids;
  for (const auto& [child, standing] : comparison.children) {
    if (!facts::ChildHash(comparison.request.school_bin(), child).starts_with(range)) continue;
    for (const v1::RecordedFact& fact : standing) {
      facts::SchoolDigests one(comparison.request.school_bin(), month, "");
      one.Add(child, {fact});
      if (!one.Finish().empty()) ids.insert(fact.fact().fact_id());
    }
  }
  return ids.empty() ? "none" : absl::StrJoin(ids, ", ");
}

void Tell(Comparison& comparison, const std::string& month, const std::string& range, std::int64_t here,
          std::int64_t there) {
  ++comparison.differences;
  comparison.call.console.out << month << " child " << range << "…: " << here << " here, " << there
                              << " at the server; facts here: " << IdsHere(comparison, month, range) << "\n";
}

absl::Status Compare(Comparison& comparison, const v1::ReconcileFactsRequest& request) {
  const auto answer = comparison.server.ReconcileFacts(request);
  if (!answer.ok()) return answer.status();
  Digests there = ByKey(answer->digests());
  Digests here = Here(comparison, request);
  std::set<std::pair<std::string, std::string>> keys;
  for (const auto& [key, digest] : there) keys.insert(key);
  for (const auto& [key, digest] : here) keys.insert(key);
  for (const auto& key : keys) {
    const v1::FactDigest& ours = here[key];
    const v1::FactDigest& theirs = there[key];
    if (ours.sha256() == theirs.sha256()) continue;
    const auto& [month, range] = key;
    // One child at most on either side, or as fine as it goes.
    if (!range.empty() && (std::max(ours.count(), theirs.count()) <= 1 || range.size() >= kMaxPrefix)) {
      Tell(comparison, month, range, ours.count(), theirs.count());
      continue;
    }
    v1::ReconcileFactsRequest closer = request;
    closer.set_month(month);
    closer.set_child_hash_prefix(range);
    if (absl::Status status = Compare(comparison, closer); !status.ok()) return status;
  }
  return absl::OkStatus();
}

// The facts that hold: of each id its greatest revision, unless it is taken back.
absl::Status ReadFile(const std::string& path, const std::string& school_bin, Comparison* comparison) {
  const auto kind = FactFileKindOf(path);
  if (!kind.ok()) return kind.status();
  std::ifstream input(path, std::ios::binary);
  if (!input) return absl::NotFoundError(path + " cannot be read");
  FactFile file(input, *kind);
  if (!file.header().ok()) return file.header();
  std::map<std::string, v1::Fact> latest;
  while (auto line = file.Next()) {
    if (!line->fact.ok())
      return absl::InvalidArgumentError(
          absl::StrCat("line ", line->number, ": ", line->fact.status().message()));
    v1::Fact& held = latest[line->fact->fact_id()];
    if (line->fact->revision() > held.revision()) held = *std::move(line->fact);
  }
  for (auto& [id, fact] : latest) {
    v1::RecordedFact recorded;
    recorded.set_school_bin(school_bin);
    recorded.set_source("here");
    const std::string child = fact.child_iin();
    *recorded.mutable_fact() = std::move(fact);
    comparison->children[child].push_back(std::move(recorded));
  }
  for (auto& [child, stated] : comparison->children) stated = facts::Standing(stated);
  return absl::OkStatus();
}

int Print(const ServerCall& call, const v1::ReconcileFactsResponse& answer) {
  if (call.json()) {
    call.console.out << JsonLine(answer) << "\n";
    return kOk;
  }
  for (const v1::FactDigest& digest : answer.digests()) {
    call.console.out << digest.month() << (digest.child_hash_prefix().empty() ? "" : " ")
                     << digest.child_hash_prefix() << (digest.recorded_on().empty() ? "" : " of ")
                     << digest.recorded_on() << "  " << digest.count() << "  " << digest.sha256() << "\n";
  }
  return kOk;
}

int RunCommand(const Arguments& arguments, const Console& console) {
  const ServerCall call{"reconcile", arguments, console};
  auto server = ServerClient::Connect(arguments);
  if (!server.ok()) return Fail(console, call.command, std::string(server.status().message()));
  Comparison comparison{call, **server, {}, {}};
  comparison.request.set_source(arguments.Get("source"));
  comparison.request.set_school_bin(arguments.Get("school"));
  comparison.request.set_month(arguments.Get("month"));
  comparison.request.set_by_day(arguments.Has("by-day"));
  if (arguments.Has("by-day") && !arguments.operands().empty())
    return Fail(console, call.command,
                "--by-day: without FILE, which does not say when its facts were recorded");
  if (arguments.operands().empty()) {
    const auto answer = (*server)->ReconcileFacts(comparison.request);
    return answer.ok() ? Print(call, *answer) : ReportFailure(call, answer.status());
  }
  absl::Status read = ReadFile(arguments.operands()[0], arguments.Get("school"), &comparison);
  if (!read.ok()) return Fail(console, call.command, std::string(read.message()));
  if (absl::Status status = Compare(comparison, comparison.request); !status.ok())
    return ReportFailure(call, status);
  console.out.flush();
  console.err << comparison.differences << (comparison.differences == 1 ? " difference\n" : " differences\n");
  return comparison.differences == 0 ? kOk : kFinding;
}

}  // namespace

Command ReconcileCommand() {
  return {
      {.name = "reconcile",
       .summary = "count and digest of a school's facts by month; with a file, what differs from it",
       .operands = "[FILE]",
       .max_operands = 1,
       .flags = WithConnectionFlags({{"source", "ID", "id of the source", false, true},
                                     {"school", "BIN", "the school", false, true},
                                     {"month", "YYYY-MM", "only this month, by range of children"},
                                     {"by-day", "", "with --month: by the day of recording instead"}}),
       .notes =
           "With FILE (.csv, .jsonl; the facts as they were pushed) the difference is found by bisection;\n"
           "no child is named on the wire. Exit 0: the same; 1: differences; 2: an error.\n"},
      RunCommand};
}

}  // namespace oteu::cli
