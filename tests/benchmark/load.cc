#include "tests/benchmark/load.h"

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "oteu/v1/application_service.grpc.pb.h"

namespace oteu::benchmark {

LoadResult Submit(int port, const std::vector<oteu::v1::SubmitApplicationRequest>& requests, int in_flight) {
  const auto channel =
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(30))) {
    std::fprintf(stderr, "no server on port %d\n", port);
    std::exit(2);
  }
  const auto stub = oteu::v1::ApplicationService::NewStub(channel);
  LoadResult result;
  std::mutex mutex;
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < requests.size(); i = next++) {
      grpc::ClientContext context;
      oteu::v1::SubmitApplicationResponse response;
      const grpc::Status status = stub->SubmitApplication(&context, requests[i], &response);
      const std::lock_guard<std::mutex> lock(mutex);
      if (!status.ok()) {
        if (result.failed++ == 0) std::fprintf(stderr, "first error: %s\n", status.error_message().c_str());
        continue;
      }
      if (response.decision().outcome() == oteu::v1::DECISION_OUTCOME_GRANTED) ++result.granted;
      result.last = std::move(response);
    }
  };
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < in_flight; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace oteu::benchmark
