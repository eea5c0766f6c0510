#include "absl/strings/str_cat.h"
#include "clients/cli/inspect/inspect.h"
#include "clients/cli/inspect/values.h"
#include "verification/cms/signed_data.h"
#include "verification/openssl/digest.h"

namespace oteu::cli::inspect {
namespace {

using verification::cms::SignedAttributes;
using verification::cms::SignedData;
using verification::cms::SignerInfo;

void DescribeAttributes(const SignedAttributes& attributes, Section* section) {
  if (attributes.content_type) section->Add("signed attribute contentType", OidOf(*attributes.content_type));
  if (attributes.message_digest)
    section->Add("signed attribute messageDigest", Hex(*attributes.message_digest));
  if (attributes.signing_time)
    section->Add("signed attribute signingTime (claimed)", Time(*attributes.signing_time));
  if (attributes.signing_certificate) section->Add("signed attribute", "signingCertificate");
  if (attributes.signing_certificate_v2) section->Add("signed attribute", "signingCertificateV2");
}

void DescribeSigner(const SignerInfo& signer, Section* section) {
  if (signer.sid.by_key_identifier()) {
    section->Add("certificate named by key", Hex(signer.sid.key_identifier));
  } else {
    section->Add("certificate named by issuer", Name(signer.sid.issuer));
    section->Add("and serial number", Serial(signer.sid.serial));
  }
  section->Add("digest", Oid(signer.digest_algorithm.oid));
  section->Add("signature", Oid(signer.signature_algorithm.oid));
  section->Add("signature value", Hex(signer.signature));
  if (signer.signed_attributes) {
    DescribeAttributes(*signer.signed_attributes, section);
  } else {
    section->Add("signed attributes", "none: the content itself is signed");
  }
  if (signer.attributes_problem)
    section->Add("signed attributes are wrong", Describe(*signer.attributes_problem));
  for (const verification::cms::UnsignedValue& value : signer.unsigned_values) {
    section->Add("unsigned attribute", Oid(value.oid));
  }
}

void DescribeContent(const SignedData& signed_data, Section* section) {
  section->Add("content type", OidOf(signed_data.content_type));
  if (signed_data.content) {
    section->Add("content", absl::StrCat(signed_data.content->size(), " bytes inside"));
    section->Add("SHA-256 of the content",
                 verification::openssl::ToHex(verification::openssl::Sha256(*signed_data.content)));
  } else {
    section->Add("content", "detached: not inside");
  }
  section->Add("signers", absl::StrCat(signed_data.signers.size()));
  section->Add("certificates", absl::StrCat(signed_data.certificates.size()));
  if (!signed_data.revocation_choices.empty())
    section->Add("revocation lists", absl::StrCat(signed_data.revocation_choices.size()));
}

// Over the signature, and over the archive (ETSI EN 319 122-1 sections 5.3 and 5.5.3).
bool IsTimestamp(const std::string& oid) {
  return oid == "1.2.840.113549.1.9.16.2.14" || oid == "0.4.0.1733.2.4";
}

}  // namespace

absl::Status InspectCms(const verification::openssl::Context& context, std::string_view file,
                        Inspection* inspection) {
  const auto read = verification::cms::ReadSignedData(file);
  if (const auto* problem = verification::GetProblem(read)) {
    return absl::InvalidArgumentError(
        absl::StrCat("neither certificate, list, OCSP response nor XML, and as CMS: ", Describe(*problem)));
  }
  const SignedData& signed_data = std::get<0>(read)->signed_data;
  DescribeContent(signed_data, &inspection->Add("CMS SignedData"));
  for (size_t i = 0; i < signed_data.signers.size(); ++i) {
    const std::string name = absl::StrCat("signer[", i, "]");
    DescribeSigner(signed_data.signers[i], &inspection->Add(name));
    for (const verification::cms::UnsignedValue& value : signed_data.signers[i].unsigned_values) {
      if (!IsTimestamp(value.oid)) continue;
      AddToken(context, value.value, absl::StrCat("time stamp of ", name, ", ", Oid(value.oid)), inspection);
    }
  }
  for (size_t i = 0; i < signed_data.certificates.size(); ++i) {
    DescribeCertificate(context, signed_data.certificates[i],
                        &inspection->Add(absl::StrCat("certificate[", i, "]")));
  }
  return absl::OkStatus();
}

}  // namespace oteu::cli::inspect
