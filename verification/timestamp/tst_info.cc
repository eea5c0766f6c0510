#include "verification/timestamp/tst_info.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "absl/time/civil_time.h"
#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/der.h"
#include "verification/limits.h"
#include "verification/revocation/crl_entry.h"
#include "verification/x509/der_time.h"

namespace oteu::verification::timestamp {
namespace {

using kzgost::DerContext;
using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

constexpr char kClause[] = "RFC 3161 2.4.2";
constexpr size_t kMaxIntegerBytes = 64;  // of serial number (160 bits, section 2.4.2) and nonce
constexpr size_t kMaxFractionDigits = 9;

Problem Bad(const char* cause) { return {oteu::v1::VERIFICATION_CODE_TIMESTAMP_MALFORMED, kClause, cause}; }

// An INTEGER in the shortest form (X.690 8.3.2), within the bound.
bool IsInteger(Bytes contents) {
  if (contents.empty() || contents.size() > kMaxIntegerBytes) return false;
  if (contents.size() == 1) return true;
  const bool sign_extended = (contents[0] == 0x00 && (contents[1] & 0x80U) == 0) ||
                             (contents[0] == 0xFF && (contents[1] & 0x80U) != 0);
  return !sign_extended;
}

// GeneralizedTime with seconds, Zulu, and a fraction that does not end in 0 (section 2.4.2, X.690 11.7).
std::optional<absl::Time> ParseGenTime(Bytes contents) {
  const std::string_view text = openssl::AsStringView(contents);
  const size_t point = text.find('.');
  if (point == std::string_view::npos)
    return x509::ParseDerTime({kzgost::kDerGeneralizedTime, contents, contents});
  if (!text.ends_with('Z')) return std::nullopt;
  const std::string_view fraction = text.substr(point + 1, text.size() - point - 2);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (fraction.empty() || fraction.size() > kMaxFractionDigits || fraction.back() == '0' ||
      !std::ranges::all_of(fraction, is_digit)) {
    return std::nullopt;
  }
  const std::string whole = std::string(text.substr(0, point)) + "Z";
  const std::optional<absl::Time> seconds =
      x509::ParseDerTime({kzgost::kDerGeneralizedTime, openssl::AsBytes(whole), openssl::AsBytes(whole)});
  if (!seconds) return std::nullopt;
  int64_t nanoseconds = 0;
  for (size_t i = 0; i < kMaxFractionDigits; ++i) {
    nanoseconds = nanoseconds * 10 + (i < fraction.size() ? fraction[i] - '0' : 0);
  }
  return *seconds + absl::Nanoseconds(nanoseconds);
}

// Accuracy: seconds, and thousandths and millionths of 1 to 999.
std::optional<absl::Duration> ParseAccuracy(Bytes contents) {
  DerReader fields(contents);
  absl::Duration accuracy = absl::ZeroDuration();
  if (fields.PeekTag() == kzgost::kDerInteger) {
    const std::optional<Bytes> value = fields.Read(kzgost::kDerInteger);
    const std::optional<int> seconds = value ? kzgost::SmallInteger(*value) : std::nullopt;
    if (!seconds) return std::nullopt;
    accuracy += absl::Seconds(*seconds);
  }
  for (const auto& [tag, unit] :
       {std::pair(uint8_t{0x80}, absl::Milliseconds(1)), std::pair(uint8_t{0x81}, absl::Microseconds(1))}) {
    if (fields.PeekTag() != tag) continue;
    const std::optional<Bytes> value = fields.Read(tag);
    const std::optional<int> count = value ? kzgost::SmallInteger(*value) : std::nullopt;
    if (!count || *count < 1 || *count > 999) return std::nullopt;
    accuracy += *count * unit;
  }
  if (!fields.empty()) return std::nullopt;
  return accuracy;
}

class Parser {
 public:
  OrProblem<TstInfo> Run(Bytes der) {
    DerReader outer(der);
    const std::optional<Bytes> body = outer.Read(kzgost::kDerSequence);
    if (!body || !outer.empty()) return Bad("TSTInfo");
    DerReader fields(*body);
    if (const char* cause = Required(&fields)) return Bad(cause);
    if (const char* cause = Optional(&fields)) return Bad(cause);
    if (!fields.empty()) return Bad("trailing fields");
    return std::move(info_);
  }

 private:
  // Null when all is well, else the field that is not.
  const char* Required(DerReader* fields) {
    const std::optional<Bytes> version = fields->Read(kzgost::kDerInteger);
    if (!version || kzgost::SmallInteger(*version) != 1) return "version";
    const std::optional<Bytes> policy = fields->Read(kzgost::kDerOid);
    const std::optional<std::string> policy_text = policy ? kzgost::OidText(*policy) : std::nullopt;
    if (!policy_text) return "policy";
    info_.policy = *policy_text;
    const std::optional<Bytes> imprint = fields->Read(kzgost::kDerSequence);
    if (!imprint || !Imprint(*imprint)) return "messageImprint";
    const std::optional<Bytes> serial = fields->Read(kzgost::kDerInteger);
    if (!serial || !IsInteger(*serial)) return "serialNumber";
    info_.serial = *serial;
    const std::optional<Bytes> time = fields->Read(kzgost::kDerGeneralizedTime);
    const std::optional<absl::Time> gen_time = time ? ParseGenTime(*time) : std::nullopt;
    if (!gen_time) return "genTime";
    info_.gen_time = *gen_time;
    return nullptr;
  }

  bool Imprint(Bytes contents) {
    DerReader fields(contents);
    const std::optional<DerElement> algorithm = fields.ReadAny();
    if (!algorithm) return false;
    const auto parsed = kzgost::ParseAlgorithmIdentifier(algorithm->whole);
    const std::optional<Bytes> digest = fields.Read(kzgost::kDerOctetString);
    static constexpr uint8_t kNull[] = {0x05, 0x00};
    if (!parsed.ok() || !digest || !fields.empty()) return false;
    if (!parsed->parameters.empty() && !std::ranges::equal(parsed->parameters, kNull)) return false;
    info_.imprint_digest_oid = parsed->oid;
    info_.imprint = *digest;
    return true;
  }

  const char* Optional(DerReader* fields) {
    if (fields->PeekTag() == kzgost::kDerSequence) {
      const std::optional<Bytes> accuracy = fields->Read(kzgost::kDerSequence);
      if (accuracy) info_.accuracy = ParseAccuracy(*accuracy);
      if (!info_.accuracy) return "accuracy";
    }
    if (fields->PeekTag() == kzgost::kDerBoolean) {
      const std::optional<Bytes> ordering = fields->Read(kzgost::kDerBoolean);
      // FALSE is the default and should be absent; authorities that write it harm nobody.
      if (!ordering || ordering->size() != 1 || ((*ordering)[0] != 0x00 && (*ordering)[0] != 0xFF))
        return "ordering";
      info_.ordering = (*ordering)[0] == 0xFF;
    }
    if (fields->PeekTag() == kzgost::kDerInteger) {
      info_.nonce = fields->Read(kzgost::kDerInteger);
      if (!info_.nonce || !IsInteger(*info_.nonce)) return "nonce";
    }
    if (fields->PeekTag() == DerContext(0)) {
      const std::optional<Bytes> wrapper = fields->Read(DerContext(0));
      if (!wrapper) return "tsa";
      DerReader inner(*wrapper);
      const std::optional<DerElement> name = inner.ReadAny();
      if (!name || !inner.empty()) return "tsa";
      info_.tsa = name->whole;
    }
    if (fields->PeekTag() == DerContext(1)) {
      const std::optional<Bytes> extensions = fields->Read(DerContext(1));
      if (!extensions || !ExtensionsAreSound(*extensions)) return "extensions";
    }
    return nullptr;
  }

  // Well-formed, and none critical: no extension of a TSTInfo is understood here.
  static bool ExtensionsAreSound(Bytes contents) {
    DerReader reader(contents);
    size_t count = 0;
    while (!reader.empty()) {
      const std::optional<revocation::Extension> extension = revocation::ReadExtension(&reader);
      if (!extension || extension->critical || ++count > kMaxExtensions.value) return false;
    }
    return count > 0;
  }

  TstInfo info_;
};

}  // namespace

OrProblem<TstInfo> ParseTstInfo(Bytes der) { return Parser().Run(der); }

}  // namespace oteu::verification::timestamp
