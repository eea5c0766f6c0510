#include "verification/revocation/ocsp_response.h"

#include <algorithm>
#include <utility>

#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/limits.h"
#include "verification/revocation/crl_entry.h"
#include "verification/x509/der_time.h"

namespace oteu::verification::revocation {
namespace {

using kzgost::DerContext;
using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr kzgost::Oid kBasicResponseOid("1.3.6.1.5.5.7.48.1.1");
constexpr kzgost::Oid kNonceOid("1.3.6.1.5.5.7.48.1.2");
constexpr kzgost::Oid kArchiveCutoffOid("1.3.6.1.5.5.7.48.1.6");
constexpr kzgost::Oid kExtendedRevokeOid("1.3.6.1.5.5.7.48.1.9");
constexpr kzgost::Oid kInvalidityDateOid("2.5.29.24");

constexpr uint8_t kGood = 0x80;     // [0] IMPLICIT NULL
constexpr uint8_t kRevoked = 0xA1;  // [1] IMPLICIT RevokedInfo
constexpr uint8_t kUnknown = 0x82;  // [2] IMPLICIT NULL

// 4.2.2.2: GeneralizedTime alone, in the form of RFC 5280 4.1.2.5.2.
std::optional<absl::Time> ReadTime(DerReader* fields) {
  if (fields->PeekTag() != kzgost::kDerGeneralizedTime) return std::nullopt;
  const std::optional<DerElement> element = fields->ReadAny();
  return element ? x509::ParseDerTime(*element) : std::nullopt;
}

std::optional<absl::Time> ReadOnlyTime(Bytes contents) {
  DerReader reader(contents);
  const std::optional<absl::Time> time = ReadTime(&reader);
  return reader.empty() ? time : std::nullopt;
}

std::optional<OcspCertId> ReadCertId(Bytes contents) {
  DerReader fields(contents);
  const std::optional<DerElement> algorithm = fields.ReadAny();
  const auto identifier = algorithm ? kzgost::ParseAlgorithmIdentifier(algorithm->whole)
                                    : absl::InvalidArgumentError("no algorithm");
  if (!identifier.ok()) return std::nullopt;
  // The parameters of a digest are NULL or absent.
  const Bytes parameters = identifier->parameters;
  if (!parameters.empty() && (parameters.size() != 2 || parameters[0] != kzgost::kDerNull)) {
    return std::nullopt;
  }
  const std::optional<Bytes> name_hash = fields.Read(kzgost::kDerOctetString);
  const std::optional<Bytes> key_hash = name_hash ? fields.Read(kzgost::kDerOctetString) : std::nullopt;
  const std::optional<Bytes> serial = key_hash ? fields.Read(kzgost::kDerInteger) : std::nullopt;
  if (!serial || serial->empty() || !fields.empty()) return std::nullopt;
  return OcspCertId{identifier->oid, *name_hash, *key_hash, *serial};
}

// RevokedInfo.
std::optional<CrlEntry> ReadRevoked(Bytes contents) {
  CrlEntry entry;
  DerReader fields(contents);
  const std::optional<absl::Time> time = ReadTime(&fields);
  if (!time) return std::nullopt;
  entry.revocation_date = *time;
  if (fields.empty()) return entry;
  const std::optional<Bytes> wrapper = fields.Read(DerContext(0));
  if (!wrapper || !fields.empty()) return std::nullopt;
  DerReader inner(*wrapper);
  const std::optional<Bytes> number = inner.Read(kzgost::kDerEnumerated);
  const std::optional<Reason> reason = number && inner.empty() ? ReadReason(*number) : std::nullopt;
  if (!reason) return std::nullopt;
  entry.reason = *reason;
  return entry;
}

bool ReadCertStatus(DerReader* fields, OcspSingleResponse* single) {
  const std::optional<DerElement> status = fields->ReadAny();
  if (!status) return false;
  switch (status->tag) {
    case kGood:
      single->status = OcspCertStatus::kGood;
      return status->contents.empty();
    case kRevoked:
      single->status = OcspCertStatus::kRevoked;
      single->revoked = ReadRevoked(status->contents);
      return single->revoked.has_value();
    case kUnknown:
      single->status = OcspCertStatus::kUnknown;
      return status->contents.empty();
    default:
      return false;
  }
}

// The Extensions inside an explicit tag, each handed to `take`; false when malformed or doubled.
template <typename Take>
bool ReadExtensions(Bytes wrapper, Take take) {
  DerReader outer(wrapper);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return false;
  DerReader list(*body);
  std::vector<Bytes> seen;
  while (!list.empty()) {
    const std::optional<Extension> extension = ReadExtension(&list);
    if (!extension || seen.size() == kMaxExtensions.value) return false;
    const auto same = [&](Bytes oid) { return std::ranges::equal(oid, extension->oid); };
    if (std::ranges::any_of(seen, same)) return false;
    seen.push_back(extension->oid);
    if (!take(*extension)) return false;
  }
  return true;
}

bool TakeSingleExtension(const Extension& extension, OcspSingleResponse* single) {
  if (Is(extension.oid, kArchiveCutoffOid)) {
    single->archive_cutoff = ReadOnlyTime(extension.value);
    return single->archive_cutoff.has_value();
  }
  if (Is(extension.oid, kInvalidityDateOid)) {  // 4.4.5: those of a CRL entry
    const std::optional<absl::Time> date = ReadOnlyTime(extension.value);
    if (date && single->revoked) single->revoked->invalidity_date = date;
    return date.has_value();
  }
  return !extension.critical;  // 4.4
}

std::optional<OcspSingleResponse> ReadSingle(Bytes contents) {
  OcspSingleResponse single;
  DerReader fields(contents);
  const std::optional<Bytes> id = fields.Read(kzgost::kDerSequence);
  std::optional<OcspCertId> cert_id = id ? ReadCertId(*id) : std::nullopt;
  if (!cert_id || !ReadCertStatus(&fields, &single)) return std::nullopt;
  single.cert_id = *std::move(cert_id);
  const std::optional<absl::Time> this_update = ReadTime(&fields);
  if (!this_update) return std::nullopt;
  single.this_update = *this_update;
  if (fields.PeekTag() == DerContext(0)) {
    const std::optional<Bytes> wrapper = fields.Read(DerContext(0));
    single.next_update = wrapper ? ReadOnlyTime(*wrapper) : std::nullopt;
    // 4.2.2.1: not before thisUpdate.
    if (!single.next_update || *single.next_update < *this_update) return std::nullopt;
  }
  if (fields.PeekTag() == DerContext(1)) {
    const std::optional<Bytes> wrapper = fields.Read(DerContext(1));
    const auto take = [&](const Extension& extension) { return TakeSingleExtension(extension, &single); };
    if (!wrapper || !ReadExtensions(*wrapper, take)) return std::nullopt;
  }
  if (!fields.empty()) return std::nullopt;
  return single;
}

}  // namespace

class OcspParser {
 public:
  explicit OcspParser(std::string der) : response_(new OcspResponse) { response_->der_ = std::move(der); }

  OrProblem<std::unique_ptr<OcspResponse>> Run() {
    if (response_->der_.size() > kMaxOcspResponseBytes.value) return LimitExceeded(kMaxOcspResponseBytes);
    response_->sha256_ = openssl::Sha256(response_->der());
    if (std::optional<Problem> problem = Outer()) return *std::move(problem);
    return std::move(response_);
  }

 private:
  // OCSPResponse, or BasicOCSPResponse.
  std::optional<Problem> Outer() {
    DerReader outer(response_->der());
    const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
    if (!body || !outer.empty()) return InvalidRevocationData("RFC 6960 4.2.1", "not strict DER");
    DerReader fields(*body);
    if (fields.PeekTag() == kzgost::kDerSequence) {
      response_->status_ = OcspStatus::kSuccessful;
      return Basic(*body);
    }
    const std::optional<Bytes> status = fields.Read(kzgost::kDerEnumerated);
    if (!status || status->size() != 1 || (*status)[0] > 6 || (*status)[0] == 4) {
      return InvalidRevocationData("RFC 6960 4.2.1", "responseStatus");
    }
    response_->status_ = static_cast<OcspStatus>((*status)[0]);
    // responseBytes stand with success alone.
    if (response_->status_ != OcspStatus::kSuccessful) {
      if (!fields.empty()) return InvalidRevocationData("RFC 6960 4.2.1", "responseBytes beside an error");
      return std::nullopt;
    }
    const std::optional<Bytes> wrapper = fields.Read(DerContext(0));
    if (!wrapper || !fields.empty()) return InvalidRevocationData("RFC 6960 4.2.1", "responseBytes");
    return ResponseBytes(*wrapper);
  }

  std::optional<Problem> ResponseBytes(Bytes wrapper) {
    DerReader outer(wrapper);
    const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
    if (!body || !outer.empty()) return InvalidRevocationData("RFC 6960 4.2.1", "responseBytes");
    DerReader fields(*body);
    const std::optional<Bytes> type = fields.Read(kzgost::kDerOid);
    if (!type || !Is(*type, kBasicResponseOid))
      return InvalidRevocationData("RFC 6960 4.2.1", "responseType");
    const std::optional<Bytes> response = fields.Read(kzgost::kDerOctetString);
    if (!response || !fields.empty()) return InvalidRevocationData("RFC 6960 4.2.1", "response");
    DerReader basic(*response);
    const std::optional<Bytes> contents = basic.Read(kzgost::kDerSequence);
    if (!contents || !basic.empty()) return InvalidRevocationData("RFC 6960 4.2.1", "BasicOCSPResponse");
    return Basic(*contents);
  }

  std::optional<Problem> Basic(Bytes contents) {
    DerReader fields(contents);
    const std::optional<DerElement> tbs = fields.ReadAny();
    const std::optional<DerElement> algorithm = tbs ? fields.ReadAny() : std::nullopt;
    const std::optional<Bytes> signature = algorithm ? fields.Read(kzgost::kDerBitString) : std::nullopt;
    if (!signature || tbs->tag != kzgost::kDerSequence || signature->empty() || (*signature)[0] != 0) {
      return InvalidRevocationData("RFC 6960 4.2.1", "BasicOCSPResponse");
    }
    response_->tbs_ = tbs->whole;
    response_->algorithm_ = algorithm->whole;
    response_->signature_ = signature->subspan(1);
    if (fields.PeekTag() == DerContext(0)) {
      const std::optional<Bytes> wrapper = fields.Read(DerContext(0));
      if (!wrapper) return InvalidRevocationData("RFC 6960 4.2.1", "certs");
      if (std::optional<Problem> problem = Certificates(*wrapper)) return problem;
    }
    if (!fields.empty()) return InvalidRevocationData("RFC 6960 4.2.1", "trailing fields");
    return ResponseData(tbs->contents);
  }

  std::optional<Problem> Certificates(Bytes wrapper) {
    DerReader outer(wrapper);
    const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
    if (!body || !outer.empty()) return InvalidRevocationData("RFC 6960 4.2.1", "certs");
    DerReader list(*body);
    while (!list.empty()) {
      const std::optional<DerElement> certificate = list.ReadAny();
      if (!certificate || certificate->tag != kzgost::kDerSequence) {
        return InvalidRevocationData("RFC 6960 4.2.1", "certs");
      }
      if (response_->certificates_.size() == kMaxOcspCertificates.value) {
        return LimitExceeded(kMaxOcspCertificates);
      }
      response_->certificates_.push_back(certificate->whole);
    }
    return std::nullopt;
  }

  std::optional<Problem> ResponseData(Bytes contents) {
    DerReader fields(contents);
    if (fields.PeekTag() == DerContext(0)) {  // v1 is the default; some responders write it all the same
      const std::optional<Bytes> wrapper = fields.Read(DerContext(0));
      DerReader inner(wrapper.value_or(Bytes()));
      const std::optional<Bytes> version = inner.Read(kzgost::kDerInteger);
      if (!version || !inner.empty() || kzgost::SmallInteger(*version) != 0) {
        return InvalidRevocationData("RFC 6960 4.2.1", "version");
      }
    }
    if (!ResponderId(&fields)) return InvalidRevocationData("RFC 6960 4.2.1", "responderID");
    const std::optional<absl::Time> produced_at = ReadTime(&fields);
    if (!produced_at) return InvalidRevocationData("RFC 6960 4.2.1", "producedAt");
    response_->produced_at_ = *produced_at;
    const std::optional<Bytes> responses = fields.Read(kzgost::kDerSequence);
    if (!responses) return InvalidRevocationData("RFC 6960 4.2.1", "responses");
    if (std::optional<Problem> problem = SingleResponses(*responses)) return problem;
    if (fields.PeekTag() == DerContext(1)) {
      const std::optional<Bytes> wrapper = fields.Read(DerContext(1));
      const auto take = [this](const Extension& extension) { return TakeExtension(extension); };
      if (!wrapper || !ReadExtensions(*wrapper, take))
        return InvalidRevocationData("RFC 6960 4.4", "responseExtensions");
    }
    if (!fields.empty()) return InvalidRevocationData("RFC 6960 4.2.1", "trailing fields");
    return std::nullopt;
  }

  bool ResponderId(DerReader* fields) {
    constexpr size_t kSha1Bytes = 20;
    const std::optional<DerElement> id = fields->ReadAny();
    if (!id) return false;
    DerReader inner(id->contents);
    if (id->tag == DerContext(1)) {
      const std::optional<DerElement> name = inner.ReadAny();
      if (!name || name->tag != kzgost::kDerSequence || !inner.empty()) return false;
      response_->responder_name_ = name->whole;
      return true;
    }
    if (id->tag != DerContext(2)) return false;
    const std::optional<Bytes> hash = inner.Read(kzgost::kDerOctetString);
    if (!hash || hash->size() != kSha1Bytes || !inner.empty()) return false;
    response_->responder_key_hash_ = *hash;
    return true;
  }

  std::optional<Problem> SingleResponses(Bytes contents) {
    DerReader list(contents);
    while (!list.empty()) {
      if (response_->responses_.size() == kMaxOcspSingleResponses.value) {
        return LimitExceeded(kMaxOcspSingleResponses);
      }
      const std::optional<Bytes> body = list.Read(kzgost::kDerSequence);
      std::optional<OcspSingleResponse> single = body ? ReadSingle(*body) : std::nullopt;
      if (!single) return InvalidRevocationData("RFC 6960 4.2.1", "SingleResponse");
      response_->responses_.push_back(*std::move(single));
    }
    return std::nullopt;
  }

  bool TakeExtension(const Extension& extension) {
    if (Is(extension.oid, kNonceOid)) {
      if (extension.value.empty() || extension.value.size() > kMaxOcspNonceBytes.value) return false;
      // RFC 8954: an OCTET STRING inside; responders of old write the bytes alone.
      DerReader reader(extension.value);
      const std::optional<Bytes> inner = reader.Read(kzgost::kDerOctetString);
      response_->nonce_ = inner && reader.empty() ? *inner : extension.value;
      return true;
    }
    if (Is(extension.oid, kExtendedRevokeOid)) {
      response_->extended_revoke_ = true;
      return true;
    }
    return !extension.critical;  // 4.4: a response with one that is not understood is not used
  }

  std::unique_ptr<OcspResponse> response_;
};

OrProblem<std::unique_ptr<OcspResponse>> OcspResponse::Parse(std::string der) {
  return OcspParser(std::move(der)).Run();
}

}  // namespace oteu::verification::revocation
