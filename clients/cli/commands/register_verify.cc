// oteu register verify: proves exported registers offline. The department's signature over the manifest, the
// lines' digest and control sums against it, and the chain from one register of a district to the next.
#include <algorithm>
#include <memory>
#include <ostream>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/json_output.h"
#include "clients/cli/report_text.h"
#include "clients/cli/trust_arguments.h"
#include "clients/demo_pki/files.h"
#include "oteu/v1/payment.pb.h"
#include "service/civil/money.h"
#include "service/payment/manifest.h"
#include "service/payment/read_register_csv.h"
#include "service/payment/register_csv.h"
#include "verification/verifier.h"

namespace oteu::cli {
namespace {

struct Folder {
  std::string path;
  v1::RegisterManifest manifest;
  std::string manifest_sha256;
  std::string signer;  // its organisation and BIN
  std::vector<std::string> wrong;
};

struct Proof {
  TrustArguments trust;
  std::unique_ptr<verification::Verifier> verifier;
  std::string bin;  // that every signer must have; empty: any
};

absl::StatusOr<v1::RegisterManifest> ReadManifest(const std::string& json) {
  v1::RegisterManifest manifest;
  if (absl::Status status = ParseJson(json, &manifest); !status.ok()) return status;
  if (manifest.format() != payment::kManifestFormat || payment::ManifestJson(manifest) != json)
    return absl::InvalidArgumentError("is not the canonical text of a manifest");
  return manifest;
}

absl::Status CheckSignature(const Proof& proof, const std::string& cms, const std::string& json,
                            Folder* folder) {
  verification::VerificationRequest request;
  request.container = cms;
  request.at = proof.trust.at;
  const auto result = proof.verifier->Verify(request);
  if (!result.ok()) return result.status();
  const v1::ValidationReport& report = result->report;
  for (const v1::SignerReport& signer : report.signers()) {
    absl::StrAppend(&folder->signer, folder->signer.empty() ? "" : "; ", signer.organisation(), " (BIN ",
                    signer.bin().empty() ? "-" : signer.bin(), ")");
    if (!proof.bin.empty() && signer.bin() != proof.bin)
      folder->wrong.emplace_back("the signer has another BIN than --bin");
  }
  if (report.indication() != v1::INDICATION_TOTAL_PASSED) {
    folder->wrong.push_back(
        absl::StrCat("signature: ", VerdictText(report.indication(), report.sub_indication(), false), "\n",
                     ReportText(report, {.indent = "    "})));
  } else if (result->content != json) {
    folder->wrong.emplace_back("the signature is over another manifest than manifest.json");
  }
  return absl::OkStatus();
}

void CheckLines(const std::string& csv, Folder* folder) {
  const v1::RegisterManifest& manifest = folder->manifest;
  payment::CsvDigest digest;
  digest.Add(csv);
  if (digest.Finish() != manifest.lines_sha256())
    folder->wrong.emplace_back("register.csv is not the one that the manifest names by its digest");
  const auto sums = payment::SumRegisterCsv(csv);
  if (!sums.ok()) {
    folder->wrong.push_back(absl::StrCat("register.csv: ", sums.status().message()));
  } else if (sums->lines != manifest.line_count() || sums->months != manifest.month_count() ||
             sums->total_tiyn != manifest.total_tiyn()) {
    folder->wrong.emplace_back("the control sums of register.csv are not those of the manifest");
  }
}

absl::StatusOr<Folder> CheckFolder(const Proof& proof, const std::string& path) {
  Folder folder;
  folder.path = path;
  const auto json = demo_pki::ReadFile(path + "/manifest.json");
  if (!json.ok()) return json.status();
  const auto cms = demo_pki::ReadFile(path + "/manifest.json.cms");
  if (!cms.ok()) return cms.status();
  const auto csv = demo_pki::ReadFile(path + "/register.csv");
  if (!csv.ok()) return csv.status();
  auto manifest = ReadManifest(*json);
  if (!manifest.ok()) {
    folder.wrong.push_back(absl::StrCat("manifest.json: ", manifest.status().message()));
    return folder;
  }
  folder.manifest = *std::move(manifest);
  folder.manifest_sha256 = payment::ManifestSha256(*json);
  if (absl::Status status = CheckSignature(proof, *cms, *json, &folder); !status.ok()) return status;
  CheckLines(*csv, &folder);
  return folder;
}

// In the order of the district's chain; each follows the one before it, the first of all follows nothing.
void CheckChain(std::vector<Folder>* folders) {
  std::sort(folders->begin(), folders->end(), [](const Folder& a, const Folder& b) {
    return std::pair(a.manifest.district_kato(), a.manifest.sequence()) <
           std::pair(b.manifest.district_kato(), b.manifest.sequence());
  });
  const Folder* before = nullptr;
  for (Folder& folder : *folders) {
    const bool same_district =
        before != nullptr && before->manifest.district_kato() == folder.manifest.district_kato();
    if (same_district || folder.manifest.sequence() == 1) {
      absl::Status link = payment::CheckLink(same_district ? &before->manifest : nullptr, folder.manifest);
      if (!link.ok()) folder.wrong.push_back(std::string(link.message()));
    }
    before = &folder;
  }
}

void Print(const Folder& folder, bool is_first, const Console& console) {
  std::ostream& out = console.out;
  const v1::RegisterManifest& manifest = folder.manifest;
  out << folder.path << ": " << (folder.wrong.empty() ? "PROVED" : "NOT PROVED") << "\n";
  for (const std::string& wrong : folder.wrong) out << "  " << wrong << "\n";
  if (manifest.sequence() == 0) return;
  out << "  " << manifest.register_() << ", number " << manifest.sequence() << " of district "
      << manifest.district_kato() << ", " << manifest.quarter() << ", sealed " << manifest.sealed_at() << "\n"
      << "  " << manifest.line_count() << " lines, " << manifest.month_count() << " child-months, "
      << civil::FormatTenge(manifest.total_tiyn()) << " tenge\n"
      << "  signed by " << folder.signer << "\n"
      << "  manifest sha256  " << folder.manifest_sha256 << "\n";
  if (is_first && manifest.sequence() > 1)
    out << "  follows number " << manifest.sequence() - 1
        << ", which was not given:  " << manifest.previous_sha256() << "\n";
}

int Run(const Arguments& arguments, const Console& console) {
  const std::string command = "register verify";
  Proof proof;
  auto trust = ReadTrustArguments(arguments);
  if (!trust.ok()) return Fail(console, command, std::string(trust.status().message()));
  proof.trust = *std::move(trust);
  auto verifier = verification::Verifier::Create(proof.trust.material, proof.trust.policy);
  if (!verifier.ok()) return Fail(console, command, std::string(verifier.status().message()));
  proof.verifier = *std::move(verifier);
  proof.bin = arguments.Get("bin");
  std::vector<Folder> folders;
  for (const std::string& path : arguments.operands()) {
    auto folder = CheckFolder(proof, path);
    if (!folder.ok()) return Fail(console, command, absl::StrCat(path, ": ", folder.status().message()));
    folders.push_back(*std::move(folder));
  }
  CheckChain(&folders);
  bool proved = true;
  std::set<std::string> districts;
  for (const Folder& folder : folders) {
    Print(folder, districts.insert(folder.manifest.district_kato()).second, console);
    proved = proved && folder.wrong.empty();
  }
  return proved ? kOk : kFinding;
}

}  // namespace

Command RegisterVerifyCommand() {
  return {{.name = "register verify",
           .summary = "prove exported registers offline: signature, lines, sums and chain",
           .operands = "DIR…",
           .min_operands = 1,
           .max_operands = kManyOperands,
           .flags = WithTrustFlags({{"bin", "BIN", "the signer must have this BIN: the department's"}}),
           .notes = "DIR: as `oteu register export` wrote it. Of several registers of a district each must "
                    "follow on the one before.\n"
                    "Exit 0: all proved; 1: something does not fit; 2: wrong usage, or unreadable files.\n"},
          Run};
}

}  // namespace oteu::cli
