// A GOST key: public point, and the private scalar where there is one. Immutable, shared between threads.
//
//   absl::StatusOr<GostKeyPtr> key = GostKey::FromPublic(kGost2015Algorithm, x_and_y_little_endian);
//   bool good = (*key)->Verify(digest, signature);
//
// GOST R 34.10-2012 (RFC 7091) in the Kazakh byte order of gost_algorithm.h. Verification handles public data
// and is not constant-time beyond what nettle does; signing is nettle's side-channel-silent code.
#pragma once

#include <nettle/ecc.h>

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "verification/kzgost/gost_algorithm.h"
#include "verification/openssl/bytes.h"

namespace oteu::verification::kzgost {

class GostKey;
using GostKeyPtr = std::shared_ptr<const GostKey>;

// Fills a buffer from a cryptographic generator; false when it could not.
using RandomSource = std::function<bool(std::span<uint8_t>)>;

class GostKey {
 public:
  // `xy`: x || y, little-endian. Errors: kInvalidArgument for a wrong size, a coordinate >= p, a point off
  // the curve.
  static absl::StatusOr<GostKeyPtr> FromPublic(const GostAlgorithm& algorithm, openssl::Bytes xy);
  // `scalar`: d, little-endian, of field size. Errors: kInvalidArgument for a wrong size or d outside 1..q-1.
  static absl::StatusOr<GostKeyPtr> FromScalar(const GostAlgorithm& algorithm, openssl::Bytes scalar);
  // Errors: kInternal when `random` fails.
  static absl::StatusOr<GostKeyPtr> Generate(const GostAlgorithm& algorithm, const RandomSource& random);

  GostKey(const GostKey&) = delete;
  GostKey& operator=(const GostKey&) = delete;
  ~GostKey();

  const GostAlgorithm& algorithm() const { return algorithm_; }
  openssl::Bytes public_key() const { return public_key_; }  // x || y, little-endian.
  bool has_private() const { return has_private_; }
  // Little-endian d; empty without a private part. Holds a secret: for key files of tests and demonstrations.
  openssl::Bytes scalar() const { return scalar_bytes_; }

  // False for a wrong signature, and for a digest or signature of another size, or r or s outside 1..q-1.
  bool Verify(openssl::Bytes digest, openssl::Bytes signature) const;

  // r || s, little-endian. Errors: kFailedPrecondition without a private part, kInvalidArgument for a digest
  // of another size, kInternal when `random` fails.
  absl::StatusOr<std::vector<uint8_t>> Sign(openssl::Bytes digest, const RandomSource& random) const;

 private:
  explicit GostKey(const GostAlgorithm& algorithm);
  void DerivePublic();

  const GostAlgorithm& algorithm_;
  ecc_point point_{};
  ecc_scalar scalar_{};
  bool has_private_ = false;
  std::vector<uint8_t> public_key_;
  std::vector<uint8_t> scalar_bytes_;
};

}  // namespace oteu::verification::kzgost
