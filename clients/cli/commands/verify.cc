// oteu verify: signatures, certificates and revocation lists, offline.
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands/commands.h"
#include "clients/cli/exit_code.h"
#include "clients/cli/file_kind.h"
#include "clients/cli/input_files.h"
#include "clients/cli/json_output.h"
#include "clients/cli/pki_report.h"
#include "clients/cli/report_text.h"
#include "clients/cli/trust_arguments.h"
#include "clients/demo_pki/files.h"
#include "verification/policy/policy.h"
#include "verification/trust.h"
#include "verification/verifier.h"

namespace oteu::cli {
namespace {

using oteu::v1::ValidationReport;

// What every file is verified against.
struct Setting {
  verification::TrustMaterial material;
  verification::v1::Policy policy;
  absl::Time at;
  std::optional<std::string> content;
  std::string document_type;
  bool several_files = false;
  bool detailed = false;
  std::unique_ptr<verification::Verifier> verifier;
  std::unique_ptr<verification::Trust> trust;  // made when the first certificate or list is met
};

absl::StatusOr<Setting> MakeSetting(const Arguments& arguments) {
  Setting setting;
  absl::StatusOr<TrustArguments> trust = ReadTrustArguments(arguments);
  if (!trust.ok()) return trust.status();
  setting.material = std::move(trust->material);
  setting.policy = std::move(trust->policy);
  setting.at = trust->at;
  if (arguments.Has("content")) {
    absl::StatusOr<std::string> content = demo_pki::ReadFile(arguments.Get("content"));
    if (!content.ok()) return content.status();
    setting.content = *std::move(content);
  }
  setting.document_type = arguments.Get("document-type");
  setting.detailed = arguments.Has("detailed");
  const std::string language = arguments.Get("lang", "en");
  if (language != "kk" && language != "ru" && language != "en") {
    return absl::InvalidArgumentError("--lang: is none of kk, ru, en");
  }
  if (!verification::IsKnownDocumentType(setting.document_type)) {
    return absl::InvalidArgumentError(absl::StrCat("--document-type: \"", setting.document_type,
                                                   "\" is no document type of oteu.v1.DocumentType"));
  }
  absl::StatusOr<std::unique_ptr<verification::Verifier>> verifier =
      verification::Verifier::Create(setting.material, setting.policy);
  if (!verifier.ok()) return verifier.status();
  setting.verifier = *std::move(verifier);
  return setting;
}

absl::Status EnsureTrust(Setting* setting) {
  if (setting->trust) return absl::OkStatus();
  absl::StatusOr<std::unique_ptr<verification::Trust>> trust =
      verification::Trust::Create(setting->material, setting->policy);
  if (!trust.ok()) return trust.status();
  setting->trust = *std::move(trust);
  return absl::OkStatus();
}

absl::StatusOr<ValidationReport> VerifyDocument(const Setting& setting, const std::string& file) {
  verification::VerificationRequest request;
  request.container = file;
  request.at = setting.at;
  request.document_type = setting.document_type;
  request.detailed = setting.detailed;
  if (setting.content) request.content = *setting.content;
  absl::StatusOr<verification::VerificationResult> result = setting.verifier->Verify(request);
  if (result.ok() && setting.content && setting.several_files && !result->report.detached()) {
    // Of several files --content is for the detached ones. With a single file it is what the caller holds
    // against it, and another content inside is a finding.
    request.content.reset();
    result = setting.verifier->Verify(request);
  }
  if (!result.ok()) return result.status();
  return std::move(result->report);
}

absl::StatusOr<ValidationReport> VerifyFile(const std::string& path, Setting* setting) {
  const absl::StatusOr<std::string> file = demo_pki::ReadFile(path);
  if (!file.ok()) return file.status();
  const FileKind kind = KindOf(*file);
  switch (kind) {
    case FileKind::kCmsOrUnknown:
    case FileKind::kXml:
      return VerifyDocument(*setting, *file);
    case FileKind::kCertificate:
    case FileKind::kCrl:
    case FileKind::kOcspResponse:
    case FileKind::kTimeStamp: {
      if (absl::Status status = EnsureTrust(setting); !status.ok()) return status;
      const auto report = kind == FileKind::kCrl           ? CrlReport
                          : kind == FileKind::kCertificate ? CertificateReport
                          : kind == FileKind::kTimeStamp   ? TimeStampReport
                                                           : OcspReport;
      return report(*setting->trust, *file, setting->at);
    }
  }
  return absl::InternalError("a kind of file that nothing verifies");
}

void Print(const std::string& path, const absl::StatusOr<ValidationReport>& report,
           const Arguments& arguments, const Console& console) {
  const bool json = arguments.Has("json");
  if (!report.ok()) {
    if (json) console.out << JsonError(report.status(), absl::StrCat("\"file\":", JsonString(path))) << "\n";
    console.err << "oteu verify: " << path << ": " << report.status().message() << "\n";
  } else if (json) {
    console.out << "{\"file\":" << JsonString(path) << ",\"report\":" << JsonLine(*report) << "}\n";
  } else {
    console.out << path << ": " << VerdictText(report->indication(), report->sub_indication(), console.color)
                << "\n"
                << ReportText(*report, {.indent = "  ",
                                        .color = console.color,
                                        .language = arguments.Get("lang", "en"),
                                        .detailed = arguments.Has("detailed")});
  }
}

int Run(const Arguments& arguments, const Console& console) {
  absl::StatusOr<Setting> setting = MakeSetting(arguments);
  if (!setting.ok()) return Fail(console, "verify", std::string(setting.status().message()));
  const absl::StatusOr<std::vector<std::string>> files = ExpandPaths(arguments.operands());
  if (!files.ok()) return Fail(console, "verify", std::string(files.status().message()));
  if (files->empty()) return Fail(console, "verify", "no files there");
  setting->several_files = files->size() > 1;
  bool unreadable = false;
  bool all_passed = true;
  for (const std::string& path : *files) {
    const absl::StatusOr<ValidationReport> report = VerifyFile(path, &*setting);
    unreadable = unreadable || !report.ok();
    all_passed = all_passed && report.ok() && report->indication() == oteu::v1::INDICATION_TOTAL_PASSED;
    Print(path, report, arguments, console);
  }
  if (unreadable) return kFailure;
  return all_passed ? kOk : kFinding;
}

}  // namespace

Command VerifyCommand() {
  return {
      {.name = "verify",
       .summary = "verify signatures, certificates and revocation lists, offline",
       .operands = "FILE…",
       .min_operands = 1,
       .max_operands = kManyOperands,
       .flags =
           WithTrustFlags({{"content", "FILE", "content of the detached signatures"},
                           {"document-type", "TYPE",
                            "profile of the policy, e.g. SCHOOL_CERTIFICATE (default: its default)"},
                           {"detailed", "", "every check with its clause and outcome, the passed ones too"},
                           {"lang", "LANG", "language of the sentences: kk, ru or en (default: en)"},
                           {"json", "", "one JSON object per file: {\"file\":…,\"report\":…}"}}),
       .notes =
           "FILE: CMS signatures (DER, BER, base64, PEM), signed XML, certificates, revocation lists, OCSP "
           "responses; or folders of them.\n"
           "Of a time stamp by itself, what was stamped is not compared.\n"
           "Exit 0: all TOTAL_PASSED; 1: some not; 2: wrong usage, or something could not be read.\n"},
      Run};
}

}  // namespace oteu::cli
