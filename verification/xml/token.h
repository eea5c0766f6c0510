// The signer's certificate as the signature names it: ds:X509Data, or a WS-Security token (WS-Security X.509
// Certificate Token Profile 1.1). A key by itself (ds:KeyValue) names nobody and is not read.
#pragma once

#include <libxml/tree.h>

#include <cstdint>
#include <vector>

#include "verification/report/problem.h"

namespace oteu::verification::xml {

// DER of the signer's certificate first, then of those beside it.
using Certificates = std::vector<std::vector<uint8_t>>;

// `key_info`: ds:KeyInfo, null when absent. `security`: the wsse:Security header a token may stand in; null
// where there is none. SIGNER_CERTIFICATE_MISSING when no certificate stands there.
OrProblem<Certificates> ReadCertificates(const xmlNode* key_info, const xmlNode* security);

}  // namespace oteu::verification::xml
