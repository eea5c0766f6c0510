// The two Kazakh GOST signature algorithms as data: identifiers, curve, hash, sizes.
//
//   GOST 34.10-2015, 512 bit: curve id-tc26-gost-3410-2012-512-paramSetA (RFC 7836), hash Streebog-512
//   GOST 34.310-2004, 256 bit: curve id-GostR3410-2001-CryptoPro-A (RFC 4357), hash GOST 34.311-95
//
// Layout of both, everywhere (certificates, CRLs, OCSP, CMS, time stamps): public key x || y, signature r ||
// s, every number little-endian and of the size of the field; the digest is read as a little-endian number
// too.
#pragma once

#include <array>
#include <cstddef>

#include "verification/kzgost/hash.h"
#include "verification/kzgost/oid.h"

namespace oteu::verification::kzgost {

inline constexpr Oid kGost2015Key512Oid("1.2.398.3.10.1.1.2.2");
inline constexpr Oid kGost2015Curve512Oid("1.2.398.3.10.1.1.2.2.1");
inline constexpr Oid kGost2015Signature512Oid("1.2.398.3.10.1.1.2.3.2");
inline constexpr Oid kGost2004KeyOid("1.2.398.3.10.1.1.1.1");
inline constexpr Oid kGost2004CurveOid("1.2.398.3.10.1.1.1.1.1");
inline constexpr Oid kGost2004SignatureOid("1.2.398.3.10.1.1.1.2");
inline constexpr Oid kStreebog512Oid("1.2.398.3.10.1.3.3");
inline constexpr Oid kStreebog256Oid("1.2.398.3.10.1.3.2");
inline constexpr Oid kGost34311Oid("1.2.398.3.10.1.3.1");
// GOST 34.311-95 as it stands in key parameters: with its S-box set named.
inline constexpr Oid kGost34311ParamsOid("1.2.398.3.10.1.3.1.1.0");

// Names within OpenSSL: what EVP_PKEY_is_a and EVP_MD_fetch answer to, beside the OIDs.
inline constexpr char kGost2015Name[] = "KZ-GOST2015-512";
inline constexpr char kGost2004Name[] = "KZ-GOST2004-256";
inline constexpr char kStreebog512Name[] = "KZ-STREEBOG-512";
inline constexpr char kStreebog256Name[] = "KZ-STREEBOG-256";
inline constexpr char kGost34311Name[] = "KZ-GOST34311-95";

inline constexpr size_t kMaxFieldBytes = 64;

struct GostAlgorithm {
  const char* name;
  Oid key_oid;
  Oid signature_oid;
  Oid curve_oid;                       // First key parameter.
  std::array<Oid, 2> hash_parameters;  // Second key parameter: written as the first of these, read as either.
  HashId hash;
  size_t field_bytes;  // Size of a coordinate, of r, of s and of a private scalar.
  int security_bits;
  const char* prime_hex;  // p: field of the coordinates
  const char* order_hex;  // q: order of the base point; prime, and the cofactor is 1

  constexpr size_t public_key_bytes() const { return 2 * field_bytes; }
  constexpr size_t signature_bytes() const { return 2 * field_bytes; }
};

inline constexpr GostAlgorithm kGost2015Algorithm = {
    kGost2015Name,
    kGost2015Key512Oid,
    kGost2015Signature512Oid,
    kGost2015Curve512Oid,
    {kStreebog512Oid, kStreebog512Oid},
    HashId::kStreebog512,
    64,
    256,
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC7",
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
    "27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275"};

inline constexpr GostAlgorithm kGost2004Algorithm = {
    kGost2004Name,
    kGost2004KeyOid,
    kGost2004SignatureOid,
    kGost2004CurveOid,
    {kGost34311ParamsOid, kGost34311Oid},
    HashId::kGost34311,
    32,
    128,
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97",
    "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893"};

inline constexpr std::array<const GostAlgorithm*, 2> kGostAlgorithms = {&kGost2015Algorithm,
                                                                        &kGost2004Algorithm};

}  // namespace oteu::verification::kzgost
