// oteu bundle verify: proves a decision from its bundle, offline.
#include <ostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/bundle_text.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/input_files.h"
#include "clients/cli/json_output.h"
#include "clients/demo_pki/files.h"
#include "service/audit/bundle_file.h"
#include "service/audit/check_bundle.h"
#include "verification/policy/policy.h"

namespace oteu::cli {
namespace {

constexpr char kName[] = "bundle verify";

absl::StatusOr<std::optional<audit::OwnTrust>> ReadTrust(const Arguments& arguments) {
  const std::vector<std::string> extensions = {".cer", ".crt", ".pem", ".der"};
  if (!arguments.Has("anchors")) {
    if (arguments.Has("tsa-anchors") || arguments.Has("policy"))
      return absl::InvalidArgumentError("--tsa-anchors and --policy need --anchors");
    return std::nullopt;
  }
  audit::OwnTrust own;
  auto anchors = ReadAll(arguments.All("anchors"), extensions);
  if (!anchors.ok()) return anchors.status();
  if (anchors->empty()) return absl::InvalidArgumentError("--anchors: no certificate there");
  own.material.anchors = *std::move(anchors);
  auto tsa_anchors = ReadAll(arguments.All("tsa-anchors"), extensions);
  if (!tsa_anchors.ok()) return tsa_anchors.status();
  own.material.tsa_anchors = *std::move(tsa_anchors);
  if (arguments.Has("policy")) {
    const std::string path = arguments.Get("policy");
    const absl::StatusOr<std::string> text = demo_pki::ReadFile(path);
    if (!text.ok()) return text.status();
    auto policy = verification::ParsePolicy(*text, path);
    if (!policy.ok()) return policy.status();
    own.policy = *std::move(policy);
  }
  return own;
}

absl::StatusOr<store::NotedHead> ReadNoted(const Arguments& arguments) {
  store::NotedHead noted;
  if (!arguments.Has("expect-head")) return noted;
  store::Sha256Bytes hash;
  if (!store::FromHex(arguments.Get("expect-head"), &hash))
    return absl::InvalidArgumentError("--expect-head: 64 lower-case hex digits");
  noted.hash = hash;
  return noted;
}

// The bundle and what was found about it.
struct Verified {
  v1::DecisionBundle bundle;
  v1::BundleVerification verification;
};

absl::StatusOr<Verified> Verify(const Arguments& arguments) {
  const auto own = ReadTrust(arguments);
  if (!own.ok()) return own.status();
  const auto noted = ReadNoted(arguments);
  if (!noted.ok()) return noted.status();
  const std::string& path = arguments.operands()[0];
  const absl::StatusOr<std::string> file = demo_pki::ReadFile(path);
  if (!file.ok()) return file.status();
  auto bundle = audit::ParseBundle(*file);
  if (!bundle.ok())
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::string(bundle.status().message())));
  auto verification = audit::CheckBundle(*bundle, *own, *noted);
  if (!verification.ok()) return verification.status();
  return Verified{*std::move(bundle), *std::move(verification)};
}

int Run(const Arguments& arguments, const Console& console) {
  const auto verified = Verify(arguments);
  if (!verified.ok()) {
    if (arguments.Has("json")) console.out << JsonError(verified.status()) << "\n";
    return Fail(console, kName, std::string(verified.status().message()));
  }
  const v1::BundleVerification& verification = verified->verification;
  if (arguments.Has("json")) {
    console.out << JsonLine(verification) << "\n";
  } else if (arguments.Has("policy-text")) {
    console.out << verified->bundle.verification_policy();
  } else if (arguments.Has("regulation-text")) {
    console.out << verified->bundle.regulation();
  } else {
    console.out << BundleText(arguments.operands()[0], verified->bundle, verification, console.color);
  }
  return verification.good() ? kOk : kFinding;
}

}  // namespace

Command BundleVerifyCommand() {
  return {
      {.name = kName,
       .summary = "prove a decision from its bundle, offline",
       .operands = "FILE",
       .min_operands = 1,
       .max_operands = 1,
       .flags = {{"anchors", "DIR", "trust anchors to verify the signatures against: folder or file", true},
                 {"tsa-anchors", "DIR", "trust anchors for time stamps (default: none is trusted)", true},
                 {"policy", "FILE", "verification policy (default: the bundle's)"},
                 {"expect-head", "HASH",
                  "a head of the audit chain that was noted: the proof must come by it"},
                 {"policy-text", "", "print the verification policy instead"},
                 {"regulation-text", "", "print the district's act instead"},
                 {"json", "", "one oteu.v1.BundleVerification as JSON"}},
       .notes =
           "Without --anchors the signatures are judged by the trust in the bundle alone, which is what the\n"
           "service says it was; without --expect-head the chain is the bundle's own.\n"
           "Exit 0: every check holds; 1: one does not; 2: wrong usage, or it is no bundle.\n"},
      Run};
}

}  // namespace oteu::cli
