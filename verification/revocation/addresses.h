// Addresses at which evidence is offered, as certificates and lists name them (RFC 5280 sections 4.2.2.1,
// 4.2.1.15, 5.2.6). Hints of unknown worth: whoever asks there decides by his own list of hosts.
#pragma once

#include <string>
#include <vector>

#include "verification/openssl/bytes.h"
#include "verification/revocation/crl.h"
#include "verification/x509/outline.h"

namespace oteu::verification::revocation {

// Of OCSP responders: id-ad-ocsp of authorityInfoAccess. Only http: and https: URLs of printable ASCII, at
// most kMaxAddressBytes long and kMaxExtensionEntries of them; empty when there are none or when malformed.
std::vector<std::string> OcspAddresses(const x509::CertificateOutline& certificate);

// Of the deltas to the issuer's list: freshestCRL of the list, or of a certificate. Likewise.
std::vector<std::string> DeltaAddresses(const Crl& list);
std::vector<std::string> DeltaAddresses(const x509::CertificateOutline& certificate);

}  // namespace oteu::verification::revocation
