// Any bytes as a time stamp token, and as what a token signs: nothing crashes, what is read points into what
// was received, and a time that was read can be shown.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <variant>

#include "verification/kzgost/kz_context.h"
#include "verification/timestamp/token.h"

namespace {

using oteu::verification::GetProblem;
using oteu::verification::openssl::Bytes;

void CheckInside(Bytes part, Bytes whole) {
  if (part.empty()) return;
  if (part.data() < whole.data() || part.data() + part.size() > whole.data() + whole.size()) abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace oteu::verification::timestamp;  // NOLINT(google-build-using-namespace)
  static const auto* const context = oteu::verification::kzgost::CreateKzContext()->release();
  const Bytes input(data, size);
  const auto info = ParseTstInfo(input);
  if (GetProblem(info) == nullptr) {
    const TstInfo& parsed = std::get<TstInfo>(info);
    CheckInside(parsed.imprint, input);
    CheckInside(parsed.serial, input);
    if (absl::FormatTime(parsed.gen_time).empty()) abort();
  }
  const auto read = ReadToken(input);
  if (GetProblem(read) != nullptr) return 0;
  const Token& token = *std::get<std::unique_ptr<Token>>(read);
  if (token.signed_data().signers.size() != 1 || !token.signer().signed_attributes) abort();
  static_cast<void>(CompareImprint(*context, token.info, input));
  return 0;
}
