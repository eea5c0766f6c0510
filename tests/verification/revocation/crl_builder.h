// Writes revocation lists of any shape, also those that no authority should issue.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/demo_pki/der_writer.h"
#include "clients/demo_pki/signing_key.h"

namespace oteu::verification::revocation {

namespace der = oteu::demo_pki::der;

inline std::string Extension(const char* oid, bool critical, const std::string& value) {
  return der::Sequence({der::Oid(oid), critical ? der::Boolean(true) : "", der::OctetString(value)});
}

struct Entry {
  std::string serial;  // big-endian
  absl::Time date;
  std::optional<int> reason = std::nullopt;
  std::optional<absl::Time> invalidity_date = std::nullopt;
  std::string more_extensions = "";
};

inline std::string GeneralizedTime(absl::Time time) {
  return der::Element(0x18, absl::FormatTime("%Y%m%d%H%M%SZ", time, absl::UTCTimeZone()));
}

inline std::string EntryDer(const Entry& entry) {
  std::string extensions = entry.more_extensions;
  if (entry.reason) {
    extensions += Extension("2.5.29.21", false,
                            der::Element(der::kEnumerated, std::string(1, static_cast<char>(*entry.reason))));
  }
  if (entry.invalidity_date)
    extensions += Extension("2.5.29.24", false, GeneralizedTime(*entry.invalidity_date));
  return der::Sequence({der::UnsignedInteger(entry.serial), der::Time(entry.date),
                        extensions.empty() ? "" : der::Element(0x30, extensions)});
}

struct CrlPlan {
  std::string issuer;  // whole DER of the Name
  const demo_pki::SigningKey* key = nullptr;
  absl::Time this_update;
  std::optional<absl::Time> next_update;
  std::vector<Entry> entries = {};
  std::string extensions = "";  // DER of each, one after another
  std::optional<std::string> inner_algorithm = std::nullopt;
  std::optional<std::string> outer_algorithm = std::nullopt;
};

inline std::string MakeCrl(const CrlPlan& plan) {
  std::string entries;
  for (const Entry& entry : plan.entries) entries += EntryDer(entry);
  const std::string algorithm = plan.key->certificate_signature_algorithm();
  const std::string tbs = der::Sequence({
      der::SmallInteger(1),
      plan.inner_algorithm.value_or(algorithm),
      plan.issuer,
      der::Time(plan.this_update),
      plan.next_update ? der::Time(*plan.next_update) : "",
      entries.empty() ? "" : der::Element(0x30, entries),
      plan.extensions.empty() ? "" : der::Explicit(0, der::Element(0x30, plan.extensions)),
  });
  return der::Sequence({tbs, plan.outer_algorithm.value_or(algorithm), der::BitString(*plan.key->Sign(tbs))});
}

}  // namespace oteu::verification::revocation
