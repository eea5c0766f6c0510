// What a file is, by its bytes: enough to choose how it is verified, without judging it.
#pragma once

#include <string>
#include <string_view>

namespace oteu::cli {

enum class FileKind {
  kCmsOrUnknown,  // CMS SignedData, or anything else: the verifier says what is wrong with it
  kCertificate,   // X.509 certificate
  kCrl,           // X.509 revocation list
  kTimeStamp,     // RFC 3161 token or response
  kOcspResponse,  // RFC 6960
  kXml,           // XML, perhaps signed
};

// `file`: DER, base64 or PEM.
FileKind KindOf(std::string_view file);

// For people: "RFC 3161 time stamp".
const char* KindName(FileKind kind);

}  // namespace oteu::cli
