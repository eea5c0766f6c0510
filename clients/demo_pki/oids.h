// Object identifiers that the demonstration PKI writes, as dotted text.
//
// Sources: RFC 5280, 5652, 5035, 8017, 5758; the profile of the National Certification Authority of
// Kazakhstan (arc 1.2.398.3.3). The GOST ones stand in verification/kzgost/gost_algorithm.h.
#pragma once

namespace oteu::demo_pki {

// ---- The marker ----
// Certificate policy of every certificate made here, so that a verifier can tell it from a real one
// (VERIFICATION_CODE_DEMO_CERTIFICATE). Under 2.999, the arc that ITU-T X.660 keeps for examples: nobody real
// has it.
inline constexpr char kDemoPolicyOid[] = "2.999.398.1";
// Policy under which the demonstration's time-stamping authority works.
inline constexpr char kDemoTsaPolicyOid[] = "2.999.398.2";
// Organisation of the demonstration CAs.
inline constexpr char kDemoOrganisation[] = "oteu DEMO PKI";

// ---- Certificate profile ----
inline constexpr char kSigningPolicyOid[] = "1.2.398.3.3.2";
inline constexpr char kCpsQualifierOid[] = "1.3.6.1.5.5.7.2.1";
inline constexpr char kEmailProtectionOid[] = "1.3.6.1.5.5.7.3.4";
inline constexpr char kClientAuthOid[] = "1.3.6.1.5.5.7.3.2";
inline constexpr char kTimeStampingOid[] = "1.3.6.1.5.5.7.3.8";
inline constexpr char kIndividualOid[] = "1.2.398.3.3.4.1.1";
inline constexpr char kLegalEntityOid[] = "1.2.398.3.3.4.1.2";
inline constexpr char kFirstHeadOid[] = "1.2.398.3.3.4.1.2.1";
inline constexpr char kRightToSignOid[] = "1.2.398.3.3.4.1.2.2";
inline constexpr char kEmployeeOid[] = "1.2.398.3.3.4.1.2.5";
inline constexpr char kInformationSystemOid[] = "1.2.398.3.3.4.1.2.6";

// ---- Extensions ----
inline constexpr char kSubjectKeyIdOid[] = "2.5.29.14";
inline constexpr char kKeyUsageOid[] = "2.5.29.15";
inline constexpr char kBasicConstraintsOid[] = "2.5.29.19";
inline constexpr char kCrlNumberOid[] = "2.5.29.20";
inline constexpr char kCrlReasonOid[] = "2.5.29.21";
inline constexpr char kCrlDistributionPointsOid[] = "2.5.29.31";
inline constexpr char kCertificatePoliciesOid[] = "2.5.29.32";
inline constexpr char kAuthorityKeyIdOid[] = "2.5.29.35";
inline constexpr char kExtendedKeyUsageOid[] = "2.5.29.37";

// ---- CMS ----
inline constexpr char kSignedDataOid[] = "1.2.840.113549.1.7.2";
inline constexpr char kDataOid[] = "1.2.840.113549.1.7.1";
inline constexpr char kContentTypeOid[] = "1.2.840.113549.1.9.3";
inline constexpr char kMessageDigestOid[] = "1.2.840.113549.1.9.4";
inline constexpr char kSigningTimeOid[] = "1.2.840.113549.1.9.5";
inline constexpr char kTstInfoOid[] = "1.2.840.113549.1.9.16.1.4";
inline constexpr char kTimestampTokenOid[] = "1.2.840.113549.1.9.16.2.14";
inline constexpr char kCertificateValuesOid[] = "1.2.840.113549.1.9.16.2.23";
inline constexpr char kRevocationValuesOid[] = "1.2.840.113549.1.9.16.2.24";
inline constexpr char kAtsHashIndexV3Oid[] = "0.4.0.19122.1.5";
inline constexpr char kArchiveTimestampV3Oid[] = "0.4.0.1733.2.4";
inline constexpr char kOcspResponseInfoOid[] = "1.3.6.1.5.5.7.16.2";
inline constexpr char kSigningCertificateV2Oid[] = "1.2.840.113549.1.9.16.2.47";

// ---- Algorithms ----
inline constexpr char kSha256Oid[] = "2.16.840.1.101.3.4.2.1";
inline constexpr char kRsaEncryptionOid[] = "1.2.840.113549.1.1.1";
inline constexpr char kMgf1Oid[] = "1.2.840.113549.1.1.8";
inline constexpr char kRsaPssOid[] = "1.2.840.113549.1.1.10";
inline constexpr char kSha256WithRsaOid[] = "1.2.840.113549.1.1.11";
inline constexpr char kEcdsaWithSha256Oid[] = "1.2.840.10045.4.3.2";

}  // namespace oteu::demo_pki
