// A library context that knows Kazakh GOST: OpenSSL's default provider, the provider of this folder, their
// digests.
//
//   absl::StatusOr<std::unique_ptr<openssl::Context>> context = CreateKzContext();
//   X509Ptr certificate(X509_new_ex((*context)->lib_ctx(), nullptr));  // Then d2i_X509 into it.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "verification/openssl/context.h"

namespace oteu::verification::kzgost {

// Errors: those of openssl::Context::Create. About a millisecond: make one per thread and keep it.
absl::StatusOr<std::unique_ptr<openssl::Context>> CreateKzContext();

}  // namespace oteu::verification::kzgost
