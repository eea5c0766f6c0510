#include "verification/verifier.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "verification/call_evidence.h"
#include "verification/candidate_certificates.h"
#include "verification/cms/signed_data.h"
#include "verification/limits.h"
#include "verification/openssl/digest.h"
#include "verification/policy/policy.h"
#include "verification/policy/profile_rules.h"
#include "verification/proto_time.h"
#include "verification/report/checks.h"
#include "verification/report/verdict.h"
#include "verification/signer_verification.h"
#include "verification/trust.h"
#include "verification/verdict_cache.h"
#include "verification/xml/prescan.h"
#include "verification/xml_verification.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.
using openssl::Bytes;

constexpr char kContainer[] = "container";

Bytes AsBytes(absl::string_view text) { return {reinterpret_cast<const uint8_t*>(text.data()), text.size()}; }

void Fail(const Problem& problem, ValidationReport* report) {
  AddFinding(problem, CHECK_LEVEL_FAIL, kContainer, report->mutable_findings());
}

// The bytes that were signed: inside the container or beside it. An empty content counts as none supplied.
std::optional<Bytes> FindContent(const VerificationRequest& request, const cms::SignedData& signed_data,
                                 ValidationReport* report) {
  static constexpr char kClause[] = "RFC 5652 5.2";
  const Bytes supplied = request.content ? AsBytes(*request.content) : Bytes();
  if (supplied.size() > kMaxContentBytes.value) {
    Fail(LimitExceeded(kMaxContentBytes), report);
    return std::nullopt;
  }
  report->set_detached(!signed_data.content.has_value());
  if (signed_data.content) {
    if (!supplied.empty() && !std::ranges::equal(supplied, *signed_data.content)) {
      Fail({VERIFICATION_CODE_CONTENT_CONFLICT, kClause, ""}, report);
    }
    return signed_data.content;
  }
  if (!supplied.empty()) return supplied;
  Fail({VERIFICATION_CODE_CONTENT_MISSING, kClause, ""}, report);
  return std::nullopt;
}

class VerifierImpl : public Verifier {
 public:
  explicit VerifierImpl(std::unique_ptr<Trust> trust)
      : trust_(std::move(trust)), cache_(std::make_unique<VerdictCache>(kMaxCachedSigners.value)) {
    for (const v1::DocumentProfile& profile : trust_->policy().profiles()) {
      if (!ChangesCertificateRules(profile)) continue;
      views_[&profile] = {trust_->WithPolicy(EffectivePolicy(trust_->policy(), profile)),
                          std::make_unique<VerdictCache>(kMaxCachedSigners.value)};
    }
  }

  absl::StatusOr<VerificationResult> Verify(const VerificationRequest& request) const override {
    // A misspelt type must not be judged by the rules of another one.
    if (!IsKnownDocumentType(request.document_type)) {
      return absl::InvalidArgumentError("document_type: is no oteu.v1.DocumentType");
    }
    VerificationResult result;
    ValidationReport& report = result.report;
    *report.mutable_validation_time() = ToProto(request.at);
    report.set_policy_version(trust_->policy().version());
    report.set_trust_snapshot_sha256(trust_->snapshot_sha256());
    CallEvidence call;
    for (const absl::string_view response : request.ocsp_responses)
      call.ocsp_responses.push_back(AsBytes(response));
    // Over a bound nothing is read, not even for its hash.
    if (request.container.size() > kMaxContainerBytes.value) {
      Fail(LimitExceeded(kMaxContainerBytes), &report);
    } else if (absl::Status status = VerifyContainer(request, &call, &result); !status.ok()) {
      return status;
    }
    result.missing = std::move(call.missing);
    Conclude(&report);
    if (request.detailed) ListChecks(&report);
    return result;
  }

  const std::string& trust_snapshot_sha256() const override { return trust_->snapshot_sha256(); }
  const std::string& trust_snapshot() const override { return trust_->snapshot(); }

 private:
  // Profiles with levels or authorities of their own judge certificates their own way, and keep their
  // verdicts apart.
  struct View {
    std::unique_ptr<Trust> trust;
    std::unique_ptr<VerdictCache> cache;
  };
  struct Rules {
    const v1::DocumentProfile* profile;
    const Trust* trust;
    VerdictCache* cache;
  };
  Rules RulesFor(absl::string_view document_type) const {
    const v1::DocumentProfile& profile = FindProfile(trust_->policy(), document_type);
    const auto own = views_.find(&profile);
    if (own == views_.end()) return {&profile, trust_.get(), cache_.get()};
    return {&profile, own->second.trust.get(), own->second.cache.get()};
  }

  absl::Status VerifyContainer(const VerificationRequest& request, CallEvidence* call,
                               VerificationResult* result) const {
    ValidationReport& report = result->report;
    report.set_container_sha256(openssl::ToHex(openssl::Sha256(AsBytes(request.container))));
    const Rules rules = RulesFor(request.document_type);
    if (xml::LooksLikeXml({request.container.data(), request.container.size()})) {
      return VerifyXml({.trust = rules.trust,
                        .cache = rules.cache,
                        .request = &request,
                        .profile = rules.profile,
                        .call = call},
                       result);
    }
    const auto read =
        cms::ReadSignedData(std::string_view(request.container.data(), request.container.size()));
    if (const Problem* problem = GetProblem(read)) {
      Fail(*problem, &report);
      return absl::OkStatus();
    }
    const cms::SignedData& signed_data =
        std::get<std::unique_ptr<cms::SignedDataContainer>>(read)->signed_data;
    report.set_format("CMS");
    std::optional<cms::SignedContent> content;
    if (const std::optional<Bytes> bytes = FindContent(request, signed_data, &report)) {
      content = {*bytes, openssl::Sha256(*bytes)};
      report.set_content_sha256(openssl::ToHex(content->sha256));
      report.set_content_size_bytes(static_cast<int64_t>(bytes->size()));
      result->content = openssl::AsStringView(*bytes);
    }
    if (signed_data.signers.empty()) Fail({VERIFICATION_CODE_NO_SIGNERS, "RFC 5652 5.1", ""}, &report);
    return VerifySigners(request, rules, signed_data, content, call, &report);
  }

  absl::Status VerifySigners(const VerificationRequest& request, const Rules& rules,
                             const cms::SignedData& signed_data,
                             const std::optional<cms::SignedContent>& content, CallEvidence* call,
                             ValidationReport* report) const {
    CandidateCertificates candidates(trust_->context(), signed_data.certificates);
    for (size_t i = 0; i < signed_data.signers.size(); ++i) {
      const SignerTask task = {.trust = rules.trust,
                               .cache = rules.cache,
                               .signed_data = &signed_data,
                               .candidates = &candidates,
                               .index = i,
                               .content = content,
                               .profile = rules.profile,
                               .at = request.at,
                               .call = call};
      if (absl::Status status = VerifySigner(task, report->add_signers()); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // In this order: cached certificates go before the context they were made in.
  std::unique_ptr<Trust> trust_;
  std::unique_ptr<VerdictCache> cache_;
  std::map<const v1::DocumentProfile*, View> views_;  // by profile of trust_'s policy
};

}  // namespace

absl::StatusOr<std::unique_ptr<Verifier>> Verifier::Create(const TrustMaterial& material,
                                                           const v1::Policy& policy) {
  absl::StatusOr<std::unique_ptr<Trust>> trust = Trust::Create(material, policy);
  if (!trust.ok()) return trust.status();
  return std::make_unique<VerifierImpl>(*std::move(trust));
}

absl::StatusOr<std::unique_ptr<Verifier>> Verifier::FromSnapshot(absl::string_view snapshot) {
  v1::TrustSnapshot parsed;
  if (!parsed.ParseFromArray(snapshot.data(), static_cast<int>(snapshot.size()))) {
    return absl::InvalidArgumentError("trust snapshot: does not parse");
  }
  TrustMaterial material;
  material.anchors.assign(parsed.anchors().begin(), parsed.anchors().end());
  material.intermediates.assign(parsed.intermediates().begin(), parsed.intermediates().end());
  material.crls.assign(parsed.crls().begin(), parsed.crls().end());
  material.tsa_anchors.assign(parsed.tsa_anchors().begin(), parsed.tsa_anchors().end());
  material.ocsp_responses.assign(parsed.ocsp_responses().begin(), parsed.ocsp_responses().end());
  return Create(material, parsed.policy());
}

}  // namespace oteu::verification
