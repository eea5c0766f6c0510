#include "verification/revocation/inquiry.h"

#include <openssl/x509v3.h>

#include <algorithm>
#include <utility>

#include "verification/kzgost/oid.h"
#include "verification/limits.h"
#include "verification/revocation/ocsp_check.h"
#include "verification/x509/algorithm_rules.h"

namespace oteu::verification::revocation {
namespace {

using openssl::Bytes;
using x509::Certificate;

constexpr kzgost::Oid kDistributionPointsOid("2.5.29.31");

// The certificate's own points, then the issuer's list wherever it was found (6.3.3, last paragraph).
std::vector<DistributionPoint> PointsOf(const Certificate& certificate) {
  std::vector<DistributionPoint> points;
  if (const auto extension = x509::FindExtension(certificate.outline, kDistributionPointsOid.der())) {
    points = ReadDistributionPoints(*extension, certificate.outline.issuer)
                 .value_or(std::vector<DistributionPoint>());
  }
  points.push_back(ImplicitPoint(certificate.outline.issuer));
  return points;
}

void FillEntry(const std::optional<CrlEntry>& entry, RevocationFinding* finding) {
  if (!entry) return;
  finding->revocation_date = entry->revocation_date;
  finding->invalidity_date = entry->invalidity_date;
  finding->reason = entry->reason;
}

}  // namespace

Freshness FreshnessOf(const v1::Policy& policy, bool is_ca) {
  const v1::RevocationFreshness& rules = policy.freshness();
  Freshness freshness;
  const int max_age = is_ca ? rules.ca_max_age_hours() : rules.signer_max_age_hours();
  if (max_age > 0) freshness.max_age = absl::Hours(max_age);
  freshness.grace = absl::Hours(rules.grace_hours());
  freshness.max_age_without_next_update = absl::Hours(rules.ocsp_max_age_hours());
  return freshness;
}

Inquiry::Inquiry(const CrlStore& store, const RevocationQuestion& question)
    : store_(store), question_(question) {
  const Certificate& certificate = *question.certificate;
  asked_ = {.serial = certificate.outline.serial,
            .issuer = certificate.outline.issuer,
            .issuer_name = &certificate.issuer_name,
            .not_after = certificate.outline.not_after,
            .is_ca = certificate.is_ca,
            .at = question.at,
            .freshness = question.freshness.value_or(FreshnessOf(store.policy_, certificate.is_ca))};
  lists_.reserve(store.crls_.size() + (question.supplied != nullptr ? question.supplied->crls().size() : 0));
  for (const auto& crl : store.crls_) lists_.push_back(crl.get());
  if (question.supplied == nullptr) return;
  for (const auto& crl : question.supplied->crls()) lists_.push_back(crl.get());
}

RevocationFinding Inquiry::Run() {
  for (const auto& response : store_.ocsp_responses_) AskOcsp(*response, /*supplied=*/false);
  if (question_.supplied != nullptr) {
    for (const auto& response : question_.supplied->ocsp_responses()) AskOcsp(*response, /*supplied=*/true);
  }
  return RunWithoutOcsp();
}

RevocationFinding Inquiry::RunWithoutOcsp() {
  AskLists();
  return Conclude(std::move(statements_), unauthentic_, question_.certificate->is_ca);
}

void Inquiry::AskLists() {
  std::map<const Crl*, ReasonMask> covered;
  for (const DistributionPoint& point : PointsOf(*question_.certificate)) {
    for (const Crl* list : lists_) {
      if (const std::optional<ReasonMask> reasons = Covers(*list, asked_, point)) covered[list] |= *reasons;
    }
  }
  for (const Crl* list : lists_) {
    const auto found = covered.find(list);
    if (found != covered.end() && IsAuthentic(*list)) AskList(*list, found->second);
  }
}

void Inquiry::AskList(const Crl& list, ReasonMask reasons) {
  if (list.is_delta()) return Add(AskDeltaAlone(list, asked_), reasons, list);
  Add(Ask(list, nullptr, asked_), reasons, list);
  if (const Crl* delta = NewestDelta(list)) Add(Ask(list, delta, asked_), reasons, *delta);
}

// (c) and (h).
const Crl* Inquiry::NewestDelta(const Crl& complete) {
  const Crl* newest = nullptr;
  for (const Crl* list : lists_) {
    if (!Completes(*list, complete) || !IsAuthentic(*list)) continue;
    if (newest == nullptr || CompareNumbers(list->number(), newest->number()) > 0) newest = list;
  }
  return newest;
}

bool Inquiry::IsAuthentic(const Crl& crl) {
  const auto [place, is_new] = examined_.try_emplace(&crl, Authenticity::kNotFromHere);
  if (is_new) place->second = Examine(crl);
  if (place->second == Authenticity::kForged && !unauthentic_) {
    unauthentic_ = Problem{oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_INVALID, "RFC 5280 6.3.3",
                           "list is not authentic"};
  }
  return place->second == Authenticity::kAuthentic;
}

// (f) and (g).
Inquiry::Authenticity Inquiry::Examine(const Crl& crl) const {
  const bool named = CouldBeFrom(crl, *question_.issuer);
  if (named && Verifies(crl, *question_.issuer)) return Authenticity::kAuthentic;
  const Authenticity others = ExamineOthers(crl);
  return named && others == Authenticity::kNotFromHere ? Authenticity::kForged : others;
}

// Whoever signs in the issuer's place must have leave to, and a path of his own: looked for before the bytes
// of the list are, for a container may bring certificates of any kind and lists have megabytes.
Inquiry::Authenticity Inquiry::ExamineOthers(const Crl& crl) const {
  if (!question_.crl_issuer_is_trusted) return Authenticity::kNotFromHere;
  Authenticity best = Authenticity::kNotFromHere;
  size_t tried = 0;
  for (const auto* candidates : question_.crl_issuers) {
    for (const x509::CertificatePtr& candidate : *candidates) {
      if (candidate->sha256 == question_.issuer->sha256 || !CouldBeFrom(crl, *candidate)) continue;
      if (++tried > kMaxCrlIssuers.value) return best;
      best = Authenticity::kForged;
      const bool may_sign = candidate->has_key_usage && (candidate->key_usage & KU_CRL_SIGN) != 0;
      if (may_sign && question_.crl_issuer_is_trusted(candidate) && Verifies(crl, *candidate))
        return Authenticity::kAuthentic;
    }
  }
  return best;
}

// By name, and by key identifier where both state one: a CA with a new key leaves the lists of its old key
// alone.
bool Inquiry::CouldBeFrom(const Crl& crl, const Certificate& signer) const {
  if (crl.issuer_name() != signer.subject_name) return false;
  const std::optional<Bytes> key = x509::SubjectKeyIdentifier(signer.outline);
  return crl.authority_key_identifier().empty() || !key ||
         std::ranges::equal(crl.authority_key_identifier(), *key);
}

bool Inquiry::Verifies(const Crl& crl, const Certificate& signer) const {
  if (x509::JudgeSignatureAlgorithm(store_.policy_, crl.layers().inner_algorithm, signer.key, asked_.at)) {
    return false;
  }
  const auto known = store_.verified_.find({&crl, signer.sha256});
  return known != store_.verified_.end() ? known->second : IsSignedBy(store_.context_, crl, signer);
}

void Inquiry::Add(const ListAnswer& answer, ReasonMask reasons, const Crl& newest) {
  Statement statement{.answer = answer.answer, .reasons = reasons, .basis = {}};
  statement.basis.source = newest.is_delta() ? Source::kDeltaCrl : Source::kCrl;
  statement.basis.evidence_sha256 = newest.sha256();
  statement.basis.this_update = newest.this_update();
  statement.basis.next_update = newest.next_update();
  FillEntry(answer.entry, &statement.basis);
  statements_.push_back(std::move(statement));
}

void Inquiry::AskOcsp(const OcspResponse& response, bool supplied) {
  if (response.status() != OcspStatus::kSuccessful) return;  // It says nothing of any certificate.
  const OcspSingleResponse* single =
      FindSingle(store_.context_, response, *question_.certificate, *question_.issuer);
  if (single == nullptr) return;
  const auto responder_is_good = [this](const Certificate& responder, absl::Time produced_at) {
    const RevocationQuestion about = {.certificate = &responder,
                                      .issuer = question_.issuer,
                                      .at = produced_at,
                                      .supplied = question_.supplied,
                                      .crl_issuers = question_.crl_issuers,
                                      .crl_issuer_is_trusted = question_.crl_issuer_is_trusted};
    return Inquiry(store_, about).RunWithoutOcsp().status == oteu::v1::REVOCATION_STATUS_GOOD;
  };
  std::optional<Problem> problem = Authenticate({.context = &store_.context_,
                                                 .policy = &store_.policy_,
                                                 .issuer = question_.issuer,
                                                 .at = asked_.at,
                                                 .responder_is_good = responder_is_good},
                                                response);
  if (!problem && supplied && !question_.nonce.empty() &&
      !(response.nonce() && std::ranges::equal(*response.nonce(), question_.nonce))) {
    problem = Problem{oteu::v1::VERIFICATION_CODE_REVOCATION_DATA_INVALID, "RFC 6960 4.4.1",
                      "nonce is not the one that was sent"};
  }
  if (problem) {
    unauthentic_ = std::move(problem);
    return;
  }
  Statement statement{.answer = Ask(*single, asked_), .reasons = kAllReasons, .basis = {}};
  statement.basis.source = Source::kOcsp;
  statement.basis.evidence_sha256 = response.sha256();
  statement.basis.this_update = single->this_update;
  statement.basis.next_update = single->next_update;
  statement.basis.produced_at = response.produced_at();
  FillEntry(single->revoked, &statement.basis);
  statements_.push_back(std::move(statement));
}

}  // namespace oteu::verification::revocation
