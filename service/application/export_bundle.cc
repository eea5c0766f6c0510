// ExportDecisionBundle: one file that proves a decision with no server (service/audit/check_bundle.h).
#include <algorithm>
#include <utility>

#include "oteu/regulation/v1/regulation.pb.h"
#include "oteu/v1/decision_bundle.pb.h"
#include "oteu/verification/v1/policy.pb.h"
#include "service/application/dossier.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/audit/bundle_file.h"
#include "service/audit/record_proto.h"
#include "service/decision/serialize.h"

namespace oteu::application {
namespace {

constexpr int kRecordsAtOnce = 1000;

absl::Status TooLarge() {
  return MakeError(ErrorReason::kLimitExceeded, "the bundle is too large", {{"limit", "bundle_bytes"}});
}

absl::Status Unreadable() { return MakeError(ErrorReason::kInternal, "a stored decision cannot be read"); }

// From the decision's record to the head as it is, or as far as a bundle goes.
absl::Status AddProof(store::Store& store, std::int64_t seq, v1::AuditProof* proof) {
  if (seq < 1) return MakeError(ErrorReason::kInternal, "the decision has no record in the audit log");
  const auto last = store.LastAudit();
  if (!last.ok()) return FromStore(last.status(), "");
  const std::int64_t end = std::min(last->seq, seq + static_cast<std::int64_t>(audit::kMaxBundleSteps));
  store::AuditRecord record;
  for (std::int64_t next = seq; next <= end;) {
    const auto page = store.ReadAudit(next - 1, kRecordsAtOnce);
    if (!page.ok()) return FromStore(page.status(), "");
    if (page->empty()) return MakeError(ErrorReason::kInternal, "the audit log has a gap");
    for (const store::AuditRecord& read : *page) {
      if (read.seq > end) break;
      record = read;
      next = read.seq + 1;
      if (read.seq == seq) {
        *proof->mutable_record() = audit::ToProto(read);
      } else if (read.hash == store::HashOf(read)) {
        // Without what it says: it is about others.
        const store::Sha256Bytes body = store::BodyDigest(read);
        proof->add_steps()->set_body_sha256(std::string(store::AsView(body)));
      } else {
        *proof->add_steps()->mutable_record() = audit::ToProto(read);
      }
    }
  }
  *proof->mutable_head() = audit::MakeHead(record.seq, record.hash, record.at_us);
  return absl::OkStatus();
}

absl::Status AddTexts(const v1::Decision& decision, v1::DecisionBundle* bundle) {
  verification::v1::TrustSnapshot trust;
  regulation::v1::CatalogSnapshot law;
  if (!trust.ParseFromString(bundle->trust_snapshot()) ||
      !law.ParseFromString(bundle->regulation_snapshots(0)))
    return MakeError(ErrorReason::kInternal, "a stored snapshot cannot be read");
  bundle->set_verification_policy(audit::ToText(trust.policy()));
  for (const regulation::v1::Regulation& act : law.regulations()) {
    if (act.id() == decision.regulation_id()) bundle->set_regulation(audit::ToText(act));
  }
  return absl::OkStatus();
}

// A bundle under way, and how large it has become.
struct Filling {
  store::Store& store;
  v1::DecisionBundle bundle;
  std::size_t bytes = 0;

  bool Takes(std::size_t more) {
    bytes += more;
    return bytes <= audit::kMaxBundleBytes;
  }

  absl::Status AddDocuments(const store::StoredDecision& stored) {
    for (const std::string& sha256 : stored.document_sha256s) {
      const auto document = store.GetDocument(sha256);
      if (!document.ok()) return FromStore(document.status(), "a stored document is absent");
      bundle.add_documents(document->SerializeAsString());
      if (!Takes(bundle.documents().rbegin()->size())) return TooLarge();
    }
    return absl::OkStatus();
  }

  absl::Status AddTrust(const v1::Decision& decision) {
    auto trust = store.GetSnapshot(decision.trust_snapshot_sha256());
    if (!trust.ok()) return FromStore(trust.status(), "the trust snapshot of the decision is absent");
    bundle.set_trust_snapshot(*std::move(trust));
    return Takes(bundle.trust_snapshot().size()) ? absl::OkStatus() : TooLarge();
  }

  absl::Status AddRegulation(const v1::Decision& decision) {
    auto law = store.GetSnapshot(decision.regulation_sha256());
    if (!law.ok()) return FromStore(law.status(), "the regulation data of the decision is absent");
    bundle.add_regulation_snapshots(*std::move(law));
    return Takes(bundle.regulation_snapshots().rbegin()->size()) ? absl::OkStatus() : TooLarge();
  }
};

void Put(const store::StoredDecision& stored, v1::BundledDecision* bundled) {
  bundled->set_decision(stored.decision);
  bundled->set_inputs(stored.inputs);
}

}  // namespace

absl::StatusOr<std::string> UseCasesImpl::ExportDecisionBundle(const CallContext& /*call*/,
                                                               const v1::ExportDecisionBundleRequest& request,
                                                               std::string* name) {
  std::string id;
  const auto stored = FindDecision(request.name(), &id);
  if (!stored.ok()) return stored.status();
  v1::Decision decision;
  v1::DecisionInputs inputs;
  if (!decision.ParseFromString(stored->decision) || !inputs.ParseFromString(stored->inputs))
    return Unreadable();
  Filling filling{*dependencies_.store, {}, stored->decision.size() + stored->inputs.size()};
  v1::DecisionBundle& bundle = filling.bundle;
  bundle.set_format(audit::kBundleFormat);
  bundle.set_name(decision.name());
  SetTimestamp(dependencies_.clock->Now(), bundle.mutable_exported_at());
  Put(*stored, bundle.mutable_decision());
  if (absl::Status status = filling.AddRegulation(decision); !status.ok()) return status;

  v1::Decision on_documents = decision;
  if (inputs.has_recalculation()) {
    const auto reference = FindDecision(inputs.recalculation().reference_decision(), &id);
    if (!reference.ok()) return reference.status();
    if (!on_documents.ParseFromString(reference->decision)) return Unreadable();
    Put(*reference, bundle.mutable_reference());
    if (inputs.recalculation().previous_decision() != on_documents.name()) {
      const auto previous = FindDecision(inputs.recalculation().previous_decision(), &id);
      if (!previous.ok()) return previous.status();
      bundle.set_previous_decision(previous->decision);
    }
    if (on_documents.regulation_sha256() != decision.regulation_sha256()) {
      if (absl::Status status = filling.AddRegulation(on_documents); !status.ok()) return status;
    }
    if (!filling.Takes(bundle.reference().ByteSizeLong() + bundle.previous_decision().size()))
      return TooLarge();
  }
  for (const absl::Status& status :
       {filling.AddDocuments(*stored), filling.AddTrust(on_documents), AddTexts(decision, &bundle),
        AddProof(*dependencies_.store, stored->audit_seq, bundle.mutable_proof())}) {
    if (!status.ok()) return status;
  }
  std::string file = decision::SerializeDeterministically(bundle);
  if (file.size() > audit::kMaxBundleBytes) return TooLarge();
  *name = decision.name();
  return file;
}

}  // namespace oteu::application
