#include "service/rpc/notice_service.h"

namespace oteu::rpc {

grpc::ServerUnaryReactor* NoticeService::ListNotices(grpc::CallbackServerContext* context,
                                                     const oteu::v1::ListNoticesRequest* request,
                                                     oteu::v1::ListNoticesResponse* response) {
  return StartRead(runtime_, context, request, response, "oteu.v1.NoticeService/ListNotices",
                   &application::UseCases::ListNotices);
}

}  // namespace oteu::rpc
