// Where a certificate says that its revocation is told (RFC 5280 section 4.2.1.13), and the names that tie a
// certificate to a list (5.2.5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "verification/openssl/bytes.h"
#include "verification/revocation/reason.h"

namespace oteu::verification::revocation {

struct DistributionPoint {
  // Whole DER of each GeneralName; a name relative to the issuer is written out as a directoryName. Empty
  // when the point names none.
  std::vector<std::string> names = {};
  ReasonMask reasons = kAllReasons;
  // Whole DER of each GeneralName of cRLIssuer; empty when the certificate's issuer makes the list.
  std::vector<std::string> crl_issuers = {};
};

// From the contents of extnValue. `certificate_issuer`: whole DER of the Name. Nothing when malformed.
std::optional<std::vector<DistributionPoint>> ReadDistributionPoints(openssl::Bytes extension,
                                                                     openssl::Bytes certificate_issuer);

// The point that stands for "the issuer's own list" (6.3.3, last paragraph): its name and every reason.
DistributionPoint ImplicitPoint(openssl::Bytes certificate_issuer);

// Contents of a DistributionPointName's wrapper: fullName or nameRelativeToCRLIssuer. `issuer`: whole DER of
// the Name that a relative name is relative to. Nothing when malformed or empty.
std::optional<std::vector<std::string>> ReadPointName(openssl::Bytes contents, openssl::Bytes issuer);

// Some name of one is a name of the other. Directory names are compared as 7.1 says, others byte by byte.
bool ShareName(const std::vector<std::string>& a, const std::vector<std::string>& b);
// The Name (whole DER) is among these as a directoryName.
bool NamesDirectory(const std::vector<std::string>& names, openssl::Bytes name);

// Whole DER of the first directoryName of GeneralNames (contents); nothing when there is none or when
// malformed.
std::optional<openssl::Bytes> FirstDirectoryName(openssl::Bytes general_names);

}  // namespace oteu::verification::revocation
