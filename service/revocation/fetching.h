// Everything that fetches, made from the configuration: for main.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "oteu/config/v1/server_config.pb.h"
#include "service/clock.h"
#include "service/logging/logger.h"
#include "service/revocation/fetch_cache.h"
#include "service/revocation/http_client.h"
#include "service/revocation/ocsp_source.h"
#include "service/revocation/revocation_fetcher.h"

namespace oteu::revocation {

class Fetching {
 public:
  // `trust` names the certificates that may have signed lists; they are read anew for each list that comes
  // in. `on_change`: as in FetcherOptions. Everything passed in outlives this. Errors: kUnavailable for the
  // cache.
  static absl::StatusOr<std::unique_ptr<Fetching>> Create(const config::v1::RevocationConfig& config,
                                                          const config::v1::TrustConfig& trust,
                                                          const Clock* clock, logging::Logger* log,
                                                          std::function<void()> on_change);
  ~Fetching() { Stop(); }

  void Start() { fetcher_->Start(); }
  // Ends a fetch that is under way, and the schedule.
  void Stop();
  std::vector<std::string> Lists() const { return fetcher_->Lists(); }
  // Null when the configuration asks no responder.
  RevocationSource* ocsp() const { return ocsp_.get(); }
  std::vector<ListMetrics> Metrics() const { return fetcher_->Metrics(); }

 private:
  Fetching(const config::v1::RevocationConfig& config, FetchCache cache);

  HttpClient client_;
  FetchCache cache_;
  std::unique_ptr<OcspSource> ocsp_;
  std::unique_ptr<RevocationFetcher> fetcher_;
};

}  // namespace oteu::revocation
