// oteu-bench: CPU of the server per SubmitApplication (two signed documents) beside its floor, from one run.
//
//   oteu-bench [--count=N] [--in_flight=N] [--facts=N] [--children=N] [--verifications | --recalculation]
//
// And per fact of a PushFacts stream (--facts=0 leaves it out).
//
// First single verifications in this process (verifications.h), with --verifications nothing else. The server
// and the echo are processes of their own; their CPU is read from the kernel, so that the client's is not in
// it. Last a book of children recalculated (recalculation.h), with --recalculation nothing else. The other
// parts of the floor run in this process. Everything is on this machine.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "tests/benchmark/child_process.h"
#include "tests/benchmark/dossiers.h"
#include "tests/benchmark/facts.h"
#include "tests/benchmark/floor.h"
#include "tests/benchmark/load.h"
#include "tests/benchmark/recalculation.h"
#include "tests/benchmark/verifications.h"

namespace oteu::benchmark {
namespace {

constexpr int kWarmUp = 100;
constexpr double kNanosecondsPerMicrosecond = 1000;

struct Options {
  int count = 2000;
  int in_flight = 32;
  bool verifications_only = false;
  int facts = 100'000;
  bool recalculation_only = false;
  int children = 1000000;
  std::string folder;  // of the programs
};

struct Figures {
  std::string name;
  double submit = 0, echo = 0, checks = 0, commit = 0;  // CPU, microseconds per application
  double per_second = 0;
  std::size_t request_bytes = 0;
  double floor() const { return echo + checks + commit; }
};

// Half of the requests warm up, the rest is measured.
struct Split {
  std::vector<oteu::v1::SubmitApplicationRequest> warm_up, measured;
};

Split Divide(const std::vector<oteu::v1::SubmitApplicationRequest>& requests) {
  return {{requests.begin(), requests.begin() + kWarmUp}, {requests.begin() + kWarmUp, requests.end()}};
}

LoadResult MeasureServer(const Options& options, const Dossiers& dossiers, const std::string& work,
                         Figures& figures) {
  const int port = FreePort();
  const ChildProcess server(
      {options.folder + "/oteu-server", absl::StrCat("--listen=127.0.0.1:", port),
       "--data_dir=" + work + "/data",
       absl::StrCat("--regulations_dir=", OTEU_SOURCE_DIR, "/service/regulations"), "--trust_dir=" + work,
       "--policy_file=" + work + "/policy.txtpb", "--registry_file=" + work + "/registry.txtpb"},
      work + "/server.log");
  const Split split = Divide(dossiers.requests);
  Submit(port, split.warm_up, options.in_flight);
  const auto start = server.CpuNanoseconds();
  LoadResult result = Submit(port, split.measured, options.in_flight);
  const double nanoseconds = static_cast<double>(server.CpuNanoseconds() - start);
  const auto count = static_cast<double>(split.measured.size());
  figures.submit = nanoseconds / count / kNanosecondsPerMicrosecond;
  figures.per_second = count / result.seconds;
  if (result.failed != 0 || result.granted != static_cast<int>(split.measured.size())) {
    std::fprintf(stderr, "%d of %zu granted, %d failed; see %s/server.log\n", result.granted,
                 split.measured.size(), result.failed, work.c_str());
    std::exit(2);
  }
  return result;
}

void MeasureEcho(const Options& options, const Dossiers& dossiers, const std::string& work,
                 Figures& figures) {
  const int port = FreePort();
  const ChildProcess server({options.folder + "/oteu-bench", absl::StrCat("--echo_port=", port),
                             "--response=" + work + "/response"},
                            work + "/echo.log");
  const Split split = Divide(dossiers.requests);
  Submit(port, split.warm_up, options.in_flight);
  const auto start = server.CpuNanoseconds();
  Submit(port, split.measured, options.in_flight);
  figures.echo = static_cast<double>(server.CpuNanoseconds() - start) /
                 static_cast<double>(split.measured.size()) / kNanosecondsPerMicrosecond;
}

Figures Measure(const Options& options, const char* name, demo_pki::KeyKind kind) {
  const std::string work =
      std::filesystem::temp_directory_path() / absl::StrCat("oteu-bench-", getpid(), "-", name);
  std::filesystem::create_directories(work);
  const absl::Time now = absl::Now();
  const Dossiers dossiers = MakeDossiers(kind, options.count + kWarmUp, now);
  WriteServerFiles(dossiers, now, work);

  Figures figures{.name = name};
  figures.request_bytes = dossiers.requests.front().ByteSizeLong();
  const LoadResult result = MeasureServer(options, dossiers, work, figures);
  std::ofstream(work + "/response", std::ios::binary) << result.last.SerializeAsString();
  MeasureEcho(options, dossiers, work, figures);
  const std::vector<const demo_pki::Identity*> signers = {&dossiers.family.Get(demo_pki::kSchoolHead),
                                                          &dossiers.family.Get(demo_pki::kPmpcHead)};
  figures.checks = BareChecksNanoseconds(signers, 300, kind == demo_pki::KeyKind::kRsa ? 5000 : 500) /
                   kNanosecondsPerMicrosecond;
  const std::size_t stored = figures.request_bytes + 2 * result.last.ByteSizeLong();
  figures.commit = BareCommitNanoseconds(work, stored, options.in_flight, 100) / kNanosecondsPerMicrosecond;
  std::filesystem::remove_all(work);
  return figures;
}

void Print(const Figures& figures) {
  std::printf("%-28s %10.1f us CPU   %8.0f/s   request %zu bytes\n",
              absl::StrCat("SubmitApplication, ", figures.name).c_str(), figures.submit, figures.per_second,
              figures.request_bytes);
  std::printf("  floor                      %10.1f us = echo %.1f + bare checks %.1f + bare commit %.1f\n",
              figures.floor(), figures.echo, figures.checks, figures.commit);
  std::printf("  ratio                      %10.2f\n", figures.submit / figures.floor());
}

void PrintVerifications(const char* name, demo_pki::KeyKind kind, int rounds) {
  const VerificationFigures figures = MeasureVerifications(kind, rounds);
  std::printf("%-28s %10.1f us CPU   %8.0f/s per core\n", absl::StrCat("verification, ", name).c_str(),
              figures.warm, 1e6 / figures.warm);
  std::printf("  bare signature check       %10.1f us   ratio %.2f\n", figures.bare,
              figures.warm / figures.bare);
  std::printf("  with a time stamp          %10.1f us   bare checks of both %.1f us   ratio %.2f\n",
              figures.stamped, figures.stamped_bare, figures.stamped / figures.stamped_bare);
  std::printf("  signer never met           %10.1f us", figures.cold);
  if (figures.stock > 0) {
    std::printf("   CMS_verify, fresh store %.1f us   %.1f times faster", figures.stock,
                figures.stock / figures.cold);
  }
  std::printf("\n  two threads over one       %10.2f by CPU, %.2f by the clock\n", figures.two_threads_cpu,
              figures.two_threads_wall);
}

void PrintFacts(const Options& options) {
  const std::string work =
      std::filesystem::temp_directory_path() / absl::StrCat("oteu-bench-", getpid(), "-facts");
  std::filesystem::create_directories(work);
  const absl::Time now = absl::Now();
  WriteServerFiles(MakeDossiers(demo_pki::KeyKind::kRsa, 1, now), now, work);
  const FactFigures figures = MeasureFacts(options.folder, work, options.facts);
  std::filesystem::remove_all(work);
  const double floor = figures.stream + figures.commit;
  std::printf("%-28s %10.2f us CPU   %8.0f/s durable   %.0f bytes each\n", "PushFacts, per fact",
              figures.push, figures.per_second, figures.bytes);
  std::printf("  floor                      %10.2f us = bare stream %.2f + bare commit %.2f\n", floor,
              figures.stream, figures.commit);
  std::printf("  ratio                      %10.2f\n", figures.push / floor);
}

int Main(int argc, char** argv) {
  Options options{.folder = std::filesystem::read_symlink("/proc/self/exe").parent_path().string()};
  int echo_port = 0, fact_echo_port = 0;
  std::string response;
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--count=") && absl::SimpleAtoi(argument, &options.count)) continue;
    if (absl::ConsumePrefix(&argument, "--in_flight=") && absl::SimpleAtoi(argument, &options.in_flight))
      continue;
    if (argument == "--verifications") {
      options.verifications_only = true;
      continue;
    }
    if (argument == "--recalculation") {
      options.recalculation_only = true;
      continue;
    }
    if (absl::ConsumePrefix(&argument, "--children=") && absl::SimpleAtoi(argument, &options.children))
      continue;
    if (absl::ConsumePrefix(&argument, "--echo_port=") && absl::SimpleAtoi(argument, &echo_port)) continue;
    if (absl::ConsumePrefix(&argument, "--facts=") && absl::SimpleAtoi(argument, &options.facts)) continue;
    if (absl::ConsumePrefix(&argument, "--fact_echo_port=") && absl::SimpleAtoi(argument, &fact_echo_port))
      continue;
    if (absl::ConsumePrefix(&argument, "--response=")) {
      response = std::string(argument);
      continue;
    }
    std::fprintf(stderr,
                 "oteu-bench [--count=N] [--in_flight=N] [--facts=N] [--children=N] [--verifications | "
                 "--recalculation]\n");
    return 2;
  }
  if (echo_port != 0) return ServeEcho(echo_port, response);
  if (fact_echo_port != 0) return ServeFactEcho(fact_echo_port);
  if (options.children < 1 || options.children > 10000000) {
    std::fprintf(stderr, "--children is 1 to 10000000\n");
    return 2;
  }
  if (options.recalculation_only) {
    PrintRecalculation(options.children);
    return 0;
  }
  if (options.facts != 0 && (options.facts < 5000 || options.facts > 2'000'000)) {
    std::fprintf(stderr, "--facts is 0, or 5000 to 2000000\n");
    return 2;
  }
  if (options.facts != 0 && !options.verifications_only) PrintFacts(options);
  if (options.count == 0) return 0;
  if (options.count < 1 || options.count > 4000 || options.in_flight < 1 || options.in_flight > 256) {
    std::fprintf(stderr, "--count is 0 to 4000, --in_flight 1 to 256\n");
    return 2;
  }
  PrintVerifications("RSA", demo_pki::KeyKind::kRsa, 5000);
  PrintVerifications("ECDSA P-256", demo_pki::KeyKind::kEcP256, 2000);
  PrintVerifications("GOST", demo_pki::KeyKind::kGost2015, 300);
  if (options.verifications_only) return 0;
  Print(Measure(options, "RSA", demo_pki::KeyKind::kRsa));
  Print(Measure(options, "GOST", demo_pki::KeyKind::kGost2015));
  PrintRecalculation(options.children);
  return 0;
}

}  // namespace
}  // namespace oteu::benchmark

int main(int argc, char** argv) { return oteu::benchmark::Main(argc, argv); }
