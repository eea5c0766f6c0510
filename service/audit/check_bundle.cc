#include "service/audit/check_bundle.h"

#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/text_format.h>

#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "oteu/regulation/v1/regulation.pb.h"
#include "service/audit/bundle_file.h"
#include "service/audit/check_proof.h"
#include "service/audit/record_proto.h"
#include "service/decision/decide.h"
#include "service/decision/replay.h"
#include "service/decision/serialize.h"
#include "service/regulation/catalog.h"

namespace oteu::audit {
namespace {

using Documents = google::protobuf::RepeatedPtrField<v1::Document>;

// A bundle with everything in it parsed.
struct Opened {
  const v1::DecisionBundle& bundle;
  v1::Decision decision;
  v1::DecisionInputs inputs;
  // With a recalculation: the decision on the documents. Else the decision itself.
  v1::Decision documents_decision;
  v1::DecisionInputs documents_inputs;
  Documents documents;
  std::unique_ptr<verification::Verifier> verifier;
  std::vector<std::shared_ptr<const regulation::Catalog>> catalogs;

  bool recalculated() const { return inputs.has_recalculation(); }
  const v1::BundledDecision& on_documents() const {
    return recalculated() ? bundle.reference() : bundle.decision();
  }
  const regulation::Catalog* CatalogOf(const std::string& sha256) const {
    for (const auto& catalog : catalogs) {
      if (catalog->sha256() == sha256) return catalog.get();
    }
    return nullptr;
  }
};

class Checks {
 public:
  explicit Checks(v1::BundleVerification* out) : out_(*out) {}

  // Empty: it holds.
  void Add(const char* name, const std::string& wrong, const std::string& good = "") {
    v1::BundleCheck* check = out_.add_checks();
    check->set_name(name);
    check->set_passed(wrong.empty());
    check->set_detail(wrong.empty() ? good : wrong);
  }
  void Skip(const char* name, const std::string& why) {
    v1::BundleCheck* check = out_.add_checks();
    check->set_name(name);
    check->set_skipped(true);
    check->set_detail(why);
  }

 private:
  v1::BundleVerification& out_;
};

std::string CheckDecision(const Opened& opened) {
  const v1::DecisionBundle& bundle = opened.bundle;
  if (opened.decision.name() != bundle.name()) return "the decision is not the one that the bundle names";
  const std::string sha256 = decision::Sha256Hex(bundle.decision().decision());
  if (sha256 != bundle.proof().record().subject_sha256())
    return "the decision is not the one that the record in the audit chain speaks of";
  const std::string subject = absl::StrCat("applications/", bundle.proof().record().subject(), "/decisions/",
                                           opened.decision.version());
  if (subject != bundle.name()) return "the record in the audit chain is that of another application";
  return "";
}

std::string CheckInputs(const v1::BundledDecision& bundled, const v1::Decision& decision) {
  if (decision::Sha256Hex(bundled.inputs()) != decision.inputs_sha256())
    return absl::StrCat("the inputs are not those that ", decision.name(), " was made from");
  return "";
}

std::string CheckDocuments(const Opened& opened) {
  const v1::Decision& decision = opened.documents_decision;
  if (opened.documents.size() != decision.documents_size())
    return absl::StrCat(opened.documents.size(), " documents; the decision was made on ",
                        decision.documents_size());
  for (int i = 0; i < opened.documents.size(); ++i) {
    if (decision::Sha256Hex(opened.documents[i].signed_data()) != decision.documents(i).sha256())
      return absl::StrCat("documents[", i, "] is not the one that the decision was made on");
  }
  return "";
}

std::string CheckReference(const Opened& opened) {
  const v1::RecalculationInputs& rests_on = opened.inputs.recalculation();
  const std::string reference = decision::Sha256Hex(opened.bundle.reference().decision());
  const std::string& previous_bytes = opened.bundle.previous_decision();
  const std::string previous = previous_bytes.empty() ? reference : decision::Sha256Hex(previous_bytes);
  if (reference != rests_on.reference_sha256()) return "the reference is not the one that it was made from";
  if (previous != rests_on.previous_sha256())
    return "the decision before it is not the one that it was made from";
  return "";
}

// Keeps quiet: what is wrong with a stranger's text is no matter for a log.
class Silent final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int, int, const std::string&) override {}
};

template <typename Message>
bool SameAsText(const std::string& text, const Message& message) {
  Message parsed;
  Silent silent;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&silent);
  return parser.ParseFromString(text, &parsed) &&
         decision::SerializeDeterministically(parsed) == decision::SerializeDeterministically(message);
}

// What a person reads must be what was computed with.
std::string CheckTexts(const Opened& opened) {
  verification::v1::TrustSnapshot trust;
  if (!trust.ParseFromString(opened.bundle.trust_snapshot()) ||
      !SameAsText(opened.bundle.verification_policy(), trust.policy()))
    return "the text of the verification policy is not that of the trust snapshot";
  const regulation::Catalog* catalog = opened.CatalogOf(opened.decision.regulation_sha256());
  const auto* act = catalog == nullptr ? nullptr : catalog->FindById(opened.decision.regulation_id());
  if (act == nullptr || !SameAsText(opened.bundle.regulation(), *act))
    return "the text of the act is not that of the regulation data";
  return "";
}

std::string Differences(const absl::StatusOr<v1::ReplayDecisionResponse>& replayed) {
  if (!replayed.ok())
    return absl::StrCat("it cannot be made again: ", std::string(replayed.status().message()));
  if (replayed->identical()) return "";
  std::string text = "made again it is another one; differs:";
  for (const std::string& path : replayed->differences()) absl::StrAppend(&text, " ", path);
  return text;
}

std::string Replay(const Opened& opened) {
  const regulation::Catalog* law = opened.CatalogOf(opened.documents_decision.regulation_sha256());
  if (law == nullptr || opened.verifier == nullptr) return "what it would be made again from is not there";
  std::string on_documents = Differences(decision::Replay(
      opened.on_documents().decision(), opened.documents_inputs, opened.documents, *opened.verifier, *law));
  if (!on_documents.empty() || !opened.recalculated()) return on_documents;
  const regulation::Catalog* law_now = opened.CatalogOf(opened.decision.regulation_sha256());
  if (law_now == nullptr) return "the law it would be made again under is not there";
  const v1::DecisionBundle& bundle = opened.bundle;
  const std::string& previous =
      bundle.previous_decision().empty() ? bundle.reference().decision() : bundle.previous_decision();
  return Differences(decision::ReplayRecalculation(bundle.decision().decision(), opened.inputs,
                                                   bundle.reference().decision(), previous, *law_now));
}

// The payload that the facts were taken from.
std::string PayloadOf(const v1::DocumentResult& result) {
  v1::DocumentResult payload;
  if (result.has_school_certificate()) *payload.mutable_school_certificate() = result.school_certificate();
  if (result.has_pmpc_conclusion()) *payload.mutable_pmpc_conclusion() = result.pmpc_conclusion();
  return decision::SerializeDeterministically(payload);
}

absl::StatusOr<std::unique_ptr<verification::Verifier>> OwnVerifier(const Opened& opened,
                                                                    const OwnTrust& own) {
  verification::v1::TrustSnapshot snapshot;
  if (!snapshot.ParseFromString(opened.bundle.trust_snapshot()))
    return absl::InvalidArgumentError("trust_snapshot: does not parse");
  // Candidates and evidence prove themselves by an anchor; anchors are the auditor's alone.
  verification::TrustMaterial material = own.material;
  for (const std::string& der : snapshot.intermediates()) material.intermediates.push_back(der);
  for (const std::string& der : snapshot.crls()) material.crls.push_back(der);
  for (const std::string& der : snapshot.ocsp_responses()) material.ocsp_responses.push_back(der);
  return verification::Verifier::Create(material, own.policy.value_or(snapshot.policy()));
}

absl::StatusOr<std::string> CheckSignatures(const Opened& opened, const OwnTrust& own,
                                            v1::BundleVerification* out) {
  const auto verifier = OwnVerifier(opened, own);
  if (!verifier.ok()) return verifier.status();
  const auto readings =
      decision::ReadDocumentsForDecision(opened.documents, opened.documents_inputs, **verifier);
  if (!readings.ok()) return readings.status();
  std::string wrong;
  for (std::size_t i = 0; i < readings->size(); ++i) {
    const v1::DocumentResult& mine = (*readings)[i].result;
    *out->add_reports() = mine.verification();
    if (static_cast<int>(i) >= opened.documents_decision.documents_size()) break;
    const v1::DocumentResult& theirs = opened.documents_decision.documents(static_cast<int>(i));
    const bool passed = mine.verification().indication() == v1::INDICATION_TOTAL_PASSED;
    if (theirs.accepted() && (!passed || PayloadOf(mine) != PayloadOf(theirs)) && wrong.empty())
      wrong = absl::StrCat("documents[", i, "] was accepted, and does not pass against the anchors given");
  }
  return wrong;
}

void OpenCatalogs(Opened* opened) {
  for (const std::string& snapshot : opened->bundle.regulation_snapshots()) {
    auto catalog = regulation::Catalog::FromSnapshot(snapshot);
    if (catalog.ok()) opened->catalogs.push_back(*std::move(catalog));
  }
}

// False: something in it does not parse, and nothing can be said.
bool Open(Opened* opened) {
  const v1::DecisionBundle& bundle = opened->bundle;
  if (!opened->decision.ParseFromString(bundle.decision().decision()) ||
      !opened->inputs.ParseFromString(bundle.decision().inputs()))
    return false;
  if (opened->recalculated() != bundle.has_reference()) return false;
  if (!opened->documents_decision.ParseFromString(opened->on_documents().decision()) ||
      !opened->documents_inputs.ParseFromString(opened->on_documents().inputs()))
    return false;
  for (const std::string& document : bundle.documents()) {
    if (!opened->documents.Add()->ParseFromString(document)) return false;
  }
  return true;
}

std::string CheckTrust(Opened* opened) {
  if (decision::Sha256Hex(opened->bundle.trust_snapshot()) !=
      opened->documents_decision.trust_snapshot_sha256())
    return "the trust snapshot is not the one that the decision names";
  auto verifier = verification::Verifier::FromSnapshot(opened->bundle.trust_snapshot());
  if (!verifier.ok()) return "the trust snapshot cannot be read";
  opened->verifier = *std::move(verifier);
  return "";
}

std::string CheckRegulation(const Opened& opened) {
  for (const v1::Decision* decision : {&opened.decision, &opened.documents_decision}) {
    if (opened.CatalogOf(decision->regulation_sha256()) == nullptr)
      return "the regulation data that the decision names is not there";
  }
  return "";
}

}  // namespace

absl::StatusOr<v1::BundleVerification> CheckBundle(const v1::DecisionBundle& bundle,
                                                   const std::optional<OwnTrust>& own,
                                                   const store::NotedHead& noted) {
  v1::BundleVerification out;
  out.set_name(bundle.name());
  *out.mutable_record() = bundle.proof().record();
  *out.mutable_head() = bundle.proof().head();
  Checks checks(&out);
  Opened opened{bundle, {}, {}, {}, {}, {}, nullptr, {}};
  if (!Open(&opened)) {
    checks.Add("decision", "the decision, its inputs or a document cannot be read");
    return out;
  }
  out.set_outcome(opened.decision.outcome());
  *out.mutable_decided_at() = opened.decision.decided_at();
  out.set_decision_sha256(decision::Sha256Hex(bundle.decision().decision()));
  checks.Add("decision", CheckDecision(opened), "the one that the audit chain speaks of");
  std::string inputs = CheckInputs(bundle.decision(), opened.decision);
  if (inputs.empty()) inputs = CheckInputs(opened.on_documents(), opened.documents_decision);
  checks.Add("inputs", inputs);
  if (opened.recalculated()) checks.Add("reference", CheckReference(opened));
  checks.Add("documents", CheckDocuments(opened), absl::StrCat(opened.documents.size(), " as received"));
  checks.Add("trust", CheckTrust(&opened),
             absl::StrCat("policy ", opened.documents_decision.policy_version()));
  OpenCatalogs(&opened);
  checks.Add("regulation", CheckRegulation(opened),
             absl::StrCat(opened.decision.regulation_id(), " of ", opened.decision.regulation_revision()));
  checks.Add("texts", CheckTexts(opened));
  checks.Add("replay", Replay(opened), "made again from its inputs, the same byte for byte");
  if (own.has_value()) {
    const auto signatures = CheckSignatures(opened, *own, &out);
    if (!signatures.ok()) return signatures.status();
    checks.Add("signatures", *signatures, "every accepted document passes against the anchors given");
  } else {
    checks.Skip("signatures", "no anchors were given: the trust is the bundle's own");
  }
  checks.Add(
      "chain", CheckProof(bundle.proof(), noted),
      absl::StrCat("record ", bundle.proof().record().seq(), " of a chain of ", bundle.proof().head().seq()));
  bool good = true;
  for (const v1::BundleCheck& check : out.checks()) good = good && (check.passed() || check.skipped());
  out.set_good(good);
  return out;
}

}  // namespace oteu::audit
