#include "verification/x509/name_constraints.h"

#include <algorithm>
#include <string>

#include "verification/kzgost/der.h"
#include "verification/limits.h"

namespace oteu::verification::x509 {
namespace {

using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr uint8_t kPermittedTag = kzgost::DerContext(0);
constexpr uint8_t kExcludedTag = kzgost::DerContext(1);

// ---- Hosts ----

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, Lower, Lower);
}

bool EndsWithIgnoringCase(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && EqualIgnoringCase(text.substr(text.size() - end.size()), end);
}

// Labels of letters, digits, '-' and '_', none empty. `wildcard`: the first one may be "*".
bool IsHost(std::string_view host, bool wildcard) {
  if (wildcard && host.starts_with("*.")) host.remove_prefix(2);
  if (host.empty()) return false;
  size_t label = 0;
  for (const char c : host) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      continue;
    }
    const char lower = Lower(c);
    const bool sound = (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!sound) return false;
    ++label;
  }
  return label > 0;
}

// `host` is `domain`, or lies below it.
bool IsWithinDomain(std::string_view host, std::string_view domain) {
  if (domain.empty()) return true;
  if (!EndsWithIgnoringCase(host, domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

// rfc822Name and URI: ".domain" stands for the hosts below it, anything else for one host.
bool MatchesHostConstraint(std::string_view host, std::string_view constraint) {
  if (constraint.starts_with('.')) {
    return host.size() > constraint.size() && EndsWithIgnoringCase(host, constraint);
  }
  return EqualIgnoringCase(host, constraint);
}

bool IsHostConstraint(std::string_view constraint) {
  return IsHost(constraint.starts_with('.') ? constraint.substr(1) : constraint, false);
}

// ---- Kinds of names ----

enum class Match { kInside, kOutside, kUnclear };

Match From(bool inside) { return inside ? Match::kInside : Match::kOutside; }

// A wildcard name stands for names inside and outside of a longer constraint: inside when that forbids,
// outside when that permits.
Match MatchDns(std::string_view name, std::string_view constraint, bool excluding) {
  if (!IsHost(name, /*wildcard=*/true)) return Match::kUnclear;
  if (IsWithinDomain(name, constraint)) return Match::kInside;
  const bool wildcard = name.starts_with("*.");
  return From(excluding && wildcard && IsWithinDomain(constraint, name.substr(2)));
}

// Local part and host; nothing when there is no mailbox in it.
struct Mailbox {
  std::string_view local;
  std::string_view host;
};

std::optional<Mailbox> SplitMailbox(std::string_view text) {
  // The last "@": a quoted local part may hold one (RFC 5321 section 4.1.2).
  const size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || !IsHost(text.substr(at + 1), false)) return std::nullopt;
  return Mailbox{text.substr(0, at), text.substr(at + 1)};
}

Match MatchEmail(std::string_view name, std::string_view constraint) {
  const std::optional<Mailbox> mailbox = SplitMailbox(name);
  if (!mailbox) return Match::kUnclear;
  if (constraint.find('@') == std::string_view::npos) {
    return From(MatchesHostConstraint(mailbox->host, constraint));
  }
  // 7.5: the local part is compared as it stands.
  const std::optional<Mailbox> wanted = SplitMailbox(constraint);
  return From(wanted && wanted->local == mailbox->local && EqualIgnoringCase(wanted->host, mailbox->host));
}

// The host of a URI's authority (RFC 3986 section 3.2); nothing when it has none or an address in its place.
std::optional<std::string_view> HostOfUri(std::string_view uri) {
  const size_t scheme = uri.find("://");
  if (scheme == std::string_view::npos || scheme == 0) return std::nullopt;
  std::string_view authority = uri.substr(scheme + 3);
  authority = authority.substr(0, authority.find_first_of("/?#"));
  const size_t user = authority.rfind('@');
  if (user != std::string_view::npos) authority.remove_prefix(user + 1);
  const std::string_view host = authority.substr(0, authority.find(':'));
  if (!IsHost(host, false)) return std::nullopt;
  // The last label of an IPv4 address is a number; no domain's is.
  const std::string_view last = host.substr(host.rfind('.') + 1);
  if (std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  return host;
}

Match MatchUri(std::string_view name, std::string_view constraint) {
  const std::optional<std::string_view> host = HostOfUri(name);
  // "…MUST include an authority part … in which the host is a fully qualified domain name" (4.2.1.10).
  return host ? From(MatchesHostConstraint(*host, constraint)) : Match::kUnclear;
}

constexpr size_t kIpv4Bytes = 4;
constexpr size_t kIpv6Bytes = 16;

Match MatchIp(Bytes name, Bytes constraint) {
  if (name.size() != kIpv4Bytes && name.size() != kIpv6Bytes) return Match::kUnclear;
  if (constraint.size() != 2 * name.size()) return Match::kOutside;  // The other family.
  for (size_t i = 0; i < name.size(); ++i) {
    const uint8_t mask = constraint[name.size() + i];
    if ((name[i] & mask) != (constraint[i] & mask)) return Match::kOutside;
  }
  return Match::kInside;
}

// Address and mask, whose ones come before its zeros (RFC 4632 section 3.1).
bool IsIpConstraint(Bytes constraint) {
  if (constraint.size() != 2 * kIpv4Bytes && constraint.size() != 2 * kIpv6Bytes) return false;
  bool zero_seen = false;
  for (const uint8_t byte : constraint.subspan(constraint.size() / 2)) {
    for (unsigned bit = 8; bit-- > 0;) {
      const bool one = ((byte >> bit) & 1U) != 0;
      if (one && zero_seen) return false;
      zero_seen = zero_seen || !one;
    }
  }
  return true;
}

bool IsWellFormed(const Subtree& subtree) {
  const std::string_view text = openssl::AsStringView(subtree.base.contents);
  switch (subtree.base.kind) {
    case GeneralNameKind::kDns:
      return text.empty() || IsHost(text, false);
    case GeneralNameKind::kEmail:
      return text.find('@') == std::string_view::npos ? IsHostConstraint(text)
                                                      : SplitMailbox(text).has_value();
    case GeneralNameKind::kUri:
      return IsHostConstraint(text);
    case GeneralNameKind::kIp:
      return IsIpConstraint(subtree.base.contents);
    case GeneralNameKind::kDirectory:
      return true;  // Read already.
    default:
      return false;  // Not understood.
  }
}

// One name of a certificate. `directory`: of a directoryName, null when it is malformed.
struct Name {
  GeneralNameKind kind;
  Bytes contents;
  const CanonicalName* directory = nullptr;
};

Match MatchOne(const Name& name, const Subtree& subtree, bool excluding) {
  if (!subtree.well_formed) return Match::kUnclear;
  const std::string_view text = openssl::AsStringView(name.contents);
  const std::string_view constraint = openssl::AsStringView(subtree.base.contents);
  switch (name.kind) {
    case GeneralNameKind::kDns:
      return MatchDns(text, constraint, excluding);
    case GeneralNameKind::kEmail:
      return MatchEmail(text, constraint);
    case GeneralNameKind::kUri:
      return MatchUri(text, constraint);
    case GeneralNameKind::kIp:
      return MatchIp(name.contents, subtree.base.contents);
    case GeneralNameKind::kDirectory:
      return name.directory != nullptr ? From(name.directory->StartsWith(subtree.directory))
                                       : Match::kUnclear;
    default:
      return Match::kUnclear;
  }
}

std::optional<const char*> CheckName(const NameConstraints& constraints, const Name& name) {
  bool constrained = false;
  bool inside = false;
  for (const Subtree& subtree : constraints.permitted) {
    if (subtree.base.kind != name.kind) continue;
    constrained = true;
    const Match match = MatchOne(name, subtree, /*excluding=*/false);
    if (match == Match::kUnclear) return "name constraint or name not understood";
    inside = inside || match == Match::kInside;
  }
  if (constrained && !inside) return "name not within the permitted subtrees";
  for (const Subtree& subtree : constraints.excluded) {
    if (subtree.base.kind != name.kind) continue;
    const Match match = MatchOne(name, subtree, /*excluding=*/true);
    if (match == Match::kUnclear) return "name constraint or name not understood";
    if (match == Match::kInside) return "name within an excluded subtree";
  }
  return std::nullopt;
}

// ---- Reading ----

// GeneralSubtree ::= SEQUENCE { base, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }
std::optional<Subtree> ReadSubtree(DerReader* list, bool* has_distances) {
  const std::optional<Bytes> body = list->Read(kzgost::kDerSequence);
  if (!body) return std::nullopt;
  DerReader fields(*body);
  const std::optional<DerElement> element = fields.ReadAny();
  const std::optional<GeneralName> base =
      element ? ReadGeneralName(element->tag, element->contents) : std::nullopt;
  if (!base) return std::nullopt;
  Subtree subtree;
  subtree.base = *base;
  if (fields.PeekTag() == 0x80) {
    const std::optional<Bytes> minimum = fields.Read(0x80);
    if (!minimum) return std::nullopt;
    if (minimum->size() != 1 || (*minimum)[0] != 0) *has_distances = true;
  }
  if (fields.PeekTag() == 0x81) {
    if (!fields.Read(0x81)) return std::nullopt;
    *has_distances = true;
  }
  if (!fields.empty()) return std::nullopt;
  if (base->kind == GeneralNameKind::kDirectory) {
    std::optional<CanonicalName> directory = MakeCanonicalName(base->contents);
    if (!directory) return std::nullopt;
    subtree.directory = *std::move(directory);
  }
  subtree.well_formed = IsWellFormed(subtree);
  return subtree;
}

bool ReadSubtrees(DerReader* fields, uint8_t tag, std::vector<Subtree>* subtrees, bool* has_distances) {
  if (fields->PeekTag() != tag) return true;
  const std::optional<Bytes> body = fields->Read(tag);
  if (!body || body->empty()) return false;
  DerReader list(*body);
  while (!list.empty()) {
    std::optional<Subtree> subtree = ReadSubtree(&list, has_distances);
    if (!subtree || subtrees->size() == kMaxGeneralNames.value) return false;
    subtrees->push_back(*std::move(subtree));
  }
  return true;
}

size_t CountOf(const ConstrainedNames& names) {
  return 1 + names.subject_emails.size() + (names.alternative != nullptr ? names.alternative->size() : 0);
}

}  // namespace

std::optional<NameConstraints> ReadNameConstraints(Bytes value) {
  DerReader outer(value);
  const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
  if (!body || !outer.empty()) return std::nullopt;
  DerReader fields(*body);
  NameConstraints constraints;
  if (!ReadSubtrees(&fields, kPermittedTag, &constraints.permitted, &constraints.has_distances) ||
      !ReadSubtrees(&fields, kExcludedTag, &constraints.excluded, &constraints.has_distances) ||
      !fields.empty() || (constraints.permitted.empty() && constraints.excluded.empty())) {
    return std::nullopt;
  }
  return constraints;
}

size_t ComparisonsOf(const NameConstraints& constraints, const ConstrainedNames& names) {
  return CountOf(names) * (constraints.permitted.size() + constraints.excluded.size());
}

std::optional<const char*> CheckNames(const NameConstraints& constraints, const ConstrainedNames& names) {
  if (constraints.has_distances) return "name constraint with a minimum or a maximum";
  if (!names.subject->empty()) {
    const Name subject{GeneralNameKind::kDirectory, {}, names.subject};
    if (auto amiss = CheckName(constraints, subject)) return amiss;
  }
  for (const Bytes email : names.subject_emails) {
    if (auto amiss = CheckName(constraints, {GeneralNameKind::kEmail, email})) return amiss;
  }
  if (names.alternative == nullptr) return std::nullopt;
  for (const GeneralName& alternative : *names.alternative) {
    Name name{alternative.kind, alternative.contents};
    std::optional<CanonicalName> directory;
    if (name.kind == GeneralNameKind::kDirectory) {
      directory = MakeCanonicalName(name.contents);
      name.directory = directory ? &*directory : nullptr;
    }
    if (auto amiss = CheckName(constraints, name)) return amiss;
  }
  return std::nullopt;
}

}  // namespace oteu::verification::x509
