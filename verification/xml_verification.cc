#include "verification/xml_verification.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "verification/openssl/digest.h"
#include "verification/policy/policy.h"
#include "verification/proto_time.h"
#include "verification/report/verdict.h"
#include "verification/revocation/supplied_evidence.h"
#include "verification/signature_time.h"
#include "verification/signer_certificate.h"
#include "verification/x509/algorithm_rules.h"
#include "verification/xml/dom.h"
#include "verification/xml/signature_check.h"
#include "verification/xml/signed_document.h"
#include "verification/xml/token.h"
#include "verification/xml/xades.h"
#include "verification/xml_signature_time.h"

namespace oteu::verification {
namespace {

using namespace oteu::v1;  // NOLINT(google-build-using-namespace): codes and levels throughout.

constexpr char kContainer[] = "container";

void Fail(const Problem& problem, ValidationReport* report) {
  AddFinding(problem, CHECK_LEVEL_FAIL, kContainer, report->mutable_findings());
}

// One ds:Signature: the order of ETSI EN 319 102-1 clause 5.3.
class XmlSigner {
 public:
  XmlSigner(const XmlTask& task, size_t index, xml::SignedDocument* document, SignerReport* report)
      : task_(task),
        index_(index),
        document_(document),
        object_(absl::StrCat("signers[", index, "]")),
        report_(report) {}

  // `read`: the canonical bytes of the element that is read, once a signature covers it.
  absl::Status Run(std::string* read) {
    *report_->mutable_best_signature_time() = ToProto(task_.request->at);
    auto signature = xml::ReadSignature(document_->signatures[index_]);
    if (const Problem* problem = GetProblem(signature)) {
      Fail(*problem);
      return absl::OkStatus();
    }
    signature_ = std::make_unique<xml::Signature>(std::get<xml::Signature>(std::move(signature)));
    report_->set_signature_algorithm(
        absl::StrCat(signature_->spec.algorithm->name, " with ", signature_->spec.digest->name));
    absl::StatusOr<xml::CheckedReferences> references =
        xml::CheckReferences(task_.trust->context(), task_.trust->policy(), *signature_, index_, document_);
    if (!references.ok()) return references.status();
    for (const Problem& problem : references->problems) Fail(problem);
    if (read->empty()) *read = std::move(references->read);
    properties_ = xml::ReadXades(*signature_, references->signed_elements);
    ReportProperties();
    return CheckSigner();
  }

 private:
  void Add(const Problem& problem, CheckLevel level) {
    AddFinding(problem, EffectiveLevel(level), object_, report_->mutable_findings());
  }
  void Fail(const Problem& problem) { Add(problem, CHECK_LEVEL_FAIL); }
  const v1::CheckLevels& levels() const { return task_.trust->policy().levels(); }

  void ReportProperties() {
    if (properties_.signing_time)
      *report_->mutable_claimed_signing_time() = ToProto(*properties_.signing_time);
  }

  absl::Status CheckSigner() {
    const OrProblem<xml::Certificates> read =
        xml::ReadCertificates(signature_->key_info, document_->security);
    if (const Problem* problem = GetProblem(read)) {
      Fail(*problem);
      return absl::OkStatus();
    }
    const auto& certificates = std::get<xml::Certificates>(read);
    CandidateCertificates others(task_.trust->context(), {certificates.begin() + 1, certificates.end()});
    if (absl::Status status = FindTime(&others); !status.ok()) return status;
    const auto supplied = revocation::SuppliedEvidence::Parse({.ocsp_responses = task_.call->ocsp_responses});
    const absl::StatusOr<SignerAtTime> found =
        JudgeAtSignatureTime({.trust = task_.trust,
                              .cache = task_.cache,
                              .der = certificates[0],
                              .sha256 = openssl::Sha256(certificates[0]),
                              .others = {&others},
                              .at = time_.best,
                              .supplied = supplied.empty() ? nullptr : &supplied,
                              .call = task_.call},
                             time_);
    if (absl::IsInvalidArgument(found.status())) {
      Fail({VERIFICATION_CODE_CERTIFICATE_MALFORMED, "RFC 5280 4.1", std::string(found.status().message())});
      return absl::OkStatus();
    }
    if (!found.ok()) return found.status();
    if (found->waits_for_timestamp) Fail(PendingTimestamp());
    const JudgedSigner& signer = *found->judged;
    ReportSignerCertificate(signer, object_, report_);
    ReportTooEarly(time_, object_, report_->mutable_findings());
    CheckProfile(task_.trust->policy(), *task_.profile, *signer.certificate, object_, report_);
    CheckNamedCertificate(certificates[0]);
    return CheckValue(*signer.certificate);
  }

  absl::Status FindTime(CandidateCertificates* others) {
    absl::StatusOr<SignatureTime> time = FindXmlSignatureTime({.trust = task_.trust,
                                                               .cache = task_.cache,
                                                               .call = task_.call,
                                                               .beside = others,
                                                               .signature = signature_.get(),
                                                               .timestamps = &properties_.timestamps,
                                                               .document = document_,
                                                               .object = object_,
                                                               .now = task_.request->at},
                                                              report_);
    if (!time.ok()) return time.status();
    time_ = *std::move(time);
    *report_->mutable_best_signature_time() = ToProto(time_.best);
    return absl::OkStatus();
  }

  void CheckNamedCertificate(openssl::Bytes certificate) {
    if (properties_.signing_certificate == nullptr) {
      Add({VERIFICATION_CODE_SIGNING_CERTIFICATE_ATTRIBUTE_MISSING, "ETSI EN 319 132-1 5.2.2", ""},
          levels().signing_certificate_attribute());
      return;
    }
    if (auto problem = xml::CheckSigningCertificate(task_.trust->context(), properties_.signing_certificate,
                                                    certificate)) {
      Fail(*problem);
    }
  }

  absl::Status CheckValue(const x509::Certificate& certificate) {
    if (certificate.public_key.empty()) {
      Fail({VERIFICATION_CODE_ALGORITHM_UNKNOWN, "RFC 5280 4.1.2.7", "public key"});
      return absl::OkStatus();
    }
    if (auto problem =
            x509::JudgeAlgorithm(task_.trust->policy(), signature_->spec, certificate.key, time_.best)) {
      Fail(*problem);
    }
    const absl::StatusOr<std::vector<Problem>> problems =
        xml::CheckValue(task_.trust->context(), *signature_, certificate.public_key, document_);
    if (!problems.ok()) return problems.status();
    for (const Problem& problem : *problems) Fail(problem);
    return absl::OkStatus();
  }

  const XmlTask& task_;
  const size_t index_;
  xml::SignedDocument* document_;
  const std::string object_;
  SignerReport* report_;
  std::unique_ptr<const xml::Signature> signature_;
  xml::XadesProperties properties_;
  SignatureTime time_;
};

// Content beside the document is what the caller holds against it: as with an attached CMS it may only agree.
void CompareSupplied(const VerificationRequest& request, const std::string& read, ValidationReport* report) {
  if (!request.content || request.content->empty()) return;
  if (std::string_view(request.content->data(), request.content->size()) != read) {
    Fail({VERIFICATION_CODE_CONTENT_CONFLICT, "XMLDSig 3.2.1", ""}, report);
  }
}

}  // namespace

absl::Status VerifyXml(const XmlTask& task, VerificationResult* result) {
  ValidationReport& report = result->report;
  const absl::string_view container = task.request->container;
  auto document = xml::ReadSignedDocument({container.data(), container.size()});
  if (!document.ok()) return document.status();
  if (const Problem* problem = GetProblem(*document)) {
    Fail(*problem, &report);
    return absl::OkStatus();
  }
  xml::SignedDocument& signed_document = *std::get<0>(*document);
  report.set_format(signed_document.format);
  if (signed_document.signatures.empty()) Fail({VERIFICATION_CODE_NO_SIGNERS, "XMLDSig 4.2", ""}, &report);
  std::string read;
  for (size_t i = 0; i < signed_document.signatures.size(); ++i) {
    XmlSigner signer(task, i, &signed_document, report.add_signers());
    if (absl::Status status = signer.Run(&read); !status.ok()) return status;
  }
  CompareSupplied(*task.request, read, &report);
  if (read.empty()) return absl::OkStatus();
  report.set_signed_element(xml::PathOf(signed_document.read));
  report.set_content_sha256(openssl::ToHex(openssl::Sha256(openssl::AsBytes(read))));
  report.set_content_size_bytes(static_cast<int64_t>(read.size()));
  result->content = std::move(read);
  return absl::OkStatus();
}

}  // namespace oteu::verification
