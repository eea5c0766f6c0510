#include "verification/revocation/distribution_point.h"

#include <algorithm>
#include <utility>

#include "verification/kzgost/der.h"
#include "verification/limits.h"
#include "verification/x509/der_write.h"
#include "verification/x509/name.h"

namespace oteu::verification::revocation {
namespace {

using kzgost::DerContext;
using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr uint8_t kDirectoryName = 0xA4;  // GeneralName [4], EXPLICIT for it holds a CHOICE

// GeneralNames, from the contents of the SEQUENCE OF.
std::optional<std::vector<std::string>> ReadNames(Bytes contents) {
  std::vector<std::string> names;
  DerReader list(contents);
  while (!list.empty()) {
    const std::optional<DerElement> name = list.ReadAny();
    if (!name || names.size() == kMaxExtensionEntries.value) return std::nullopt;
    names.emplace_back(openssl::AsStringView(name->whole));
  }
  if (names.empty()) return std::nullopt;
  return names;
}

std::string DirectoryName(std::string_view name) { return x509::WriteDer(kDirectoryName, name); }

// 4.2.1.13: the relative distinguished name is appended to the issuer's name. `rdn`: contents of the SET.
std::optional<std::string> AppendRdn(Bytes issuer, Bytes rdn) {
  DerReader reader(issuer);
  const std::optional<Bytes> rdns = reader.Read(kzgost::kDerSequence);
  if (!rdns || rdn.empty()) return std::nullopt;
  constexpr uint8_t kSet = 0x31;
  std::string name(openssl::AsStringView(*rdns));
  name += x509::WriteDer(kSet, openssl::AsStringView(rdn));
  return DirectoryName(x509::WriteDer(kzgost::kDerSequence, name));
}

// The Name inside a directoryName.
std::optional<Bytes> NameInside(Bytes general_name) {
  DerReader reader(general_name);
  return reader.Read(kDirectoryName);
}

bool SameName(Bytes a, Bytes b) {
  if (std::ranges::equal(a, b)) return true;
  const std::optional<Bytes> first = NameInside(a);
  const std::optional<Bytes> second = first ? NameInside(b) : std::nullopt;
  return second && x509::NamesEqual(*first, *second);
}

std::optional<DistributionPoint> ReadPoint(Bytes contents, Bytes certificate_issuer) {
  DistributionPoint point;
  DerReader fields(contents);
  std::optional<Bytes> name;
  if (fields.PeekTag() == DerContext(0)) {
    name = fields.Read(DerContext(0));
    if (!name) return std::nullopt;
  }
  if (fields.PeekTag() == 0x81) {
    const std::optional<Bytes> flags = fields.Read(0x81);
    const std::optional<ReasonMask> reasons = flags ? ReadReasonFlags(*flags) : std::nullopt;
    if (!reasons) return std::nullopt;
    point.reasons = *reasons;
  }
  if (fields.PeekTag() == DerContext(2)) {
    const std::optional<Bytes> issuers = fields.Read(DerContext(2));
    std::optional<std::vector<std::string>> names = issuers ? ReadNames(*issuers) : std::nullopt;
    if (!names) return std::nullopt;
    point.crl_issuers = *std::move(names);
  }
  if (!fields.empty()) return std::nullopt;
  if (!name) return point;
  // 4.2.1.13: relative to the cRLIssuer where there is one (it is a single name then), else to the issuer.
  Bytes base = certificate_issuer;
  if (!point.crl_issuers.empty()) {
    base = NameInside(openssl::AsBytes(point.crl_issuers[0])).value_or(Bytes());
  }
  std::optional<std::vector<std::string>> names = ReadPointName(*name, base);
  if (!names) return std::nullopt;
  point.names = *std::move(names);
  return point;
}

}  // namespace

std::optional<std::vector<std::string>> ReadPointName(Bytes contents, Bytes issuer) {
  DerReader reader(contents);
  const std::optional<DerElement> choice = reader.ReadAny();
  if (!choice || !reader.empty()) return std::nullopt;
  if (choice->tag == DerContext(0)) return ReadNames(choice->contents);
  if (choice->tag != DerContext(1)) return std::nullopt;
  std::optional<std::string> name = AppendRdn(issuer, choice->contents);
  if (!name) return std::nullopt;
  return std::vector<std::string>{*std::move(name)};
}

std::optional<std::vector<DistributionPoint>> ReadDistributionPoints(Bytes extension,
                                                                     Bytes certificate_issuer) {
  DerReader outer(extension);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return std::nullopt;
  std::vector<DistributionPoint> points;
  DerReader list(*body);
  while (!list.empty()) {
    const std::optional<Bytes> contents = list.Read(kzgost::kDerSequence);
    std::optional<DistributionPoint> point =
        contents ? ReadPoint(*contents, certificate_issuer) : std::nullopt;
    if (!point || points.size() == kMaxDistributionPoints.value) return std::nullopt;
    points.push_back(*std::move(point));
  }
  return points;
}

DistributionPoint ImplicitPoint(Bytes certificate_issuer) {
  return {.names = {DirectoryName(openssl::AsStringView(certificate_issuer))}};
}

bool ShareName(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::ranges::any_of(a, [&](const std::string& one) {
    return std::ranges::any_of(b, [&](const std::string& other) {
      return SameName(openssl::AsBytes(one), openssl::AsBytes(other));
    });
  });
}

bool NamesDirectory(const std::vector<std::string>& names, Bytes name) {
  return std::ranges::any_of(names, [&](const std::string& one) {
    const std::optional<Bytes> inside = NameInside(openssl::AsBytes(one));
    return inside && x509::NamesEqual(*inside, name);
  });
}

std::optional<Bytes> FirstDirectoryName(Bytes general_names) {
  DerReader list(general_names);
  while (!list.empty()) {
    const std::optional<DerElement> name = list.ReadAny();
    if (!name) return std::nullopt;
    if (name->tag == kDirectoryName) return name->contents;
  }
  return std::nullopt;
}

}  // namespace oteu::verification::revocation
