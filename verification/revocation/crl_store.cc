#include "verification/revocation/crl_store.h"

#include <openssl/x509v3.h>

#include <algorithm>

#include "verification/kzgost/verify.h"
#include "verification/revocation/inquiry.h"

namespace oteu::verification::revocation {
namespace {

using x509::Certificate;

// Where evidence of these dates changes its answer. Both kinds of certificates: what is too much does not
// harm.
void AddDates(const v1::Policy& policy, absl::Time this_update, std::optional<absl::Time> next_update,
              std::vector<absl::Time>* instants) {
  instants->push_back(this_update);
  for (const bool is_ca : {false, true}) {
    const Freshness freshness = FreshnessOf(policy, is_ca);
    instants->push_back(this_update + freshness.max_age);
    instants->push_back(next_update ? *next_update + freshness.grace
                                    : this_update + freshness.max_age_without_next_update);
  }
}

void AddListDates(const v1::Policy& policy, const std::vector<std::unique_ptr<Crl>>& crls,
                  const std::vector<std::unique_ptr<OcspResponse>>& responses,
                  std::vector<absl::Time>* instants) {
  for (const std::unique_ptr<Crl>& crl : crls) {
    AddDates(policy, crl->this_update(), crl->next_update(), instants);
  }
  for (const std::unique_ptr<OcspResponse>& response : responses) {
    for (const OcspSingleResponse& single : response->responses()) {
      AddDates(policy, single.this_update, single.next_update, instants);
    }
  }
}

void AddEntryDates(const std::optional<CrlEntry>& entry, std::vector<absl::Time>* instants) {
  if (!entry) return;
  instants->push_back(entry->revocation_date);
  if (entry->invalidity_date) instants->push_back(*entry->invalidity_date);
}

void AddEntries(const Certificate& certificate, const std::vector<std::unique_ptr<Crl>>& crls,
                const std::vector<std::unique_ptr<OcspResponse>>& responses,
                std::vector<absl::Time>* instants) {
  for (const std::unique_ptr<Crl>& crl : crls) {
    AddEntryDates(crl->Find(certificate.outline.serial, certificate.outline.issuer), instants);
  }
  for (const std::unique_ptr<OcspResponse>& response : responses) {
    for (const OcspSingleResponse& single : response->responses()) {
      if (std::ranges::equal(single.cert_id.serial, certificate.outline.serial)) {
        AddEntryDates(single.revoked, instants);
      }
    }
  }
}

}  // namespace

CrlStore::CrlStore(const openssl::Context& context, const v1::Policy& policy,
                   std::vector<std::unique_ptr<Crl>> crls,
                   std::vector<std::unique_ptr<OcspResponse>> ocsp_responses)
    : context_(context), policy_(policy), crls_(std::move(crls)), ocsp_responses_(std::move(ocsp_responses)) {
  // By date, then by bytes: the order of configuration must not decide anything.
  std::ranges::sort(crls_, [](const auto& a, const auto& b) {
    if (a->this_update() != b->this_update()) return a->this_update() > b->this_update();
    return a->sha256() < b->sha256();
  });
  std::ranges::sort(ocsp_responses_, {}, [](const auto& response) { return response->sha256(); });
}

void CrlStore::Authenticate(const std::vector<x509::CertificatePtr>& issuers) {
  for (const std::unique_ptr<Crl>& crl : crls_) {
    for (const x509::CertificatePtr& issuer : issuers) {
      if (crl->issuer_name() != issuer->subject_name) continue;
      verified_[{crl.get(), issuer->sha256}] = IsSignedBy(context_, *crl, *issuer);
    }
  }
}

bool IsSignedBy(const openssl::Context& context, const Crl& crl, const Certificate& issuer) {
  // Where the CA states its key usage, cRLSign must be in it.
  if (issuer.has_key_usage && (issuer.key_usage & KU_CRL_SIGN) == 0) return false;
  if (issuer.public_key.empty()) return false;
  const auto algorithm = kzgost::ParseAlgorithmIdentifier(crl.layers().inner_algorithm);
  if (!algorithm.ok()) return false;
  const absl::StatusOr<bool> verified = kzgost::VerifySignature(context, issuer.public_key, *algorithm, "",
                                                                crl.layers().tbs, crl.layers().signature);
  return verified.ok() && *verified;
}

RevocationFinding CrlStore::Check(const RevocationQuestion& question) const {
  return Inquiry(*this, question).Run();
}

RevocationFinding CrlStore::Check(const Certificate& certificate, const Certificate& issuer,
                                  absl::Time at) const {
  return Check({.certificate = &certificate, .issuer = &issuer, .at = at});
}

std::vector<absl::Time> CrlStore::ListBoundaries() const {
  std::vector<absl::Time> instants;
  AddListDates(policy_, crls_, ocsp_responses_, &instants);
  return instants;
}

std::vector<absl::Time> CrlStore::Boundaries(const Certificate& certificate,
                                             const SuppliedEvidence* supplied) const {
  std::vector<absl::Time> instants;
  AddEntries(certificate, crls_, ocsp_responses_, &instants);
  if (supplied != nullptr) {
    AddListDates(policy_, supplied->crls(), supplied->ocsp_responses(), &instants);
    AddEntries(certificate, supplied->crls(), supplied->ocsp_responses(), &instants);
  }
  return instants;
}

}  // namespace oteu::verification::revocation
