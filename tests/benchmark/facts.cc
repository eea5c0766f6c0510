#include "tests/benchmark/facts.h"

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "clients/demo_pki/identifiers.h"
#include "oteu/v1/fact_service.grpc.pb.h"
#include "tests/benchmark/child_process.h"
#include "tests/benchmark/floor.h"

namespace oteu::benchmark {
namespace {

using oteu::v1::FactService;
using oteu::v1::PushFactsRequest;
using oteu::v1::PushFactsResponse;

constexpr int kFactsPerChunk = 500;
constexpr int kWarmUpChunks = 4;
constexpr int kInFlight = 8;

std::string Iin(int n) {
  for (;; n += 10'000'000) {  // some prefixes have no control digit
    const std::string digits = absl::StrFormat("8%010d", n);
    const int control = demo_pki::ControlDigit(digits);
    if (control >= 0) return absl::StrCat(digits, control);
  }
}

std::vector<PushFactsRequest> MakeChunks(int facts) {
  std::vector<PushFactsRequest> chunks;
  for (int i = 0; i < facts; ++i) {
    if (i % kFactsPerChunk == 0) chunks.emplace_back().mutable_chunk()->set_offset(i);
    oteu::v1::Fact& fact = *chunks.back().mutable_chunk()->add_facts();
    fact.set_fact_id(absl::StrFormat("stay-%08d", i));
    fact.set_revision(1);
    fact.set_kind(oteu::v1::FACT_KIND_INSTITUTION_STAY);
    fact.set_child_iin(Iin(i));
    fact.mutable_from()->set_year(2025);
    fact.mutable_from()->set_month(1 + i % 9);
    fact.mutable_from()->set_day(1 + i % 28);
  }
  return chunks;
}

[[noreturn]] void Die(const char* what, const grpc::Status& status) {
  std::fprintf(stderr, "facts: %s: %s\n", what, status.error_message().c_str());
  std::exit(2);
}

// Pushes chunks [first, last) over one stream, kInFlight of them unanswered; every fact must be new.
void Push(const std::shared_ptr<grpc::Channel>& channel, const std::vector<PushFactsRequest>& chunks,
          std::size_t first, std::size_t last) {
  const auto stub = FactService::NewStub(channel);
  grpc::ClientContext context;
  auto stream = stub->PushFacts(&context);
  PushFactsRequest start;
  start.mutable_start()->set_source("registers");
  PushFactsResponse response;
  if (!stream->Write(start) || !stream->Read(&response)) Die("start", stream->Finish());
  std::size_t sent = first, answered = first;
  while (answered < last) {
    if (sent < last && sent - answered < kInFlight) {
      if (!stream->Write(chunks[sent++])) Die("write", stream->Finish());
      continue;
    }
    if (!stream->Read(&response)) Die("read", stream->Finish());
    ++answered;
    for (const auto& result : response.result().results()) {
      if (result.outcome() != oteu::v1::FACT_OUTCOME_NEW) Die("a fact is not new", grpc::Status::OK);
    }
  }
  stream->WritesDone();
  stream->Finish();
}

struct Load {
  double cpu_us = 0;  // of the server per fact
  double seconds = 0;
};

Load Measure(const std::vector<std::string>& command, int port, const std::string& log,
             const std::vector<PushFactsRequest>& chunks) {
  const ChildProcess server(command, log);
  const auto channel =
      grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
  if (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::seconds(30)))
    Die("no server", grpc::Status::OK);
  Push(channel, chunks, 0, kWarmUpChunks);
  const auto cpu = server.CpuNanoseconds();
  const auto begin = std::chrono::steady_clock::now();
  Push(channel, chunks, kWarmUpChunks, chunks.size());
  Load load;
  load.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const auto facts = static_cast<double>((chunks.size() - kWarmUpChunks) * kFactsPerChunk);
  load.cpu_us = static_cast<double>(server.CpuNanoseconds() - cpu) / facts / 1000;
  return load;
}

class EchoStream final : public grpc::ServerBidiReactor<PushFactsRequest, PushFactsResponse> {
 public:
  EchoStream() { StartRead(&request_); }
  void OnReadDone(bool ok) override {
    if (!ok) return Finish(grpc::Status::OK);
    response_.Clear();
    if (request_.has_start()) {
      response_.mutable_started();
    } else {
      for (const auto& fact : request_.chunk().facts()) {
        auto* result = response_.mutable_result()->add_results();
        result->set_fact_id(fact.fact_id());
        result->set_revision(fact.revision());
        result->set_outcome(oteu::v1::FACT_OUTCOME_NEW);
      }
    }
    StartWrite(&response_);
  }
  void OnWriteDone(bool ok) override {
    if (ok) StartRead(&request_);
    if (!ok) Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

 private:
  PushFactsRequest request_;
  PushFactsResponse response_;
};

class Echo final : public FactService::CallbackService {
  grpc::ServerBidiReactor<PushFactsRequest, PushFactsResponse>* PushFacts(
      grpc::CallbackServerContext* /*context*/) override {
    return new EchoStream();
  }
};

}  // namespace

FactFigures MeasureFacts(const std::string& folder, const std::string& work, int facts) {
  FactFigures figures;
  const std::vector<PushFactsRequest> chunks = MakeChunks(facts);
  figures.bytes = static_cast<double>(chunks.front().ByteSizeLong()) / kFactsPerChunk;
  std::ofstream(work + "/facts.txtpb")
      << "facts { sources { id: \"registers\" type: FACT_SOURCE_TYPE_REGISTER "
         "kinds: FACT_KIND_INSTITUTION_STAY } }\n";
  int port = FreePort();
  const Load push = Measure(
      {folder + "/oteu-server", "--config=" + work + "/facts.txtpb",
       absl::StrCat("--listen=127.0.0.1:", port), "--data_dir=" + work + "/fact-data",
       absl::StrCat("--regulations_dir=", OTEU_SOURCE_DIR, "/service/regulations"), "--trust_dir=" + work,
       "--policy_file=" + work + "/policy.txtpb", "--registry_file=" + work + "/registry.txtpb"},
      port, work + "/facts.log", chunks);
  figures.push = push.cpu_us;
  figures.per_second = static_cast<double>((chunks.size() - kWarmUpChunks) * kFactsPerChunk) / push.seconds;
  port = FreePort();
  figures.stream = Measure({folder + "/oteu-bench", absl::StrCat("--fact_echo_port=", port)}, port,
                           work + "/fact-echo.log", chunks)
                       .cpu_us;
  // BareCommitNanoseconds stores an application as three rows: here a fact is one row.
  constexpr int kRowsPerApplication = 3;
  const auto row_bytes =
      static_cast<std::size_t>(figures.bytes) + 60;  // with key, child and time beside the fact
  figures.commit = BareCommitNanoseconds(work, row_bytes * kRowsPerApplication,
                                         kFactsPerChunk / kRowsPerApplication, 200) /
                   kRowsPerApplication / 1000;
  return figures;
}

int ServeFactEcho(int port) {
  Echo echo;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(absl::StrCat("127.0.0.1:", port), grpc::InsecureServerCredentials());
  builder.RegisterService(&echo);
  const auto server = builder.BuildAndStart();
  if (server == nullptr) return 2;
  server->Wait();
  return 0;
}

}  // namespace oteu::benchmark
