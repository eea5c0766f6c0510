#include "service/application/names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/limits.h"

namespace oteu::application {
namespace {

constexpr absl::string_view kCollection = "applications/";

bool IsId(absl::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
}

// Splits "applications/{id}{suffix}rest" at `middle`; nullopt when it does not fit.
std::optional<std::string> IdBefore(absl::string_view name, absl::string_view middle,
                                    absl::string_view* rest) {
  if (name.size() > limits::kMaxNameChars || !absl::ConsumePrefix(&name, kCollection)) return std::nullopt;
  const std::size_t at = name.find(middle);
  if (at == absl::string_view::npos || !IsId(name.substr(0, at))) return std::nullopt;
  *rest = name.substr(at + middle.size());
  return std::string(name.substr(0, at));
}

// From 1, plain.
std::optional<std::int32_t> ParseVersion(absl::string_view version) {
  std::int32_t number = 0;
  const bool plain =
      !version.empty() && absl::ascii_isdigit(static_cast<unsigned char>(version[0])) && version[0] != '0';
  if (!plain || !absl::SimpleAtoi(version, &number) || absl::StrCat(number) != version) return std::nullopt;
  return number;
}

}  // namespace

std::optional<std::string> ParseApplicationName(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, kCollection) || !IsId(name)) return std::nullopt;
  return std::string(name);
}

std::string ApplicationName(absl::string_view id) { return absl::StrCat(kCollection, id); }

std::optional<DecisionName> ParseDecisionName(absl::string_view name) {
  absl::string_view version;
  const auto id = IdBefore(name, "/decisions/", &version);
  if (!id.has_value()) return std::nullopt;
  if (version == "latest") return DecisionName{*id, 0};
  const auto number = ParseVersion(version);
  if (!number.has_value()) return std::nullopt;
  return DecisionName{*id, *number};
}

std::optional<DecisionName> ParseOverpaymentName(absl::string_view name) {
  absl::string_view version;
  const auto id = IdBefore(name, "/overpayments/", &version);
  const auto number = id.has_value() ? ParseVersion(version) : std::nullopt;
  if (!number.has_value()) return std::nullopt;
  return DecisionName{*id, *number};
}

std::string OverpaymentName(absl::string_view application_id, std::int32_t version) {
  return absl::StrCat(kCollection, application_id, "/overpayments/", version);
}

std::optional<std::string> ParseEntitlementName(absl::string_view name) {
  absl::string_view rest;
  auto id = IdBefore(name, "/entitlement", &rest);
  if (!id.has_value() || !rest.empty()) return std::nullopt;
  return id;
}

}  // namespace oteu::application
