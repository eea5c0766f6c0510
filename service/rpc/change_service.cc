#include "service/rpc/change_service.h"

#include "service/rpc/watch_changes.h"

namespace oteu::rpc {

grpc::ServerWriteReactor<oteu::v1::WatchChangesResponse>* ChangeService::WatchChanges(
    grpc::CallbackServerContext* context, const oteu::v1::WatchChangesRequest* request) {
  return StartWatchChanges(runtime_, context, *request);
}

grpc::ServerUnaryReactor* ChangeService::ListChanges(grpc::CallbackServerContext* context,
                                                     const oteu::v1::ListChangesRequest* request,
                                                     oteu::v1::ListChangesResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.ChangeService/ListChanges",
                   &application::UseCases::ListChanges);
}

}  // namespace oteu::rpc
