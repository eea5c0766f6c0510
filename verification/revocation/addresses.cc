#include "verification/revocation/addresses.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "verification/kzgost/der.h"
#include "verification/kzgost/oid.h"
#include "verification/limits.h"
#include "verification/revocation/distribution_point.h"

namespace oteu::verification::revocation {
namespace {

using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr kzgost::Oid kAuthorityInfoAccessOid("1.3.6.1.5.5.7.1.1");
constexpr kzgost::Oid kOcspAccessOid("1.3.6.1.5.5.7.48.1");
constexpr kzgost::Oid kFreshestCrlOid("2.5.29.46");
constexpr uint8_t kUri = 0x86;  // GeneralName [6]

// A GeneralName (whole DER) that is a URL which HTTP can be spoken with.
std::optional<std::string> UrlOf(Bytes general_name) {
  DerReader reader(general_name);
  const std::optional<Bytes> uri = reader.Read(kUri);
  if (!uri || uri->size() > kMaxAddressBytes.value) return std::nullopt;
  const std::string_view text = openssl::AsStringView(*uri);
  const bool printable = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; });
  if (!printable || !(text.starts_with("http://") || text.starts_with("https://"))) return std::nullopt;
  return std::string(text);
}

std::vector<std::string> UrlsOf(Bytes distribution_points, Bytes issuer) {
  std::vector<std::string> urls;
  for (const DistributionPoint& point :
       ReadDistributionPoints(distribution_points, issuer).value_or(std::vector<DistributionPoint>())) {
    for (const std::string& name : point.names) {
      if (auto url = UrlOf(openssl::AsBytes(name)); url && urls.size() < kMaxExtensionEntries.value)
        urls.push_back(*std::move(url));
    }
  }
  return urls;
}

}  // namespace

std::vector<std::string> OcspAddresses(const x509::CertificateOutline& certificate) {
  const std::optional<Bytes> extension = x509::FindExtension(certificate, kAuthorityInfoAccessOid.der());
  DerReader outer(extension.value_or(Bytes()));
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  std::vector<std::string> urls;
  DerReader list(body.value_or(Bytes()));
  for (size_t entries = 0; !list.empty() && entries < kMaxExtensionEntries.value; ++entries) {
    const std::optional<Bytes> description = list.Read(kzgost::kDerSequence);
    DerReader fields(description.value_or(Bytes()));
    const std::optional<Bytes> method = fields.Read(kzgost::kDerOid);
    const std::optional<DerElement> location = method ? fields.ReadAny() : std::nullopt;
    if (!location || !fields.empty()) return {};
    if (!std::ranges::equal(*method, kOcspAccessOid.der())) continue;
    if (auto url = UrlOf(location->whole)) urls.push_back(*std::move(url));
  }
  return urls;
}

std::vector<std::string> DeltaAddresses(const Crl& list) {
  return UrlsOf(list.freshest_crl_extension(), list.issuer());
}

std::vector<std::string> DeltaAddresses(const x509::CertificateOutline& certificate) {
  const std::optional<Bytes> extension = x509::FindExtension(certificate, kFreshestCrlOid.der());
  if (!extension) return {};
  return UrlsOf(*extension, certificate.issuer);
}

}  // namespace oteu::verification::revocation
