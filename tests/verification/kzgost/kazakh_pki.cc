#include "tests/verification/kzgost/kazakh_pki.h"

#include <openssl/pem.h>

#include <fstream>
#include <iterator>

#include "tests/verification/shared_material.h"

namespace oteu::verification::kzgost::testing {

std::filesystem::path KazakhPkiDir() {
  const std::filesystem::path directory = testing_material::SharedDir() / "kazakh-pki";
  std::error_code error;
  return std::filesystem::is_directory(directory, error) ? directory : std::filesystem::path();
}

std::vector<uint8_t> ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

openssl::X509Ptr ParseCertificate(const openssl::Context& context, const std::vector<uint8_t>& der) {
  openssl::X509Ptr certificate(X509_new_ex(context.lib_ctx(), nullptr));
  X509* into = certificate.get();
  const unsigned char* end = der.data();
  if (d2i_X509(&into, &end, static_cast<long>(der.size())) == nullptr) {
    certificate.release();  // NOLINT(bugprone-unused-return-value): d2i_X509 frees what it fails to fill
    return nullptr;
  }
  return certificate;
}

openssl::X509Ptr LoadCertificate(const openssl::Context& context, const std::filesystem::path& path) {
  const std::vector<uint8_t> bytes = ReadFile(path);
  openssl::X509Ptr certificate;
  if (!bytes.empty() && bytes[0] == 0x30) {
    certificate = ParseCertificate(context, bytes);
  } else {
    const openssl::BioPtr input(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
    certificate.reset(X509_new_ex(context.lib_ctx(), nullptr));
    X509* into = certificate.get();
    if (PEM_read_bio_X509(input.get(), &into, nullptr, nullptr) == nullptr) {
      certificate.release();  // NOLINT(bugprone-unused-return-value)
    }
  }
  EXPECT_NE(certificate, nullptr) << path;
  return certificate;
}

openssl::X509CrlPtr LoadCrl(const openssl::Context& context, const std::filesystem::path& path) {
  const std::vector<uint8_t> der = ReadFile(path);
  openssl::X509CrlPtr crl(X509_CRL_new_ex(context.lib_ctx(), nullptr));
  X509_CRL* into = crl.get();
  const unsigned char* end = der.data();
  if (d2i_X509_CRL(&into, &end, static_cast<long>(der.size())) == nullptr)
    crl.release();  // NOLINT(bugprone-unused-return-value)
  EXPECT_NE(crl, nullptr) << path;
  return crl;
}

std::vector<uint8_t> EncodeCertificate(X509* certificate) {
  unsigned char* der = nullptr;
  const int size = i2d_X509(certificate, &der);
  const openssl::BytesPtr owner(der);
  EXPECT_GT(size, 0);
  return {der, der + size};
}

}  // namespace oteu::verification::kzgost::testing
