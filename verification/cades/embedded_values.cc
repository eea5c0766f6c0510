#include "verification/cades/embedded_values.h"

#include <algorithm>

#include "verification/cms/oids.h"
#include "verification/kzgost/der.h"
#include "verification/limits.h"

namespace oteu::verification::cades {
namespace {

using kzgost::DerContext;
using kzgost::DerElement;
using kzgost::DerReader;
using openssl::Bytes;

void AddCertificate(Bytes der, EmbeddedValues* values) {
  const auto same = [der](Bytes other) { return std::ranges::equal(der, other); };
  if (values->certificates.size() == kMaxCertificates.value || der.size() > kMaxCertificateBytes.value ||
      std::ranges::any_of(values->certificates, same)) {
    return;
  }
  values->certificates.push_back(der);
}

void AddRevocation(Bytes der, std::vector<Bytes>* list, const EmbeddedValues& values) {
  if (values.revocation.crls.size() + values.revocation.ocsp_responses.size() == kMaxEmbeddedCrls.value)
    return;
  list->push_back(der);
}

// The elements of a SEQUENCE OF; as far as they can be read.
std::vector<DerElement> Elements(Bytes contents) {
  std::vector<DerElement> elements;
  DerReader reader(contents);
  while (!reader.empty() && elements.size() < kMaxUnsignedValues.value) {
    const std::optional<DerElement> element = reader.ReadAny();
    if (!element) break;
    elements.push_back(*element);
  }
  return elements;
}

// OtherRevocationInfoFormat with id-ri-ocsp-response (RFC 5940 section 2).
std::optional<Bytes> OcspOf(Bytes choice) {
  DerReader outer(choice);
  const std::optional<Bytes> body = outer.Read(DerContext(1));
  DerReader fields(body.value_or(Bytes()));
  const std::optional<Bytes> format = fields.Read(kzgost::kDerOid);
  const std::optional<DerElement> response = format ? fields.ReadAny() : std::nullopt;
  if (!response || !std::ranges::equal(*format, cms::kOcspResponseInfoOid.der())) return std::nullopt;
  return response->whole;
}

// RevocationValues: crlVals [0], ocspVals [1] (BasicOCSPResponse each), otherRevVals [2] left out.
void AddRevocationValues(Bytes value, EmbeddedValues* values) {
  const std::optional<Bytes> body = DerReader(value).Read(kzgost::kDerSequence);
  for (const DerElement& field : Elements(body.value_or(Bytes()))) {
    const std::optional<Bytes> list = DerReader(field.contents).Read(kzgost::kDerSequence);
    for (const DerElement& element : Elements(list.value_or(Bytes()))) {
      if (field.tag == DerContext(0)) AddRevocation(element.whole, &values->revocation.crls, *values);
      if (field.tag == DerContext(1))
        AddRevocation(element.whole, &values->revocation.ocsp_responses, *values);
    }
  }
}

}  // namespace

void AddFields(const cms::SignedData& signed_data, EmbeddedValues* values) {
  for (const Bytes der : signed_data.certificates) AddCertificate(der, values);
  for (const Bytes choice : signed_data.revocation_choices) {
    if (!choice.empty() && choice[0] == kzgost::kDerSequence) {
      AddRevocation(choice, &values->revocation.crls, *values);
    } else if (const std::optional<Bytes> response = OcspOf(choice)) {
      AddRevocation(*response, &values->revocation.ocsp_responses, *values);
    }
  }
}

void AddAttributes(const cms::SignerInfo& signer, EmbeddedValues* values) {
  for (const Bytes value : cms::ValuesOf(signer, cms::kCertificateValuesOid)) {
    const std::optional<Bytes> list = DerReader(value).Read(kzgost::kDerSequence);
    for (const DerElement& element : Elements(list.value_or(Bytes()))) AddCertificate(element.whole, values);
  }
  for (const Bytes value : cms::ValuesOf(signer, cms::kRevocationValuesOid))
    AddRevocationValues(value, values);
}

}  // namespace oteu::verification::cades
