// Writes OCSP responses of any shape (RFC 6960 4.2.1), also those that no responder should give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/demo_pki/der_writer.h"
#include "clients/demo_pki/signing_key.h"
#include "tests/verification/revocation/crl_builder.h"
#include "verification/kzgost/kz_context.h"
#include "verification/revocation/ocsp_check.h"
#include "verification/x509/certificate.h"

namespace oteu::verification::revocation {

struct SinglePlan {
  std::string hash_oid = "2.16.840.1.101.3.4.2.1";
  std::optional<std::string> name_hash = std::nullopt;  // absent: the right one
  std::optional<std::string> key_hash = std::nullopt;
  std::optional<std::string> serial = std::nullopt;
  // 0 good, 1 revoked, 2 unknown
  int status = 0;
  absl::Time revoked_at;
  std::optional<int> reason = std::nullopt;
  absl::Time this_update;
  std::optional<absl::Time> next_update = std::nullopt;
  std::string extensions = "";
};

struct OcspPlan {
  const x509::Certificate* certificate = nullptr;  // in question
  const x509::Certificate* issuer = nullptr;
  const demo_pki::SigningKey* key = nullptr;  // of the responder
  std::string responder_name;                 // whole DER; empty: by key
  absl::Time produced_at;
  std::vector<SinglePlan> singles = {};
  std::string extensions = "";
  std::vector<std::string> certificates = {};
};

inline std::string HashOf(const std::string& oid, openssl::Bytes message) {
  static const openssl::Context* const context = kzgost::CreateKzContext()->release();
  return std::string(openssl::AsStringView(openssl::Digest(*context, oid, message)->bytes()));
}

inline std::string NonceExtension(const std::string& nonce) {
  return Extension("1.3.6.1.5.5.7.48.1.2", false, der::OctetString(nonce));
}

inline std::string SingleDer(const OcspPlan& plan, const SinglePlan& single) {
  const auto text = [](openssl::Bytes bytes) { return std::string(openssl::AsStringView(bytes)); };
  const auto hash_of = [&](openssl::Bytes message) { return HashOf(single.hash_oid, message); };
  const std::string id = der::Sequence(
      {der::Sequence({der::Oid(single.hash_oid), der::Null()}),
       der::OctetString(single.name_hash ? *single.name_hash : hash_of(plan.certificate->outline.issuer)),
       der::OctetString(single.key_hash ? *single.key_hash : hash_of(PublicKeyBits(plan.issuer->outline))),
       der::UnsignedInteger(single.serial.value_or(text(plan.certificate->outline.serial)))});
  std::string status = der::ImplicitPrimitive(single.status, "");
  if (single.status == 1) {
    std::string info = GeneralizedTime(single.revoked_at);
    if (single.reason) {
      info +=
          der::Explicit(0, der::Element(der::kEnumerated, std::string(1, static_cast<char>(*single.reason))));
    }
    status = der::ImplicitConstructed(1, info);
  }
  return der::Sequence(
      {id, status, GeneralizedTime(single.this_update),
       single.next_update ? der::Explicit(0, GeneralizedTime(*single.next_update)) : "",
       single.extensions.empty() ? "" : der::Explicit(1, der::Element(0x30, single.extensions))});
}

// BasicOCSPResponse.
inline std::string MakeBasic(const OcspPlan& plan) {
  std::string singles;
  for (const SinglePlan& single : plan.singles) singles += SingleDer(plan, single);
  const std::string responder = plan.responder_name.empty()
                                    ? der::Explicit(2, der::OctetString(plan.key->key_id()))
                                    : der::Explicit(1, plan.responder_name);
  const std::string tbs =
      der::Sequence({responder, GeneralizedTime(plan.produced_at), der::Element(0x30, singles),
                     plan.extensions.empty() ? "" : der::Explicit(1, der::Element(0x30, plan.extensions))});
  std::string certificates;
  for (const std::string& certificate : plan.certificates) certificates += certificate;
  return der::Sequence({tbs, plan.key->certificate_signature_algorithm(),
                        der::BitString(*plan.key->Sign(tbs)),
                        certificates.empty() ? "" : der::Explicit(0, der::Element(0x30, certificates))});
}

// OCSPResponse around it.
inline std::string MakeOcsp(const OcspPlan& plan) {
  return der::Sequence({der::Element(der::kEnumerated, std::string(1, '\0')),
                        der::Explicit(0, der::Sequence({der::Oid("1.3.6.1.5.5.7.48.1.1"),
                                                        der::OctetString(MakeBasic(plan))}))});
}

// An error: a status and nothing else.
inline std::string OcspError(int status) {
  return der::Sequence({der::Element(der::kEnumerated, std::string(1, static_cast<char>(status)))});
}

}  // namespace oteu::verification::revocation
