#include "verification/x509/subject.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "verification/kzgost/oid.h"
#include "verification/x509/directory_string.h"

namespace oteu::verification::x509 {
namespace {

using oteu::v1::SignerRole;

constexpr size_t kIdentifierDigits = 12;
constexpr size_t kMaxTextBytes = 2048;

// X.520.
constexpr kzgost::Oid kCommonNameOid("2.5.4.3");
constexpr kzgost::Oid kSerialNumberOid("2.5.4.5");
constexpr kzgost::Oid kOrganizationNameOid("2.5.4.10");
constexpr kzgost::Oid kOrganizationalUnitNameOid("2.5.4.11");

std::string TextOf(const NameAttribute& attribute) {
  std::optional<std::string> text = DirectoryText(attribute.value);
  return text && text->size() <= kMaxTextBytes ? *std::move(text) : "";
}

// An identifier may stand several times, but only as one and the same number.
class Identifier {
 public:
  explicit Identifier(std::string_view prefix) : prefix_(prefix) {}

  void Offer(std::string_view text) {
    if (!text.starts_with(prefix_)) return;
    const std::string_view digits = text.substr(prefix_.size());
    const bool sound = digits.size() == kIdentifierDigits &&
                       std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (!sound || (!value_.empty() && value_ != digits)) contradicts_ = true;
    value_ = digits;
  }
  std::string value() const { return contradicts_ ? "" : value_; }

 private:
  std::string_view prefix_;
  std::string value_;
  bool contradicts_ = false;
};

struct RoleUsage {
  const char* oid;
  SignerRole role;
};

// Strongest first. An information system is nobody who signs, whatever else its certificate states.
constexpr char kInformationSystem[] = "1.2.398.3.3.4.1.2.6";
constexpr RoleUsage kRoles[] = {
    {"1.2.398.3.3.4.1.2.1", oteu::v1::SIGNER_ROLE_FIRST_HEAD},
    {"1.2.398.3.3.4.1.2.2", oteu::v1::SIGNER_ROLE_RIGHT_TO_SIGN},
    {"1.2.398.3.3.4.1.2.3", oteu::v1::SIGNER_ROLE_FINANCIAL},
    {"1.2.398.3.3.4.1.2.4", oteu::v1::SIGNER_ROLE_PERSONNEL},
    {"1.2.398.3.3.4.1.2.5", oteu::v1::SIGNER_ROLE_EMPLOYEE},
    {"1.2.398.3.3.4.1.2", oteu::v1::SIGNER_ROLE_LEGAL_ENTITY},
    {"1.2.398.3.3.4.1.1", oteu::v1::SIGNER_ROLE_INDIVIDUAL},
};

bool IsInformationSystem(std::string_view oid) {
  constexpr std::string_view kArc = kInformationSystem;
  return oid.starts_with(kArc) && (oid.size() == kArc.size() || oid[kArc.size()] == '.');
}

}  // namespace

SubjectFacts ReadSubject(const Rdns& subject) {
  SubjectFacts facts;
  Identifier iin("IIN");
  Identifier bin("BIN");
  for (const Rdn& rdn : subject) {
    for (const NameAttribute& attribute : rdn) {
      const std::string text = TextOf(attribute);
      if (Is(attribute.oid, kCommonNameOid)) {
        if (facts.common_name.empty()) facts.common_name = text;
      } else if (Is(attribute.oid, kOrganizationNameOid)) {
        if (facts.organisation.empty()) facts.organisation = text;
      } else if (Is(attribute.oid, kSerialNumberOid)) {
        iin.Offer(text);
        bin.Offer(text);
      } else if (Is(attribute.oid, kOrganizationalUnitNameOid)) {
        bin.Offer(text);
      }
    }
  }
  facts.iin = iin.value();
  facts.bin = bin.value();
  return facts;
}

SignerRole RoleOf(std::span<const std::string> extended_key_usages) {
  if (std::ranges::any_of(extended_key_usages, IsInformationSystem)) {
    return oteu::v1::SIGNER_ROLE_INFORMATION_SYSTEM;
  }
  for (const RoleUsage& usage : kRoles) {
    if (std::ranges::find(extended_key_usages, usage.oid) != extended_key_usages.end()) return usage.role;
  }
  return oteu::v1::SIGNER_ROLE_UNSPECIFIED;
}

}  // namespace oteu::verification::x509
