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

}  // namespace oteu::verification::cms
