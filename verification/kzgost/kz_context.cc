#include "verification/kzgost/kz_context.h"

#include "verification/kzgost/gost_algorithm.h"
#include "verification/kzgost/provider.h"

namespace oteu::verification::kzgost {

absl::StatusOr<std::unique_ptr<openssl::Context>> CreateKzContext() {
  openssl::ContextOptions options;
  options.providers.push_back({kProviderName, InitKzgostProvider});
  for (const Oid& oid : {kStreebog512Oid, kStreebog256Oid, kGost34311Oid})
    options.digest_oids.emplace_back(oid.text());
  return openssl::Context::Create(options);
}

}  // namespace oteu::verification::kzgost
