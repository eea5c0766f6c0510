#include "tests/verification/kzgost/reference_gost.h"

#include <gmpxx.h>

#include <algorithm>
#include <optional>
#include <string>

namespace oteu::verification::kzgost::testing {
namespace {

using openssl::Bytes;

struct Point {
  mpz_class x;
  mpz_class y;
};
using MaybePoint = std::optional<Point>;  // Nothing: the point at infinity.

// RFC 7836 section A.2 (id-tc26-gost-3410-2012-512-paramSetA), RFC 4357 section 11.4 (CryptoPro-A).
struct Curve {
  size_t size;
  mpz_class p, q, a, b;
  Point base;
};

const Curve& CurveOf(const GostAlgorithm& algorithm) {
  static const Curve kCurve512 = {
      64,
      mpz_class("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
                "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFDC7",
                16),
      mpz_class("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"
                "27E69532F48D89116FF22B8D4E0560609B4B38ABFAD2B85DCACDB1411F10B275",
                16),
      -3,
      mpz_class("E8C2505DEDFC86DDC1BD0B2B6667F1DA34B82574761CB0E879BD081CFD0B6265"
                "EE3CB090F30D27614CB4574010DA90DD862EF9D4EBEE4761503190785A71C760",
                16),
      {3, mpz_class("7503CFE87A836AE3A61B8816E25450E6CE5E1C93ACF1ABC1778064FDCBEFA921"
                    "DF1626BE4FD036E93D75E6A50E3A41E98028FE5FC235F5B889A589CB5215F2A4",
                    16)}};
  static const Curve kCurve256 = {
      32,
      mpz_class("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFD97", 16),
      mpz_class("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF6C611070995AD10045841B09B761B893", 16),
      -3,
      166,
      {1, mpz_class("8D91E471E0989CDA27DF505A453F2B7635294F2DDF23E3B122ACC99C9E9F1E14", 16)}};
  return algorithm.field_bytes == 64 ? kCurve512 : kCurve256;
}

mpz_class Mod(const mpz_class& value, const mpz_class& modulus) {
  mpz_class result;
  mpz_mod(result.get_mpz_t(), value.get_mpz_t(), modulus.get_mpz_t());
  return result;
}

mpz_class Inverse(const mpz_class& value, const mpz_class& modulus) {
  mpz_class result;
  mpz_invert(result.get_mpz_t(), value.get_mpz_t(), modulus.get_mpz_t());
  return result;
}

mpz_class Read(Bytes little_endian) {
  mpz_class value;
  mpz_import(value.get_mpz_t(), little_endian.size(), -1, 1, 0, 0, little_endian.data());
  return value;
}

ByteVector Write(const mpz_class& value, size_t size) {
  ByteVector bytes(std::max(size, (mpz_sizeinbase(value.get_mpz_t(), 2) + 7) / 8));
  mpz_export(bytes.data(), nullptr, -1, 1, 0, 0, value.get_mpz_t());
  return bytes;
}

ByteVector WritePair(const mpz_class& first, const mpz_class& second, size_t size) {
  ByteVector bytes = Write(first, size);
  const ByteVector rest = Write(second, size);
  bytes.insert(bytes.end(), rest.begin(), rest.end());
  return bytes;
}

MaybePoint Add(const Curve& curve, const MaybePoint& left, const MaybePoint& right) {
  if (!left) return right;
  if (!right) return left;
  mpz_class slope;
  if (left->x == right->x) {
    if (Mod(left->y + right->y, curve.p) == 0) return std::nullopt;
    slope = Mod((3 * left->x * left->x + curve.a) * Inverse(2 * left->y, curve.p), curve.p);
  } else {
    slope = Mod((right->y - left->y) * Inverse(Mod(right->x - left->x, curve.p), curve.p), curve.p);
  }
  const mpz_class x = Mod(slope * slope - left->x - right->x, curve.p);
  return Point{x, Mod(slope * (left->x - x) - left->y, curve.p)};
}

MaybePoint Multiply(const Curve& curve, const mpz_class& scalar, const MaybePoint& point) {
  MaybePoint sum;
  for (size_t bit = mpz_sizeinbase(scalar.get_mpz_t(), 2); bit-- > 0;) {
    sum = Add(curve, sum, sum);
    if (mpz_tstbit(scalar.get_mpz_t(), bit) != 0) sum = Add(curve, sum, point);
  }
  return sum;
}

// Step 2 of signing and step 3 of checking: e = digest mod q, 1 instead of 0.
mpz_class HashNumber(const Curve& curve, Bytes digest) {
  const mpz_class e = Mod(Read(digest), curve.q);
  return e == 0 ? mpz_class(1) : e;
}

}  // namespace

ByteVector FromHex(std::string_view hex) {
  ByteVector bytes;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

ByteVector LittleEndian(std::string_view hex, size_t size) {
  return Write(mpz_class(std::string(hex), 16), size);
}

ByteVector Prime(const GostAlgorithm& algorithm) {
  return Write(CurveOf(algorithm).p, algorithm.field_bytes);
}
ByteVector Order(const GostAlgorithm& algorithm) {
  return Write(CurveOf(algorithm).q, algorithm.field_bytes);
}
ByteVector Plus(Bytes value, int delta) { return Write(Read(value) + delta, value.size()); }

ByteVector ReferencePublicKey(const GostAlgorithm& algorithm, Bytes scalar) {
  const Curve& curve = CurveOf(algorithm);
  const MaybePoint point = Multiply(curve, Read(scalar), curve.base);
  return point ? WritePair(point->x, point->y, curve.size) : ByteVector();
}

ByteVector ReferenceSign(const GostAlgorithm& algorithm, Bytes scalar, Bytes nonce, Bytes digest) {
  const Curve& curve = CurveOf(algorithm);
  const mpz_class k = Read(nonce);
  const mpz_class r = Mod(Multiply(curve, k, curve.base)->x, curve.q);
  const mpz_class s = Mod(r * Read(scalar) + k * HashNumber(curve, digest), curve.q);
  return WritePair(r, s, curve.size);
}

bool ReferenceVerify(const GostAlgorithm& algorithm, Bytes public_key, Bytes digest, Bytes signature) {
  const Curve& curve = CurveOf(algorithm);
  const mpz_class r = Read(signature.first(curve.size));
  const mpz_class s = Read(signature.subspan(curve.size));
  if (r <= 0 || r >= curve.q || s <= 0 || s >= curve.q) return false;
  const mpz_class v = Inverse(HashNumber(curve, digest), curve.q);
  const Point key = {Read(public_key.first(curve.size)), Read(public_key.subspan(curve.size))};
  const MaybePoint c = Add(curve, Multiply(curve, Mod(s * v, curve.q), curve.base),
                           Multiply(curve, Mod(-r * v, curve.q), key));
  return c && Mod(c->x, curve.q) == r;
}

}  // namespace oteu::verification::kzgost::testing
