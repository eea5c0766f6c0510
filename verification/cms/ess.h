// ESS signing-certificate attributes (RFC 5035): the signature itself says which certificate it was made
// with, so that nobody can swap in another certificate of the same key.
#pragma once

#include <optional>

#include "verification/cms/signer_info.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/context.h"
#include "verification/openssl/digest.h"
#include "verification/report/problem.h"
#include "verification/x509/outline.h"

namespace oteu::verification::cms {

// A certificate as far as naming it goes.
struct NamedCertificate {
  openssl::Bytes der;
  openssl::Sha256Digest sha256{};
  x509::CertificateOutline outline;
};

// Checks SigningCertificate and SigningCertificateV2, whichever are present, against the signer's
// certificate: hash of its DER, and issuer and serial number where the attribute states them. Nothing when
// all agree.
std::optional<Problem> CheckSigningCertificate(const openssl::Context& context,
                                               const SignedAttributes& attributes,
                                               const NamedCertificate& certificate);

}  // namespace oteu::verification::cms
