#include "service/audit/bundle_file.h"

#include <google/protobuf/text_format.h>

#include "absl/strings/str_cat.h"
#include "service/audit/field_bounds.h"
#include "service/audit/record_proto.h"
#include "service/limits.h"
#include "verification/limits.h"

namespace oteu::audit {
namespace {

constexpr std::size_t kSmall = 64;
constexpr std::size_t kMaxStepBytes = kMaxAuditLineBytes;
// A document holds a container and a content; tags and lengths beside them.
constexpr std::size_t kMaxDocumentBytes = 2 * limits::kMaxDocumentBytes + kSmall;

constexpr FieldBound kBundle[] = {
    {1, "format", 1, kSmall},
    {2, "name", 1, limits::kMaxNameChars},
    {3, "exported_at", 1, kSmall},
    {4, "decision", 1, kMaxBundledDecisionBytes + kMaxBundledInputsBytes + kSmall},
    {5, "reference", 1, kMaxBundledDecisionBytes + kMaxBundledInputsBytes + kSmall},
    {6, "previous_decision", 1, kMaxBundledDecisionBytes},
    {7, "documents", limits::kMaxDocumentsKept, kMaxDocumentBytes},
    {8, "trust_snapshot", 1, kMaxBundleBytes},
    {9, "regulation_snapshots", 2, kMaxBundledCatalogBytes},
    {10, "verification_policy", 1, 2 * verification::kMaxPolicyBytes.value},
    {11, "regulation", 1, kMaxBundledCatalogBytes},
    {12, "proof", 1, kMaxBundleBytes},
};
constexpr FieldBound kDecision[] = {{1, "decision", 1, kMaxBundledDecisionBytes},
                                    {2, "inputs", 1, kMaxBundledInputsBytes}};
constexpr FieldBound kProof[] = {{1, "record", 1, kMaxStepBytes},
                                 {2, "steps", kMaxBundleSteps, kMaxStepBytes},
                                 {3, "head", 1, 4 * kSmall}};
constexpr FieldBound kStep[] = {{1, "body_sha256", 1, sizeof(store::Sha256Bytes)},
                                {2, "record", 1, kMaxStepBytes}};
constexpr FieldBound kTrust[] = {
    {1, "policy", 1, verification::kMaxPolicyBytes.value},
    {2, "anchors", verification::kMaxAnchors.value, verification::kMaxCertificateBytes.value},
    {3, "intermediates", verification::kMaxIntermediates.value, verification::kMaxCertificateBytes.value},
    {4, "crls", verification::kMaxCrls.value, verification::kMaxCrlBytes.value},
    {5, "tsa_anchors", verification::kMaxTsaAnchors.value, verification::kMaxCertificateBytes.value},
    {6, "ocsp_responses", verification::kMaxOcspResponses.value, verification::kMaxOcspResponseBytes.value},
};

absl::Status Within(absl::string_view field, const absl::Status& status) {
  return status.ok() ? status : absl::InvalidArgumentError(absl::StrCat(field, ": ", status.message()));
}

absl::Status CheckElements(absl::string_view message, int number, absl::string_view name,
                           std::span<const FieldBound> bounds) {
  for (const absl::string_view element : ElementsOf(message, number)) {
    if (absl::Status status = Within(name, CheckFields(element, bounds)); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckBounds(absl::string_view file) {
  if (file.size() > kMaxBundleBytes)
    return absl::InvalidArgumentError(absl::StrCat("above ", kMaxBundleBytes, " bytes"));
  if (absl::Status status = CheckFields(file, kBundle); !status.ok()) return status;
  for (const absl::Status& status :
       {CheckElements(file, 4, "decision", kDecision), CheckElements(file, 5, "reference", kDecision),
        CheckElements(file, 8, "trust_snapshot", kTrust), CheckElements(file, 12, "proof", kProof)}) {
    if (!status.ok()) return status;
  }
  for (const absl::string_view proof : ElementsOf(file, 12)) {
    if (absl::Status status = CheckElements(proof, 2, "proof.steps", kStep); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::DecisionBundle> ParseBundle(absl::string_view file) {
  if (absl::Status status = CheckBounds(file); !status.ok()) return status;
  v1::DecisionBundle bundle;
  if (!bundle.ParseFromArray(file.data(), static_cast<int>(file.size())))
    return absl::InvalidArgumentError("is no decision bundle");
  if (bundle.format() != kBundleFormat)
    return absl::InvalidArgumentError("format: is no decision bundle of a known format");
  if (!bundle.has_decision() || !bundle.has_proof() || !bundle.proof().has_record())
    return absl::InvalidArgumentError("decision or proof: absent");
  return bundle;
}

std::string ToText(const google::protobuf::Message& message) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  return text;
}

}  // namespace oteu::audit
