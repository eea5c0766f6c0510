// Decision bundles and lines of an audit log: no bytes crash their readers, and a bundle that nobody made is
// never proved. A bundle that was made can only be found whole as it is.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "service/audit/bundle_file.h"
#include "service/audit/check_bundle.h"
#include "service/audit/record_proto.h"

namespace {

void CheckLine(const std::string& line) {
  const auto record = oteu::audit::FromLine(line);
  if (!record.ok()) return;
  const auto again = oteu::audit::FromLine(oteu::audit::ToLine(*record));
  if (!again.ok() || oteu::store::BodyBytes(*again) != oteu::store::BodyBytes(*record)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (size > 0 && data[0] == '{') CheckLine(bytes);
  const auto bundle = oteu::audit::ParseBundle(bytes);
  if (!bundle.ok()) return 0;
  const auto verification = oteu::audit::CheckBundle(*bundle, std::nullopt, {});
  if (!verification.ok()) std::abort();
  // The seeds hold no law: nothing can be made again from them.
  if (verification->good()) std::abort();
  return 0;
}
