// A server over FakeUseCases on a free loopback port, and a client of it.
#pragma once

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "oteu/v1/entitlement_service.grpc.pb.h"
#include "service/rpc/server.h"
#include "tests/service/rpc/fake_use_cases.h"

namespace oteu::rpc {

class RpcTest : public testing::Test {
 protected:
  RpcTest();

  // Starts the server; `workers` and `queue` are the pool's.
  void Start(int workers = 2, int queue = 100, int batch_in_flight = 4);
  std::shared_ptr<grpc::Channel> NewChannel() const;
  // The reason of a failed call; empty without ErrorInfo.
  static std::string Reason(const grpc::Status& status);
  template <typename Detail>
  static std::optional<Detail> Find(const grpc::Status& status) {
    google::rpc::Status rpc;
    if (!rpc.ParseFromString(status.error_details())) return std::nullopt;
    for (const auto& any : rpc.details()) {
      Detail detail;
      if (any.UnpackTo(&detail)) return detail;
    }
    return std::nullopt;
  }
  std::string HealthOf(const std::string& service);

  std::string log_lines_;
  SystemClock clock_;
  logging::Logger log_;
  FakeUseCases use_cases_;
  std::unique_ptr<WorkerPool> pool_;
  OpenStreams streams_;
  Runtime runtime_;
  ServerOptions options_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace oteu::rpc
