// When two names are the same one (RFC 5280 section 7.1).
#include "verification/x509/canonical_name.h"

#include <gtest/gtest.h>

#include "clients/demo_pki/der_writer.h"
#include "tests/verification/x509/made_certificates.h"
#include "verification/limits.h"

namespace oteu::verification::x509 {
namespace {

using namespace std::string_literals;  // NOLINT(google-build-using-namespace)
namespace der = demo_pki::der;

constexpr uint8_t kTeletex = 0x14;
constexpr uint8_t kBmp = 0x1E;
constexpr uint8_t kUniversal = 0x1C;

std::string Attribute(uint8_t type, std::string_view value, const char* oid = "2.5.4.3") {
  return der::Sequence({der::Oid(oid), der::Element(type, value)});
}
std::string OneName(uint8_t type, std::string_view value) {
  return der::Sequence({der::SetOf({Attribute(type, value)})});
}
std::string Utf8(std::string_view value) { return OneName(der::kUtf8String, value); }
CanonicalName Canonical(const std::string& name) {
  const auto canonical = MakeCanonicalName(openssl::AsBytes(name));
  EXPECT_TRUE(canonical.has_value());
  return canonical.value_or(CanonicalName());
}
bool Same(const std::string& a, const std::string& b) { return Canonical(a) == Canonical(b); }

TEST(CanonicalName, StringTypesCaseAndWhiteSpaceDoNotCount) {
  EXPECT_TRUE(Same(Utf8("Root CA"), OneName(der::kPrintableString, "ROOT CA")));
  EXPECT_TRUE(Same(Utf8("Root CA"), OneName(der::kIa5String, "  root \t  ca ")));
  EXPECT_TRUE(Same(Utf8("Root CA"), OneName(kTeletex, "Root CA")));
  EXPECT_TRUE(Same(Utf8("Ab"), OneName(kBmp, "\0A\0b"s)));
  EXPECT_TRUE(Same(Utf8("Ab"), OneName(kUniversal, "\0\0\0A\0\0\0b"s)));
  EXPECT_FALSE(Same(Utf8("Root CA"), Utf8("RootCA")));
  EXPECT_FALSE(Same(Utf8("Root CA"), Utf8("Root CB")));
}

TEST(CanonicalName, LettersBeyondAsciiFoldToo) {
  EXPECT_TRUE(Same(Utf8("НЕГІЗГІ КУӘЛАНДЫРУШЫ ОРТАЛЫҚ"), Utf8("негізгі куәландырушы орталық")));
  EXPECT_TRUE(Same(Utf8("ҰЛТТЫҚ ҢҒҮӨҺ Ё Ї"), Utf8("ұлттық ңғүөһ ё ї")));
  EXPECT_TRUE(Same(Utf8("ÄÖÜ ŠŽ ΑΩ"), Utf8("äöü šž αω")));
  EXPECT_FALSE(Same(Utf8("А"), Utf8("A"))) << "Cyrillic and Latin";
  EXPECT_FALSE(Same(Utf8("×"), Utf8("÷")));
}

TEST(CanonicalName, WhatIsNoTextOfItsTypeIsComparedByItsBytes) {
  EXPECT_TRUE(Same(Utf8("\xff"), Utf8("\xff")));
  EXPECT_FALSE(Same(Utf8("\xff"), OneName(kTeletex, "\xff")));
  EXPECT_FALSE(Same(OneName(kBmp, "\0"s), OneName(kBmp, "")));
  EXPECT_FALSE(Same(OneName(0x03, "ab"), OneName(0x04, "ab"))) << "no strings";
}

TEST(CanonicalName, StructureCounts) {
  const std::string a = Attribute(der::kUtf8String, "a");
  const std::string b = Attribute(der::kUtf8String, "b", "2.5.4.10");
  const std::string both_in_one = der::Sequence({der::SetOf({a, b})});
  const std::string a_then_b = der::Sequence({der::SetOf({a}), der::SetOf({b})});
  const std::string b_then_a = der::Sequence({der::SetOf({b}), der::SetOf({a})});
  EXPECT_FALSE(Same(both_in_one, a_then_b));
  EXPECT_FALSE(Same(a_then_b, b_then_a));
  // Not sorted as DER wants it: still the same set.
  const std::string unsorted = der::Sequence({der::Element(0x31, b + a)});
  EXPECT_TRUE(Same(both_in_one, unsorted));
}

TEST(CanonicalName, SubtreesAreWholeRelativeNames) {
  const std::string a = der::SetOf({Attribute(der::kUtf8String, "a", "2.5.4.10")});
  const std::string b = der::SetOf({Attribute(der::kUtf8String, "b")});
  const std::string bc = der::SetOf({Attribute(der::kUtf8String, "bc")});
  const CanonicalName name = Canonical(der::Sequence({a, bc}));
  EXPECT_TRUE(name.StartsWith(Canonical(der::Sequence({a}))));
  EXPECT_TRUE(name.StartsWith(name));
  EXPECT_TRUE(name.StartsWith(Canonical(der::Sequence({}))));
  EXPECT_FALSE(name.StartsWith(Canonical(der::Sequence({a, b}))));
  EXPECT_FALSE(name.StartsWith(Canonical(der::Sequence({bc}))));
  EXPECT_FALSE(name.StartsWith(Canonical(der::Sequence({a, bc, b}))));
}

TEST(CanonicalName, MalformedAndOversizedAreNone) {
  for (const std::string& bad :
       {""s, "x"s, der::Sequence({der::Sequence({})}), der::Sequence({der::SetOf({})}), Utf8("a") + "x",
        der::Sequence({der::SetOf({der::Sequence({})})})}) {
    EXPECT_FALSE(MakeCanonicalName(openssl::AsBytes(bad)).has_value());
  }
  const std::string rdn = der::SetOf({Attribute(der::kUtf8String, "a")});
  std::vector<std::string> rdns(kMaxNameAttributes.value, rdn);
  EXPECT_TRUE(MakeCanonicalName(openssl::AsBytes(der::Sequence(rdns))).has_value());
  rdns.push_back(rdn);
  EXPECT_FALSE(MakeCanonicalName(openssl::AsBytes(der::Sequence(rdns))).has_value());
}

}  // namespace
}  // namespace oteu::verification::x509
