#include "verification/revocation/crl_store.h"

#include <openssl/x509v3.h>

#include <algorithm>

#include "verification/kzgost/oid.h"
#include "verification/kzgost/verify.h"
#include "verification/x509/algorithm_rules.h"
#include "verification/x509/name.h"

namespace oteu::verification::revocation {
namespace {

using openssl::Bytes;
using x509::Certificate;

constexpr char kClause[] = "RFC 5280 6.3.3";
constexpr kzgost::Oid kDistributionPointsOid("2.5.29.31");

absl::Duration Hours(int hours) { return absl::Hours(hours); }

RevocationFinding Found(oteu::v1::RevocationStatus status, oteu::v1::VerificationCode code,
                        const char* cause) {
  return {status, Problem{code, kClause, cause}};
}

// The best answer so far, over lists from newest to oldest.
struct Tally {
  bool revoked = false;
  std::optional<Answer> newest;  // GOOD or ON_HOLD: the newest list that says either decides between them
  bool stale = false;
  bool invalid = false;

  void Count(Answer answer) {
    switch (answer) {
      case Answer::kRevoked:
        revoked = true;  // Final, whichever list says it.
        break;
      case Answer::kGood:
      case Answer::kOnHold:
        if (!newest) newest = answer;
        break;
      case Answer::kStale:
        stale = true;
        break;
      case Answer::kNotCovered:
        break;
    }
  }

  RevocationFinding Conclude(bool is_ca) const {
    using namespace oteu::v1;  // NOLINT(google-build-using-namespace)
    if (revoked) {
      return Found(REVOCATION_STATUS_REVOKED,
                   is_ca ? VERIFICATION_CODE_CA_REVOKED : VERIFICATION_CODE_CERTIFICATE_REVOKED,
                   "on a revocation list");
    }
    if (newest == Answer::kOnHold) {
      return Found(REVOCATION_STATUS_ON_HOLD, VERIFICATION_CODE_CERTIFICATE_ON_HOLD, "on a revocation list");
    }
    if (newest == Answer::kGood) return {REVOCATION_STATUS_GOOD, std::nullopt};
    if (stale) {
      return Found(REVOCATION_STATUS_UNAVAILABLE, VERIFICATION_CODE_REVOCATION_DATA_STALE,
                   "no list is current at this time");
    }
    if (invalid) {
      return Found(REVOCATION_STATUS_UNAVAILABLE, VERIFICATION_CODE_REVOCATION_DATA_INVALID,
                   "list is not authentic");
    }
    return Found(REVOCATION_STATUS_UNAVAILABLE, VERIFICATION_CODE_REVOCATION_DATA_MISSING,
                 "no list of the issuer");
  }
};

}  // namespace

CrlStore::CrlStore(const openssl::Context& context, const v1::Policy& policy,
                   std::vector<std::unique_ptr<Crl>> crls)
    : context_(context), policy_(policy), crls_(std::move(crls)) {
  // By date, then by bytes: the order of configuration must not decide anything.
  std::ranges::sort(crls_, [](const auto& a, const auto& b) {
    if (a->this_update() != b->this_update()) return a->this_update() > b->this_update();
    return a->sha256() < b->sha256();
  });
}

void CrlStore::Authenticate(const std::vector<x509::CertificatePtr>& issuers) {
  for (size_t i = 0; i < crls_.size(); ++i) {
    for (const x509::CertificatePtr& issuer : issuers) {
      if (!IsFrom(*crls_[i], *issuer)) continue;
      verified_[{i, issuer->sha256}] = Verify(*crls_[i], *issuer);
    }
  }
}

// By name, and by key identifier where both state one: a CA with a new key leaves the lists of its old key
// alone.
bool CrlStore::IsFrom(const Crl& crl, const Certificate& issuer) const {
  if (!x509::NamesEqual(crl.issuer(), issuer.outline.subject)) return false;
  const std::optional<Bytes> subject_key = x509::SubjectKeyIdentifier(issuer.outline);
  return crl.authority_key_identifier().empty() || !subject_key ||
         std::ranges::equal(crl.authority_key_identifier(), *subject_key);
}

bool CrlStore::Verify(const Crl& crl, const Certificate& issuer) const {
  // 6.3.3 (f): where the CA states its key usage, cRLSign must be in it.
  if (issuer.has_key_usage && (issuer.key_usage & KU_CRL_SIGN) == 0) return false;
  if (issuer.public_key == nullptr) return false;
  const auto algorithm = kzgost::ParseAlgorithmIdentifier(crl.layers().inner_algorithm);
  if (!algorithm.ok()) return false;
  const absl::StatusOr<bool> verified = kzgost::VerifySignature(context_, issuer.public_key, *algorithm, "",
                                                                crl.layers().tbs, crl.layers().signature);
  return verified.ok() && *verified;
}

bool CrlStore::IsAuthentic(size_t index, const Certificate& issuer, absl::Time at) const {
  const Crl& crl = *crls_[index];
  if (x509::JudgeSignatureAlgorithm(policy_, crl.layers().inner_algorithm, issuer.key, at)) return false;
  const auto known = verified_.find({index, issuer.sha256});
  return known != verified_.end() ? known->second : Verify(crl, issuer);
}

Question CrlStore::MakeQuestion(const Certificate& certificate, absl::Time at) const {
  const v1::RevocationFreshness& freshness = policy_.freshness();
  Question question;
  question.serial = certificate.outline.serial;
  question.not_after = certificate.outline.not_after;
  question.is_ca = certificate.is_ca;
  question.at = at;
  const int max_age = certificate.is_ca ? freshness.ca_max_age_hours() : freshness.signer_max_age_hours();
  if (max_age > 0) question.max_age = Hours(max_age);
  question.grace = Hours(freshness.grace_hours());
  if (const auto points = x509::FindExtension(certificate.outline, kDistributionPointsOid.der())) {
    question.distribution_points = DistributionPointNames(*points);
  }
  return question;
}

RevocationFinding CrlStore::Check(const Certificate& certificate, const Certificate& issuer,
                                  absl::Time at) const {
  const Question question = MakeQuestion(certificate, at);
  Tally tally;
  for (size_t i = 0; i < crls_.size(); ++i) {
    if (!IsFrom(*crls_[i], issuer)) continue;
    if (!IsAuthentic(i, issuer, at)) {
      tally.invalid = true;
      continue;
    }
    tally.Count(Ask(*crls_[i], question));
  }
  return tally.Conclude(certificate.is_ca);
}

std::vector<absl::Time> CrlStore::ListBoundaries() const {
  const v1::RevocationFreshness& freshness = policy_.freshness();
  std::vector<absl::Time> instants;
  for (const std::unique_ptr<Crl>& crl : crls_) {
    instants.push_back(crl->this_update());
    instants.push_back(crl->next_update() + Hours(freshness.grace_hours()));
    instants.push_back(crl->this_update() + Hours(freshness.signer_max_age_hours()));
    instants.push_back(crl->this_update() + Hours(freshness.ca_max_age_hours()));
  }
  return instants;
}

std::vector<absl::Time> CrlStore::Boundaries(const Certificate& certificate) const {
  std::vector<absl::Time> instants;
  for (const std::unique_ptr<Crl>& crl : crls_) {
    const std::optional<CrlEntry> entry = crl->Find(certificate.outline.serial);
    if (!entry) continue;
    instants.push_back(entry->revocation_date);
    if (entry->invalidity_date) instants.push_back(*entry->invalidity_date);
  }
  return instants;
}

}  // namespace oteu::verification::revocation
