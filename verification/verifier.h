// Verifier: bytes + trust + policy + time in, ValidationReport out.
//
//   auto verifier = Verifier::Create(material, policy);
//   auto result = (*verifier)->Verify({.container = cms, .at = clock.Now(), .document_type =
//   "SCHOOL_CERTIFICATE"}); if (result.ok() && result->report.indication() ==
//   oteu::v1::INDICATION_TOTAL_PASSED) Read(result->content);
//
// No clock, network, storage or process-wide state: the same inputs give the same report, byte for byte.
// Standards: ETSI EN 319 102-1 (procedure and indications), RFC 5652 (CMS), RFC 5280 (path and CRL).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "oteu/v1/verification.pb.h"
#include "oteu/verification/v1/policy.pb.h"

namespace oteu::verification {

// Everything that is trusted or that tells of revocation, as DER (or PEM, possibly several per string).
struct TrustMaterial {
  std::vector<std::string> anchors = {};        // trusted as configured
  std::vector<std::string> intermediates = {};  // candidates for a chain; trusted only through an anchor
  std::vector<std::string> crls = {};  // complete and delta; trusted only once their signature verifies
  std::vector<std::string> ocsp_responses = {};  // likewise
  // Trusted for time stamps, and for nothing else; the ones above are not trusted for time stamps.
  std::vector<std::string> tsa_anchors = {};
};

struct VerificationRequest {
  absl::string_view container;               // DER, BER, base64 or PEM
  std::optional<absl::string_view> content;  // signed bytes of a detached signature
  absl::Time at;                             // validation time
  absl::string_view
      document_type;      // profile of the policy, an oteu.v1.DocumentType name without prefix; "" = default
  bool detailed = false;  // fill report.checks
  // OCSP responses, DER, obtained for this verification: evidence like that inside the container, worth what
  // it proves about itself.
  std::vector<absl::string_view> ocsp_responses = {};
};

// A certificate about whose revocation the policy wants to know, and nothing usable was at hand.
struct MissingRevocation {
  std::string certificate;  // DER
  std::string issuer;       // DER of the next certificate of its chain
};

struct VerificationResult {
  oteu::v1::ValidationReport report;
  // The signed bytes. Rely on them only when the report says TOTAL_PASSED.
  std::string content;
  // With evidence about these the verification may be repeated (ocsp_responses). At most
  // kMaxMissingRevocations.
  std::vector<MissingRevocation> missing = {};
};

// Thread-safe after Create.
class Verifier {
 public:
  // Fails with INVALID_ARGUMENT when an anchor, intermediate or CRL does not parse or a bound is exceeded
  // (naming which), or when the policy is inconsistent.
  static absl::StatusOr<std::unique_ptr<Verifier>> Create(const TrustMaterial& material,
                                                          const oteu::verification::v1::Policy& policy);
  virtual ~Verifier() = default;

  // A bad signature is a report, not an error; a Status means that the work could not be done (e.g. out of
  // memory), or, INVALID_ARGUMENT, that the document type is unknown.
  virtual absl::StatusOr<VerificationResult> Verify(const VerificationRequest& request) const = 0;

  // SHA-256, lower-case hex, over policy, anchors of both kinds, intermediates and CRLs: names the snapshot
  // in every report.
  virtual const std::string& trust_snapshot_sha256() const = 0;
  // The snapshot itself, serialized (oteu.verification.v1.TrustSnapshot): enough to build an equal Verifier
  // later.
  virtual const std::string& trust_snapshot() const = 0;

  // Rebuilds a Verifier from trust_snapshot(): for replay.
  static absl::StatusOr<std::unique_ptr<Verifier>> FromSnapshot(absl::string_view snapshot);
};

}  // namespace oteu::verification
