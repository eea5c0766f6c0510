// oteu-server: reads its configuration, makes every part, and wires them. Nothing else is decided here.
#include <atomic>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/application/use_cases.h"
#include "service/clock.h"
#include "service/config/load_trust.h"
#include "service/config/read_config.h"
#include "service/config/read_files.h"
#include "service/config/reloadable.h"
#include "service/facts/sources.h"
#include "service/logging/logger.h"
#include "service/notices/calendar_watch.h"
#include "service/payment/department_signer.h"
#include "service/registry/file_registry.h"
#include "service/registry/grpc_registry.h"
#include "service/regulation/catalog.h"
#include "service/revocation/fetching.h"
#include "service/rpc/file_limit.h"
#include "service/rpc/health_monitor.h"
#include "service/rpc/listener_check.h"
#include "service/rpc/server.h"
#include "service/rpc/watchers.h"
#include "service/rpc/worker_pool.h"
#include "service/runtime/periodic.h"
#include "service/runtime/signals.h"
#include "service/server_flags.h"
#include "service/store/sqlite/sqlite_store.h"

namespace oteu {
namespace {

using config::v1::ServerConfig;
using logging::Event;
using logging::Field;
using logging::Level;

constexpr int kExitStopped = 0;
constexpr int kExitStartAnew = 1;  // e.g. the listener is dead
constexpr int kExitRefused = 2;
constexpr absl::Duration kPruneEvery = absl::Seconds(60);
constexpr absl::Duration kStoppingNotice = absl::Milliseconds(500);
constexpr std::size_t kKeyFileBytesMax = std::size_t{64} << 10;
constexpr std::size_t kCaFileBytesMax = std::size_t{4} << 20;

using Trust = config::Reloadable<verification::Verifier>;
using Regulations = config::Reloadable<regulation::Catalog>;

Level LevelOf(config::v1::LogLevel level) {
  switch (level) {
    case config::v1::LOG_LEVEL_DEBUG:
      return Level::kDebug;
    case config::v1::LOG_LEVEL_WARNING:
      return Level::kWarning;
    case config::v1::LOG_LEVEL_ERROR:
      return Level::kError;
    default:
      return Level::kInfo;
  }
}

absl::StatusOr<std::unique_ptr<registry::StateRegistry>> MakeRegistry(
    const config::v1::RegistryConfig& config) {
  if (!config.file().empty()) return registry::FileRegistry::Load(config.file());
  std::shared_ptr<grpc::ChannelCredentials> credentials = grpc::InsecureChannelCredentials();
  if (!config.plaintext()) {
    grpc::SslCredentialsOptions tls;
    if (!config.ca_file().empty()) {
      auto roots = config::ReadBoundedFile(config.ca_file(), kCaFileBytesMax);
      if (!roots.ok()) return roots.status();
      tls.pem_root_certs = *std::move(roots);
    }
    credentials = grpc::SslCredentials(tls);
  }
  return std::make_unique<registry::GrpcRegistry>(
      registry::MakeRegistryChannel(config.target(), credentials),
      registry::GrpcRegistryOptions{.timeout = absl::Milliseconds(config.timeout_ms())});
}

using Departments = std::map<std::string, std::shared_ptr<const payment::DepartmentSigner>>;

absl::StatusOr<Departments> LoadDepartments(const config::v1::PaymentsConfig& config) {
  Departments departments;
  for (const config::v1::DepartmentConfig& department : config.departments()) {
    const auto certificate = config::ReadBoundedFile(department.certificate_file(), kKeyFileBytesMax);
    if (!certificate.ok()) return certificate.status();
    const auto key = config::ReadBoundedFile(department.key_file(), kKeyFileBytesMax);
    if (!key.ok()) return key.status();
    auto signer = payment::DepartmentSigner::Create(*certificate, *key);
    if (!signer.ok()) {
      return absl::Status(
          signer.status().code(),
          absl::StrCat("payments: department ", department.district_kato(), ": ", signer.status().message()));
    }
    departments[department.district_kato()] = *std::move(signer);
  }
  return departments;
}

store::sqlite::SqliteOptions StoreOptions(const config::v1::StoreConfig& config) {
  store::sqlite::SqliteOptions options;
  options.path = config.data_dir() + "/oteu.db";
  options.readers = config.readers();
  options.size_bytes_max = config.size_mib_max() << 20;
  options.quick_check = config.quick_check();
  options.writer.queue_changes_max = static_cast<std::size_t>(config.write_queue_max());
  return options;
}

notices::Plan NoticePlan(const config::v1::ClocksConfig& config) {
  return {{config.term_days_before().begin(), config.term_days_before().end()},
          {config.deadline_working_days_before().begin(), config.deadline_working_days_before().end()}};
}

rpc::ServerOptions RpcOptions(const ServerConfig& config) {
  rpc::ServerOptions options;
  options.address = config.listen().address();
  if (config.has_tls()) {
    options.tls = rpc::TlsOptions{config.tls().certificate_file(), config.tls().key_file(),
                                  absl::Seconds(config.tls().refresh_seconds())};
  }
  options.message_memory_mib_max = config.limits().message_memory_mib_max();
  options.streams_per_connection_max = config.limits().streams_per_connection_max();
  options.connection_age_max = absl::Seconds(config.limits().connection_age_seconds_max());
  options.connection_idle_max = absl::Seconds(config.limits().connection_idle_seconds_max());
  return options;
}

template <typename T>
void ReloadOne(const char* what, config::Reloadable<T>& data, logging::Logger& log) {
  const absl::Status status = data.Reload();
  if (status.ok()) return log.Log(Level::kInfo, Event::kReloaded, {Field::What(what)});
  log.Log(Level::kError, Event::kReloadFailed, {Field::What(what), Field::Detail(status.message())});
}

void Reload(Trust& trust, Regulations& regulations, logging::Logger& log) {
  ReloadOne("trust", trust, log);
  ReloadOne("regulations", regulations, log);
}

// Atomically: whoever waits for the file never reads half a number.
absl::Status WritePortFile(const std::string& path, int port) {
  if (path.empty()) return absl::OkStatus();
  const std::string temporary = path + ".new";
  std::ofstream(temporary) << port << "\n";
  if (std::rename(temporary.c_str(), path.c_str()) == 0) return absl::OkStatus();
  return absl::UnavailableError("port_file cannot be written");
}

// Everything that lives as long as the process serves, in the order it is made; it goes in reverse.
class Service {
 public:
  Service(const ServerConfig& config, const Clock* clock, logging::Logger* log)
      : config_(config),
        clock_(clock),
        log_(log),
        trust_([this] { return config::LoadVerifier(config_.trust(), Fetched()); }),
        regulations_([this] { return regulation::Catalog::LoadDirectory(config_.regulations_dir()); }) {}

  // Reads all that the configuration names; `--check` ends here.
  absl::Status Load() {
    if (absl::Status status = regulations_.Reload(); !status.ok()) return status;
    if (config_.has_revocation()) {
      auto fetching = revocation::Fetching::Create(config_.revocation(), config_.trust(), clock_, log_,
                                                   [this] { ReloadOne("trust", trust_, *log_); });
      if (!fetching.ok()) return fetching.status();
      fetching_ = *std::move(fetching);
    }
    if (absl::Status status = trust_.Reload(); !status.ok()) return status;
    auto registry = MakeRegistry(config_.registry());
    if (!registry.ok()) return registry.status();
    registry_ = *std::move(registry);
    auto sources = facts::Sources::Create(config_.facts());
    if (!sources.ok()) return sources.status();
    fact_sources_ = *std::move(sources);
    auto departments = LoadDepartments(config_.payments());
    if (!departments.ok()) return departments.status();
    departments_ = *std::move(departments);
    return absl::OkStatus();
  }

  absl::Status Start() {
    auto store = store::sqlite::SqliteStore::Open(StoreOptions(config_.store()), clock_->Now());
    if (!store.ok()) return store.status();
    store_ = *std::move(store);
    use_cases_ = application::UseCases::Create({.verifier = [this] { return trust_.Get(); },
                                                .catalog = [this] { return regulations_.Get(); },
                                                .registry = registry_.get(),
                                                .store = store_.get(),
                                                .clock = clock_,
                                                .fact_sources = fact_sources_,
                                                .revocation = fetching_ ? fetching_->ocsp() : nullptr,
                                                .departments = departments_,
                                                .notices = NoticePlan(config_.clocks())});
    const config::v1::LimitsConfig& limits = config_.limits();
    pool_ = std::make_unique<rpc::WorkerPool>(
        rpc::WorkerPoolOptions{limits.workers(), static_cast<std::size_t>(limits.queue_max())});
    watchers_ = std::make_unique<rpc::Watchers>(
        rpc::WatchOptions{.heartbeat = absl::Seconds(config_.changes().heartbeat_seconds()),
                          .slow_after = absl::Seconds(config_.changes().slow_seconds())},
        [this] { return use_cases_->LatestChange(); });
    runtime_ = {use_cases_.get(),
                pool_.get(),
                clock_,
                log_,
                absl::Seconds(limits.call_seconds_max()),
                limits.batch_in_flight_max(),
                &stopping_,
                limits.fact_chunks_in_flight_max(),
                &streams_,
                watchers_.get()};
    auto server = rpc::Server::Start(RpcOptions(config_), &runtime_);
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    WatchCalendar();
    StartBackground();
    log_->Log(Level::kInfo, Event::kServerStarted, {Field::Port(server_->port())});
    return WritePortFile(config_.listen().port_file(), server_->port());
  }

  // Until a signal; then drains.
  int Run() {
    const int interval = config_.reload().interval_seconds();
    const absl::Duration wait = interval > 0 ? absl::Seconds(interval) : absl::Hours(1);
    for (auto signal = runtime::WaitForSignal(wait); signal != runtime::Signal::kStop;
         signal = runtime::WaitForSignal(wait)) {
      if (signal == runtime::Signal::kReload || interval > 0) Reload(trust_, regulations_, *log_);
    }
    log_->Log(Level::kInfo, Event::kServerStopping);
    server_->SetServing(false);
    // gRPC answers CANCELLED to a call that arrives while it shuts down, which no caller knows to retry. So
    // for a moment we still take calls and answer SHUTTING_DOWN (UNAVAILABLE), until callers have turned
    // elsewhere.
    stopping_ = true;
    absl::SleepFor(kStoppingNotice);
    streams_.EndAll();
    watchers_->EndAll();
    monitor_ = nullptr;
    retry_ = nullptr;
    clocks_ = nullptr;
    prune_ = nullptr;
    if (fetching_) fetching_->Stop();
    server_->Shutdown(absl::Seconds(config_.limits().drain_seconds_max()));
    pool_->Stop();
    store_->Drain();
    log_->Log(Level::kInfo, Event::kServerStopped);
    return listener_dead_ ? kExitStartAnew : kExitStopped;
  }

 private:
  config::FetchedData Fetched() const {
    return fetching_ ? config::FetchedData{fetching_->Lists(), {}} : config::FetchedData();
  }

  void WatchCalendar() {
    const auto left = calendar_.Look(*regulations_.Get(), clock_->Now());
    if (left.has_value()) log_->Log(Level::kWarning, Event::kCalendarEnds, {Field::Count(*left)});
  }

  void GiveNotices() {
    WatchCalendar();
    const auto counts = use_cases_->GiveNotices(
        config_.clocks().batch_max(), clock_->Now() + absl::Seconds(config_.clocks().interval_seconds()));
    if (!counts.ok())
      return log_->Log(Level::kWarning, Event::kNoticesFailed, {Field::Code(counts.status().code())});
    if (!counts->left_out.empty())
      log_->Log(Level::kWarning, Event::kNoticesFailed,
                {Field::Code(counts->why), Field::Count(static_cast<std::int64_t>(counts->left_out.size())),
                 Field::Application(counts->left_out.front())});
    if (counts->recalculated > 0)
      log_->Log(Level::kInfo, Event::kLawRecalculated, {Field::Count(counts->recalculated)});
    if (counts->given > 0) log_->Log(Level::kInfo, Event::kNoticesGiven, {Field::Count(counts->given)});
  }

  void StartBackground() {
    if (fetching_) fetching_->Start();
    const config::v1::RetryConfig& retry = config_.retry();
    retry_ = std::make_unique<runtime::Periodic>(
        runtime::PeriodicOptions{absl::Seconds(retry.interval_seconds()), 0.1}, [this] {
          const config::v1::RetryConfig& settings = config_.retry();
          const int count = use_cases_->RetryHeldApplications(absl::Seconds(settings.age_seconds_min()),
                                                              settings.batch_max());
          if (count > 0) log_->Log(Level::kInfo, Event::kHeldRetried, {Field::Count(count)});
        });
    clocks_ = std::make_unique<runtime::Periodic>(
        runtime::PeriodicOptions{absl::Seconds(config_.clocks().interval_seconds()), 0.1},
        [this] { GiveNotices(); });
    prune_ = std::make_unique<runtime::Periodic>(runtime::PeriodicOptions{kPruneEvery, 0.1}, [this] {
      (void)store_->PruneFeed(clock_->Now() - absl::Hours(24) * config_.changes().keep_days());
    });
    const absl::Duration interval = absl::Seconds(config_.limits().self_check_seconds());
    monitor_ = std::make_unique<rpc::HealthMonitor>(
        rpc::HealthMonitorOptions{.listener_interval = interval},
        rpc::HealthMonitor::Hooks{[this] { return store_->Health(); },
                                  [this] { return rpc::CheckListener(server_->address(), absl::Seconds(5)); },
                                  [this](bool serving) { server_->SetServing(serving); },
                                  [this] {
                                    listener_dead_ = true;
                                    runtime::RequestStop();
                                  }},
        log_);
  }

  const ServerConfig& config_;
  const Clock* const clock_;
  logging::Logger* const log_;
  Trust trust_;
  Regulations regulations_;
  std::unique_ptr<registry::StateRegistry> registry_;
  std::shared_ptr<const facts::Sources> fact_sources_;
  Departments departments_;
  std::unique_ptr<store::sqlite::SqliteStore> store_;
  // It reloads trust, and answers the use cases: no call is under way any more, and Run has stopped it, when
  // it goes.
  std::unique_ptr<revocation::Fetching> fetching_;
  std::unique_ptr<application::UseCases> use_cases_;
  std::unique_ptr<rpc::WorkerPool> pool_;
  rpc::OpenStreams streams_;
  std::unique_ptr<rpc::Watchers> watchers_;
  rpc::Runtime runtime_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<runtime::Periodic> retry_;
  notices::CalendarWatch calendar_;  // of the clocks' thread, once it runs
  std::unique_ptr<runtime::Periodic> clocks_;
  std::unique_ptr<runtime::Periodic> prune_;
  std::atomic<bool> listener_dead_ = false;
  std::atomic<bool> stopping_ = false;
  std::unique_ptr<rpc::HealthMonitor> monitor_;
};

// Refusals are told to the operator as they are: they are about files and settings, not about people.
int Refuse(const absl::Status& status, logging::Logger* log) {
  std::fprintf(stderr, "oteu-server: refused to start:\n%s\n", std::string(status.message()).c_str());
  if (log != nullptr) log->Log(Level::kError, Event::kStartFailed, {Field::Detail(status.message())});
  return kExitRefused;
}

int Main(int argc, char** argv) {
  const CommandLine line = ParseCommandLine(argc, argv);
  runtime::BlockSignals();
  auto config = config::ReadConfig(line.config, static_cast<int>(std::thread::hardware_concurrency()));
  if (!config.ok()) return Refuse(config.status(), nullptr);
  rpc::RaiseFileLimit();
  SystemClock clock;
  logging::Logger log(logging::WriteToStderr, LevelOf(config->logging().level()), &clock);
  Service service(*config, &clock, &log);
  if (absl::Status status = service.Load(); !status.ok()) return Refuse(status, &log);
  if (line.check) {
    std::printf("oteu-server: the configuration is good\n");
    return kExitStopped;
  }
  if (absl::Status status = service.Start(); !status.ok()) return Refuse(status, &log);
  return service.Run();
}

}  // namespace
}  // namespace oteu

int main(int argc, char** argv) { return oteu::Main(argc, argv); }
