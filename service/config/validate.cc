#include "service/config/validate.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/config/address.h"
#include "service/facts/sources.h"

namespace oteu::config {
namespace {

class Checker {
 public:
  void Fail(absl::string_view field, absl::string_view message) {
    problems_.push_back({std::string(field), std::string(message)});
  }
  void Range(absl::string_view field, std::int64_t value, std::int64_t min, std::int64_t max) {
    if (value < min || value > max) Fail(field, absl::StrCat(value, " is not within ", min, " and ", max));
  }
  void Folder(absl::string_view field, const std::string& path, bool required) {
    if (path.empty()) {
      if (required) Fail(field, "is required");
      return;
    }
    std::error_code error;
    if (!std::filesystem::is_directory(path, error)) {
      Fail(field, absl::StrCat(path, " is no folder"));
    } else if (access(path.c_str(), R_OK | X_OK) != 0) {
      Fail(field, absl::StrCat(path, " cannot be read"));
    }
  }
  void File(absl::string_view field, const std::string& path, bool required) {
    if (path.empty()) {
      if (required) Fail(field, "is required");
      return;
    }
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
      Fail(field, absl::StrCat(path, " is no file"));
    } else if (access(path.c_str(), R_OK) != 0) {
      Fail(field, absl::StrCat(path, " cannot be read"));
    }
  }
  // A key that others can read is no key any more.
  void Private(absl::string_view field, const std::string& path) {
    std::error_code error;
    const auto mode = std::filesystem::status(path, error).permissions();
    using std::filesystem::perms;
    if (!error && (mode & (perms::group_all | perms::others_all)) != perms::none)
      Fail(field, absl::StrCat(path, " can be read or written by others: chmod 600"));
  }
  std::vector<ConfigProblem> Take() { return std::move(problems_); }

 private:
  std::vector<ConfigProblem> problems_;
};

void CheckListen(const v1::ServerConfig& config, Checker& check) {
  const std::string& address = config.listen().address();
  if (!IsValidAddress(address)) {
    check.Fail("listen.address", "is not ADDRESS:PORT with a numeric address, [IPV6]:PORT or unix:/PATH");
  } else if (!config.has_tls() && !IsLoopback(address)) {
    check.Fail("listen.address", "without tls only 127.0.0.0/8, [::1] and unix: are served");
  }
  if (!config.has_tls()) return;
  check.File("tls.certificate_file", config.tls().certificate_file(), true);
  check.File("tls.key_file", config.tls().key_file(), true);
  check.Range("tls.refresh_seconds", config.tls().refresh_seconds(), 1, 86400);
}

void CheckStore(const v1::StoreConfig& store, Checker& check) {
  if (store.data_dir().empty()) check.Fail("store.data_dir", "is required");
  check.Range("store.size_mib_max", store.size_mib_max(), 0, std::int64_t{1} << 30);
  check.Range("store.readers", store.readers(), 1, 64);
  check.Range("store.write_queue_max", store.write_queue_max(), 1, 100000);
}

void CheckRegistry(const v1::RegistryConfig& registry, Checker& check) {
  if (registry.file().empty() == registry.target().empty()) {
    check.Fail("registry", "exactly one of file and target is required");
  }
  check.File("registry.file", registry.file(), false);
  check.File("registry.ca_file", registry.ca_file(), false);
  if (registry.plaintext() && !IsLoopback(registry.target())) {
    check.Fail("registry.plaintext", "only with a target on 127.0.0.0/8, [::1] or unix:");
  }
  if (registry.plaintext() && !registry.ca_file().empty())
    check.Fail("registry.ca_file", "contradicts plaintext");
  check.Range("registry.timeout_ms", registry.timeout_ms(), 10, 60000);
}

bool IsFileName(const std::string& name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_';
  });
}

// The host is looked at again, and by the HTTP library's own reader, before anything is asked
// (service/revocation).
void CheckUrl(const std::string& field, const std::string& url, Checker& check) {
  if (!absl::StartsWith(url, "http://") && !absl::StartsWith(url, "https://")) {
    check.Fail(field, "is no http: or https: URL");
  }
}

void CheckRevocation(const v1::RevocationConfig& revocation, Checker& check) {
  if (revocation.cache_dir().empty()) check.Fail("revocation.cache_dir", "is required");
  if (revocation.hosts().empty()) check.Fail("revocation.hosts", "is required: nobody else is asked");
  check.Range("revocation.timeout_seconds", revocation.timeout_seconds(), 1, 3600);
  check.Range("revocation.connect_seconds", revocation.connect_seconds(), 1, 300);
  check.Range("revocation.list_mib_max", revocation.list_mib_max(), 1, 64);
  if (revocation.has_ocsp()) {
    const v1::OcspConfig& ocsp = revocation.ocsp();
    if (!ocsp.url().empty()) CheckUrl("revocation.ocsp.url", ocsp.url(), check);
    check.Range("revocation.ocsp.timeout_ms", ocsp.timeout_ms(), 100, 60000);
    check.Range("revocation.ocsp.response_kib_max", ocsp.response_kib_max(), 1, 128);
    check.Range("revocation.ocsp.reuse_seconds", ocsp.reuse_seconds(), 1, 86400);
  }
  std::set<std::string> names;
  for (int i = 0; i < revocation.lists_size(); ++i) {
    const v1::RevocationListConfig& list = revocation.lists(i);
    const std::string field = absl::StrCat("revocation.lists[", i, "]");
    if (!IsFileName(list.name())) check.Fail(field + ".name", "is not made of letters, digits, '-' and '_'");
    if (!names.insert(list.name()).second) check.Fail(field + ".name", "stands twice");
    CheckUrl(field + ".url", list.url(), check);
    check.Range(field + ".interval_seconds", list.interval_seconds(), 60, 86400);
  }
}

void CheckLimits(const v1::LimitsConfig& limits, Checker& check) {
  check.Range("limits.workers", limits.workers(), 1, 1024);
  check.Range("limits.queue_max", limits.queue_max(), 1, 100000);
  check.Range("limits.call_seconds_max", limits.call_seconds_max(), 1, 600);
  check.Range("limits.streams_per_connection_max", limits.streams_per_connection_max(), 1, 10000);
  check.Range("limits.message_memory_mib_max", limits.message_memory_mib_max(), 64, 65536);
  check.Range("limits.connection_age_seconds_max", limits.connection_age_seconds_max(), 10, 86400);
  check.Range("limits.connection_idle_seconds_max", limits.connection_idle_seconds_max(), 10, 86400);
  check.Range("limits.batch_in_flight_max", limits.batch_in_flight_max(), 1, 1024);
  check.Range("limits.drain_seconds_max", limits.drain_seconds_max(), 1, 600);
  check.Range("limits.fact_chunks_in_flight_max", limits.fact_chunks_in_flight_max(), 1, 64);
  check.Range("limits.self_check_seconds", limits.self_check_seconds(), 1, 3600);
}

void CheckPayments(const v1::PaymentsConfig& payments, Checker& check) {
  if (payments.departments_size() > 1000) return check.Fail("payments.departments", "more than 1000");
  std::set<std::string> districts;
  for (int i = 0; i < payments.departments_size(); ++i) {
    const v1::DepartmentConfig& department = payments.departments(i);
    const std::string path = absl::StrCat("payments.departments[", i, "]");
    const std::string& kato = department.district_kato();
    if (kato.size() != 9 || kato.find_first_not_of("0123456789") != std::string::npos)
      check.Fail(path + ".district_kato", "must be 9 digits");
    if (!districts.insert(kato).second) check.Fail(path + ".district_kato", "is named twice");
    check.File(path + ".certificate_file", department.certificate_file(), true);
    check.File(path + ".key_file", department.key_file(), true);
    check.Private(path + ".key_file", department.key_file());
  }
}

void CheckSteps(absl::string_view field, const google::protobuf::RepeatedField<std::int32_t>& steps, int max,
                Checker& check) {
  for (const std::int32_t days : steps) check.Range(field, days, 1, max);
  if (steps.size() > 8 || std::adjacent_find(steps.begin(), steps.end(), std::less_equal<>()) != steps.end())
    check.Fail(field, "at most 8, descending");
}

void CheckClocks(const v1::ClocksConfig& clocks, Checker& check) {
  check.Range("clocks.interval_seconds", clocks.interval_seconds(), 1, 86400);
  check.Range("clocks.batch_max", clocks.batch_max(), 1, 10000);
  CheckSteps("clocks.term_days_before", clocks.term_days_before(), 365, check);
  CheckSteps("clocks.deadline_working_days_before", clocks.deadline_working_days_before(), 30, check);
}

}  // namespace

std::vector<ConfigProblem> Validate(const v1::ServerConfig& config) {
  Checker check;
  CheckListen(config, check);
  CheckStore(config.store(), check);
  check.Folder("regulations_dir", config.regulations_dir(), true);
  check.Folder("trust.anchors_dir", config.trust().anchors_dir(), true);
  check.Folder("trust.intermediates_dir", config.trust().intermediates_dir(), false);
  check.Folder("trust.crls_dir", config.trust().crls_dir(), false);
  check.Folder("trust.tsa_anchors_dir", config.trust().tsa_anchors_dir(), false);
  check.Folder("trust.deltas_dir", config.trust().deltas_dir(), false);
  check.Folder("trust.ocsp_dir", config.trust().ocsp_dir(), false);
  check.File("trust.policy_file", config.trust().policy_file(), false);
  CheckRegistry(config.registry(), check);
  CheckLimits(config.limits(), check);
  if (config.has_revocation()) CheckRevocation(config.revocation(), check);
  if (!v1::LogLevel_IsValid(config.logging().level())) check.Fail("logging.level", "is unknown");
  check.Range("retry.interval_seconds", config.retry().interval_seconds(), 1, 86400);
  check.Range("retry.age_seconds_min", config.retry().age_seconds_min(), 0, 86400);
  check.Range("retry.batch_max", config.retry().batch_max(), 1, 10000);
  check.Range("changes.keep_days", config.changes().keep_days(), 1, 3650);
  check.Range("changes.heartbeat_seconds", config.changes().heartbeat_seconds(), 1, 3600);
  check.Range("changes.slow_seconds", config.changes().slow_seconds(), 1, 3600);
  CheckClocks(config.clocks(), check);
  check.Range("reload.interval_seconds", config.reload().interval_seconds(), 0, 86400);
  CheckPayments(config.payments(), check);
  for (const facts::SourceProblem& problem : facts::CheckSources(config.facts()))
    check.Fail(problem.field, problem.message);
  return check.Take();
}

std::string FormatProblems(const std::vector<ConfigProblem>& problems) {
  std::string out;
  for (const ConfigProblem& problem : problems)
    absl::StrAppend(&out, problem.field, ": ", problem.message, "\n");
  return out;
}

}  // namespace oteu::config
