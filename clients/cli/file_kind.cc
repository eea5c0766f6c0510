#include "clients/cli/file_kind.h"

#include <optional>
#include <variant>

#include "verification/cms/oids.h"
#include "verification/cms/text_encoding.h"
#include "verification/kzgost/der.h"
#include "verification/openssl/bytes.h"

namespace oteu::cli {
namespace {

using verification::kzgost::DerContext;
using verification::kzgost::DerReader;
using verification::kzgost::kDerEnumerated;
using verification::kzgost::kDerGeneralizedTime;
using verification::kzgost::kDerInteger;
using verification::kzgost::kDerOid;
using verification::kzgost::kDerSequence;
using verification::kzgost::kDerUtcTime;
using verification::kzgost::Oid;
using verification::openssl::Bytes;

constexpr Oid kTstInfoOid("1.2.840.113549.1.9.16.1.4");

bool Is(const std::optional<Bytes>& contents, const Oid& oid) {
  return contents && verification::kzgost::Is(*contents, oid);
}

// ContentInfo with SignedData over TSTInfo (RFC 3161 section 2.4.2).
bool IsTimeStampToken(Bytes content_info) {
  DerReader reader(content_info);
  if (!Is(reader.Read(kDerOid), verification::cms::kSignedDataOid)) return false;
  const std::optional<Bytes> wrapped = reader.Read(DerContext(0));
  if (!wrapped) return false;
  const std::optional<Bytes> signed_data = DerReader(*wrapped).Read(kDerSequence);
  if (!signed_data) return false;
  DerReader fields(*signed_data);
  if (!fields.Read(kDerInteger) || !fields.ReadAny()) return false;
  const std::optional<Bytes> encapsulated = fields.Read(kDerSequence);
  return encapsulated && Is(DerReader(*encapsulated).Read(kDerOid), kTstInfoOid);
}

// TBSCertificate or TBSCertList (RFC 5280 sections 4.1 and 5.1): a list has a time where a certificate has
// its validity.
FileKind KindOfSigned(Bytes to_be_signed) {
  DerReader reader(to_be_signed);
  if (reader.PeekTag() == DerContext(0)) return FileKind::kCertificate;
  const bool numbered = reader.PeekTag() == kDerInteger;
  if (numbered) reader.ReadAny();
  if (!reader.Read(kDerSequence) || !reader.Read(kDerSequence)) return FileKind::kCmsOrUnknown;
  const std::optional<uint8_t> next = reader.PeekTag();
  if (next == kDerUtcTime || next == kDerGeneralizedTime) return FileKind::kCrl;
  return numbered && next == kDerSequence ? FileKind::kCertificate : FileKind::kCmsOrUnknown;
}

FileKind KindOfDer(Bytes der) {
  const std::optional<Bytes> outer = DerReader(der).Read(kDerSequence);
  if (!outer) return FileKind::kCmsOrUnknown;
  if (IsTimeStampToken(*outer)) return FileKind::kTimeStamp;
  DerReader reader(*outer);
  if (reader.PeekTag() == kDerEnumerated) return FileKind::kOcspResponse;
  const std::optional<Bytes> first = reader.Read(kDerSequence);
  if (!first) return FileKind::kCmsOrUnknown;
  // TimeStampResp: PKIStatusInfo, whose first field is an integer, then nothing or the token.
  if (DerReader(*first).PeekTag() == kDerInteger) {
    const std::optional<Bytes> token = reader.Read(kDerSequence);
    if (reader.empty() && (!token || IsTimeStampToken(*token))) return FileKind::kTimeStamp;
  }
  return KindOfSigned(*first);
}

}  // namespace

FileKind KindOf(std::string_view file) {
  std::string_view text = file;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const size_t start = text.find_first_not_of(" \t\r\n");
  if (start != std::string_view::npos && text[start] == '<') return FileKind::kXml;
  if (file.find("-----BEGIN CERTIFICATE-----") != std::string_view::npos) return FileKind::kCertificate;
  if (file.find("-----BEGIN X509 CRL-----") != std::string_view::npos) return FileKind::kCrl;
  const Bytes bytes = verification::openssl::AsBytes(file);
  if (!bytes.empty() && bytes[0] == kDerSequence) {
    const FileKind kind = KindOfDer(bytes);
    if (kind != FileKind::kCmsOrUnknown) return kind;
  }
  const auto decoded = verification::cms::DecodeBase64(file);
  if (const auto* der = std::get_if<std::vector<uint8_t>>(&decoded)) return KindOfDer(*der);
  return FileKind::kCmsOrUnknown;
}

const char* KindName(FileKind kind) {
  switch (kind) {
    case FileKind::kCmsOrUnknown:
      return "CMS";
    case FileKind::kCertificate:
      return "X.509 certificate";
    case FileKind::kCrl:
      return "X.509 CRL";
    case FileKind::kTimeStamp:
      return "RFC 3161 time stamp";
    case FileKind::kOcspResponse:
      return "OCSP response";
    case FileKind::kXml:
      return "XML";
  }
  return "";
}

}  // namespace oteu::cli
