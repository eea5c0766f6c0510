#include "service/revocation/fetching.h"

#include <utility>

#include "service/config/load_trust.h"

namespace oteu::revocation {
namespace {

HttpOptions HttpOptionsOf(const config::v1::RevocationConfig& config) {
  return {.hosts = {config.hosts().begin(), config.hosts().end()},
          .user_agent = "oteu",
          .proxy = config.proxy(),
          .connect_timeout = absl::Seconds(config.connect_seconds())};
}

std::shared_ptr<const ListGate> MakeGate(const config::v1::TrustConfig& trust) {
  const auto certificates = config::ReadTrustCertificates(trust);
  if (!certificates.ok()) return nullptr;
  auto gate = ListGate::Create(*certificates);
  if (!gate.ok()) return nullptr;
  return std::shared_ptr<const ListGate>(*std::move(gate));
}

}  // namespace

Fetching::Fetching(const config::v1::RevocationConfig& config, FetchCache cache)
    : client_(HttpOptionsOf(config)), cache_(std::move(cache)) {}

void Fetching::Stop() {
  client_.Stop();
  if (fetcher_) fetcher_->Stop();
}

absl::StatusOr<std::unique_ptr<Fetching>> Fetching::Create(const config::v1::RevocationConfig& config,
                                                           const config::v1::TrustConfig& trust,
                                                           const Clock* clock, logging::Logger* log,
                                                           std::function<void()> on_change) {
  absl::StatusOr<FetchCache> cache = FetchCache::Open(config.cache_dir());
  if (!cache.ok()) return cache.status();
  std::unique_ptr<Fetching> fetching(new Fetching(config, *std::move(cache)));
  if (config.has_ocsp()) {
    auto ocsp =
        OcspSource::Create({.url = config.ocsp().url(),
                            .timeout = absl::Milliseconds(config.ocsp().timeout_ms()),
                            .reuse = absl::Seconds(config.ocsp().reuse_seconds()),
                            .bytes_max = static_cast<std::size_t>(config.ocsp().response_kib_max()) << 10,
                            .client = &fetching->client_,
                            .cache = &fetching->cache_,
                            .clock = clock,
                            .log = log});
    if (!ocsp.ok()) return ocsp.status();
    fetching->ocsp_ = *std::move(ocsp);
  }
  FetcherOptions options;
  for (const config::v1::RevocationListConfig& list : config.lists()) {
    options.lists.push_back({list.name(), list.url(), absl::Seconds(list.interval_seconds())});
  }
  options.bytes_max = static_cast<std::size_t>(config.list_mib_max()) << 20;
  options.timeout = absl::Seconds(config.timeout_seconds());
  options.client = &fetching->client_;
  options.cache = &fetching->cache_;
  options.gate = [&trust] { return MakeGate(trust); };
  options.clock = clock;
  options.log = log;
  options.on_change = std::move(on_change);
  fetching->fetcher_ = std::make_unique<RevocationFetcher>(std::move(options));
  return fetching;
}

}  // namespace oteu::revocation
