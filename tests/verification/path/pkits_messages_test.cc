// All of NIST PKITS by its signed messages, as Debian's python3-cryptography-vectors carries them: 224 S/MIME
// messages, each with the certificates and revocation lists of its test. The name says what must come out.
#include <gtest/gtest.h>
#include <openssl/cms.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "tests/verification/shared_material.h"
#include "verification/kzgost/kz_context.h"
#include "verification/path/path.h"
#include "verification/policy/policy.h"
#include "verification/verifier.h"
#include "verification/x509/name.h"

namespace oteu::verification::path {
namespace {

using namespace oteu::verification::x509;  // NOLINT(google-build-using-namespace)

namespace fs = std::filesystem;
using testing_material::ReadFile;

constexpr int64_t kValidationTime = 1302566400;  // 2011-04-12T00:00:00Z
const fs::path kVectors = "/usr/lib/python3/dist-packages/cryptography_vectors/x509/PKITS_data";

#define OTEU_SKIP_WITHOUT_VECTORS() \
  if (!fs::exists(kVectors))        \
  GTEST_SKIP() << "not installed: python3-cryptography-vectors (" << kVectors << ")"

struct Message {
  std::string name;  // "ValidCertificatePathTest1"
  std::string container;
  std::string content;
  std::vector<std::string> certificates;
  std::vector<std::string> crls;
};

std::string DerOf(int size, unsigned char* der) {
  const openssl::BytesPtr owner(der);
  return size > 0 ? std::string(reinterpret_cast<const char*>(der), static_cast<size_t>(size)) : "";
}

void ReadCertificatesAndLists(Message* message) {
  const auto* start = reinterpret_cast<const unsigned char*>(message->container.data());
  const openssl::CmsContentInfoPtr cms(
      d2i_CMS_ContentInfo(nullptr, &start, static_cast<long>(message->container.size())));
  ASSERT_TRUE(cms) << message->name;
  const openssl::X509StackPtr certificates(CMS_get1_certs(cms.get()));
  for (int i = 0; i < sk_X509_num(certificates.get()); ++i) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(sk_X509_value(certificates.get(), i), &der);
    message->certificates.push_back(DerOf(size, der));
  }
  const openssl::X509CrlStackPtr crls(CMS_get1_crls(cms.get()));
  for (int i = 0; i < sk_X509_CRL_num(crls.get()); ++i) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_CRL(sk_X509_CRL_value(crls.get(), i), &der);
    message->crls.push_back(DerOf(size, der));
  }
}

// multipart/signed (RFC 1847): the signed part in canonical lines, and the signature.
Message ReadMessage(const fs::path& path) {
  Message message;
  message.name = path.stem().string().substr(std::string("Signed").size());
  const std::string text = ReadFile(path);
  const std::string marker = "boundary=\"";
  const size_t at = text.find(marker) + marker.size();
  const std::string boundary = "--" + text.substr(at, text.find('"', at) - at);
  const std::vector<std::string> parts = absl::StrSplit(text, boundary);
  EXPECT_GE(parts.size(), 3u) << message.name;
  if (parts.size() < 3) return message;
  std::string lines;
  for (const char c : parts[1]) {
    if (c == '\r') continue;
    lines += c == '\n' ? "\r\n" : std::string(1, c);
  }
  // The line break after the boundary and the one before the next belong to the boundaries.
  message.content = lines.substr(2, lines.size() - 4);
  const size_t blank = std::min(parts[2].find("\n\n"), parts[2].find("\n\r\n"));
  EXPECT_TRUE(absl::Base64Unescape(parts[2].substr(blank), &message.container)) << message.name;
  ReadCertificatesAndLists(&message);
  return message;
}

const std::vector<Message>& Messages() {
  static const auto* const messages = [] {
    auto* read = new std::vector<Message>;
    std::set<fs::path> files;
    for (const auto& entry : fs::directory_iterator(kVectors / "smime")) {
      if (entry.path().extension() == ".eml") files.insert(entry.path());
    }
    for (const fs::path& file : files) read->push_back(ReadMessage(file));
    return read;
  }();
  return *messages;
}

// By the names; those of the policy tests, with the default inputs, by the suite's document.
bool MustValidate(const std::string& name) {
  static const std::set<std::string> kInvalidPolicies = {"DifferentPoliciesTest4", "DifferentPoliciesTest5",
                                                         "DifferentPoliciesTest7", "DifferentPoliciesTest8",
                                                         "DifferentPoliciesTest9", "DifferentPoliciesTest12"};
  if (absl::StartsWith(name, "Invalid") || name == "MissingCRLTest1") return false;
  return !kInvalidPolicies.contains(name);
}

bool IsDsa(const std::string& name) { return absl::StrContains(name, "DSA"); }

std::string Anchor() { return ReadFile(kVectors / "certs/TrustAnchorRootCertificate.crt"); }

// The end entity: the certificate that issued none of the others. Self-issued ones stay with the CAs.
PathRequest RequestOf(const openssl::Context& context, const Message& message) {
  PathRequest request;
  request.anchors = {Anchor()};
  request.crls = message.crls;
  request.at = absl::FromUnixSeconds(kValidationTime);
  request.check_revocation = true;
  for (const std::string& der : message.certificates) {
    const auto certificate = ParseCertificate(context, openssl::AsBytes(der));
    const bool is_target =
        certificate.ok() && absl::StrContains(x509::NameText((*certificate)->outline.subject), "EE Cert");
    if (is_target) request.target = der;
    if (!is_target) request.intermediates.push_back(der);
  }
  // "Self-issued" tests end in a CA's certificate: the last one.
  if (request.target.empty() && !request.intermediates.empty()) {
    request.target = request.intermediates.back();
    request.intermediates.pop_back();
  }
  return request;
}

TEST(PkitsMessages, EveryPathAgrees) {
  OTEU_SKIP_WITHOUT_VECTORS();
  const auto context = kzgost::CreateKzContext();
  ASSERT_TRUE(context.ok());
  int valid = 0;
  int invalid = 0;
  for (const Message& message : Messages()) {
    SCOPED_TRACE(message.name);
    const auto report = VerifyPath(**context, RequestOf(**context, message));
    ASSERT_TRUE(report.ok()) << report.status();
    const bool expected = MustValidate(message.name) && !IsDsa(message.name);  // DSA: refused by policy.
    EXPECT_EQ(report->valid, expected)
        << (report->failures.empty() ? "" : report->failures[0].problem.clause) << " "
        << (report->failures.empty() ? "" : report->failures[0].problem.cause);
    ++(report->valid ? valid : invalid);
  }
  std::cout << "PKITS messages: " << valid << " paths valid, " << invalid << " invalid\n";
  EXPECT_EQ(valid, 101);
  EXPECT_EQ(invalid, 123);
}

// Every signature is good but for DSA, which is not verified here; and no changed byte passes.
TEST(PkitsMessages, EverySignatureGivesTheExpectedResult) {
  OTEU_SKIP_WITHOUT_VECTORS();
  // The suite's certificates are none of Kazakhstan's: what they are for is not asked.
  v1::Policy policy = DefaultPolicy();
  v1::CheckLevels& levels = *policy.mutable_levels();
  for (auto set : {&v1::CheckLevels::set_purpose, &v1::CheckLevels::set_signer_revocation,
                   &v1::CheckLevels::set_ca_revocation}) {
    (levels.*set)(oteu::v1::CHECK_LEVEL_WARN);
  }
  const auto verifier = Verifier::Create({.anchors = {Anchor()}, .intermediates = {}, .crls = {}}, policy);
  ASSERT_TRUE(verifier.ok()) << verifier.status();
  std::map<oteu::v1::VerificationCode, int> found;
  for (const Message& message : Messages()) {
    SCOPED_TRACE(message.name);
    for (const bool changed : {false, true}) {
      std::string content = message.content;
      if (changed) content[content.size() / 2] ^= 1;
      const auto result = (*verifier)->Verify({.container = message.container,
                                               .content = content,
                                               .at = absl::FromUnixSeconds(kValidationTime),
                                               .document_type = ""});
      ASSERT_TRUE(result.ok()) << result.status();
      ASSERT_EQ(result->report.signers_size(), 1) << result->report.DebugString();
      std::set<oteu::v1::VerificationCode> codes;
      for (const auto& finding : result->report.signers(0).findings()) codes.insert(finding.code());
      for (const auto code : codes) found[code] += changed ? 0 : 1;
      const bool dsa = codes.contains(oteu::v1::VERIFICATION_CODE_ALGORITHM_UNKNOWN);
      EXPECT_FALSE(codes.contains(oteu::v1::VERIFICATION_CODE_SIGNATURE_VALUE_INVALID));
      EXPECT_EQ(codes.contains(oteu::v1::VERIFICATION_CODE_MESSAGE_DIGEST_MISMATCH), changed && !dsa);
      EXPECT_TRUE(!dsa || IsDsa(message.name));
      EXPECT_FALSE((changed || dsa) && result->report.indication() == oteu::v1::INDICATION_TOTAL_PASSED);
    }
  }
  for (const auto& [code, count] : found) {
    std::cout << oteu::v1::VerificationCode_Name(code) << ": " << count << "\n";
  }
}

}  // namespace
}  // namespace oteu::verification::path
