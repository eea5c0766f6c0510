// OCSP on demand: asks the responder of each certificate, configured or named by it, within one deadline.
//
//   OcspSource source({.client = &http, .cache = &cache, .context = ..., .clock = &clock, ...});
//   std::vector<std::string> responses = source.Collect(result.missing, deadline);
//
// An answer that was just given is not asked for again; where a responder gives none, the last one that was
// kept is offered: whether it still counts is for verification to say (the policy's freshness).
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/clock.h"
#include "service/logging/logger.h"
#include "service/revocation/fetch_cache.h"
#include "service/revocation/http_client.h"
#include "service/revocation/ocsp_client.h"
#include "service/revocation_source.h"
#include "verification/openssl/context.h"

namespace oteu::revocation {

struct OcspSourceOptions {
  std::string url = "";                          // empty: the one that the certificate names
  absl::Duration timeout = absl::Seconds(3);     // for all questions of one call together
  absl::Duration reuse = absl::Minutes(10);      // an answer is not asked for again so long
  std::size_t bytes_max = std::size_t{1} << 17;  // of one response
  const HttpClient* client = nullptr;
  const FetchCache* cache = nullptr;
  const Clock* clock = nullptr;
  logging::Logger* log = nullptr;  // null: silent
};

class OcspSource final : public RevocationSource {
 public:
  // What is pointed to outlives it. Errors: kInternal.
  static absl::StatusOr<std::unique_ptr<OcspSource>> Create(OcspSourceOptions options);

  std::vector<std::string> Collect(const std::vector<verification::MissingRevocation>& missing,
                                   absl::Time deadline) override;

 private:
  OcspSource(OcspSourceOptions options, std::unique_ptr<verification::openssl::Context> context)
      : options_(std::move(options)), context_(std::move(context)) {}
  absl::StatusOr<std::string> AskAbout(const verification::MissingRevocation& about, absl::Time deadline);
  // Null when there are too many responders already.
  OcspClient* ClientFor(const std::string& url);

  const OcspSourceOptions options_;
  const std::unique_ptr<verification::openssl::Context> context_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<OcspClient>> clients_;  // by URL; guarded by mutex_
};

}  // namespace oteu::revocation
