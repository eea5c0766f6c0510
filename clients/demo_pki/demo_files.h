// What `oteu demo-pki DIR` writes.
//
//   DIR/README.txt                                  that all of this is for demonstrations only
//   DIR/{rsa,gost}/anchors/root.cer                 trust anchor
//   DIR/{rsa,gost}/intermediates/issuing.cer        issuing CA
//   DIR/{rsa,gost}/crls/{root,issuing}.crl          revocation lists
//   DIR/{rsa,gost}/identities/NAME.{cer,key}        end entities (demo_pki.h); .key: PEM, or the raw scalar
//   with GOST DIR/trust/{anchors,tsa-anchors,intermediates,crls}/…        both families together: what a
//   verifier is configured with DIR/policy.txtpb                                the strict policy, with
//   demonstration certificates let through as WARN DIR/registry.txtpb                              the
//   register that fits the samples (oteu.registry.v1.RegistryFile) DIR/samples/{good,forged,authentication}/
//   form.json; school-certificate and pmpc-conclusion as .json and .cms
//
// Private keys, those of the CAs not among them, are written with mode 0600.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace oteu::demo_pki {

// Makes everything anew; files of an earlier run are replaced.
// Errors: kInternal when OpenSSL fails, kUnavailable when a file cannot be written.
absl::Status WriteDemoPki(const std::string& directory, absl::Time now);

}  // namespace oteu::demo_pki
