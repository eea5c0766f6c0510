// The recipe against real material: certificates of NCA RK, of its roots, of other Kazakh CAs and of the NCA
// test CA.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/x509.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/verification/kzgost/kazakh_pki.h"
#include "verification/kzgost/algorithms.h"
#include "verification/kzgost/kz_context.h"
#include "verification/kzgost/public_key.h"
#include "verification/kzgost/signing.h"
#include "verification/kzgost/verify.h"
#include "verification/openssl/bytes.h"
#include "verification/openssl/error_queue.h"

namespace oteu::verification::kzgost {
namespace {

using openssl::Bytes;
using openssl::X509Ptr;
using testing::KazakhPkiDir;

class RealCertificates : public ::testing::Test {
 protected:
  void SetUp() override {
    OTEU_NEED_KAZAKH_PKI();
    absl::StatusOr<std::unique_ptr<openssl::Context>> context = CreateKzContext();
    ASSERT_TRUE(context.ok()) << context.status();
    context_ = *std::move(context);
    for (const char* folder : {"ca-production", "ca-test"}) {
      for (const auto& entry : std::filesystem::directory_iterator(KazakhPkiDir() / folder)) {
        cas_.emplace(entry.path().filename().string(), testing::LoadCertificate(*context_, entry.path()));
      }
    }
  }

  // The certificate at hand whose key signed this one, by name and key identifier.
  X509* IssuerOf(X509* certificate) const {
    for (const auto& [name, ca] : cas_) {
      if (X509_check_issued(ca.get(), certificate) == X509_V_OK) return ca.get();
    }
    return nullptr;
  }

  std::unique_ptr<openssl::Context> context_;
  std::map<std::string, X509Ptr> cas_;
};

TEST_F(RealCertificates, EveryCaCertificateVerifiesWithItsIssuer) {
  std::map<KeyType, int> verified;
  for (const auto& [name, certificate] : cas_) {
    X509* issuer = IssuerOf(certificate.get());
    if (issuer == nullptr) {
      std::printf("no issuer at hand: %s\n", name.c_str());
      continue;
    }
    EVP_PKEY* key = X509_get0_pubkey(issuer);
    ASSERT_NE(key, nullptr) << name << ": " << openssl::DrainErrors().text;
    EXPECT_EQ(X509_verify(certificate.get(), key), 1) << name << ": " << openssl::DrainErrors().text;
    ++verified[KeyTypeOf(key)];
  }
  EXPECT_GE(verified[KeyType::kGost2015], 4);
  EXPECT_GE(verified[KeyType::kGost2004], 5);
  EXPECT_GE(verified[KeyType::kRsa], 4);
}

}  // namespace
}  // namespace oteu::verification::kzgost
