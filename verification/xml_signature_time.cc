#include "verification/xml_signature_time.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "verification/limits.h"
#include "verification/report/verdict.h"
#include "verification/timestamp/token.h"
#include "verification/timestamp_verification.h"
#include "verification/xml/signature_check.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using Standing = TimestampVerdict::Standing;
using Octets = absl::StatusOr<OrProblem<std::vector<uint8_t>>>;

// What a token must be over: ds:SignatureValue, canonical as its time stamp says (EN 319 132-1 5.3, 5.1.4.1).
Octets StampedOctets(const XmlTimeTask& task, const xml::SignatureTimestamp& timestamp) {
  if (const Problem* problem = GetProblem(timestamp.method)) return *problem;
  absl::StatusOr<OrProblem<std::string>> octets =
      xml::SignatureValueOctets(*task.signature, std::get<xml::C14n>(timestamp.method), task.document);
  if (!octets.ok()) return octets.status();
  if (const Problem* problem = GetProblem(*octets)) return *problem;
  const auto& text = std::get<std::string>(*octets);
  return std::vector<uint8_t>(text.begin(), text.end());
}

absl::StatusOr<TimestampVerdict> VerifyOne(const XmlTimeTask& task, const xml::SignatureTimestamp& timestamp,
                                           const std::string& object, TimestampReport* report) {
  return VerifyTimestamp(
      {.trust = task.trust,
       .cache = task.cache,
       .beside = {task.beside},
       .call = task.call,
       .kind = TIMESTAMP_KIND_SIGNATURE,
       .object = object,
       .now = task.now,
       .judged_at = task.now},
      timestamp::ReadToken(timestamp.token),
      [&](const timestamp::Token&) { return StampedOctets(task, timestamp); }, report);
}

void Count(const TimestampVerdict& verdict, SignatureTime* time) {
  time->proved = true;
  if (time->authority != nullptr && verdict.gen_time >= time->stamped_at) return;
  time->authority = verdict.authority;
  time->stamped_at = verdict.gen_time;
  time->best = verdict.gen_time;
  time->holds_until = verdict.holds_until;
}

}  // namespace

absl::StatusOr<SignatureTime> FindXmlSignatureTime(const XmlTimeTask& task, SignerReport* report) {
  SignatureTime time;
  time.best = task.now;
  if (task.timestamps->size() > kMaxTimestamps.value) {
    AddFinding(LimitExceeded(kMaxTimestamps), CHECK_LEVEL_FAIL, task.object, report->mutable_findings());
    return time;
  }
  int decides = -1;
  for (const xml::SignatureTimestamp& timestamp : *task.timestamps) {
    const int index = report->timestamps_size();
    const std::string object = absl::StrCat(task.object, ".timestamps[", index, "]");
    TimestampReport* about = report->add_timestamps();
    const absl::StatusOr<TimestampVerdict> verdict = VerifyOne(task, timestamp, object, about);
    if (!verdict.ok()) return verdict.status();
    if (verdict->standing != Standing::kTrusted) {
      ReportNotUsed(*task.trust, *verdict, task.now, object, *about, &time, report->mutable_findings());
      continue;
    }
    if (time.authority == nullptr || verdict->gen_time < time.stamped_at) decides = index;
    Count(*verdict, &time);
  }
  if (decides >= 0) report->mutable_timestamps(decides)->set_decides_best_signature_time(true);
  return time;
}

}  // namespace oteu::verification
