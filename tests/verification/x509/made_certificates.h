// Certificates made to measure for path tests: any name, key, date and extension, right or wrong.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "clients/demo_pki/signing_key.h"
#include "verification/x509/certificate.h"

namespace oteu::verification::x509::testing {

inline constexpr int64_t kNowUnix = 1790000000;  // 2026-09-21T13:33:20Z
inline absl::Time Now() { return absl::FromUnixSeconds(kNowUnix); }

// EC P-256 keys, made once per process.
const demo_pki::SigningKey& Key(size_t number);

// Name { CN = `common_name` } as UTF8String; an empty one is the empty name.
std::string Name(std::string_view common_name);

std::string MakeExtension(std::string_view oid, bool critical, const std::string& value);
std::string BasicConstraintsExtension(bool ca, int path_length = -1);
std::string KeyUsageExtension(const std::vector<int>& bits);
std::string PoliciesExtension(const std::vector<std::string>& policies);

struct Made {
  std::string subject = "target";  // CN
  std::string issuer = "root";     // CN
  size_t key = 0;                  // numbers of keys
  size_t issuer_key = 0;
  absl::Time not_before = Now() - absl::Hours(24);
  absl::Time not_after = Now() + absl::Hours(24);
  bool ca = false;       // basicConstraints and keyCertSign
  int path_length = -1;  // none
  bool key_identifiers = true;
  std::vector<std::string> extensions = {};  // further ones, DER
  std::string spki = {};                     // in place of the key's
  uint64_t serial = 1;
  int version = 2;  // as it is encoded; below 2 there are no extensions
};

std::string MakeDer(const Made& made);
// Fails the test when the certificate does not parse.
CertificatePtr Make(const Made& made);

// The context in which Make parses: lives as long as the process.
const openssl::Context& TestContext();

}  // namespace oteu::verification::x509::testing
