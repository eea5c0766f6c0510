#include "service/rpc/call_context.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "service/rpc/accept_language.h"

namespace oteu::rpc {
namespace {

constexpr std::size_t kHeadersMax = 8;

std::string LanguageOf(const grpc::CallbackServerContext& context) {
  // Several headers are one list (RFC 9110, section 5.3).
  std::string header;
  const auto [begin, end] = context.client_metadata().equal_range("accept-language");
  std::size_t count = 0;
  for (auto entry = begin; entry != end && count < kHeadersMax; ++entry, ++count) {
    if (!header.empty()) header += ',';
    header.append(entry->second.data(), entry->second.size());
  }
  return ChooseLanguage(header);
}

absl::Duration TimeLeft(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return absl::InfiniteDuration();
  return absl::FromChrono(deadline - std::chrono::system_clock::now());
}

}  // namespace

application::CallContext MakeCallContext(const grpc::CallbackServerContext& context, const Clock& clock,
                                         absl::Duration call_time_max) {
  application::CallContext call;
  call.language = LanguageOf(context);
  call.deadline = clock.Now() + std::min(TimeLeft(context), call_time_max);
  return call;
}

}  // namespace oteu::rpc
