// A signer's certificate, whatever format the signature has: judged (from the cache or afresh), written into
// the report, held against the profile of the document type (ETSI EN 319 102-1 clauses 5.2.3, 5.2.6, 5.2.8).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "oteu/verification/v1/policy.pb.h"
#include "verification/call_evidence.h"
#include "verification/candidate_certificates.h"
#include "verification/cms/ess.h"
#include "verification/cms/signer_info.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"
#include "verification/report/verdict.h"
#include "verification/trust.h"
#include "verification/verdict_cache.h"

namespace oteu::verification {

struct SignerCertificateTask {
  const Trust* trust = nullptr;
  VerdictCache* cache = nullptr;  // null: judge afresh
  openssl::Bytes der;
  openssl::Sha256Digest sha256{};
  // Certificates that came beside it; trusted for nothing.
  std::vector<CandidateCertificates*> others = {};
  absl::Time at;
  CertificateUse use = CertificateUse::kSigning;
  // As in CertificateQuestion; a verdict that rests on either is not kept.
  std::optional<absl::Time> made_at = std::nullopt;
  const revocation::SuppliedEvidence* supplied = nullptr;
  // Told of certificates about whose revocation nothing is known; null: nobody is.
  CallEvidence* call = nullptr;
};

// The certificate that a SignerInfo names: among those that came with it, then among the configured ones.
// Nothing else vouches for a key.
std::optional<cms::NamedCertificate> FindBySid(const cms::SignerIdentifier& sid,
                                               const std::vector<CandidateCertificates*>& candidates,
                                               const Trust& trust, CertificateUse use);

// Errors: kInvalidArgument when the certificate does not parse (a finding, not a failure of ours).
absl::StatusOr<JudgedSignerPtr> JudgeSignerCertificate(const SignerCertificateTask& task);

// Who holds the certificate, by its text; what is known of its standing is not here. `chain`: from it
// upwards, may be empty.
void DescribeCertificate(const x509::Certificate& certificate, const std::vector<x509::CertificatePtr>& chain,
                         oteu::v1::SignerReport* report);

// About `object` for the certificate itself, and `object`.chain[i] for those above it.
void AddCertificateFindings(const CertificateVerdict& verdict, const std::string& object, Findings* findings);

// Who signed, the chain, and the findings about them. `object`: "signers[0]".
void ReportSignerCertificate(const JudgedSigner& signer, const std::string& object,
                             oteu::v1::SignerReport* report);

// Role, delegation and BIN, as far as the type of document tells. The best signature time must be in the
// report already. Whose BIN it must be is known once the payload is read.
void CheckProfile(const v1::Policy& policy, const v1::DocumentProfile& profile,
                  const x509::Certificate& certificate, const std::string& object,
                  oteu::v1::SignerReport* report);

}  // namespace oteu::verification
