#include "absl/strings/str_cat.h"
#include "clients/cli/inspect/inspect.h"
#include "clients/cli/inspect/values.h"
#include "verification/cms/text_encoding.h"
#include "verification/revocation/ocsp_response.h"

namespace oteu::cli::inspect {
namespace {

using verification::openssl::Bytes;
using verification::revocation::OcspCertStatus;
using verification::revocation::OcspResponse;
using verification::revocation::OcspSingleResponse;
using verification::revocation::OcspStatus;

const char* StatusName(OcspStatus status) {
  switch (status) {
    case OcspStatus::kSuccessful:
      return "successful";
    case OcspStatus::kMalformedRequest:
      return "malformedRequest";
    case OcspStatus::kInternalError:
      return "internalError";
    case OcspStatus::kTryLater:
      return "tryLater";
    case OcspStatus::kSigRequired:
      return "sigRequired";
    case OcspStatus::kUnauthorized:
      return "unauthorized";
  }
  return "";
}

const char* StatusName(OcspCertStatus status) {
  switch (status) {
    case OcspCertStatus::kGood:
      return "good";
    case OcspCertStatus::kRevoked:
      return "revoked";
    case OcspCertStatus::kUnknown:
      break;
  }
  return "unknown";
}

void DescribeSingle(const OcspSingleResponse& single, Section* section) {
  section->Add("serial number", Serial(single.cert_id.serial));
  section->Add("issuer name hash", Hex(single.cert_id.issuer_name_hash));
  section->Add("issuer key hash", Hex(single.cert_id.issuer_key_hash));
  section->Add("hash algorithm", Oid(single.cert_id.hash_oid));
  section->Add("status", StatusName(single.status));
  if (single.revoked) {
    section->Add("revoked at", Time(single.revoked->revocation_date));
    section->Add("reason", ReasonName(single.revoked->reason));
  }
  section->Add("this update", Time(single.this_update));
  section->Add("next update", single.next_update ? Time(*single.next_update) : "none");
}

}  // namespace

absl::Status InspectOcsp(const verification::openssl::Context& context, std::string_view file,
                         Inspection* inspection) {
  std::string der(file);
  const auto decoded = verification::cms::DecodeBase64(file);
  if (const auto* bytes = std::get_if<std::vector<uint8_t>>(&decoded))
    der.assign(bytes->begin(), bytes->end());
  const auto parsed = OcspResponse::Parse(std::move(der));
  if (const auto* problem = verification::GetProblem(parsed))
    return absl::InvalidArgumentError(Describe(*problem));
  const OcspResponse& response = *std::get<std::unique_ptr<OcspResponse>>(parsed);
  {
    Section& section = inspection->Add("OCSP response");
    section.Add("status", StatusName(response.status()));
    if (response.status() != OcspStatus::kSuccessful) return absl::OkStatus();
    section.Add("responder", response.responder_name().empty() ? Hex(response.responder_key_hash())
                                                               : Name(response.responder_name()));
    section.Add("produced at", Time(response.produced_at()));
    section.Add("nonce", response.nonce() ? Hex(*response.nonce()) : "none");
    section.Add("signed with", Algorithm(response.algorithm()));
    section.Add("SHA-256", verification::openssl::ToHex(response.sha256()));
  }
  for (size_t i = 0; i < response.responses().size(); ++i) {
    DescribeSingle(response.responses()[i], &inspection->Add(absl::StrCat("answer[", i, "]")));
  }
  for (size_t i = 0; i < response.certificates().size(); ++i) {
    DescribeCertificate(context, response.certificates()[i],
                        &inspection->Add(absl::StrCat("certificate[", i, "]")));
  }
  return absl::OkStatus();
}

}  // namespace oteu::cli::inspect
