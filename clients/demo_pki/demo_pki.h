// A look-alike of the Kazakh PKI, for demonstrations and tests: root, issuing CA, end entities of every kind
// that matters, revocation lists; once with RSA-2048 and once with GOST 34.10-2015.
//
//   auto family = MakeDemoFamily(KeyKind::kGost2015, now);
//   const Identity& head = family->Get(kSchoolHead);
//
// Every certificate carries the policy kDemoPolicyOid (oids.h) and "DEMO" or "ДЕМО" in its names: no verifier
// needs to take it for a real one. Times are passed in; keys are random, and serial numbers follow from them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/demo_pki/certificate.h"
#include "clients/demo_pki/identity.h"

namespace oteu::demo_pki {

// ---- The fictional people and institutions ----
std::string ChildIin();      // the child of the sample dossiers
std::string ApplicantIin();  // its mother: the identity "person"
std::string SchoolBin();
std::string PmpcBin();
std::string DepartmentBin();
std::string EmployeeIin();  // the school's employee, without a delegation

// ---- Names of the identities ----
inline constexpr char kPerson[] = "person";                              // individual: the applicant
inline constexpr char kSchoolHead[] = "school-head";                     // first head of the school
inline constexpr char kPmpcHead[] = "pmpc-head";                         // first head of the PMPC
inline constexpr char kDepartmentHead[] = "department-head";             // seals payment registers
inline constexpr char kSchoolEmployee[] = "school-employee";             // employee, no right to sign
inline constexpr char kSchoolSigner[] = "school-signer";                 // employee with the right to sign
inline constexpr char kSchoolSystem[] = "school-system";                 // information system, no IIN
inline constexpr char kSchoolHeadAuth[] = "school-head-authentication";  // for logging in, not for signing
inline constexpr char kSchoolHeadExpired[] = "school-head-expired";
inline constexpr char kSchoolHeadRevoked[] = "school-head-revoked";
inline constexpr char kSchoolHeadOnHold[] = "school-head-on-hold";
inline constexpr char kTsa[] = "tsa";  // time stamping

struct DemoFamily {
  Identity root;
  Identity issuing_ca;
  std::string root_crl;     // DER; issued by the root
  std::string issuing_crl;  // DER; issued by the issuing CA; lists the revoked and the held certificate
  std::vector<Identity> identities;

  // The identity of this name, one of those above.
  const Identity& Get(std::string_view name) const;
};

// `kind`: kRsa, kEcP256, kGost2015 or kGost2004. Certificates are valid from 30 days before `now` for a year,
// that of the time-stamping authority for three (the expired one ended 30 days before `now`); revocation
// lists are from an hour before `now`, for 180 days. Errors: kInternal when OpenSSL fails.
absl::StatusOr<DemoFamily> MakeDemoFamily(KeyKind kind, absl::Time now);

}  // namespace oteu::demo_pki
