#include "clients/demo_pki/cades.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/demo_pki/der_writer.h"
#include "clients/demo_pki/oids.h"
#include "verification/kzgost/der.h"
#include "verification/openssl/bytes.h"

namespace oteu::demo_pki {
namespace {

using verification::kzgost::DerElement;
using verification::kzgost::DerReader;
using verification::openssl::AsBytes;
using verification::openssl::AsStringView;

constexpr uint8_t kFirstContext = 0xA0;   // [0] certificates, signedAttrs
constexpr uint8_t kSecondContext = 0xA1;  // [1] crls, unsignedAttrs

absl::Status NotACms() { return absl::InvalidArgumentError("no CMS SignedData as this program makes it"); }

std::string Text(verification::openssl::Bytes bytes) { return std::string(AsStringView(bytes)); }

// The elements inside one element.
std::vector<std::string> Children(std::string_view element) {
  std::vector<std::string> children;
  const std::optional<DerElement> outer = DerReader(AsBytes(element)).ReadAny();
  if (!outer) return children;
  DerReader reader(outer->contents);
  while (!reader.empty()) {
    const std::optional<DerElement> child = reader.ReadAny();
    if (!child) return {};
    children.push_back(Text(child->whole));
  }
  return children;
}

uint8_t TagOf(const std::string& element) { return static_cast<uint8_t>(element[0]); }

std::string ContextSet(int number, const std::vector<std::string>& elements) {
  const std::string set = der::SetOf(elements);  // sorted as DER wants it
  return der::ImplicitConstructed(number, der::Contents(set));
}

// A SignedData, taken apart to be put together again.
struct Parts {
  bool other_format = false;      // OCSP responses among the crls: version 5 (RFC 5652 5.1)
  std::vector<std::string> head;  // version, digestAlgorithms, encapContentInfo
  std::vector<std::string> certificates;
  std::vector<std::string> crls;
  std::vector<std::string> signers;

  std::string ToCms() const {
    std::vector<std::string> fields = head;
    if (other_format) fields[0] = der::SmallInteger(5);
    if (!certificates.empty()) fields.push_back(ContextSet(0, certificates));
    if (!crls.empty()) fields.push_back(ContextSet(1, crls));
    fields.push_back(der::SetOf(signers));
    return der::Sequence({der::Oid(kSignedDataOid), der::Explicit(0, der::Sequence(fields))});
  }
};

absl::StatusOr<Parts> Split(std::string_view cms) {
  const std::vector<std::string> content_info = Children(cms);
  if (content_info.size() != 2) return NotACms();
  const std::vector<std::string> wrapped = Children(content_info[1]);
  const std::vector<std::string> fields = wrapped.size() == 1 ? Children(wrapped[0]) : wrapped;
  if (fields.size() < 4) return NotACms();
  Parts parts;
  parts.head = {fields[0], fields[1], fields[2]};
  for (size_t i = 3; i + 1 < fields.size(); ++i) {
    if (TagOf(fields[i]) == kFirstContext) parts.certificates = Children(fields[i]);
    if (TagOf(fields[i]) == kSecondContext) parts.crls = Children(fields[i]);
  }
  for (const std::string& crl : parts.crls)
    parts.other_format = parts.other_format || TagOf(crl) == kSecondContext;
  parts.signers = Children(fields.back());
  return parts;
}

// A SignerInfo with these Attributes added to its unsigned ones.
std::string WithAttributes(const std::string& signer, const std::vector<std::string>& added) {
  std::vector<std::string> fields = Children(signer);
  std::vector<std::string> attributes;
  if (TagOf(fields.back()) == kSecondContext) {
    attributes = Children(fields.back());
    fields.pop_back();
  }
  attributes.insert(attributes.end(), added.begin(), added.end());
  fields.push_back(ContextSet(1, attributes));
  return der::Sequence(fields);
}

std::string AttributeOf(std::string_view oid, const std::string& value) {
  return der::Sequence({der::Oid(oid), der::SetOf({value})});
}

// ATSHashIndexV3 (5.5.2) over everything beside the signature.
absl::StatusOr<std::string> HashIndex(const Parts& parts, const std::string& signer, const SigningKey& key,
                                      const ArchiveDefects& defects) {
  absl::Status status;
  const auto hashes = [&](const std::vector<std::string>& items) {
    std::vector<std::string> list;
    for (const std::string& item : items) {
      const absl::StatusOr<std::string> digest = key.Digest(item);
      if (!digest.ok()) {
        status = digest.status();
        return std::string();
      }
      list.push_back(der::OctetString(*digest));
    }
    return der::Sequence(list);
  };
  std::vector<std::string> values;
  const std::vector<std::string> fields = Children(signer);
  if (TagOf(fields.back()) == kSecondContext) {
    for (const std::string& attribute : Children(fields.back())) {
      const std::vector<std::string> type_and_set = Children(attribute);
      for (const std::string& value : Children(type_and_set[1])) values.push_back(type_and_set[0] + value);
    }
  }
  if (defects.foreign_hash) values.emplace_back("something that is not there");
  std::string index =
      der::Sequence({key.digest_algorithm(), hashes(parts.certificates), hashes(parts.crls), hashes(values)});
  if (!status.ok()) return status;
  return index;
}

// The input of the message imprint (5.5.3).
absl::StatusOr<std::string> ArchiveInput(const Parts& parts, const std::string& signer,
                                         std::string_view content, const std::string& index,
                                         const CmsSigner& tsa, const TimestampSpec& spec) {
  const absl::StatusOr<std::string> digest = spec.imprint_digest_oid.empty()
                                                 ? tsa.key->Digest(content)
                                                 : tsa.key->DigestBy(spec.imprint_digest_oid, content);
  if (!digest.ok()) return digest.status();
  std::string input = Children(parts.head[2])[0] + *digest;  // eContentType
  for (const std::string& field : Children(signer)) {
    if (TagOf(field) != kSecondContext) input += field;
  }
  return input + index;
}

}  // namespace

absl::StatusOr<std::string> AddValues(std::string_view cms, const CadesValues& values) {
  absl::StatusOr<Parts> parts = Split(cms);
  if (!parts.ok()) return parts.status();
  const auto add = [](const std::string& element, std::vector<std::string>* list) {
    if (std::find(list->begin(), list->end(), element) == list->end()) list->push_back(element);
  };
  for (const std::string& certificate : values.certificates) add(certificate, &parts->certificates);
  for (const std::string& crl : values.crls) add(crl, &parts->crls);
  for (const std::string& response : values.ocsp_responses) {
    add(der::ImplicitConstructed(1, der::Oid(kOcspResponseInfoOid) + response), &parts->crls);
    parts->other_format = true;
  }
  return parts->ToCms();
}

absl::StatusOr<std::string> AddValueAttributes(std::string_view cms, const CadesValues& values) {
  absl::StatusOr<Parts> parts = Split(cms);
  if (!parts.ok()) return parts.status();
  std::vector<std::string> revocation;
  if (!values.crls.empty()) revocation.push_back(der::Explicit(0, der::Sequence(values.crls)));
  if (!values.ocsp_responses.empty()) {
    revocation.push_back(der::Explicit(1, der::Sequence(values.ocsp_responses)));
  }
  const std::vector<std::string> attributes = {
      AttributeOf(kCertificateValuesOid, der::Sequence(values.certificates)),
      AttributeOf(kRevocationValuesOid, der::Sequence(revocation)),
  };
  for (std::string& signer : parts->signers) signer = WithAttributes(signer, attributes);
  return parts->ToCms();
}

absl::StatusOr<std::string> AddArchiveTimestamp(std::string_view cms, std::string_view content,
                                                const CmsSigner& tsa, const TimestampSpec& spec,
                                                const ArchiveDefects& defects) {
  absl::StatusOr<Parts> parts = Split(cms);
  if (!parts.ok()) return parts.status();
  for (std::string& signer : parts->signers) {
    const absl::StatusOr<std::string> index = HashIndex(*parts, signer, *tsa.key, defects);
    if (!index.ok()) return index.status();
    const absl::StatusOr<std::string> input = ArchiveInput(
        *parts, signer, defects.other_content ? std::string_view("another") : content, *index, tsa, spec);
    if (!input.ok()) return input.status();
    TimestampSpec own = spec;
    if (!defects.omit_index) own.unsigned_attributes.push_back(AttributeOf(kAtsHashIndexV3Oid, *index));
    const absl::StatusOr<std::string> token = MakeTimestamp(*input, tsa, own);
    if (!token.ok()) return token.status();
    signer = WithAttributes(signer, {AttributeOf(kArchiveTimestampV3Oid, *token)});
  }
  return parts->ToCms();
}

}  // namespace oteu::demo_pki
