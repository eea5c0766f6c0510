#include "service/revocation/list_gate.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "verification/kzgost/kz_context.h"
#include "verification/revocation/addresses.h"
#include "verification/revocation/crl_store.h"
#include "verification/x509/name.h"
#include "verification/x509/pem.h"

namespace oteu::revocation {
namespace {

using verification::revocation::Crl;

absl::StatusOr<std::unique_ptr<Crl>> Parse(const std::string& bytes) {
  absl::StatusOr<std::vector<std::string>> ders = verification::x509::DerOf(bytes, "X509 CRL");
  if (!ders.ok()) return ders.status();
  if (ders->size() != 1) return absl::InvalidArgumentError("several lists in one file");
  verification::OrProblem<std::unique_ptr<Crl>> parsed = Crl::Parse(std::move((*ders)[0]));
  if (const verification::Problem* problem = verification::GetProblem(parsed)) {
    return absl::InvalidArgumentError(absl::StrCat("no sound list: ", problem->clause, ": ", problem->cause));
  }
  return std::get<0>(std::move(parsed));
}

ListFacts FactsOf(const Crl& crl) {
  return {crl.this_update(), crl.next_update(), crl.entry_count(), crl.is_delta(),
          verification::revocation::DeltaAddresses(crl)};
}

// By number where both state one (RFC 5280 5.2.3), and by date.
bool IsOlder(const Crl& crl, const Crl& current) {
  const bool numbered = !crl.number().empty() && !current.number().empty();
  if (numbered && verification::revocation::CompareNumbers(crl.number(), current.number()) < 0) return true;
  return crl.this_update() < current.this_update();
}

}  // namespace

absl::StatusOr<std::unique_ptr<ListGate>> ListGate::Create(const std::vector<std::string>& certificates) {
  std::unique_ptr<ListGate> gate(new ListGate);
  auto context = verification::kzgost::CreateKzContext();
  if (!context.ok()) return context.status();
  gate->context_ = *std::move(context);
  for (const std::string& file : certificates) {
    const auto ders = verification::x509::DerOf(file, "CERTIFICATE");
    if (!ders.ok()) return ders.status();
    for (const std::string& der : *ders) {
      auto certificate =
          verification::x509::ParseCertificate(*gate->context_, verification::openssl::AsBytes(der));
      if (!certificate.ok()) return certificate.status();
      gate->certificates_.push_back(*std::move(certificate));
    }
  }
  return gate;
}

absl::StatusOr<ListFacts> ListGate::Read(const std::string& bytes) {
  const absl::StatusOr<std::unique_ptr<Crl>> crl = Parse(bytes);
  if (!crl.ok()) return crl.status();
  return FactsOf(**crl);
}

absl::StatusOr<ListFacts> ListGate::Admit(const std::string& bytes, const std::string& current) const {
  const absl::StatusOr<std::unique_ptr<Crl>> crl = Parse(bytes);
  if (!crl.ok()) return crl.status();
  const bool is_signed = std::ranges::any_of(certificates_, [&](const auto& certificate) {
    return verification::x509::NamesEqual((*crl)->issuer(), certificate->outline.subject) &&
           verification::revocation::IsSignedBy(*context_, **crl, *certificate);
  });
  if (!is_signed) return absl::PermissionDeniedError("no authority at hand signed the list");
  if (!current.empty()) {
    const absl::StatusOr<std::unique_ptr<Crl>> known = Parse(current);
    if (known.ok() && IsOlder(**crl, **known)) {
      return absl::FailedPreconditionError("the list is older than the one at hand");
    }
  }
  return Describe(**crl);
}

absl::StatusOr<ListFacts> ListGate::Describe(const std::string& bytes) const {
  const absl::StatusOr<std::unique_ptr<Crl>> crl = Parse(bytes);
  if (!crl.ok()) return crl.status();
  return Describe(**crl);
}

ListFacts ListGate::Describe(const Crl& crl) const {
  ListFacts facts = FactsOf(crl);
  for (const auto& certificate : certificates_) {
    if (!verification::x509::NamesEqual(crl.issuer(), certificate->outline.issuer)) continue;
    for (std::string& url : verification::revocation::DeltaAddresses(certificate->outline))
      facts.delta_urls.push_back(std::move(url));
  }
  return facts;
}

}  // namespace oteu::revocation
