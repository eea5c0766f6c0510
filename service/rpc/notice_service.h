// oteu.v1.NoticeService over the use cases.
#pragma once

#include "oteu/v1/notice_service.grpc.pb.h"
#include "service/rpc/unary_call.h"

namespace oteu::rpc {

class NoticeService final : public oteu::v1::NoticeService::CallbackService {
 public:
  explicit NoticeService(const Runtime* runtime) : runtime_(*runtime) {}

  grpc::ServerUnaryReactor* ListNotices(grpc::CallbackServerContext* context,
                                        const oteu::v1::ListNoticesRequest* request,
                                        oteu::v1::ListNoticesResponse* response) override;

 private:
  const Runtime& runtime_;
};

}  // namespace oteu::rpc
