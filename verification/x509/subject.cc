#include "verification/x509/subject.h"

#include <algorithm>
#include <string_view>

#include "verification/limits.h"
#include "verification/x509/name.h"

namespace oteu::verification::x509 {
namespace {

using oteu::v1::SignerRole;

constexpr size_t kIdentifierDigits = 12;

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
  return oid == kInformationSystem || oid.starts_with(std::string(kInformationSystem) + ".");
}

}  // namespace

SubjectFacts ReadSubject(const X509_NAME* subject) {
  SubjectFacts facts;
  Identifier iin("IIN");
  Identifier bin("BIN");
  const int count = std::min(X509_NAME_entry_count(subject), static_cast<int>(kMaxNameAttributes.value));
  for (int i = 0; i < count; ++i) {
    const X509_NAME_ENTRY* entry = X509_NAME_get_entry(subject, i);
    const std::string text = AttributeText(X509_NAME_ENTRY_get_data(entry));
    switch (OBJ_obj2nid(X509_NAME_ENTRY_get_object(entry))) {
      case NID_commonName:
        if (facts.common_name.empty()) facts.common_name = text;
        break;
      case NID_organizationName:
        if (facts.organisation.empty()) facts.organisation = text;
        break;
      case NID_serialNumber:
        iin.Offer(text);
        bin.Offer(text);
        break;
      case NID_organizationalUnitName:
        bin.Offer(text);
        break;
      default:
        break;
    }
  }
  facts.iin = iin.value();
  facts.bin = bin.value();
  return facts;
}

SignerRole RoleOf(const std::vector<std::string>& extended_key_usages) {
  if (std::ranges::any_of(extended_key_usages, IsInformationSystem)) {
    return oteu::v1::SIGNER_ROLE_INFORMATION_SYSTEM;
  }
  for (const RoleUsage& usage : kRoles) {
    if (std::ranges::find(extended_key_usages, usage.oid) != extended_key_usages.end()) return usage.role;
  }
  return oteu::v1::SIGNER_ROLE_UNSPECIFIED;
}

}  // namespace oteu::verification::x509
