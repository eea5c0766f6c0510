#include "clients/cli/report_text.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/file_kind.h"
#include "clients/cli/format.h"
#include "clients/cli/terminal.h"
#include "verification/report/texts.h"
#include "verification/report/verdict.h"

namespace oteu::cli {
namespace {

using verification::Findings;

std::string FindingsText(const Findings& findings, const std::string& indent, bool color) {
  std::string text;
  for (const oteu::v1::VerificationFinding& finding : findings) {
    const bool decides = finding.level() == oteu::v1::CHECK_LEVEL_FAIL;
    absl::StrAppend(&text, indent,
                    Paint(NameOf(finding.level()), decides ? Tone::kBad : Tone::kDoubtful, color), "  ",
                    NameOf(finding.code()), "  ", verification::TextsOf(finding.code()).en);
    for (const auto& [key, value] : finding.details()) absl::StrAppend(&text, " [", key, ": ", value, "]");
    absl::StrAppend(&text, " (", finding.clause(), "; ", finding.object(), ")\n");
  }
  return text;
}

std::string SignerText(const oteu::v1::SignerReport& signer, const std::string& indent, bool color) {
  std::string text =
      absl::StrCat(indent, "signer: ", signer.common_name().empty() ? "-" : signer.common_name());
  if (!signer.organisation().empty()) absl::StrAppend(&text, ", ", signer.organisation());
  if (!signer.bin().empty()) absl::StrAppend(&text, ", BIN ", signer.bin());
  if (signer.role() != oteu::v1::SIGNER_ROLE_UNSPECIFIED) absl::StrAppend(&text, ", ", NameOf(signer.role()));
  absl::StrAppend(&text, "\n", indent, "  ",
                  VerdictText(signer.indication(), signer.sub_indication(), color));
  if (!signer.signature_algorithm().empty()) absl::StrAppend(&text, "; ", signer.signature_algorithm());
  if (signer.has_claimed_signing_time()) {
    absl::StrAppend(&text, "; claims to be signed at ", TimeText(signer.claimed_signing_time()));
  }
  absl::StrAppend(&text, "\n");
  if (!signer.issuer().empty()) absl::StrAppend(&text, indent, "  issuer: ", signer.issuer(), "\n");
  return text.append(FindingsText(signer.findings(), indent + "  ", color));
}

}  // namespace

std::string VerdictText(oteu::v1::Indication indication, oteu::v1::SubIndication sub_indication, bool color) {
  Tone tone = Tone::kDoubtful;
  if (indication == oteu::v1::INDICATION_TOTAL_PASSED) tone = Tone::kGood;
  if (indication == oteu::v1::INDICATION_TOTAL_FAILED) tone = Tone::kBad;
  std::string text = NameOf(indication);
  if (sub_indication != oteu::v1::SUB_INDICATION_UNSPECIFIED)
    absl::StrAppend(&text, " (", NameOf(sub_indication), ")");
  return Paint(text, tone, color);
}

std::string ReportText(const oteu::v1::ValidationReport& report, const std::string& indent, bool color) {
  std::string text = FindingsText(report.findings(), indent, color);
  for (const oteu::v1::SignerReport& signer : report.signers())
    text.append(SignerText(signer, indent, color));
  return text;
}

}  // namespace oteu::cli
