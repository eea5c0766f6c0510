// An owned GMP integer with the little-endian reading and writing that Kazakh signatures use.
#pragma once

#include <gmp.h>

#include <algorithm>
#include <cstddef>
#include <span>

#include "verification/openssl/bytes.h"

namespace oteu::verification::kzgost {

class Mpz {
 public:
  Mpz() { mpz_init(value_); }
  explicit Mpz(const char* hex) { mpz_init_set_str(value_, hex, 16); }
  explicit Mpz(openssl::Bytes little_endian) : Mpz() {
    mpz_import(value_, little_endian.size(), /*order=*/-1, /*size=*/1, /*endian=*/0, /*nails=*/0,
               little_endian.data());
  }
  Mpz(const Mpz&) = delete;
  Mpz& operator=(const Mpz&) = delete;
  ~Mpz() { mpz_clear(value_); }

  mpz_ptr get() { return value_; }
  mpz_srcptr get() const { return value_; }

  bool IsZero() const { return mpz_sgn(value_) == 0; }
  // 0 < *this < bound
  bool IsPositiveBelow(const Mpz& bound) const {
    return mpz_sgn(value_) > 0 && mpz_cmp(value_, bound.value_) < 0;
  }

  // Fills all of `out`, zeros at the end. The value must fit.
  void WriteLittleEndian(std::span<uint8_t> out) const {
    std::fill(out.begin(), out.end(), uint8_t{0});
    mpz_export(out.data(), nullptr, /*order=*/-1, /*size=*/1, /*endian=*/0, /*nails=*/0, value_);
  }

 private:
  mpz_t value_;
};

}  // namespace oteu::verification::kzgost
