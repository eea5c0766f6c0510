#include "service/config/load_trust.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "service/config/read_files.h"
#include "verification/limits.h"
#include "verification/policy/policy.h"

namespace oteu::config {
namespace {

// A PEM file may hold several certificates and is a third larger than DER.
constexpr std::size_t kCertificateFileBytesMax = std::size_t{1} << 20;
constexpr FileBounds kAnchorBounds = {verification::kMaxAnchors.value, kCertificateFileBytesMax};
constexpr FileBounds kTsaAnchorBounds = {verification::kMaxTsaAnchors.value, kCertificateFileBytesMax};
constexpr FileBounds kIntermediateBounds = {verification::kMaxIntermediates.value, kCertificateFileBytesMax};
constexpr FileBounds kOcspBounds = {verification::kMaxOcspResponses.value,
                                    verification::kMaxOcspResponseBytes.value};
constexpr FileBounds kCrlBounds = {verification::kMaxCrls.value, verification::kMaxCrlBytes.value * 3 / 2};

absl::StatusOr<verification::v1::Policy> LoadPolicy(const std::string& path) {
  if (path.empty()) return verification::DefaultPolicy();
  auto text = ReadBoundedFile(path, verification::kMaxPolicyBytes.value);
  if (!text.ok()) return text.status();
  return verification::ParsePolicy(*text, path);
}

absl::StatusOr<std::vector<std::string>> ReadOptionalFolder(const std::string& folder,
                                                            const FileBounds& bounds,
                                                            const std::vector<std::string>& extensions) {
  if (folder.empty()) return std::vector<std::string>();
  return ReadFolder(folder, bounds, extensions);
}

void Append(std::vector<std::string> more, std::vector<std::string>* files) {
  for (std::string& file : more) files->push_back(std::move(file));
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ReadTrustCertificates(const v1::TrustConfig& config) {
  auto certificates = ReadFolder(config.anchors_dir(), kAnchorBounds);
  if (!certificates.ok()) return certificates.status();
  auto intermediates = ReadOptionalFolder(config.intermediates_dir(), kIntermediateBounds, TrustExtensions());
  if (!intermediates.ok()) return intermediates.status();
  Append(*std::move(intermediates), &*certificates);
  return certificates;
}

absl::StatusOr<std::shared_ptr<const verification::Verifier>> LoadVerifier(const v1::TrustConfig& config,
                                                                           FetchedData fetched) {
  auto policy = LoadPolicy(config.policy_file());
  if (!policy.ok()) return policy.status();
  auto anchors = ReadFolder(config.anchors_dir(), kAnchorBounds);
  if (!anchors.ok()) return anchors.status();
  if (anchors->empty()) {
    return absl::FailedPreconditionError(absl::StrCat(config.anchors_dir(), ": holds no certificate"));
  }
  auto intermediates = ReadOptionalFolder(config.intermediates_dir(), kIntermediateBounds, TrustExtensions());
  if (!intermediates.ok()) return intermediates.status();
  auto crls = ReadOptionalFolder(config.crls_dir(), kCrlBounds, TrustExtensions());
  if (!crls.ok()) return crls.status();
  auto tsa_anchors = ReadOptionalFolder(config.tsa_anchors_dir(), kTsaAnchorBounds, TrustExtensions());
  if (!tsa_anchors.ok()) return tsa_anchors.status();
  auto deltas = ReadOptionalFolder(config.deltas_dir(), kCrlBounds, TrustExtensions());
  if (!deltas.ok()) return deltas.status();
  auto responses = ReadOptionalFolder(config.ocsp_dir(), kOcspBounds, OcspExtensions());
  if (!responses.ok()) return responses.status();
  verification::TrustMaterial material;
  material.anchors = *std::move(anchors);
  material.intermediates = *std::move(intermediates);
  material.crls = *std::move(crls);
  material.tsa_anchors = *std::move(tsa_anchors);
  Append(*std::move(deltas), &material.crls);
  Append(std::move(fetched.crls), &material.crls);
  material.ocsp_responses = *std::move(responses);
  Append(std::move(fetched.ocsp_responses), &material.ocsp_responses);
  auto verifier = verification::Verifier::Create(material, *policy);
  if (!verifier.ok()) return verifier.status();
  return std::shared_ptr<const verification::Verifier>(*std::move(verifier));
}

}  // namespace oteu::config
