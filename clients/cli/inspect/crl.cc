#include "verification/revocation/crl.h"

#include "absl/strings/str_cat.h"
#include "clients/cli/inspect/inspect.h"
#include "clients/cli/inspect/values.h"
#include "verification/x509/pem.h"

namespace oteu::cli::inspect {
namespace {

using verification::revocation::Crl;

std::string Scope(const verification::revocation::CrlScope& scope) {
  std::string text;
  const auto add = [&](bool holds, const char* what) {
    if (holds) absl::StrAppend(&text, text.empty() ? "" : ", ", what);
  };
  add(scope.user_certificates_only, "user certificates only");
  add(scope.ca_certificates_only, "CA certificates only");
  add(scope.attribute_certificates_only, "attribute certificates only");
  add(scope.indirect, "indirect: certificates of several issuers");
  add(scope.reasons != verification::revocation::kAllReasons, "some reasons only");
  return text;
}

void DescribeCrl(const Crl& crl, Section* section) {
  section->Add("kind", crl.is_delta() ? "delta" : "complete");
  section->Add("issuer", Name(crl.issuer()));
  section->Add("this update", Time(crl.this_update()));
  section->Add("next update", Time(crl.next_update()));
  section->Add("number", crl.number().empty() ? "" : Serial(crl.number()));
  section->Add("base number", crl.is_delta() ? Serial(crl.base_number()) : "");
  section->Add("entries", absl::StrCat(crl.entry_count()));
  section->Add("scope", Scope(crl.scope()));
  section->Add("authority key", Hex(crl.authority_key_identifier()));
  section->Add("signed with", Algorithm(crl.layers().inner_algorithm));
  if (crl.expired_since()) section->Add("keeps certificates expired since", Time(*crl.expired_since()));
  section->Add("SHA-256", verification::openssl::ToHex(crl.sha256()));
}

}  // namespace

absl::Status InspectCrl(std::string_view file, Inspection* inspection) {
  const auto ders = verification::x509::DerOf({file.data(), file.size()}, "X509 CRL");
  if (!ders.ok()) return ders.status();
  for (const std::string& der : *ders) {
    const auto crl = Crl::Parse(der);
    if (const auto* problem = verification::GetProblem(crl))
      return absl::InvalidArgumentError(Describe(*problem));
    DescribeCrl(*std::get<std::unique_ptr<Crl>>(crl), &inspection->Add("revocation list"));
  }
  return absl::OkStatus();
}

}  // namespace oteu::cli::inspect
