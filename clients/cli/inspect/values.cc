#include "clients/cli/inspect/values.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/cli/format.h"
#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/der.h"
#include "verification/openssl/bytes.h"
#include "verification/x509/name.h"

namespace oteu::cli::inspect {
namespace {

using verification::openssl::Bytes;

// Roles and policies of the NCA, and what CAdES and RFC 5280 call their identifiers.
const std::map<std::string, const char*, std::less<>>& OidNames() {
  static const auto* const names = new std::map<std::string, const char*, std::less<>>{
      {"1.2.398.3.3.2", "NCA certificate policy"},
      {"1.2.398.3.3.2.1", "NCA policy: legal entity, signature"},
      {"1.2.398.3.3.2.2", "NCA policy: legal entity, authentication"},
      {"1.2.398.3.3.2.3", "NCA policy: individual, signature"},
      {"1.2.398.3.3.2.4", "NCA policy: individual, authentication"},
      {"1.2.398.3.3.2.6.4", "NCA policy: time stamps with Streebog"},
      {"1.2.398.3.3.4.1.1", "individual"},
      {"1.2.398.3.3.4.1.2", "legal entity"},
      {"1.2.398.3.3.4.1.2.1", "first head"},
      {"1.2.398.3.3.4.1.2.2", "right to sign"},
      {"1.2.398.3.3.4.1.2.3", "right to sign financial documents"},
      {"1.2.398.3.3.4.1.2.4", "personnel officer"},
      {"1.2.398.3.3.4.1.2.5", "employee"},
      {"1.2.398.3.3.4.1.2.6", "information system"},
      {"1.2.840.113549.1.7.1", "data"},
      {"1.2.840.113549.1.9.3", "contentType"},
      {"1.2.840.113549.1.9.4", "messageDigest"},
      {"1.2.840.113549.1.9.5", "signingTime"},
      {"1.2.840.113549.1.9.16.1.4", "TSTInfo"},
      {"1.2.840.113549.1.9.16.2.12", "signingCertificate"},
      {"1.2.840.113549.1.9.16.2.14", "signature time stamp"},
      {"1.2.840.113549.1.9.16.2.21", "complete certificate references"},
      {"1.2.840.113549.1.9.16.2.22", "complete revocation references"},
      {"1.2.840.113549.1.9.16.2.23", "certificate values"},
      {"1.2.840.113549.1.9.16.2.24", "revocation values"},
      {"1.2.840.113549.1.9.16.2.47", "signingCertificateV2"},
      {"0.4.0.1733.2.4", "archive time stamp v3"},
      {"1.3.6.1.5.5.7.3.1", "server authentication"},
      {"1.3.6.1.5.5.7.3.2", "client authentication"},
      {"1.3.6.1.5.5.7.3.4", "email protection"},
      {"1.3.6.1.5.5.7.3.8", "time stamping"},
      {"1.3.6.1.5.5.7.3.9", "OCSP signing"},
      {"2.5.29.32.0", "any policy"},
      {"2.999.398.1", "oteu demonstration"},
  };
  return *names;
}

const char* NameOfOid(std::string_view dotted) {
  const auto& names = OidNames();
  if (const auto found = names.find(dotted); found != names.end()) return found->second;
  if (const auto* digest = verification::kzgost::FindDigestAlgorithm(dotted)) return digest->name;
  if (const auto* algorithm = verification::kzgost::FindSignatureAlgorithm(dotted)) return algorithm->name;
  return nullptr;
}

}  // namespace

std::string Time(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

std::string Hex(Bytes bytes) {
  constexpr size_t kShown = 32;
  if (bytes.size() <= kShown) return verification::openssl::ToHex(bytes);
  return absl::StrCat(verification::openssl::ToHex(bytes.first(kShown)), "… (", bytes.size(), " bytes)");
}

std::string Serial(Bytes integer) {
  while (integer.size() > 1 && integer[0] == 0) integer = integer.subspan(1);
  return verification::openssl::ToHex(integer);
}

std::string Oid(std::string_view dotted) {
  const char* name = NameOfOid(dotted);
  return name == nullptr ? std::string(dotted) : absl::StrCat(std::string(dotted), " (", name, ")");
}

std::string OidOf(Bytes contents) {
  const std::optional<std::string> text = verification::kzgost::OidText(contents);
  return text ? Oid(*text) : Hex(contents);
}

std::string Name(Bytes der) {
  const std::string text = verification::x509::NameText(der);
  return text.empty() ? Hex(der) : text;
}

std::string Algorithm(Bytes der) {
  const auto identifier = verification::kzgost::ParseAlgorithmIdentifier(der);
  if (!identifier.ok()) return Hex(der);
  const char* name = NameOfOid(identifier->oid);
  return name == nullptr ? identifier->oid : absl::StrCat(name, " (", identifier->oid, ")");
}

std::string Describe(const verification::Problem& problem) {
  return absl::StrCat(NameOf(problem.code), " (", problem.clause, ")", problem.cause.empty() ? "" : ": ",
                      problem.cause);
}

}  // namespace oteu::cli::inspect
