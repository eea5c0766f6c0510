// Lets in only revocation lists that an authority at hand signed: a host that serves an error page, a forgery
// or an older list never displaces the last good one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "verification/openssl/context.h"
#include "verification/revocation/crl.h"
#include "verification/x509/certificate.h"

namespace oteu::revocation {

struct ListFacts {
  absl::Time this_update;
  absl::Time next_update;
  std::size_t entries = 0;
  bool is_delta = false;
  // Where deltas to it are offered (freshestCRL), by the list itself and by certificates of its issuer.
  std::vector<std::string> delta_urls = {};
};

class ListGate {
 public:
  // `certificates`: anchors and intermediates, DER or PEM. Errors: kInvalidArgument, kInternal.
  static absl::StatusOr<std::unique_ptr<ListGate>> Create(const std::vector<std::string>& certificates);

  // `bytes`: as fetched, DER or PEM. `current`: the list at hand, empty when there is none. Fails with
  // kInvalidArgument for what is no sound list, kPermissionDenied when no certificate at hand signed it,
  // kFailedPrecondition when it is older than the current one.
  absl::StatusOr<ListFacts> Admit(const std::string& bytes, const std::string& current) const;
  // The same without signature: of a list that was let in before.
  static absl::StatusOr<ListFacts> Read(const std::string& bytes);
  // The same, with what certificates of its issuer say.
  absl::StatusOr<ListFacts> Describe(const std::string& bytes) const;

 private:
  ListGate() = default;
  ListFacts Describe(const verification::revocation::Crl& crl) const;

  std::unique_ptr<verification::openssl::Context> context_;  // outlives the certificates
  std::vector<verification::x509::CertificatePtr> certificates_;
};

}  // namespace oteu::revocation
