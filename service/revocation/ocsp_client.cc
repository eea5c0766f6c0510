#include "service/revocation/ocsp_client.h"

#include <openssl/rand.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "verification/limits.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/digest.h"
#include "verification/policy/policy.h"
#include "verification/revocation/ocsp_check.h"
#include "verification/revocation/ocsp_request.h"
#include "verification/revocation/ocsp_response.h"

namespace oteu::revocation {
namespace {

using verification::openssl::AsBytes;
using verification::revocation::OcspResponse;
using verification::revocation::OcspStatus;
using verification::x509::Certificate;

constexpr std::size_t kNonceBytes = 16;
// Answers are kept in so many places, by the first digits of the certificate's digest: the disk is bounded.
constexpr std::size_t kSlotHexDigits = 3;

std::string SlotOf(const Certificate& certificate) {
  return "ocsp-" + verification::openssl::ToHex(certificate.sha256).substr(0, kSlotHexDigits);
}

const char* NameOf(OcspStatus status) {
  switch (status) {
    case OcspStatus::kMalformedRequest:
      return "OCSP: malformedRequest";
    case OcspStatus::kInternalError:
      return "OCSP: internalError";
    case OcspStatus::kTryLater:
      return "OCSP: tryLater";
    case OcspStatus::kSigRequired:
      return "OCSP: sigRequired";
    case OcspStatus::kUnauthorized:
      return "OCSP: unauthorized";
    case OcspStatus::kSuccessful:
      break;
  }
  return "OCSP: successful";
}

// It is about this certificate, and its signer may speak for the CA; whether he was revoked himself is for
// verification to say. What anybody on the way could have made is not kept.
bool IsSound(const verification::openssl::Context& context, const std::string& der,
             const Certificate& certificate, const Certificate& issuer, absl::Time now) {
  const auto parsed = OcspResponse::Parse(der);
  if (verification::GetProblem(parsed) != nullptr) return false;
  const OcspResponse& response = *std::get<0>(parsed);
  const auto unrevoked = [](const Certificate&, absl::Time) { return true; };
  return verification::revocation::FindSingle(context, response, certificate, issuer) != nullptr &&
         !verification::revocation::Authenticate({.context = &context,
                                                  .policy = &verification::DefaultPolicy(),
                                                  .issuer = &issuer,
                                                  .at = now,
                                                  .responder_is_good = unrevoked},
                                                 response);
}

}  // namespace

OcspClient::OcspClient(OcspClientOptions options)
    : options_(std::move(options)), breaker_(options_.breaker_failures, options_.breaker_rest) {}

absl::StatusOr<OcspAnswer> OcspClient::Ask(const Certificate& certificate, const Certificate& issuer,
                                           absl::Time deadline) {
  const absl::Time now = options_.clock->Now();
  const absl::Duration timeout = std::min(options_.timeout, deadline - now);
  if (timeout <= absl::ZeroDuration()) return absl::DeadlineExceededError("OCSP: no time left to ask");
  std::string nonce(kNonceBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(nonce.data()), static_cast<int>(nonce.size())) != 1) {
    return absl::InternalError("OCSP: no random numbers");
  }
  const std::string request =
      verification::revocation::MakeOcspRequest(*options_.context, certificate, issuer, AsBytes(nonce));
  if (request.empty()) return absl::InternalError("OCSP: the request cannot be made");
  if (!breaker_.Allow(now)) return absl::UnavailableError("OCSP: the responder is left alone after failures");
  absl::StatusOr<OcspAnswer> answer = Exchange(request, nonce, timeout);
  if (!answer.ok()) {
    breaker_.Failed(options_.clock->Now());
    return answer;
  }
  breaker_.Succeeded();
  if (options_.cache != nullptr && IsSound(*options_.context, answer->der, certificate, issuer, now)) {
    // Keeping it is a convenience: an answer that cannot be kept is an answer all the same.
    static_cast<void>(options_.cache->Write(SlotOf(certificate), answer->der, {.fetched_at = now}));
  }
  return answer;
}

absl::StatusOr<OcspAnswer> OcspClient::Exchange(const std::string& request, const std::string& nonce,
                                                absl::Duration timeout) {
  const absl::StatusOr<HttpResponse> response =
      options_.client->Send({.url = options_.url,
                             .bytes_max = options_.bytes_max,
                             .timeout = timeout,
                             .body = request,
                             .content_type = "application/ocsp-request"});
  if (!response.ok()) return response.status();
  const auto parsed = OcspResponse::Parse(response->body);
  if (const verification::Problem* problem = verification::GetProblem(parsed)) {
    return absl::InvalidArgumentError(absl::StrCat("OCSP: ", problem->clause, ": ", problem->cause));
  }
  const OcspResponse& read = *std::get<0>(parsed);
  if (read.status() != OcspStatus::kSuccessful) return absl::UnavailableError(NameOf(read.status()));
  // RFC 8954: another's answer, or one of yesterday, is no answer to this question.
  if (!read.nonce() || !std::ranges::equal(*read.nonce(), AsBytes(nonce))) {
    return absl::UnavailableError("OCSP: nonce is not the one that was sent");
  }
  return OcspAnswer{response->body, nonce, options_.clock->Now()};
}

absl::StatusOr<OcspAnswer> OcspClient::Last(const Certificate& certificate, const Certificate& issuer) const {
  if (options_.cache == nullptr) return absl::NotFoundError("OCSP: answers are not kept");
  absl::StatusOr<CachedItem> item =
      options_.cache->Read(SlotOf(certificate), verification::kMaxOcspResponseBytes.value);
  if (!item.ok()) return item.status();
  // Its place is shared with other certificates.
  if (!IsSound(*options_.context, item->bytes, certificate, issuer, options_.clock->Now()))
    return absl::NotFoundError("OCSP: no answer about this certificate is kept");
  return OcspAnswer{std::move(item->bytes), "", item->meta.fetched_at};
}

}  // namespace oteu::revocation
