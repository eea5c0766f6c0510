#include "service/config/defaults.h"

#include <algorithm>

namespace oteu::config {
namespace {

void Default(std::int32_t value, std::int32_t current, v1::LimitsConfig* limits,
             void (v1::LimitsConfig::*set)(std::int32_t)) {
  if (current == 0) (limits->*set)(value);
}

void ApplyLimitDefaults(v1::LimitsConfig* limits, int processors) {
  using L = v1::LimitsConfig;
  Default(std::max(1, processors), limits->workers(), limits, &L::set_workers);
  Default(1024, limits->queue_max(), limits, &L::set_queue_max);
  Default(30, limits->call_seconds_max(), limits, &L::set_call_seconds_max);
  Default(256, limits->streams_per_connection_max(), limits, &L::set_streams_per_connection_max);
  Default(512, limits->message_memory_mib_max(), limits, &L::set_message_memory_mib_max);
  Default(1800, limits->connection_age_seconds_max(), limits, &L::set_connection_age_seconds_max);
  Default(300, limits->connection_idle_seconds_max(), limits, &L::set_connection_idle_seconds_max);
  Default(16, limits->batch_in_flight_max(), limits, &L::set_batch_in_flight_max);
  Default(30, limits->drain_seconds_max(), limits, &L::set_drain_seconds_max);
  Default(8, limits->fact_chunks_in_flight_max(), limits, &L::set_fact_chunks_in_flight_max);
  Default(10, limits->self_check_seconds(), limits, &L::set_self_check_seconds);
}

void ApplyRevocationDefaults(v1::RevocationConfig* revocation) {
  if (revocation->timeout_seconds() == 0) revocation->set_timeout_seconds(120);
  if (revocation->connect_seconds() == 0) revocation->set_connect_seconds(10);
  if (revocation->list_mib_max() == 0) revocation->set_list_mib_max(64);
  if (revocation->has_ocsp()) {
    v1::OcspConfig* ocsp = revocation->mutable_ocsp();
    if (ocsp->timeout_ms() == 0) ocsp->set_timeout_ms(3000);
    if (ocsp->response_kib_max() == 0) ocsp->set_response_kib_max(128);
    if (ocsp->reuse_seconds() == 0) ocsp->set_reuse_seconds(600);
  }
  for (v1::RevocationListConfig& list : *revocation->mutable_lists()) {
    if (list.interval_seconds() == 0) list.set_interval_seconds(3600);
  }
}

}  // namespace

void ApplyDefaults(v1::ServerConfig& config, int processors) {
  if (config.listen().address().empty()) config.mutable_listen()->set_address("127.0.0.1:8443");
  if (config.has_tls() && config.tls().refresh_seconds() == 0) config.mutable_tls()->set_refresh_seconds(60);
  v1::StoreConfig* store = config.mutable_store();
  if (store->readers() == 0) store->set_readers(4);
  if (store->write_queue_max() == 0) store->set_write_queue_max(4096);
  if (config.registry().timeout_ms() == 0) config.mutable_registry()->set_timeout_ms(3000);
  ApplyLimitDefaults(config.mutable_limits(), processors);
  if (config.logging().level() == v1::LOG_LEVEL_UNSPECIFIED)
    config.mutable_logging()->set_level(v1::LOG_LEVEL_INFO);
  v1::RetryConfig* retry = config.mutable_retry();
  if (retry->interval_seconds() == 0) retry->set_interval_seconds(60);
  if (retry->age_seconds_min() == 0) retry->set_age_seconds_min(60);
  if (retry->batch_max() == 0) retry->set_batch_max(100);
  v1::ChangesConfig* changes = config.mutable_changes();
  if (changes->keep_days() == 0) changes->set_keep_days(90);
  if (changes->heartbeat_seconds() == 0) changes->set_heartbeat_seconds(15);
  if (changes->slow_seconds() == 0) changes->set_slow_seconds(60);
  v1::ClocksConfig* clocks = config.mutable_clocks();
  if (clocks->interval_seconds() == 0) clocks->set_interval_seconds(60);
  if (clocks->batch_max() == 0) clocks->set_batch_max(500);
  if (clocks->term_days_before().empty()) {
    for (const int days : {60, 30, 7}) clocks->add_term_days_before(days);
  }
  if (clocks->deadline_working_days_before().empty()) {
    for (const int days : {2, 1}) clocks->add_deadline_working_days_before(days);
  }
  if (config.has_revocation()) ApplyRevocationDefaults(config.mutable_revocation());
}

}  // namespace oteu::config
