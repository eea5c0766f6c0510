// A register's lines as CSV (RFC 4180, UTF-8, CRLF), the same bytes wherever it is written: the manifest
// holds their SHA-256. Server and client write it with this code; `sha256sum` compares it.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>

#include "oteu/v1/payment.pb.h"
#include "verification/openssl/ptr.h"

namespace oteu::payment {

std::string CsvHeader();
// One line with its end. The state of the payment is no part of it.
std::string CsvLine(const v1::RegisterLine& line);

// SHA-256 over what is added.
class CsvDigest {
 public:
  CsvDigest();
  void Add(const std::string& bytes);
  // Once, last: lower-case hex.
  std::string Finish();

 private:
  verification::openssl::EvpMdCtxPtr context_;
};

}  // namespace oteu::payment
