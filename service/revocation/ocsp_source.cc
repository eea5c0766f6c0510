#include "service/revocation/ocsp_source.h"

#include <algorithm>
#include <utility>

#include "service/limits.h"
#include "verification/kzgost/kz_context.h"
#include "verification/openssl/bytes.h"
#include "verification/revocation/addresses.h"

namespace oteu::revocation {

using logging::Event;
using logging::Field;
using logging::Level;
using verification::MissingRevocation;
using verification::openssl::AsBytes;

absl::StatusOr<std::unique_ptr<OcspSource>> OcspSource::Create(OcspSourceOptions options) {
  auto context = verification::kzgost::CreateKzContext();
  if (!context.ok()) return context.status();
  return std::unique_ptr<OcspSource>(new OcspSource(std::move(options), *std::move(context)));
}

std::vector<std::string> OcspSource::Collect(const std::vector<MissingRevocation>& missing,
                                             absl::Time deadline) {
  const absl::Time until = std::min(deadline, options_.clock->Now() + options_.timeout);
  std::vector<std::string> responses;
  for (const MissingRevocation& about : missing) {
    absl::StatusOr<std::string> response = AskAbout(about, until);
    if (response.ok()) {
      responses.push_back(*std::move(response));
    } else if (options_.log != nullptr) {
      options_.log->Log(Level::kWarning, Event::kOcspUnanswered,
                        {Field::Detail(response.status().message())});
    }
  }
  return responses;
}

absl::StatusOr<std::string> OcspSource::AskAbout(const MissingRevocation& about, absl::Time deadline) {
  auto certificate = verification::x509::ParseCertificate(*context_, AsBytes(about.certificate));
  if (!certificate.ok()) return certificate.status();
  auto issuer = verification::x509::ParseCertificate(*context_, AsBytes(about.issuer));
  if (!issuer.ok()) return issuer.status();
  std::string url = options_.url;
  if (url.empty()) {
    std::vector<std::string> named = verification::revocation::OcspAddresses((*certificate)->outline);
    if (named.empty()) return absl::NotFoundError("OCSP: the certificate names no responder");
    url = std::move(named.front());
  }
  // Certificates are judged before anybody is asked about them, but an address is whatever its CA wrote.
  if (!options_.client->MayAsk(url))
    return absl::PermissionDeniedError("OCSP: the responder's host is not among those configured");
  OcspClient* client = ClientFor(url);
  if (client == nullptr) return absl::ResourceExhaustedError("OCSP: too many responders");
  absl::StatusOr<OcspAnswer> last = client->Last(**certificate, **issuer);
  const absl::Time now = options_.clock->Now();
  if (last.ok() && last->asked_at <= now && now - last->asked_at < options_.reuse)
    return std::move(last->der);
  absl::StatusOr<OcspAnswer> answer = client->Ask(**certificate, **issuer, deadline);
  if (answer.ok()) return std::move(answer->der);
  if (last.ok()) return std::move(last->der);
  return answer.status();
}

OcspClient* OcspSource::ClientFor(const std::string& url) {
  const std::lock_guard lock(mutex_);
  const auto known = clients_.find(url);
  if (known != clients_.end()) return known->second.get();
  if (clients_.size() == limits::kMaxOcspResponders) return nullptr;
  auto client = std::make_unique<OcspClient>(OcspClientOptions{.url = url,
                                                               .timeout = options_.timeout,
                                                               .bytes_max = options_.bytes_max,
                                                               .client = options_.client,
                                                               .context = context_.get(),
                                                               .cache = options_.cache,
                                                               .clock = options_.clock});
  return clients_.emplace(url, std::move(client)).first->second.get();
}

}  // namespace oteu::revocation
