#include "verification/signature_time.h"

#include <algorithm>
#include <memory>
#include <optional>
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
constexpr char kArchiveClause[] = "ETSI EN 319 102-1 5.6.3";

// One time stamp of the signer.
struct Entry {
  TimestampKind kind = TIMESTAMP_KIND_UNSPECIFIED;
  size_t value = 0;  // of SignerInfo::unsigned_values
  OrProblem<std::unique_ptr<timestamp::Token>> token;
  TimestampVerdict verdict;
  std::optional<cades::Coverage> coverage;  // of a trusted archive time stamp

  absl::Time StatedTime() const {
    const auto* read = std::get_if<std::unique_ptr<timestamp::Token>>(&token);
    return read != nullptr ? (*read)->info.gen_time : absl::InfinitePast();
  }
  bool IsTrusted() const { return verdict.standing == Standing::kTrusted; }
};

class TimeFinder {
 public:
  TimeFinder(const SignerTask& task, SignerEvidence* evidence, const std::string& object,
             SignerReport* report)
      : task_(task),
        signer_(task.signed_data->signers[task.index]),
        evidence_(evidence),
        object_(object),
        report_(report) {
    time_.best = task.at;
  }

  // The latest archive time stamp first: what it covers is judged as of its time (EN 319 102-1 5.6.2.2: the
  // control time slides back with every proof), and so on down to the time stamps over the signature value.
  absl::StatusOr<SignatureTime> Run() {
    if (!Collect(TIMESTAMP_KIND_SIGNATURE, cms::kTimestampTokenOid) ||
        !Collect(TIMESTAMP_KIND_ARCHIVE, cms::kArchiveTimestampV3Oid)) {
      AddFinding(LimitExceeded(kMaxTimestamps), CHECK_LEVEL_FAIL, object_, report_->mutable_findings());
      return time_;
    }
    for (size_t i = 0; i < entries_.size(); ++i) report_->add_timestamps();
    for (const size_t index : FromLatestArchive()) {
      if (absl::Status status = VerifyOne(index); !status.ok()) return status;
    }
    for (size_t i = 0; i < entries_.size(); ++i) Count(i);
    CheckOrder();
    MarkDeciding();
    return time_;
  }

 private:
  bool Collect(TimestampKind kind, const cms::Oid& type) {
    size_t count = 0;
    for (size_t i = 0; i < signer_.unsigned_values.size(); ++i) {
      if (signer_.unsigned_values[i].oid != type.text()) continue;
      if (++count > kMaxTimestamps.value) return false;
      entries_.push_back({.kind = kind,
                          .value = i,
                          .token = timestamp::ReadToken(signer_.unsigned_values[i].value),
                          .verdict = {},
                          .coverage = {}});
    }
    return true;
  }

  std::vector<size_t> FromLatestArchive() const {
    std::vector<size_t> order(entries_.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, [this](size_t a, size_t b) {
      const bool a_archive = entries_[a].kind == TIMESTAMP_KIND_ARCHIVE;
      const bool b_archive = entries_[b].kind == TIMESTAMP_KIND_ARCHIVE;
      if (a_archive != b_archive) return a_archive;
      return entries_[a].StatedTime() > entries_[b].StatedTime();
    });
    return order;
  }

  // The earliest time at which a trusted archive time stamp proves this unsigned value to have existed.
  absl::Time KnownSince(size_t value) const {
    absl::Time since = task_.at;
    for (const Entry& entry : entries_) {
      if (entry.coverage && entry.coverage->unsigned_values[value])
        since = std::min(since, entry.verdict.gen_time);
    }
    return since;
  }

  std::string ObjectOf(size_t index) const { return absl::StrCat(object_, ".timestamps[", index, "]"); }

  absl::Status VerifyOne(size_t index) {
    Entry& entry = entries_[index];
    const TimestampTask task = {.trust = task_.trust,
                                .cache = task_.cache,
                                .beside = {task_.candidates, &evidence_->attribute_certificates},
                                .values = &evidence_->values,
                                .call = task_.call,
                                .kind = entry.kind,
                                .object = ObjectOf(index),
                                .now = task_.at,
                                .judged_at = KnownSince(entry.value)};
    const StampedData stamped =
        entry.kind == TIMESTAMP_KIND_SIGNATURE
            ? StampedData([this](const timestamp::Token&) { return SignatureValue(); })
            : StampedData([this, &entry](const timestamp::Token& token) { return Archive(token, &entry); });
    absl::StatusOr<TimestampVerdict> verdict =
        VerifyTimestamp(task, entry.token, stamped, report_->mutable_timestamps(static_cast<int>(index)));
    if (!verdict.ok()) return verdict.status();
    entry.verdict = *std::move(verdict);
    if (!entry.IsTrusted()) entry.coverage.reset();
    return absl::OkStatus();
  }

  // RFC 3161 appendix A: the value of the signature field, as it stands on the wire.
  OrProblem<std::vector<uint8_t>> SignatureValue() const {
    return std::vector<uint8_t>(signer_.signature.begin(), signer_.signature.end());
  }

  // What the archive time stamp is over. Its index must hold before it counts.
  OrProblem<std::vector<uint8_t>> Archive(const timestamp::Token& token, Entry* entry) const {
    if (!task_.content) {
      return Problem{VERIFICATION_CODE_TIMESTAMP_IMPRINT_MISMATCH, kArchiveClause, "no content at hand"};
    }
    const openssl::Context& context = task_.trust->context();
    OrProblem<cades::Coverage> coverage = cades::CoverageOf(context, token, *task_.signed_data, signer_);
    if (const Problem* problem = GetProblem(coverage)) return *problem;
    entry->coverage = std::get<cades::Coverage>(std::move(coverage));
    return cades::StampedBytes(context, token, *task_.signed_data, signer_, task_.content->bytes);
  }

  void Count(size_t index) {
    const Entry& entry = entries_[index];
    if (!entry.IsTrusted()) {
      return ReportNotUsed(*task_.trust, entry.verdict, task_.at, ObjectOf(index),
                           report_->timestamps(static_cast<int>(index)), &time_, report_->mutable_findings());
    }
    time_.proved = true;
    if (entry.kind == TIMESTAMP_KIND_ARCHIVE) {
      if (!last_archive_ || entry.verdict.gen_time >= *last_archive_) {
        last_archive_ = entry.verdict.gen_time;
        time_.holds_until = entry.verdict.holds_until;
        time_.archived = entry.coverage;
      }
    } else if (time_.authority == nullptr || entry.verdict.gen_time < time_.stamped_at) {
      time_.authority = entry.verdict.authority;
      time_.stamped_at = entry.verdict.gen_time;
    }
    if (entry.verdict.gen_time > time_.best) return;
    time_.best = entry.verdict.gen_time;
    if (!last_archive_) time_.holds_until = entry.verdict.holds_until;
  }

  // 5.5.4 step 6: what an archive time stamp covers cannot be later than it.
  void CheckOrder() {
    for (const Entry& archive : entries_) {
      if (!archive.coverage) continue;
      const auto& coverage = *archive.coverage;
      for (size_t i = 0; i < entries_.size(); ++i) {
        const Entry& covered = entries_[i];
        if (!coverage.unsigned_values[covered.value] || !covered.IsTrusted()) continue;
        if (covered.verdict.gen_time <= archive.verdict.gen_time) continue;
        AddFinding(
            {VERIFICATION_CODE_TIMESTAMP_ORDER_WRONG, kClause, "covered by an earlier archive time stamp"},
            CHECK_LEVEL_FAIL, ObjectOf(i), report_->mutable_findings());
      }
    }
  }

  // The first of those that prove the best time.
  void MarkDeciding() {
    for (size_t i = 0; i < entries_.size(); ++i) {
      if (!entries_[i].IsTrusted() || entries_[i].verdict.gen_time != time_.best) continue;
      report_->mutable_timestamps(static_cast<int>(i))->set_decides_best_signature_time(true);
      return;
    }
  }

  const SignerTask& task_;
  const cms::SignerInfo& signer_;
  SignerEvidence* evidence_;
  const std::string& object_;
  SignerReport* report_;
  SignatureTime time_;
  std::optional<absl::Time> last_archive_;
  std::vector<Entry> entries_;
};

bool HasDefect(const CertificateVerdict& verdict) {
  return std::ranges::any_of(verdict.findings, [](const CertificateFinding& finding) {
    return EffectiveLevel(finding.level) == CHECK_LEVEL_FAIL;
  });
}

std::vector<Bytes> AttributeCertificates(const cms::SignerInfo& signer) {
  cades::EmbeddedValues values;
  cades::AddAttributes(signer, &values);
  return values.certificates;
}

}  // namespace

SignerEvidence::SignerEvidence(const Trust& trust, const cms::SignedData& signed_data,
                               const cms::SignerInfo& signer, const CallEvidence& call)
    : attribute_certificates(trust.context(), AttributeCertificates(signer)) {
  cades::AddFields(signed_data, &values);
  cades::AddAttributes(signer, &values);
  supplied = revocation::SuppliedEvidence::Parse(values.revocation);
  if (call.ocsp_responses.empty()) return;
  revocation::EvidenceBytes bytes = {.ocsp_responses = call.ocsp_responses};
  bytes.Append(values.revocation);
  with_call = revocation::SuppliedEvidence::Parse(bytes);
}

absl::StatusOr<SignerAtTime> JudgeAtSignatureTime(SignerCertificateTask task, const SignatureTime& time) {
  absl::StatusOr<JudgedSignerPtr> judged = JudgeSignerCertificate(task);
  if (!judged.ok()) return judged.status();
  if (time.pending && HasDefect((*judged)->verdict)) {
    task.at = *time.pending;
    absl::StatusOr<JudgedSignerPtr> then = JudgeSignerCertificate(task);
    if (!then.ok()) return then.status();
    if (!HasDefect((*then)->verdict)) return SignerAtTime{*std::move(then), true};
  }
  return SignerAtTime{*std::move(judged), false};
}

Problem PendingTimestamp() { return {VERIFICATION_CODE_TIMESTAMP_PENDING, kClause, ""}; }

void ReportTooEarly(const SignatureTime& time, const std::string& object, Findings* findings) {
  if (!time.proved) return;
  for (VerificationFinding& finding : *findings) {
    if (finding.code() != VERIFICATION_CODE_CERTIFICATE_NOT_YET_VALID || finding.object() != object) continue;
    finding.set_sub_indication(SUB_INDICATION_NOT_YET_VALID);
    finding.set_indication(IndicationOf(SUB_INDICATION_NOT_YET_VALID));
  }
}

void ReportNotUsed(const Trust& trust, const TimestampVerdict& verdict, absl::Time now,
                   const std::string& object, const TimestampReport& timestamp, SignatureTime* time,
                   Findings* findings) {
  if (verdict.standing == Standing::kPending && verdict.gen_time < time->pending.value_or(now)) {
    time->pending = verdict.gen_time;
  }
  AddFinding({VERIFICATION_CODE_TIMESTAMP_NOT_USED, kClause, SubIndication_Name(timestamp.sub_indication())},
             EffectiveLevel(trust.policy().levels().timestamp_not_used()), object, findings);
}

absl::StatusOr<SignatureTime> FindSignatureTime(const SignerTask& task, SignerEvidence* evidence,
                                                const std::string& object, SignerReport* report) {
  return TimeFinder(task, evidence, object, report).Run();
}

}  // namespace oteu::verification
