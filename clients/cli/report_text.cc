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

const char* In(const std::string& language, const verification::Texts& texts) {
  if (language == "kk") return texts.kk;
  return language == "ru" ? texts.ru : texts.en;
}

std::string FindingsText(const Findings& findings, const std::string& indent, const ReportStyle& style) {
  std::string text;
  for (const oteu::v1::VerificationFinding& finding : findings) {
    const bool decides = finding.level() == oteu::v1::CHECK_LEVEL_FAIL;
    absl::StrAppend(&text, indent,
                    Paint(NameOf(finding.level()), decides ? Tone::kBad : Tone::kDoubtful, style.color), "  ",
                    NameOf(finding.code()), "  ", In(style.language, verification::TextsOf(finding.code())));
    for (const auto& [key, value] : finding.details()) absl::StrAppend(&text, " [", key, ": ", value, "]");
    absl::StrAppend(&text, " (", finding.clause(), "; ", finding.object(), ")\n");
  }
  return text;
}

// When the signature is proved to have existed, by whom, and how long that goes on.
std::string TimeLine(const oteu::v1::SignerReport& signer) {
  std::string text = absl::StrCat("best signature time: ", TimeText(signer.best_signature_time()), ", ");
  std::string authority;
  for (const oteu::v1::TimestampReport& token : signer.timestamps()) {
    if (token.decides_best_signature_time()) authority = token.tsa_subject();
  }
  absl::StrAppend(&text, authority.empty() ? "the time of validation" : "time stamp by " + authority);
  if (signer.level() != oteu::v1::SIGNATURE_LEVEL_UNSPECIFIED)
    absl::StrAppend(&text, "; level ", NameOf(signer.level()));
  if (signer.has_evidence_until())
    absl::StrAppend(&text, "; the evidence holds until ", TimeText(signer.evidence_until()));
  return text;
}

std::string TimestampText(const oteu::v1::TimestampReport& token, const std::string& indent,
                          const ReportStyle& style) {
  return absl::StrCat(indent, "time stamp: ", TimeText(token.generation_time()), ", ",
                      token.tsa_subject().empty() ? "-" : token.tsa_subject(), "  ",
                      VerdictText(token.indication(), token.sub_indication(), style.color), "\n",
                      FindingsText(token.findings(), indent + "  ", style));
}

std::string SignerText(const oteu::v1::SignerReport& signer, const ReportStyle& style) {
  const std::string& indent = style.indent;
  std::string text =
      absl::StrCat(indent, "signer: ", signer.common_name().empty() ? "-" : signer.common_name());
  if (!signer.organisation().empty()) absl::StrAppend(&text, ", ", signer.organisation());
  if (!signer.bin().empty()) absl::StrAppend(&text, ", BIN ", signer.bin());
  if (signer.role() != oteu::v1::SIGNER_ROLE_UNSPECIFIED) absl::StrAppend(&text, ", ", NameOf(signer.role()));
  absl::StrAppend(&text, "\n", indent, "  ",
                  VerdictText(signer.indication(), signer.sub_indication(), style.color));
  if (!signer.signature_algorithm().empty()) absl::StrAppend(&text, "; ", signer.signature_algorithm());
  if (signer.has_claimed_signing_time()) {
    absl::StrAppend(&text, "; claims to be signed at ", TimeText(signer.claimed_signing_time()));
  }
  absl::StrAppend(&text, "\n");
  if (signer.has_best_signature_time()) absl::StrAppend(&text, indent, "  ", TimeLine(signer), "\n");
  if (!signer.issuer().empty()) absl::StrAppend(&text, indent, "  issuer: ", signer.issuer(), "\n");
  text.append(FindingsText(signer.findings(), indent + "  ", style));
  if (!style.detailed) return text;
  for (const oteu::v1::TimestampReport& token : signer.timestamps())
    text.append(TimestampText(token, indent + "  ", style));
  return text;
}

std::string ChecksText(const oteu::v1::ValidationReport& report, const ReportStyle& style) {
  if (report.checks().empty()) return "";
  std::string text = absl::StrCat(style.indent, "checks:\n");
  for (const oteu::v1::CheckResult& check : report.checks()) {
    Tone tone = Tone::kDoubtful;
    if (check.outcome() == oteu::v1::CHECK_OUTCOME_PASSED) tone = Tone::kGood;
    if (check.outcome() == oteu::v1::CHECK_OUTCOME_FAILED) tone = Tone::kBad;
    absl::StrAppend(&text, style.indent, "  ", Paint(NameOf(check.outcome()), tone, style.color), "  ",
                    check.check(), "  ", check.object());
    for (const int code : check.codes())
      absl::StrAppend(&text, "  ", NameOf(static_cast<oteu::v1::VerificationCode>(code)));
    absl::StrAppend(&text, "  (", check.clause(), ")\n");
  }
  return text;
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

std::string ReportText(const oteu::v1::ValidationReport& report, const ReportStyle& style) {
  std::string text =
      absl::StrCat(style.indent, In(style.language, verification::TextsOf(report.indication())), "\n");
  text.append(FindingsText(report.findings(), style.indent, style));
  for (const oteu::v1::SignerReport& signer : report.signers()) text.append(SignerText(signer, style));
  return text.append(ChecksText(report, style));
}

}  // namespace oteu::cli
