#include "service/rpc/call_context.h"

#include "service/rpc/accept_language.h"

namespace oteu::rpc {

application::CallContext MakeCallContext(const grpc::CallbackServerContext& context) {
  application::CallContext call;
  const auto& metadata = context.client_metadata();
  if (const auto found = metadata.find("accept-language"); found != metadata.end()) {
    call.language = ChooseLanguage({found->second.data(), found->second.size()});
  }
  const auto deadline = context.deadline();
  if (deadline != std::chrono::system_clock::time_point::max()) call.deadline = absl::FromChrono(deadline);
  return call;
}

}  // namespace oteu::rpc
