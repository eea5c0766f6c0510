#include "verification/signature_time.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "verification/cms/oids.h"
#include "verification/limits.h"
#include "verification/policy/policy.h"
#include "verification/report/verdict.h"
#include "verification/timestamp/token.h"
#include "verification/timestamp_verification.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using openssl::Bytes;
using Standing = TimestampVerdict::Standing;

constexpr char kClause[] = "ETSI EN 319 102-1 5.5.4";

class TimeFinder {
 public:
  TimeFinder(const SignerTask& task, const std::string& object, SignerReport* report)
      : task_(task), signer_(task.signed_data->signers[task.index]), object_(object), report_(report) {
    time_.best = task.at;
  }

  absl::StatusOr<SignatureTime> Run() {
    std::vector<Bytes> values = cms::ValuesOf(signer_, cms::kTimestampTokenOid);
    if (values.size() > kMaxTimestamps.value) {
      AddFinding(LimitExceeded(kMaxTimestamps), CHECK_LEVEL_FAIL, object_, report_->mutable_findings());
      values.clear();
    }
    for (const Bytes value : values) {
      if (absl::Status status = VerifyOne(value); !status.ok()) return status;
    }
    MarkDeciding();
    return time_;
  }

 private:
  absl::Status VerifyOne(Bytes value) {
    const TimestampTask task = {
        .trust = task_.trust,
        .cache = task_.cache,
        .beside = task_.candidates,
        .kind = TIMESTAMP_KIND_SIGNATURE,
        .object = absl::StrCat(object_, ".timestamps[", report_->timestamps_size(), "]"),
        .now = task_.at,
        .judged_at = task_.at};
    TimestampReport* report = report_->add_timestamps();
    // RFC 3161 appendix A: over the value of the signature field, as it stands on the wire.
    const StampedData stamped = [this](const timestamp::Token&) {
      return OrProblem<std::vector<uint8_t>>(
          std::vector<uint8_t>(signer_.signature.begin(), signer_.signature.end()));
    };
    absl::StatusOr<TimestampVerdict> verdict =
        VerifyTimestamp(task, timestamp::ReadToken(value), stamped, report);
    if (!verdict.ok()) return verdict.status();
    Count(*verdict, *report, task.object);
    return absl::OkStatus();
  }

  void Count(const TimestampVerdict& verdict, const TimestampReport& report, const std::string& object) {
    verdicts_.push_back(verdict);
    if (verdict.standing == Standing::kTrusted) {
      time_.proved = true;
      if (verdict.gen_time <= time_.best) {
        time_.best = verdict.gen_time;
        time_.holds_until = verdict.holds_until;
      }
      return;
    }
    if (verdict.standing == Standing::kPending && verdict.gen_time < time_.pending.value_or(task_.at)) {
      time_.pending = verdict.gen_time;
    }
    AddFinding({VERIFICATION_CODE_TIMESTAMP_NOT_USED, kClause, SubIndication_Name(report.sub_indication())},
               EffectiveLevel(task_.trust->policy().levels().timestamp_not_used()), object,
               report_->mutable_findings());
  }

  // The first of those that prove the best time.
  void MarkDeciding() {
    for (size_t i = 0; i < verdicts_.size(); ++i) {
      if (verdicts_[i].standing != Standing::kTrusted || verdicts_[i].gen_time != time_.best) continue;
      report_->mutable_timestamps(static_cast<int>(i))->set_decides_best_signature_time(true);
      return;
    }
  }

  const SignerTask& task_;
  const cms::SignerInfo& signer_;
  const std::string& object_;
  SignerReport* report_;
  SignatureTime time_;
  std::vector<TimestampVerdict> verdicts_;
};

}  // namespace

absl::StatusOr<SignatureTime> FindSignatureTime(const SignerTask& task, const std::string& object,
                                                SignerReport* report) {
  return TimeFinder(task, object, report).Run();
}

}  // namespace oteu::verification
