// Decision bundles and lines of an audit log: no bytes crash their readers, and a bundle that nobody made is
// never proved: what is proved has the decision of the one seed that the service handed out.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
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

// Of the seed as it is. It is proved, else the target would try nothing.
const std::string& DecisionOfSeed() {
  static const auto* const digest = [] {
    std::ifstream file(OTEU_SOURCE_DIR "/tests/fuzz/corpus/bundle_fuzz/real.bin", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const auto bundle = oteu::audit::ParseBundle(bytes);
    if (!bundle.ok()) std::abort();
    const auto verification = oteu::audit::CheckBundle(*bundle, std::nullopt, {});
    if (!verification.ok() || !verification->good()) std::abort();
    return new std::string(verification->decision_sha256());
  }();
  return *digest;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  DecisionOfSeed();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (size > 0 && data[0] == '{') CheckLine(bytes);
  const auto bundle = oteu::audit::ParseBundle(bytes);
  if (!bundle.ok()) return 0;
  const auto verification = oteu::audit::CheckBundle(*bundle, std::nullopt, {});
  if (!verification.ok()) std::abort();
  if (verification->good() && verification->decision_sha256() != DecisionOfSeed()) std::abort();
  return 0;
}
