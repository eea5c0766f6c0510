#include "verification/signature_level.h"

#include <algorithm>
#include <vector>

#include "verification/cms/oids.h"
#include "verification/openssl/bytes.h"
#include "verification/x509/algorithm_rules.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): levels and codes throughout.
using openssl::Bytes;
using x509::CertificatePtr;

// Does what came with the signature prove a chain without anything configured but its anchor?
class Completeness {
 public:
  explicit Completeness(const LevelQuestion& question)
      : question_(question), nothing_configured_(trust().context(), trust().policy(), {}) {}

  bool Holds(const CertificateVerdict& verdict, absl::Time at) const {
    const std::vector<CertificatePtr>& chain = verdict.certificates;
    if (!verdict.anchored || chain.size() < 2) return false;
    for (size_t i = 0; i + 1 < chain.size(); ++i) {
      revocation::RevocationQuestion asked;
      asked.certificate = chain[i].get();
      asked.issuer = chain[i + 1].get();
      asked.at = at;
      asked.supplied = &question_.evidence->supplied;
      if (!IsInside(*chain[i])) return false;
      if (nothing_configured_.Check(asked).status != REVOCATION_STATUS_GOOD) return false;
    }
    return true;
  }

 private:
  const Trust& trust() const { return *question_.task->trust; }

  // In the container or in one of its tokens (the authority's own certificate stands there).
  bool IsInside(const x509::Certificate& certificate) const {
    const auto same = [&](Bytes der) { return std::ranges::equal(der, certificate.der); };
    if (std::ranges::any_of(question_.evidence->values.certificates, same)) return true;
    const JudgedSignerPtr& authority = question_.time->authority;
    return authority != nullptr && authority->certificate->sha256 == certificate.sha256;
  }

  const LevelQuestion& question_;
  const revocation::CrlStore nothing_configured_;
};

bool NamesItsCertificate(const cms::SignerInfo& signer) {
  const auto& attributes = signer.signed_attributes;
  return attributes && (attributes->signing_certificate || attributes->signing_certificate_v2);
}

// An archive time stamp over all that the lower level rests on.
bool CoversEverything(const cades::Coverage& coverage, const cms::SignerInfo& signer) {
  const auto all = [](const std::vector<bool>& flags) {
    return std::ranges::all_of(flags, [](bool covered) { return covered; });
  };
  if (!all(coverage.certificates) || !all(coverage.revocations)) return false;
  for (size_t i = 0; i < signer.unsigned_values.size(); ++i) {
    const bool is_archive = signer.unsigned_values[i].oid == cms::kArchiveTimestampV3Oid.text();
    if (!is_archive && !coverage.unsigned_values[i]) return false;
  }
  return true;
}

}  // namespace

SignatureLevel LevelOf(const LevelQuestion& question) {
  const cms::SignerInfo& signer = question.task->signed_data->signers[question.task->index];
  const SignatureTime& time = *question.time;
  if (!NamesItsCertificate(signer)) return SIGNATURE_LEVEL_UNSPECIFIED;
  if (time.authority == nullptr) return SIGNATURE_LEVEL_B_B;
  if (question.evidence->supplied.empty()) return SIGNATURE_LEVEL_B_T;
  const Completeness completeness(question);
  if (!completeness.Holds(question.signer->verdict, time.best) ||
      !completeness.Holds(time.authority->verdict, time.stamped_at)) {
    return SIGNATURE_LEVEL_B_T;
  }
  return time.archived && CoversEverything(*time.archived, signer) ? SIGNATURE_LEVEL_B_LTA
                                                                   : SIGNATURE_LEVEL_B_LT;
}

absl::Time EvidenceUntil(const LevelQuestion& question) {
  if (question.time->proved) return question.time->holds_until;
  absl::Time end =
      x509::AcceptedUntil(question.task->trust->policy(), *question.spec, question.signer->certificate->key);
  for (const CertificatePtr& certificate : question.signer->verdict.certificates) {
    if (certificate != question.signer->verdict.certificates.back() || !question.signer->verdict.anchored)
      end = std::min(end, certificate->outline.not_after);
  }
  return end;
}

}  // namespace oteu::verification
