#include "verification/trust.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "verification/kzgost/kz_context.h"
#include "verification/limits.h"
#include "verification/openssl/digest.h"
#include "verification/policy/policy.h"
#include "verification/x509/algorithm_rules.h"
#include "verification/x509/pem.h"
#include "verification/x509/work_budget.h"

namespace oteu::verification {
namespace {

absl::Status At(const Limit& list, size_t index, absl::string_view message) {
  return absl::InvalidArgumentError(absl::StrCat(list.name, "[", index, "]: ", message));
}

// The DER objects of all files, each once, sorted: the order of configuration decides nothing. Fails naming
// the file.
absl::StatusOr<std::map<std::string, size_t>> ReadDer(const std::vector<std::string>& files,
                                                      const Limit& limit, const Limit& size_limit,
                                                      absl::string_view label) {
  std::map<std::string, size_t> ders;  // with the index of the file that it came from
  for (size_t i = 0; i < files.size(); ++i) {
    absl::StatusOr<std::vector<std::string>> found = x509::DerOf(files[i], label);
    if (!found.ok()) return At(limit, i, found.status().message());
    for (std::string& der : *found) {
      if (der.size() > size_limit.value)
        return At(limit, i, absl::StrCat("over the bound ", size_limit.name));
      ders.emplace(std::move(der), i);
      if (ders.size() > limit.value) return At(limit, i, absl::StrCat("over the bound ", limit.name));
    }
  }
  return ders;
}

absl::StatusOr<std::vector<x509::CertificatePtr>> ReadCertificates(const openssl::Context& context,
                                                                   const std::vector<std::string>& files,
                                                                   const Limit& limit) {
  absl::StatusOr<std::map<std::string, size_t>> ders =
      ReadDer(files, limit, kMaxCertificateBytes, "CERTIFICATE");
  if (!ders.ok()) return ders.status();
  std::vector<x509::CertificatePtr> certificates;
  for (const auto& [der, index] : *ders) {
    absl::StatusOr<x509::CertificatePtr> certificate = x509::ParseCertificate(context, openssl::AsBytes(der));
    if (!certificate.ok()) return At(limit, index, certificate.status().message());
    certificates.push_back(*std::move(certificate));
  }
  return certificates;
}

// Lists have megabytes: each is handed over, not copied.
template <typename T>
absl::StatusOr<std::vector<std::unique_ptr<T>>> ParseAll(std::map<std::string, size_t> ders,
                                                         const Limit& limit) {
  std::vector<std::unique_ptr<T>> all;
  while (!ders.empty()) {
    auto node = ders.extract(ders.begin());
    OrProblem<std::unique_ptr<T>> parsed = T::Parse(std::move(node.key()));
    if (const Problem* problem = GetProblem(parsed)) {
      return At(limit, node.mapped(), absl::StrCat(problem->clause, ": ", problem->cause));
    }
    all.push_back(std::get<std::unique_ptr<T>>(std::move(parsed)));
  }
  return all;
}

absl::StatusOr<std::vector<std::unique_ptr<revocation::Crl>>> ReadCrls(
    const std::vector<std::string>& files) {
  absl::StatusOr<std::map<std::string, size_t>> ders = ReadDer(files, kMaxCrls, kMaxCrlBytes, "X509 CRL");
  if (!ders.ok()) return ders.status();
  return ParseAll<revocation::Crl>(*std::move(ders), kMaxCrls);
}

absl::StatusOr<std::vector<std::unique_ptr<revocation::OcspResponse>>> ReadOcspResponses(
    const std::vector<std::string>& files) {
  absl::StatusOr<std::map<std::string, size_t>> ders =
      ReadDer(files, kMaxOcspResponses, kMaxOcspResponseBytes, "OCSP RESPONSE");
  if (!ders.ok()) return ders.status();
  return ParseAll<revocation::OcspResponse>(*std::move(ders), kMaxOcspResponses);
}

std::string SerializeDeterministically(const google::protobuf::Message& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Trust>> Trust::Create(const TrustMaterial& material,
                                                     const v1::Policy& policy) {
  if (absl::Status status = LintPolicy(policy); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<openssl::Context>> context = kzgost::CreateKzContext();
  if (!context.ok()) return context.status();
  std::unique_ptr<Trust> trust(new Trust);
  trust->context_ = *std::move(context);
  trust->policy_ = policy;
  if (absl::Status status = trust->Load(material); !status.ok()) return status;
  if (absl::Status status = trust->VerifyLinks(); !status.ok()) return status;
  trust->CollectBoundaries();
  trust->TakeSnapshot();
  return trust;
}

std::unique_ptr<Trust> Trust::WithPolicy(const v1::Policy& policy) const {
  std::unique_ptr<Trust> view(new Trust(*this));
  view->policy_ = policy;
  return view;
}

absl::Status Trust::Load(const TrustMaterial& material) {
  absl::StatusOr<std::vector<x509::CertificatePtr>> anchors =
      ReadCertificates(*context_, material.anchors, kMaxAnchors);
  if (!anchors.ok()) return anchors.status();
  absl::StatusOr<std::vector<x509::CertificatePtr>> intermediates =
      ReadCertificates(*context_, material.intermediates, kMaxIntermediates);
  if (!intermediates.ok()) return intermediates.status();
  absl::StatusOr<std::vector<x509::CertificatePtr>> tsa_anchors =
      ReadCertificates(*context_, material.tsa_anchors, kMaxTsaAnchors);
  if (!tsa_anchors.ok()) return tsa_anchors.status();
  absl::StatusOr<std::vector<std::unique_ptr<revocation::Crl>>> crls = ReadCrls(material.crls);
  if (!crls.ok()) return crls.status();
  anchors_ = *std::move(anchors);
  tsa_anchors_ = *std::move(tsa_anchors);
  intermediates_ = *std::move(intermediates);
  anchor_pool_ = x509::CertificatePool(anchors_);
  tsa_anchor_pool_ = x509::CertificatePool(tsa_anchors_);
  intermediate_pool_ = x509::CertificatePool(intermediates_);
  absl::StatusOr<std::vector<std::unique_ptr<revocation::OcspResponse>>> responses =
      ReadOcspResponses(material.ocsp_responses);
  if (!responses.ok()) return responses.status();
  crls_ = std::make_unique<revocation::CrlStore>(*context_, policy_, *std::move(crls), *std::move(responses));
  std::vector<x509::CertificatePtr> issuers = anchors_;
  issuers.insert(issuers.end(), tsa_anchors_.begin(), tsa_anchors_.end());
  issuers.insert(issuers.end(), intermediates_.begin(), intermediates_.end());
  crls_->Authenticate(issuers);
  return absl::OkStatus();
}

// Links between the configured certificates, so that the first signer below a CA pays for none of them. What
// the bound leaves out is checked when it is met.
absl::Status Trust::VerifyLinks() {
  x509::WorkBudget budget;
  for (const x509::CertificatePtr& certificate : intermediates_) {
    for (const auto* pool : {&anchor_pool_, &tsa_anchor_pool_, &intermediate_pool_}) {
      for (const x509::CertificatePtr& issuer : pool->WithSubject(certificate->issuer_name)) {
        // Itself, or an anchor of both uses.
        if (issuer->sha256 == certificate->sha256 || verified_links_->Contains(*certificate, *issuer))
          continue;
        if (!budget.Spend(x509::WorkBudget::kSignatureCheck)) return absl::OkStatus();
        const absl::StatusOr<x509::LinkCheck> link = x509::CheckLink(*context_, *certificate, *issuer);
        if (!link.ok()) return link.status();
        if (*link == x509::LinkCheck::kGood) verified_links_->Insert(*certificate, *issuer);
      }
    }
  }
  return absl::OkStatus();
}

void Trust::CollectBoundaries() {
  const auto add = [this](absl::Time boundary) { boundaries_.push_back(boundary); };
  for (const auto* certificates : {&anchors_, &tsa_anchors_, &intermediates_}) {
    for (const x509::CertificatePtr& certificate : *certificates) {
      ForBoundaries(certificate->outline.not_before, add);
      ForBoundaries(certificate->outline.not_after, add);
    }
  }
  for (const absl::Time instant : crls_->ListBoundaries()) ForBoundaries(instant, add);
  for (const v1::SignatureAlgorithmRule& rule : policy_.signature_algorithms()) {
    if (const auto end = x509::EndOf(rule)) ForBoundaries(*end, add);
  }
  std::ranges::sort(boundaries_);
}

void Trust::TakeSnapshot() {
  v1::TrustSnapshot snapshot;
  *snapshot.mutable_policy() = policy_;
  for (const x509::CertificatePtr& anchor : anchors_) {
    snapshot.add_anchors(std::string(anchor->der.begin(), anchor->der.end()));
  }
  for (const x509::CertificatePtr& anchor : tsa_anchors_) {
    snapshot.add_tsa_anchors(std::string(anchor->der.begin(), anchor->der.end()));
  }
  for (const x509::CertificatePtr& intermediate : intermediates_) {
    snapshot.add_intermediates(std::string(intermediate->der.begin(), intermediate->der.end()));
  }
  std::set<std::string> crls;
  for (const auto& crl : crls_->crls()) crls.emplace(openssl::AsStringView(crl->der()));
  for (const std::string& crl : crls) snapshot.add_crls(crl);
  std::set<std::string> responses;
  for (const auto& response : crls_->ocsp_responses())
    responses.emplace(openssl::AsStringView(response->der()));
  for (const std::string& response : responses) snapshot.add_ocsp_responses(response);
  snapshot_ = std::make_shared<const std::string>(SerializeDeterministically(snapshot));
  snapshot_sha256_ = openssl::ToHex(openssl::Sha256(openssl::AsBytes(*snapshot_)));
}

}  // namespace oteu::verification
