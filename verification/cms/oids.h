// Object identifiers of CMS and its attributes.
#pragma once

#include "verification/kzgost/oid.h"

namespace oteu::verification::cms {

using kzgost::Oid;

// RFC 5652 sections 4, 5.1 and 11.
inline constexpr Oid kDataOid("1.2.840.113549.1.7.1");
inline constexpr Oid kSignedDataOid("1.2.840.113549.1.7.2");
inline constexpr Oid kContentTypeOid("1.2.840.113549.1.9.3");
inline constexpr Oid kMessageDigestOid("1.2.840.113549.1.9.4");
inline constexpr Oid kSigningTimeOid("1.2.840.113549.1.9.5");
// RFC 5035 sections 3 and 4.
inline constexpr Oid kSigningCertificateOid("1.2.840.113549.1.9.16.2.12");
inline constexpr Oid kSigningCertificateV2Oid("1.2.840.113549.1.9.16.2.47");
// RFC 3161 appendix A.
inline constexpr Oid kTimestampTokenOid("1.2.840.113549.1.9.16.2.14");
inline constexpr Oid kTstInfoOid("1.2.840.113549.1.9.16.1.4");
// RFC 5126 sections 6.3.3 and 6.3.4.
inline constexpr Oid kCertificateValuesOid("1.2.840.113549.1.9.16.2.23");
inline constexpr Oid kRevocationValuesOid("1.2.840.113549.1.9.16.2.24");
// ETSI EN 319 122-1 sections 5.5.2 and 5.5.3.
inline constexpr Oid kAtsHashIndexV3Oid("0.4.0.19122.1.5");
inline constexpr Oid kArchiveTimestampV3Oid("0.4.0.1733.2.4");
// RFC 5940: an OCSP response, as id-ri-ocsp-response.
inline constexpr Oid kOcspResponseInfoOid("1.3.6.1.5.5.7.16.2");

}  // namespace oteu::verification::cms
