// oteu verify-path: one certification path by RFC 5280, offline.
#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/format.h"
#include "clients/cli/input_files.h"
#include "clients/cli/json_output.h"
#include "clients/cli/terminal.h"
#include "clients/cli/time_argument.h"
#include "clients/demo_pki/files.h"
#include "verification/kzgost/kz_context.h"
#include "verification/path/path.h"
#include "verification/report/texts.h"

namespace oteu::cli {
namespace {

using verification::path::PathReport;
using verification::path::PathRequest;
using verification::x509::PathFailure;

absl::StatusOr<PathRequest> MakeRequest(const Arguments& arguments) {
  PathRequest request;
  absl::StatusOr<std::string> target = demo_pki::ReadFile(arguments.operands()[0]);
  if (!target.ok()) return target.status();
  request.target = *std::move(target);
  for (const auto& [flag, files] :
       {std::pair("anchor", &request.anchors), std::pair("intermediate", &request.intermediates),
        std::pair("crl", &request.crls)}) {
    absl::StatusOr<std::vector<std::string>> contents = ReadAll(arguments.All(flag));
    if (!contents.ok()) return contents.status();
    *files = *std::move(contents);
  }
  const absl::StatusOr<absl::Time> at = ParseTime(arguments.Get("at"));
  if (!at.ok()) return at.status();
  request.at = *at;
  request.check_revocation = !arguments.Has("no-revocation");
  request.policy_inputs.user_policies = arguments.All("policy-oid");
  request.policy_inputs.require_explicit_policy = arguments.Has("explicit-policy");
  request.policy_inputs.inhibit_mapping = arguments.Has("inhibit-mapping");
  request.policy_inputs.inhibit_any_policy = arguments.Has("inhibit-any");
  return request;
}

std::string ObjectName(const PathFailure& failure) {
  return failure.index < 0 ? "path" : absl::StrCat("chain[", failure.index, "]");
}

std::string ToJson(const PathReport& report) {
  std::string findings;
  for (const PathFailure& failure : report.failures) {
    absl::StrAppend(
        &findings, findings.empty() ? "" : ",", "{\"code\":", JsonString(NameOf(failure.problem.code)),
        ",\"object\":", JsonString(ObjectName(failure)), ",\"clause\":", JsonString(failure.problem.clause),
        ",\"cause\":", JsonString(failure.problem.cause), "}");
  }
  std::string chain;
  for (const auto& certificate : report.chain) {
    absl::StrAppend(&chain, chain.empty() ? "" : ",",
                    JsonString(verification::openssl::ToHex(certificate->sha256)));
  }
  return absl::StrCat("{\"valid\":", report.valid ? "true" : "false", ",\"findings\":[", findings,
                      "],\"chainSha256\":[", chain, "]}");
}

std::string ToText(const PathReport& report, bool color) {
  std::string text =
      Paint(report.valid ? "valid" : "invalid", report.valid ? Tone::kGood : Tone::kBad, color).append("\n");
  for (const PathFailure& failure : report.failures) {
    absl::StrAppend(&text, "  ", ObjectName(failure), "  ", NameOf(failure.problem.code), "  ",
                    verification::TextsOf(failure.problem.code).en,
                    failure.problem.cause.empty() ? "" : absl::StrCat(" [", failure.problem.cause, "]"), " (",
                    failure.problem.clause, ")\n");
  }
  return text;
}

int Run(const Arguments& arguments, const Console& console) {
  const absl::StatusOr<PathRequest> request = MakeRequest(arguments);
  if (!request.ok()) return Fail(console, "verify-path", std::string(request.status().message()));
  const auto context = verification::kzgost::CreateKzContext();
  if (!context.ok()) return Fail(console, "verify-path", std::string(context.status().message()));
  const absl::StatusOr<PathReport> report = VerifyPath(**context, *request);
  if (!report.ok()) return Fail(console, "verify-path", std::string(report.status().message()));
  if (arguments.Has("json")) {
    console.out << ToJson(*report) << "\n";
  } else {
    console.out << ToText(*report, console.color);
  }
  return report->valid ? kOk : kFinding;
}

}  // namespace

Command VerifyPathCommand() {
  return {{.name = "verify-path",
           .summary = "validate one certification path (RFC 5280 section 6), offline",
           .operands = "TARGET",
           .min_operands = 1,
           .max_operands = 1,
           .flags = {{"anchor", "FILE", "trust anchor, DER or PEM; or a folder of them", true, true},
                     {"intermediate", "FILE", "CA certificate for the path; any order", true},
                     {"crl", "FILE", "revocation list", true},
                     {"at", "TIME", "time of validation: RFC 3339, YYYY-MM-DD or unix seconds", false, true},
                     {"policy-oid", "OID", "acceptable certificate policy (default: any)", true},
                     {"explicit-policy", "", "initial-explicit-policy: a valid policy is required"},
                     {"inhibit-mapping", "", "initial-policy-mapping-inhibit"},
                     {"inhibit-any", "", "initial-any-policy-inhibit"},
                     {"no-revocation", "",
                      "do not ask for revocation data (default: every certificate below the anchor)"},
                     {"json", "", "one JSON object"}},
           .notes = "Prints \"valid\" (exit 0) or \"invalid\" with every finding (exit 1).\n"},
          Run};
}

}  // namespace oteu::cli
