#include "clients/cli/trust_arguments.h"

#include <tuple>
#include <utility>

#include "absl/time/clock.h"
#include "clients/cli/input_files.h"
#include "clients/cli/time_argument.h"
#include "clients/demo_pki/files.h"

namespace oteu::cli {
namespace {

absl::Status LoadMaterial(const Arguments& arguments, verification::TrustMaterial* material) {
  const std::vector<std::string> certificates = {".cer", ".crt", ".pem", ".der"};
  const std::vector<std::string> lists = {".crl", ".pem", ".der"};
  const std::vector<std::string> responses = {".ocsp", ".der", ".bin"};
  for (const auto& [flag, files, extensions] :
       {std::tuple("anchors", &material->anchors, &certificates),
        std::tuple("intermediates", &material->intermediates, &certificates),
        std::tuple("crls", &material->crls, &lists), std::tuple("deltas", &material->crls, &lists),
        std::tuple("ocsp", &material->ocsp_responses, &responses),
        std::tuple("tsa-anchors", &material->tsa_anchors, &certificates)}) {
    absl::StatusOr<std::vector<std::string>> contents = ReadAll(arguments.All(flag), *extensions);
    if (!contents.ok()) return contents.status();
    files->insert(files->end(), contents->begin(), contents->end());
  }
  if (material->anchors.empty()) return absl::InvalidArgumentError("--anchors: no certificate there");
  return absl::OkStatus();
}

}  // namespace

std::vector<Flag> WithTrustFlags(std::vector<Flag> more) {
  std::vector<Flag> flags = {
      {"anchors", "DIR", "trust anchors: folder or file, DER or PEM", true, true},
      {"intermediates", "DIR", "CA certificates for the path", true},
      {"crls", "DIR", "revocation lists", true},
      {"tsa-anchors", "DIR", "trust anchors for time stamps (default: none is trusted)", true},
      {"deltas", "DIR", "delta lists: as --crls, for a folder of their own", true},
      {"ocsp", "FILE", "OCSP response, DER; or a folder of them", true},
      {"at", "TIME", "time of validation: RFC 3339, YYYY-MM-DD or unix seconds (default: now)"},
      {"policy", "FILE", "verification policy (default: the strict one built in)"}};
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

absl::StatusOr<TrustArguments> ReadTrustArguments(const Arguments& arguments) {
  TrustArguments trust;
  if (absl::Status status = LoadMaterial(arguments, &trust.material); !status.ok()) return status;
  trust.policy = verification::DefaultPolicy();
  if (arguments.Has("policy")) {
    const std::string path = arguments.Get("policy");
    const absl::StatusOr<std::string> text = demo_pki::ReadFile(path);
    if (!text.ok()) return text.status();
    absl::StatusOr<verification::v1::Policy> policy = verification::ParsePolicy(*text, path);
    if (!policy.ok()) return policy.status();
    trust.policy = *std::move(policy);
  }
  trust.at = absl::Now();
  if (arguments.Has("at")) {
    const absl::StatusOr<absl::Time> at = ParseTime(arguments.Get("at"));
    if (!at.ok()) return at.status();
    trust.at = *at;
  }
  return trust;
}

}  // namespace oteu::cli
