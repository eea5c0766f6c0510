// A list of production size (422,065 entries, 21 MB) and one of the greatest size allowed: time and memory,
// beside OpenSSL's X509_CRL in the same run.
#include <gtest/gtest.h>
#include <malloc.h>
#include <openssl/x509.h>

#include <cstdio>
#include <ctime>

#include "tests/verification/revocation/crl_builder.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/kzgost/kz_context.h"
#include "verification/limits.h"
#include "verification/openssl/ptr.h"
#include "verification/revocation/crl_store.h"

namespace oteu::verification::revocation {
namespace {

using testing::Now;

constexpr size_t kProductionEntries = 422065;

size_t HeapBytes() {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

// CPU time of this thread, in milliseconds.
double CpuMs() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

std::string SerialNumber(size_t i) {
  const openssl::Sha256Digest digest = openssl::Sha256(openssl::AsBytes(std::to_string(i)));
  std::string serial(openssl::AsStringView(openssl::Bytes(digest).first(20)));
  serial[0] = static_cast<char>((static_cast<uint8_t>(serial[0]) & 0x3FU) | 0x40U);
  return serial;
}

// A list with so many entries, signed. Entries as the National Certification Authority writes them.
std::string LargeList(size_t entries, const demo_pki::SigningKey& key, const std::string& issuer) {
  CrlPlan plan{.issuer = issuer, .key = &key, .this_update = Now(), .next_update = Now() + absl::Hours(24)};
  plan.entries.reserve(entries);
  for (size_t i = 0; i < entries; ++i) plan.entries.push_back({SerialNumber(i), Now() - absl::Hours(9), 4});
  return MakeCrl(plan);
}

class CrlScale : public ::testing::Test {
 protected:
  std::unique_ptr<openssl::Context> context_ = *kzgost::CreateKzContext();
  const demo_pki::DemoFamily& family_ = testing::Family(demo_pki::KeyKind::kRsa);
  x509::CertificatePtr ca_ =
      *x509::ParseCertificate(*context_, openssl::AsBytes(family_.issuing_ca.certificate));
  const std::string issuer_{openssl::AsStringView(ca_->outline.subject)};
};

TEST_F(CrlScale, ProductionSize) {
  const std::string der = LargeList(kProductionEntries, family_.issuing_ca.key, issuer_);
  std::string copy = der;

  const size_t heap = HeapBytes();
  double start = CpuMs();
  auto parsed = Crl::Parse(std::move(copy));
  const double parse_ms = CpuMs() - start;
  ASSERT_EQ(GetProblem(parsed), nullptr);
  const auto crl = std::get<0>(std::move(parsed));
  const size_t index_bytes = HeapBytes() - heap;  // the DER was there before, and moved in
  start = CpuMs();
  ASSERT_TRUE(IsSignedBy(*context_, *crl, *ca_));
  const double verify_ms = CpuMs() - start;
  start = CpuMs();
  for (size_t i = 0; i < 100000; ++i)
    ASSERT_TRUE(crl->Find(openssl::AsBytes(SerialNumber(i)), {}).has_value());
  const double find_us = (CpuMs() - start) / 100;
  EXPECT_FALSE(crl->Find(openssl::AsBytes(SerialNumber(kProductionEntries)), {}).has_value());

  const size_t heap_before = HeapBytes();
  start = CpuMs();
  const auto* end = openssl::AsBytes(der).data();
  X509_CRL* theirs = X509_CRL_new_ex(context_->lib_ctx(), nullptr);
  ASSERT_NE(d2i_X509_CRL(&theirs, &end, static_cast<long>(der.size())), nullptr);  // NOLINT
  const openssl::X509CrlPtr owner(theirs);
  const double their_parse_ms = CpuMs() - start;
  start = CpuMs();
  ASSERT_EQ(X509_CRL_verify(theirs, ca_->public_key.rsa()->ToEvp().get()), 1);
  const double their_verify_ms = CpuMs() - start;
  const size_t their_bytes = HeapBytes() - heap_before;

  std::printf(
      "list of %zu entries, %.1f MB: ours parse %.0f ms + verify %.0f ms, %.1f MB beside the list, look-up "
      "%.2f us; X509_CRL parse %.0f ms + verify %.0f ms, %.1f MB\n",
      kProductionEntries, static_cast<double>(der.size()) / 1e6, parse_ms, verify_ms,
      static_cast<double>(index_bytes) / 1e6, find_us, their_parse_ms, their_verify_ms,
      static_cast<double>(their_bytes) / 1e6);
  EXPECT_LT(index_bytes, 3u << 20U);
  // A sanitizer's allocator does not tell what it gave out.
  if (their_bytes > 0) {
    EXPECT_LT(index_bytes + der.size(), their_bytes / 2);
  }
}

// Short entries (a serial number of three bytes, a date) up to the bound of bytes: nearly three million.
TEST_F(CrlScale, TheLargestListIsBounded) {
  const auto entry = [](size_t i) {
    const std::string serial = {'\x01', static_cast<char>(i >> 16U), static_cast<char>(i >> 8U),
                                static_cast<char>(i)};
    return EntryDer({serial, Now()});
  };
  const size_t room = kMaxCrlBytes.value - 2000;
  const size_t count = room / entry(0).size();
  std::string entries;
  entries.reserve(room);
  for (size_t i = 0; i < count; ++i) entries += entry(i);
  const std::string algorithm = family_.issuing_ca.key.certificate_signature_algorithm();
  const std::string tbs = der::Sequence({der::SmallInteger(1), algorithm, issuer_, der::Time(Now()),
                                         der::Time(Now() + absl::Hours(24)), der::Element(0x30, entries)});
  entries = std::string();
  std::string list = der::Sequence({tbs, algorithm, der::BitString(std::string(256, 's'))});
  ASSERT_LE(list.size(), kMaxCrlBytes.value);
  const size_t size = list.size();
  const size_t heap = HeapBytes();
  const double start = CpuMs();
  const auto parsed = Crl::Parse(std::move(list));
  const double ms = CpuMs() - start;
  ASSERT_EQ(GetProblem(parsed), nullptr) << GetProblem(parsed)->cause;
  const size_t index_bytes = HeapBytes() - heap;
  std::printf("list of %zu entries, %.1f MB: %.0f ms, %.1f MB beside the list\n", count,
              static_cast<double>(size) / 1e6, ms, static_cast<double>(index_bytes) / 1e6);
  EXPECT_LT(index_bytes, size_t{16} << 20U);
  EXPECT_TRUE(std::get<0>(parsed)->Find(openssl::AsBytes("\x01\x02\x03\x04"), {}).has_value());
}

TEST_F(CrlScale, BeyondTheBoundNothingIsRead) {
  const double start = CpuMs();
  const auto parsed = Crl::Parse(std::string(kMaxCrlBytes.value + 1, '\x30'));
  ASSERT_NE(GetProblem(parsed), nullptr);
  EXPECT_EQ(GetProblem(parsed)->cause, "crl_bytes");
  EXPECT_LT(CpuMs() - start, 500);
}

}  // namespace
}  // namespace oteu::verification::revocation
