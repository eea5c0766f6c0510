#include "verification/openssl/context.h"

#include <utility>

#include "verification/openssl/error_queue.h"

namespace oteu::verification::openssl {
namespace {

constexpr char kSha256Oid[] = "2.16.840.1.101.3.4.2.1";

// SHA-1, SHA-224, SHA-256, SHA-384, SHA-512 (RFC 8017 appendix B.1, RFC 5754 section 2).
constexpr const char* kStandardDigests[] = {
    "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.4", kSha256Oid, "2.16.840.1.101.3.4.2.2", "2.16.840.1.101.3.4.2.3",
};

}  // namespace

absl::StatusOr<std::unique_ptr<Context>> Context::Create(const ContextOptions& options) {
  std::unique_ptr<Context> context(new Context());
  context->lib_ctx_.reset(OSSL_LIB_CTX_new());
  if (!context->lib_ctx_) return TakeErrors(absl::StatusCode::kInternal, "OpenSSL library context");
  if (absl::Status status = context->LoadProviders(options.providers); !status.ok()) return status;
  std::vector<std::string> oids(std::begin(kStandardDigests), std::end(kStandardDigests));
  oids.insert(oids.end(), options.digest_oids.begin(), options.digest_oids.end());
  if (absl::Status status = context->FetchDigests(oids); !status.ok()) return status;
  context->sha256_ = context->FindDigest(kSha256Oid);
  return context;
}

Context::~Context() {
  digests_.clear();
  // Last loaded goes first, as a stack; a vector alone would free them in order of loading.
  while (!providers_.empty()) providers_.pop_back();
}

absl::Status Context::LoadProviders(const std::vector<BuiltinProvider>& providers) {
  // Loading any provider by name ends OpenSSL's automatic fallback to "default", so it is named too.
  providers_.emplace_back(OSSL_PROVIDER_load(lib_ctx_.get(), "default"));
  if (!providers_.back()) return TakeErrors(absl::StatusCode::kInternal, "OpenSSL provider default");
  for (const BuiltinProvider& provider : providers) {
    const bool added = OSSL_PROVIDER_add_builtin(lib_ctx_.get(), provider.name.c_str(), provider.init) == 1;
    OsslProviderPtr loaded(added ? OSSL_PROVIDER_load(lib_ctx_.get(), provider.name.c_str()) : nullptr);
    if (!loaded) return TakeErrors(absl::StatusCode::kInternal, "OpenSSL provider " + provider.name);
    providers_.push_back(std::move(loaded));
  }
  return absl::OkStatus();
}

absl::Status Context::FetchDigests(const std::vector<std::string>& oids) {
  for (const std::string& oid : oids) {
    EvpMdPtr digest(EVP_MD_fetch(lib_ctx_.get(), oid.c_str(), nullptr));
    if (!digest) return TakeErrors(absl::StatusCode::kInternal, "OpenSSL digest " + oid);
    digests_.insert_or_assign(oid, std::move(digest));
  }
  return absl::OkStatus();
}

const EVP_MD* Context::FindDigest(std::string_view oid) const {
  const auto found = digests_.find(oid);
  return found == digests_.end() ? nullptr : found->second.get();
}

}  // namespace oteu::verification::openssl
