// An OpenSSL library context of our own: the default provider, the built-in providers it is given, and their
// digests fetched once. Nothing process-wide is changed here (a provider may register object identifiers,
// which OpenSSL 3 keeps per process: see kzgost).
//
//   absl::StatusOr<std::unique_ptr<Context>> context = Context::Create({});
//   X509Ptr certificate(X509_new_ex((*context)->lib_ctx(), nullptr));
//
// Threads: a Context may be shared, yet one per thread scales better (OpenSSL locks inside a library
// context). Life: every object made in a Context must be gone before the Context.
#pragma once

#include <openssl/provider.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "verification/openssl/ptr.h"

namespace oteu::verification::openssl {

// A provider linked into this program. `name` is its name within the library context.
struct BuiltinProvider {
  std::string name;
  OSSL_provider_init_fn* init = nullptr;
};

struct ContextOptions {
  std::vector<BuiltinProvider> providers;
  std::vector<std::string> digest_oids;  // Dotted; fetched at creation in addition to SHA-1 and SHA-2.
};

class Context {
 public:
  // Errors: kInternal when OpenSSL cannot make the context, load a provider or fetch a digest.
  static absl::StatusOr<std::unique_ptr<Context>> Create(const ContextOptions& options);

  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context();

  // For OpenSSL calls that take a library context. Never null. OpenSSL wants it mutable; it locks inside.
  OSSL_LIB_CTX* lib_ctx() const { return lib_ctx_.get(); }

  // A digest fetched at creation, by dotted OID; null when it was not asked for. Lives as long as the
  // Context.
  const EVP_MD* FindDigest(std::string_view oid) const;
  const EVP_MD* sha256() const { return sha256_; }

 private:
  Context() = default;

  absl::Status LoadProviders(const std::vector<BuiltinProvider>& providers);
  absl::Status FetchDigests(const std::vector<std::string>& oids);

  // In this order: members go in reverse, so digests and providers go before the library context.
  OsslLibCtxPtr lib_ctx_;
  std::vector<OsslProviderPtr> providers_;
  std::map<std::string, EvpMdPtr, std::less<>> digests_;
  const EVP_MD* sha256_ = nullptr;
};

}  // namespace oteu::verification::openssl
