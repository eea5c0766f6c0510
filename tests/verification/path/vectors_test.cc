// The odd certificates, lists and keys of Debian's python3-cryptography-vectors: nothing crashes, everything
// answers in time, and what nobody vouches for is valid nowhere.
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <map>

#include "tests/verification/shared_material.h"
#include "verification/kzgost/kz_context.h"
#include "verification/openssl/error_queue.h"
#include "verification/openssl/ptr.h"
#include "verification/path/path.h"
#include "verification/x509/pem.h"

namespace oteu::verification::path {
namespace {

using namespace oteu::verification::x509;  // NOLINT(google-build-using-namespace)

namespace fs = std::filesystem;
using testing_material::ReadFile;

const fs::path kVectors = "/usr/lib/python3/dist-packages/cryptography_vectors";

std::vector<std::string> Files(const fs::path& folder) {
  std::vector<std::string> contents;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.file_size() < 1024 * 1024)
      contents.push_back(ReadFile(entry.path()));
  }
  return contents;
}

TEST(Vectors, OddCertificatesAreReadOrRefused) {
  if (!fs::exists(kVectors)) GTEST_SKIP() << "not installed: python3-cryptography-vectors";
  const auto context = kzgost::CreateKzContext();
  ASSERT_TRUE(context.ok());
  int read = 0;
  int refused = 0;
  int valid = 0;
  std::map<std::string, int> reasons;
  for (const char* folder : {"x509", "pkcs7", "asymmetric", "pkcs12"}) {
    for (const std::string& file : Files(kVectors / folder)) {
      const auto ders = DerOf(file, "CERTIFICATE");
      if (!ders.ok()) continue;
      for (const std::string& der : *ders) {
        const auto* start = reinterpret_cast<const unsigned char*>(der.data());
        const openssl::X509Ptr other(d2i_X509(nullptr, &start, static_cast<long>(der.size())));
        const auto certificate = ParseCertificate(**context, openssl::AsBytes(der));
        EXPECT_FALSE(certificate.ok() && !other) << "OpenSSL does not read it";
        EXPECT_TRUE(certificate.ok() || absl::IsInvalidArgument(certificate.status()))
            << certificate.status();
        if (!other) continue;
        ++(certificate.ok() ? read : refused);
        if (!certificate.ok()) {
          reasons[std::string(certificate.status().message())] += 1;
          continue;
        }
        // Trusted by nobody, whatever it says of itself; and trusted as itself, it is a path of one.
        PathRequest request;
        request.target = der;
        request.intermediates = {der};
        request.at = (*certificate)->outline.not_before + absl::Seconds(1);
        auto report = VerifyPath(**context, request);
        ASSERT_TRUE(report.ok()) << report.status();
        EXPECT_FALSE(report->valid);
        request.anchors = {der};
        report = VerifyPath(**context, request);
        ASSERT_TRUE(report.ok()) << report.status();
        valid += report->valid ? 1 : 0;
      }
    }
  }
  std::cout << read << " certificates read, " << refused << " refused; " << valid << " valid as anchors\n";
  for (const auto& [reason, count] : reasons) std::cout << count << " x " << reason << "\n";
  openssl::ClearErrors();
  EXPECT_GT(read, 500);
}

std::string File(const char* name) { return ReadFile(kVectors / "x509/custom" / name); }

// Certificates that break a rule of RFC 5280 do not parse, each for its own reason.
TEST(Vectors, BrokenRulesAreSeen) {
  if (!fs::exists(kVectors)) GTEST_SKIP() << "not installed: python3-cryptography-vectors";
  const auto context = kzgost::CreateKzContext();
  ASSERT_TRUE(context.ok());
  for (const char* name :
       {"two_basic_constraints.pem", "invalid_version.pem", "inhibit_any_policy_negative.pem"}) {
    const auto ders = DerOf(File(name), "CERTIFICATE");
    ASSERT_TRUE(ders.ok()) << name;
    EXPECT_FALSE(ParseCertificate(**context, openssl::AsBytes((*ders)[0])).ok()) << name;
  }
}

}  // namespace
}  // namespace oteu::verification::path
