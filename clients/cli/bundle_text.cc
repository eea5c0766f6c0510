#include "clients/cli/bundle_text.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/decision_text.h"
#include "clients/cli/format.h"
#include "clients/cli/terminal.h"

namespace oteu::cli {
namespace {

std::string CheckText(const oteu::v1::BundleCheck& check, bool color) {
  const char* word = check.skipped() ? "not checked" : check.passed() ? "holds" : "DOES NOT HOLD";
  const Tone tone = check.skipped() ? Tone::kDoubtful : check.passed() ? Tone::kGood : Tone::kBad;
  std::string name = check.name();
  name.resize(std::max<size_t>(name.size(), 12), ' ');
  return absl::StrCat("  ", name, Paint(word, tone, color), check.detail().empty() ? "" : "  ",
                      check.detail(), "\n");
}

}  // namespace

std::string BundleText(std::string_view what, const oteu::v1::DecisionBundle& bundle,
                       const oteu::v1::BundleVerification& verification, bool color) {
  const bool good = verification.good();
  std::string text =
      absl::StrCat(std::string(what), ": ",
                   good ? Paint("proved", Tone::kGood, color) : Paint("NOT PROVED", Tone::kBad, color),
                   "\n  ", verification.name(), "  ", NameOf(verification.outcome()), "  ",
                   TimeText(verification.decided_at()), "\n  sha256 ", verification.decision_sha256(), "\n");
  for (const auto& check : verification.checks()) text += CheckText(check, color);
  const auto& record = verification.record();
  absl::StrAppend(&text, "  record ", record.seq(), ": ", record.event(), " by ", record.actor(), ", ",
                  TimeText(record.at()), "\n  head   ", verification.head().seq(), " ",
                  verification.head().hash(), "\n");
  // What does not hold must not be read as what was decided.
  oteu::v1::Decision decision;
  if (good && decision.ParseFromString(bundle.decision().decision()))
    absl::StrAppend(&text, DecisionText(decision, color));
  return text;
}

}  // namespace oteu::cli
