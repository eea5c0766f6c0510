#include "verification/kzgost/gost_key.h"

#include <nettle/ecc-curve.h>
#include <nettle/gostdsa.h>
#include <openssl/crypto.h>

#include <array>

#include "verification/kzgost/mpz.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;

const ecc_curve* NettleCurve(const GostAlgorithm& algorithm) {
  return algorithm.field_bytes == kGost2015Algorithm.field_bytes ? nettle_get_gost_gc512a()
                                                                 : nettle_get_gost_gc256b();
}

// p and q, parsed once.
struct Bounds {
  explicit Bounds(const GostAlgorithm& algorithm) : prime(algorithm.prime_hex), order(algorithm.order_hex) {}
  const Mpz prime;
  const Mpz order;
};

const Bounds& BoundsOf(const GostAlgorithm& algorithm) {
  static const Bounds& bounds512 =
      *new Bounds(kGost2015Algorithm);  // Never freed: threads may outlive static objects.
  static const Bounds& bounds256 = *new Bounds(kGost2004Algorithm);
  return algorithm.field_bytes == kGost2015Algorithm.field_bytes ? bounds512 : bounds256;
}

struct Signature {
  Signature() { dsa_signature_init(&value); }
  Signature(const Signature&) = delete;
  Signature& operator=(const Signature&) = delete;
  ~Signature() { dsa_signature_clear(&value); }
  dsa_signature value;
};

// nettle asks for randomness through a C callback that cannot fail; the failure is noted here and looked at
// after.
struct RandomState {
  const RandomSource& source;
  bool failed = false;
};

void FillRandom(void* state, size_t length, uint8_t* out) {
  auto& random = *static_cast<RandomState*>(state);
  if (!random.failed && random.source({out, length})) return;
  random.failed = true;
  // Some fixed non-zero value: nettle would ask for ever if it got zeros. The result is thrown away.
  std::fill_n(out, length, uint8_t{1});
}

using HashBuffer = std::array<uint8_t, kMaxFieldBytes>;

// RFC 7091 6.1 step 2: e = digest mod q, and 1 if that is 0. The digest is read little-endian; nettle reads
// the result the same way, but does not itself reduce before it looks for zero.
HashBuffer ReducedDigest(const GostAlgorithm& algorithm, Bytes digest) {
  Mpz e(digest);
  mpz_mod(e.get(), e.get(), BoundsOf(algorithm).order.get());
  if (e.IsZero()) mpz_set_ui(e.get(), 1);
  HashBuffer reduced{};
  e.WriteLittleEndian(std::span(reduced).first(algorithm.field_bytes));
  return reduced;
}

}  // namespace

GostKey::GostKey(const GostAlgorithm& algorithm) : algorithm_(algorithm) {
  ecc_point_init(&point_, NettleCurve(algorithm));
  ecc_scalar_init(&scalar_, NettleCurve(algorithm));
}

GostKey::~GostKey() {
  if (has_private_) {
    // ecc_scalar_clear gives the memory back as it is.
    OPENSSL_cleanse(scalar_.p, algorithm_.field_bytes);
    OPENSSL_cleanse(scalar_bytes_.data(), scalar_bytes_.size());
  }
  ecc_point_clear(&point_);
  ecc_scalar_clear(&scalar_);
}

absl::StatusOr<GostKeyPtr> GostKey::FromPublic(const GostAlgorithm& algorithm, Bytes xy) {
  if (xy.size() != algorithm.public_key_bytes())
    return absl::InvalidArgumentError("GOST public key: wrong size");
  const Mpz x(xy.first(algorithm.field_bytes));
  const Mpz y(xy.last(algorithm.field_bytes));
  const Mpz& prime = BoundsOf(algorithm).prime;
  if (mpz_cmp(x.get(), prime.get()) >= 0 || mpz_cmp(y.get(), prime.get()) >= 0) {
    return absl::InvalidArgumentError("GOST public key: coordinate not below p");
  }
  std::shared_ptr<GostKey> key(new GostKey(algorithm));
  if (ecc_point_set(&key->point_, x.get(), y.get()) != 1) {
    return absl::InvalidArgumentError("GOST public key: point not on the curve");
  }
  key->public_key_.assign(xy.begin(), xy.end());
  return key;
}

absl::StatusOr<GostKeyPtr> GostKey::FromScalar(const GostAlgorithm& algorithm, Bytes scalar) {
  if (scalar.size() != algorithm.field_bytes)
    return absl::InvalidArgumentError("GOST private key: wrong size");
  const Mpz d(scalar);
  if (!d.IsPositiveBelow(BoundsOf(algorithm).order)) {
    return absl::InvalidArgumentError("GOST private key: not in 1..q-1");
  }
  std::shared_ptr<GostKey> key(new GostKey(algorithm));
  if (ecc_scalar_set(&key->scalar_, d.get()) != 1)
    return absl::InvalidArgumentError("GOST private key: refused");
  key->DerivePublic();
  return key;
}

absl::StatusOr<GostKeyPtr> GostKey::Generate(const GostAlgorithm& algorithm, const RandomSource& random) {
  std::shared_ptr<GostKey> key(new GostKey(algorithm));
  RandomState state{random};
  ecc_scalar_random(&key->scalar_, &state, FillRandom);
  if (state.failed) return absl::InternalError("GOST key generation: no randomness");
  key->DerivePublic();
  return key;
}

void GostKey::DerivePublic() {
  ecc_point_mul_g(&point_, &scalar_);
  has_private_ = true;
  Mpz x;
  Mpz y;
  Mpz d;
  ecc_point_get(&point_, x.get(), y.get());
  ecc_scalar_get(&scalar_, d.get());
  public_key_.resize(algorithm_.public_key_bytes());
  x.WriteLittleEndian(std::span(public_key_).first(algorithm_.field_bytes));
  y.WriteLittleEndian(std::span(public_key_).last(algorithm_.field_bytes));
  scalar_bytes_.resize(algorithm_.field_bytes);
  d.WriteLittleEndian(scalar_bytes_);
}

bool GostKey::Verify(Bytes digest, Bytes signature) const {
  if (digest.size() != HashSize(algorithm_.hash) || signature.size() != algorithm_.signature_bytes())
    return false;
  const Mpz r(signature.first(algorithm_.field_bytes));
  const Mpz s(signature.last(algorithm_.field_bytes));
  const Mpz& order = BoundsOf(algorithm_).order;
  if (!r.IsPositiveBelow(order) || !s.IsPositiveBelow(order)) return false;  // RFC 7091 6.2 step 1.
  const HashBuffer e = ReducedDigest(algorithm_, digest);
  Signature parsed;
  mpz_set(parsed.value.r, r.get());
  mpz_set(parsed.value.s, s.get());
  return gostdsa_verify(&point_, algorithm_.field_bytes, e.data(), &parsed.value) == 1;
}

absl::StatusOr<std::vector<uint8_t>> GostKey::Sign(Bytes digest, const RandomSource& random) const {
  if (!has_private_) return absl::FailedPreconditionError("GOST signing: no private key");
  if (digest.size() != HashSize(algorithm_.hash))
    return absl::InvalidArgumentError("GOST signing: wrong digest size");
  const HashBuffer e = ReducedDigest(algorithm_, digest);
  Signature made;
  RandomState state{random};
  gostdsa_sign(&scalar_, &state, FillRandom, algorithm_.field_bytes, e.data(), &made.value);
  if (state.failed) return absl::InternalError("GOST signing: no randomness");
  Mpz r;
  Mpz s;
  mpz_swap(r.get(), made.value.r);
  mpz_swap(s.get(), made.value.s);
  std::vector<uint8_t> signature(algorithm_.signature_bytes());
  r.WriteLittleEndian(std::span(signature).first(algorithm_.field_bytes));
  s.WriteLittleEndian(std::span(signature).last(algorithm_.field_bytes));
  return signature;
}

}  // namespace oteu::verification::kzgost
