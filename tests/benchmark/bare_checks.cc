#include <openssl/evp.h>

#include <cstdio>
#include <cstdlib>

#include "clients/demo_pki/signing_key.h"
#include "tests/benchmark/child_process.h"
#include "tests/benchmark/floor.h"
#include "verification/kzgost/kz_context.h"
#include "verification/openssl/ptr.h"

namespace oteu::benchmark {
namespace {

namespace openssl = oteu::verification::openssl;

constexpr std::size_t kSignedAttributesBytes = 300;

struct BareCheck {
  openssl::EvpPkeyPtr key;
  std::string digest;
  std::string signature;
};

[[noreturn]] void Fail(const char* what) {
  std::fprintf(stderr, "bare checks: %s\n", what);
  std::exit(2);
}

BareCheck Prepare(const openssl::Context& context, const demo_pki::Identity& signer,
                  const std::string& attributes) {
  const std::string& spki = signer.key.spki();
  const auto* bytes = reinterpret_cast<const unsigned char*>(spki.data());
  BareCheck check;
  check.key.reset(d2i_PUBKEY_ex(nullptr, &bytes, static_cast<long>(spki.size()), context.lib_ctx(), nullptr));
  if (check.key == nullptr) Fail("public key");
  check.digest = signer.key.kind() == demo_pki::KeyKind::kGost2015 ? "KZ-STREEBOG-512" : "SHA256";
  const auto signature = signer.key.Sign(attributes);
  if (!signature.ok()) Fail("signing");
  check.signature = *signature;
  return check;
}

void Run(const openssl::Context& context, const BareCheck& check, EVP_MD* digest, const std::string& content,
         const std::string& attributes) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(content.data(), content.size(), out, &size, digest, nullptr) != 1) Fail("digest");
  openssl::EvpMdCtxPtr ctx(EVP_MD_CTX_new());
  if (EVP_DigestVerifyInit_ex(ctx.get(), nullptr, check.digest.c_str(), context.lib_ctx(), nullptr,
                              check.key.get(), nullptr) != 1 ||
      EVP_DigestVerify(ctx.get(), reinterpret_cast<const unsigned char*>(check.signature.data()),
                       check.signature.size(), reinterpret_cast<const unsigned char*>(attributes.data()),
                       attributes.size()) != 1) {
    Fail("signature");
  }
}

}  // namespace

double BareChecksNanoseconds(const std::vector<const demo_pki::Identity*>& signers, std::size_t content_bytes,
                             int rounds) {
  const auto context = verification::kzgost::CreateKzContext();
  if (!context.ok()) Fail("context");
  const std::string content(content_bytes, 'c');
  const std::string attributes(kSignedAttributesBytes, 'a');
  std::vector<BareCheck> checks;
  std::vector<openssl::EvpMdPtr> digests;
  for (const auto* signer : signers) {
    checks.push_back(Prepare(**context, *signer, attributes));
    digests.emplace_back(EVP_MD_fetch((*context)->lib_ctx(), checks.back().digest.c_str(), nullptr));
    if (digests.back() == nullptr) Fail("digest by name");
  }
  const auto start = ThreadCpuNanoseconds();
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < checks.size(); ++i)
      Run(**context, checks[i], digests[i].get(), content, attributes);
  }
  return static_cast<double>(ThreadCpuNanoseconds() - start) / rounds;
}

}  // namespace oteu::benchmark
