#include "clients/demo_pki/timestamp.h"

#include <openssl/x509.h>

#include <utility>

#include "clients/demo_pki/certificate.h"
#include "clients/demo_pki/der_writer.h"
#include "clients/demo_pki/oids.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"

namespace oteu::demo_pki {
namespace {

constexpr uint8_t kGeneralizedTime = 0x18;
constexpr uint64_t kAccuracyMillis = 500;

// GeneralizedTime with milliseconds, without trailing zeros (RFC 3161 section 2.4.2).
std::string GenTime(absl::Time time) {
  std::string text = absl::FormatTime("%E4Y%m%d%H%M%E3S", time, absl::UTCTimeZone());
  while (text.back() == '0' && text.find('.') != std::string::npos) text.pop_back();
  if (text.back() == '.') text.pop_back();
  return der::Element(kGeneralizedTime, text.append("Z"));
}

absl::StatusOr<std::string> SubjectOf(std::string_view certificate) {
  const auto* cursor = reinterpret_cast<const unsigned char*>(certificate.data());
  const verification::openssl::X509Ptr parsed(
      d2i_X509(nullptr, &cursor, static_cast<long>(certificate.size())));
  if (!parsed)
    return verification::openssl::TakeErrors(absl::StatusCode::kInvalidArgument, "authority's certificate");
  unsigned char* name = nullptr;
  const int size = i2d_X509_NAME(X509_get_subject_name(parsed.get()), &name);
  const verification::openssl::BytesPtr owner(name);
  verification::openssl::ClearErrors();
  if (size <= 0) return absl::InternalError("authority's certificate: its name does not encode");
  return std::string(reinterpret_cast<const char*>(name), static_cast<size_t>(size));
}

std::string CriticalExtension() {
  return der::Sequence({der::Oid(kDemoPolicyOid), der::Boolean(true), der::OctetString(der::Null())});
}

absl::StatusOr<std::string> TstInfo(std::string_view stamped, const CmsSigner& tsa,
                                    const TimestampSpec& spec) {
  const TimestampDefects& defects = spec.defects;
  const std::string algorithm = spec.imprint_digest_oid.empty()
                                    ? tsa.key->digest_algorithm()
                                    : der::Sequence({der::Oid(spec.imprint_digest_oid), der::Null()});
  const absl::StatusOr<std::string> imprint = spec.imprint_digest_oid.empty()
                                                  ? tsa.key->Digest(stamped)
                                                  : tsa.key->DigestBy(spec.imprint_digest_oid, stamped);
  if (!imprint.ok()) return imprint.status();
  std::vector<std::string> fields = {
      der::SmallInteger(defects.version_two ? 2 : 1),
      der::Oid(kDemoTsaPolicyOid),
      der::Sequence({algorithm, der::OctetString(*imprint)}),
      der::SmallInteger(spec.serial),
      GenTime(spec.gen_time),
      der::Sequence({der::ImplicitPrimitive(0, der::Contents(der::SmallInteger(kAccuracyMillis)))}),
  };
  if (spec.tsa_name || defects.foreign_tsa_name) {
    Subject other;
    other.common_name = "another authority";
    const absl::StatusOr<std::string> name =
        defects.foreign_tsa_name ? absl::StatusOr<std::string>(other.ToDer()) : SubjectOf(tsa.certificate);
    if (!name.ok()) return name.status();
    fields.push_back(der::Explicit(0, der::Explicit(4, *name)));  // GeneralName directoryName
  }
  if (defects.critical_extension) fields.push_back(der::ImplicitConstructed(1, CriticalExtension()));
  if (defects.trailing_field) fields.push_back(der::Null());
  return der::Sequence(fields);
}

}  // namespace

absl::StatusOr<std::string> MakeTimestamp(std::string_view stamped, const CmsSigner& tsa,
                                          const TimestampSpec& spec) {
  const absl::StatusOr<std::string> info = TstInfo(stamped, tsa, spec);
  if (!info.ok()) return info.status();
  CmsOptions options;
  options.content_type = spec.defects.other_content_type ? kDataOid : kTstInfoOid;
  options.signing_time = spec.gen_time;
  options.signing_certificate_attribute = spec.signing_certificate_attribute;
  options.more_certificates = spec.more_certificates;
  options.unsigned_attributes = spec.unsigned_attributes;
  options.defects = spec.defects.cms;
  options.defects.omit_certificates = !spec.certificate;
  std::vector<CmsSigner> signers = {tsa};
  if (spec.defects.two_signers) signers.push_back(tsa);
  return SignCms(*info, signers, options);
}

std::string TimestampAttribute(std::string_view token) {
  return der::Sequence({der::Oid(kTimestampTokenOid), der::SetOf({std::string(token)})});
}

UnsignedAttributeMaker StampWith(const CmsSigner& tsa, const TimestampSpec& spec) {
  return [tsa, spec](std::string_view signature) -> absl::StatusOr<std::vector<std::string>> {
    const absl::StatusOr<std::string> token = MakeTimestamp(signature, tsa, spec);
    if (!token.ok()) return token.status();
    return std::vector<std::string>{TimestampAttribute(*token)};
  };
}

}  // namespace oteu::demo_pki
