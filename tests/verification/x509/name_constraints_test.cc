// Within which names a CA may issue (RFC 5280 section 4.2.1.10).
#include "verification/x509/name_constraints.h"

#include <gtest/gtest.h>

#include "clients/demo_pki/der_writer.h"
#include "tests/verification/x509/made_certificates.h"
#include "verification/limits.h"

namespace oteu::verification::x509 {
namespace {

using namespace std::string_literals;  // NOLINT(google-build-using-namespace)
namespace der = demo_pki::der;

enum class Tree { kPermitted, kExcluded };

std::string General(GeneralNameKind kind, const std::string& value) {
  const int number = static_cast<int>(kind);
  return kind == GeneralNameKind::kDirectory || kind == GeneralNameKind::kOther
             ? der::ImplicitConstructed(number, value)
             : der::ImplicitPrimitive(number, value);
}

std::string Constraints(Tree tree, const std::string& general_name, const std::string& distances = "") {
  return der::Sequence({der::ImplicitConstructed(tree == Tree::kPermitted ? 0 : 1,
                                                 der::Sequence({general_name + distances}))});
}

// True when a certificate with this one alternative name passes.
bool Passes(Tree tree, GeneralNameKind kind, const std::string& constraint, const std::string& name) {
  const std::string extension = Constraints(tree, General(kind, constraint));
  const auto constraints = ReadNameConstraints(openssl::AsBytes(extension));
  EXPECT_TRUE(constraints.has_value());
  if (!constraints) return false;
  const std::string names = General(kind, name);
  const auto alternative = ReadGeneralNames(openssl::AsBytes(names));
  EXPECT_TRUE(alternative.has_value());
  const CanonicalName empty;
  return alternative &&
         !CheckNames(*constraints, {.subject = &empty, .subject_emails = {}, .alternative = &*alternative});
}
bool Permitted(GeneralNameKind kind, const std::string& constraint, const std::string& name) {
  return Passes(Tree::kPermitted, kind, constraint, name);
}
bool Excluded(GeneralNameKind kind, const std::string& constraint, const std::string& name) {
  return !Passes(Tree::kExcluded, kind, constraint, name);
}

TEST(NameConstraints, DnsNames) {
  const auto kDns = GeneralNameKind::kDns;
  EXPECT_TRUE(Permitted(kDns, "example.kz", "example.kz"));
  EXPECT_TRUE(Permitted(kDns, "example.kz", "A.B.Example.KZ"));
  EXPECT_FALSE(Permitted(kDns, "example.kz", "notexample.kz"));
  EXPECT_FALSE(Permitted(kDns, "www.example.kz", "example.kz"));
  EXPECT_TRUE(Permitted(kDns, "", "anything.kz"));
  EXPECT_TRUE(Excluded(kDns, "", "anything.kz"));
  EXPECT_TRUE(Excluded(kDns, "example.kz", "www.example.kz"));
  EXPECT_FALSE(Excluded(kDns, "example.kz", "example.com"));
}

TEST(NameConstraints, AWildcardStandsForNamesInsideAndOutside) {
  const auto kDns = GeneralNameKind::kDns;
  EXPECT_TRUE(Permitted(kDns, "example.kz", "*.example.kz"));
  EXPECT_FALSE(Permitted(kDns, "www.example.kz", "*.example.kz"));
  EXPECT_TRUE(Excluded(kDns, "www.example.kz", "*.example.kz"));
}

TEST(NameConstraints, WhatIsNoHostIsRefusedEitherWay) {
  const auto kDns = GeneralNameKind::kDns;
  for (const char* bad : {"a..kz", "a b.kz", "exam*ple.kz", ".example.kz", "example.kz."}) {
    EXPECT_FALSE(Permitted(kDns, "kz", bad)) << bad;
    EXPECT_TRUE(Excluded(kDns, "com", bad)) << bad;
    EXPECT_FALSE(Permitted(kDns, bad, "www.example.kz")) << bad << " as a constraint";
    EXPECT_TRUE(Excluded(kDns, bad, "www.example.com")) << bad << " as a constraint";
  }
}

TEST(NameConstraints, Mailboxes) {
  const auto kEmail = GeneralNameKind::kEmail;
  EXPECT_TRUE(Permitted(kEmail, "a@example.kz", "a@EXAMPLE.kz"));
  EXPECT_FALSE(Permitted(kEmail, "a@example.kz", "A@example.kz"))
      << "the local part is compared as it stands";
  EXPECT_TRUE(Permitted(kEmail, "example.kz", "any@example.kz"));
  EXPECT_FALSE(Permitted(kEmail, "example.kz", "any@mail.example.kz"));
  EXPECT_TRUE(Permitted(kEmail, ".example.kz", "any@mail.example.kz"));
  EXPECT_FALSE(Permitted(kEmail, ".example.kz", "any@example.kz"));
  EXPECT_TRUE(Excluded(kEmail, ".example.kz", "any@mail.example.kz"));
  EXPECT_TRUE(Excluded(kEmail, "example.kz", "nobody")) << "no mailbox";
  EXPECT_TRUE(Permitted(kEmail, "example.kz", "\"a@b\"@example.kz"));
}

TEST(NameConstraints, Uris) {
  const auto kUri = GeneralNameKind::kUri;
  EXPECT_TRUE(Permitted(kUri, "host.example.kz", "https://user@host.example.kz:8443/path?q#f"));
  EXPECT_FALSE(Permitted(kUri, "example.kz", "https://host.example.kz/"));
  EXPECT_TRUE(Permitted(kUri, ".example.kz", "https://host.example.kz/"));
  EXPECT_FALSE(Permitted(kUri, ".example.kz", "https://example.kz/"));
  EXPECT_FALSE(Permitted(kUri, ".kz", "https://evil.com/.kz"));
  EXPECT_FALSE(Permitted(kUri, ".kz", "https://a.kz@evil.com/"));
  for (const char* bad :
       {"mailto:a@example.kz", "https://192.0.2.1/", "https://[2001:db8::1]/", "//a.kz", "a"}) {
    EXPECT_FALSE(Permitted(kUri, ".kz", bad)) << bad;
    EXPECT_TRUE(Excluded(kUri, ".com", bad)) << bad;
  }
}

TEST(NameConstraints, Addresses) {
  const auto kIp = GeneralNameKind::kIp;
  const std::string net = "\xc0\x00\x02\x00\xff\xff\xff\x00"s;
  EXPECT_TRUE(Permitted(kIp, net, "\xc0\x00\x02\x07"s));
  EXPECT_FALSE(Permitted(kIp, net, "\xc0\x00\x03\x07"s));
  EXPECT_FALSE(Permitted(kIp, net, std::string(16, '\0'))) << "the other family is not permitted";
  EXPECT_FALSE(Excluded(kIp, net, std::string(16, '\0')));
  EXPECT_TRUE(Excluded(kIp, net, "\xc0\x00\x02\x07"s));
  EXPECT_TRUE(Excluded(kIp, net, "\xc0\x00\x02"s)) << "no address";
  EXPECT_FALSE(Permitted(kIp, "\xc0\x00\x02\x00\xff\x00\xff\x00"s, "\xc0\x00\x02\x07"s))
      << "a mask with a hole";
}

TEST(NameConstraints, DirectoryNames) {
  const auto kDirectory = GeneralNameKind::kDirectory;
  EXPECT_TRUE(Permitted(kDirectory, testing::Name("Школа"), testing::Name("школа")));
  EXPECT_FALSE(Permitted(kDirectory, testing::Name("a"), testing::Name("b")));
  EXPECT_TRUE(Excluded(kDirectory, testing::Name("a"), testing::Name("A")));
}

TEST(NameConstraints, TheSubjectIsADirectoryName) {
  const std::string extension =
      Constraints(Tree::kPermitted, General(GeneralNameKind::kDirectory, testing::Name("a")));
  const auto constraints = ReadNameConstraints(openssl::AsBytes(extension));
  for (const char* name : {"a", "b", ""}) {
    const auto subject = MakeCanonicalName(openssl::AsBytes(testing::Name(name)));
    const bool passes =
        !CheckNames(*constraints, {.subject = &*subject, .subject_emails = {}, .alternative = nullptr});
    EXPECT_EQ(passes, *name != 'b') << "an empty subject is no name";
  }
}

TEST(NameConstraints, AnAddressInTheSubjectIsAMailbox) {
  const std::string extension = Constraints(Tree::kExcluded, General(GeneralNameKind::kEmail, "example.kz"));
  const auto constraints = ReadNameConstraints(openssl::AsBytes(extension));
  const CanonicalName empty;
  EXPECT_TRUE(CheckNames(
      *constraints,
      {.subject = &empty, .subject_emails = {openssl::AsBytes("a@example.kz")}, .alternative = nullptr}));
}

TEST(NameConstraints, KindsThatAreNotUnderstoodAreRefusedWhereTheyMeet) {
  const std::string other = der::Oid("2.999") + der::Explicit(0, der::Null());
  EXPECT_FALSE(Permitted(GeneralNameKind::kOther, other, other));
  EXPECT_TRUE(Excluded(GeneralNameKind::kRegisteredId, "\x2a", "\x2b"));
  // Another kind is not concerned.
  const std::string extension = Constraints(Tree::kPermitted, General(GeneralNameKind::kOther, other));
  const auto constraints = ReadNameConstraints(openssl::AsBytes(extension));
  const CanonicalName subject = *MakeCanonicalName(openssl::AsBytes(testing::Name("a")));
  EXPECT_FALSE(CheckNames(*constraints, {.subject = &subject, .subject_emails = {}, .alternative = nullptr}));
}

TEST(NameConstraints, DistancesAreRefused) {
  const CanonicalName empty;
  const std::string dns = General(GeneralNameKind::kDns, "kz");
  for (const std::string& distance : {der::ImplicitPrimitive(0, "\1"), der::ImplicitPrimitive(1, "\5")}) {
    const std::string extension = Constraints(Tree::kPermitted, dns, distance);
    const auto constraints = ReadNameConstraints(openssl::AsBytes(extension));
    ASSERT_TRUE(constraints.has_value());
    EXPECT_TRUE(CheckNames(*constraints, {.subject = &empty, .subject_emails = {}, .alternative = nullptr}));
  }
  const std::string zero = Constraints(Tree::kPermitted, dns, der::ImplicitPrimitive(0, "\0"s));
  EXPECT_FALSE(CheckNames(*ReadNameConstraints(openssl::AsBytes(zero)),
                          {.subject = &empty, .subject_emails = {}, .alternative = nullptr}));
}

TEST(NameConstraints, MalformedOnesAreNone) {
  const std::string dns = General(GeneralNameKind::kDns, "kz");
  for (const std::string& bad :
       {""s, der::Sequence({}), der::Sequence({der::ImplicitConstructed(0, "")}), dns,
        der::Sequence({der::ImplicitConstructed(1, der::Sequence({dns})),
                       der::ImplicitConstructed(0, der::Sequence({dns}))}),
        Constraints(Tree::kPermitted, dns, "x"),
        Constraints(Tree::kPermitted, General(GeneralNameKind::kDns, "ж"))}) {
    EXPECT_FALSE(ReadNameConstraints(openssl::AsBytes(bad)).has_value());
  }
}

}  // namespace
}  // namespace oteu::verification::x509
