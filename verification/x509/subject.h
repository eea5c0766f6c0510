// Who a certificate is for: the Kazakh profile of subject and extended key usage.
#pragma once

#include <string>
#include <vector>

#include "oteu/v1/verification.pb.h"
#include "verification/x509/certificate.h"

namespace oteu::verification::x509 {

// serialNumber=IIN…, OU=BIN… or serialNumber=BIN…, CN, O. An OU without the prefix is no BIN.
// `subject`: the Name read. What cannot be shown counts as absent.
SubjectFacts ReadSubject(const Rdns& subject);

// The role that extended key usages (dotted) state, 1.2.398.3.3.4.1.*: the strongest one.
oteu::v1::SignerRole RoleOf(std::span<const std::string> extended_key_usages);

}  // namespace oteu::verification::x509
