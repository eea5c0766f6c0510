// Real Kazakh certificates, keys and lists for tests. They are no part of this repository: a test that needs
// them says OTEU_NEED_KAZAKH_PKI() first, and is skipped where they are absent.
//
// Looked for in $OTEU_SHARED_DIR/kazakh-pki, then beside the source tree.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "verification/openssl/context.h"
#include "verification/openssl/ptr.h"

namespace oteu::verification::kzgost::testing {

// Empty when absent.
std::filesystem::path KazakhPkiDir();

#define OTEU_NEED_KAZAKH_PKI()                                       \
  if (::oteu::verification::kzgost::testing::KazakhPkiDir().empty()) \
  GTEST_SKIP() << "kazakh-pki is absent: put it beside the source tree in shared/, or set OTEU_SHARED_DIR"

std::vector<uint8_t> ReadFile(const std::filesystem::path& path);

// DER or PEM. Null, with a test failure, when it cannot be read.
openssl::X509Ptr LoadCertificate(const openssl::Context& context, const std::filesystem::path& path);
openssl::X509CrlPtr LoadCrl(const openssl::Context& context, const std::filesystem::path& path);

// DER back into a certificate of this context; null when malformed.
openssl::X509Ptr ParseCertificate(const openssl::Context& context, const std::vector<uint8_t>& der);
std::vector<uint8_t> EncodeCertificate(X509* certificate);

}  // namespace oteu::verification::kzgost::testing
