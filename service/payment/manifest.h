// The manifest of a sealed register: what a department signs, and what chains a district's registers.
//
//   manifest(n).previous_sha256 == SHA-256(ManifestJson(manifest(n - 1)))
//
// It holds no personal data, so that the chain can be shown to anybody; the lines are bound by the SHA-256 of
// their CSV.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "oteu/v1/payment.pb.h"

namespace oteu::payment {

inline constexpr char kManifestFormat[] = "oteu-payment-register-1";

// Canonical: one line, the fields in the order of the schema, none left out, numbers as numbers, ended by a
// line feed.
std::string ManifestJson(const v1::RegisterManifest& manifest);

// Lower-case hex, of the canonical JSON.
std::string ManifestSha256(absl::string_view manifest_json);

// 64 zeros: what the first register of a district follows.
std::string GenesisSha256();

// DATA_LOSS, naming what does not fit, unless `next` follows on `previous` (null: `next` is the first).
absl::Status CheckLink(const v1::RegisterManifest* previous, const v1::RegisterManifest& next);

}  // namespace oteu::payment
