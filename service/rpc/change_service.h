// oteu.v1.ChangeService over the use cases.
#pragma once

#include "oteu/v1/change_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class ChangeService final : public oteu::v1::ChangeService::CallbackService {
 public:
  explicit ChangeService(const Runtime* runtime) : runtime_(*runtime) {}

  grpc::ServerWriteReactor<oteu::v1::WatchChangesResponse>* WatchChanges(
      grpc::CallbackServerContext* context, const oteu::v1::WatchChangesRequest* request) override;
  grpc::ServerUnaryReactor* ListChanges(grpc::CallbackServerContext* context,
                                        const oteu::v1::ListChangesRequest* request,
                                        oteu::v1::ListChangesResponse* response) override;

 private:
  const Runtime& runtime_;
};

}  // namespace oteu::rpc
