// Reading revocation lists: what is refused, and that look-ups find.
#include "verification/revocation/crl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/verification/revocation/crl_builder.h"
#include "tests/verification/shared_material.h"
#include "tests/verification/verifier/demo_fixture.h"

namespace oteu::verification::revocation {
namespace {

using namespace std::string_literals;  // NOLINT(google-build-using-namespace)
using demo_pki::SigningKey;
using testing::Now;

class CrlReader : public ::testing::Test {
 protected:
  const SigningKey& key_ = testing::Family().issuing_ca.key;
  const std::string name_ = demo_pki::Subject{.common_name = "CA"}.ToDer();

  CrlPlan Plan() const {
    return {.issuer = name_, .key = &key_, .this_update = Now(), .next_update = Now() + absl::Hours(24)};
  }
  static std::unique_ptr<Crl> Read(const CrlPlan& plan) {
    auto parsed = Crl::Parse(MakeCrl(plan));
    const Problem* problem = GetProblem(parsed);
    EXPECT_EQ(problem, nullptr) << (problem != nullptr ? problem->cause : "");
    return problem != nullptr ? nullptr : std::get<std::unique_ptr<Crl>>(std::move(parsed));
  }
  static std::string CauseOf(const std::string& der) {
    const auto parsed = Crl::Parse(der);
    const Problem* problem = GetProblem(parsed);
    return problem != nullptr ? problem->cause : "";
  }
  static std::string CauseOf(const CrlPlan& plan) { return CauseOf(MakeCrl(plan)); }
  static std::string IndirectScope() {
    return Extension("2.5.29.28", true, der::Element(0x30, "\x84\x01\xff"));
  }
  static std::string CertificateIssuer(const std::string& common_name) {
    const std::string name = demo_pki::Subject{.common_name = common_name}.ToDer();
    return Extension("2.5.29.29", true, der::Sequence({der::ImplicitConstructed(4, name)}));
  }
  CrlPlan WithExtension(const std::string& extension) const {
    CrlPlan plan = Plan();
    plan.extensions = extension;
    return plan;
  }
};

openssl::Bytes B(const std::string& text) { return openssl::AsBytes(text); }

TEST_F(CrlReader, Fields) {
  CrlPlan plan = Plan();
  plan.entries = {{"\x05", Now() - absl::Hours(5), 1, Now() - absl::Hours(9)},
                  {"\x03", Now() - absl::Hours(3)}};
  const auto crl = Read(plan);
  EXPECT_EQ(crl->this_update(), Now());
  EXPECT_EQ(crl->next_update(), Now() + absl::Hours(24));
  EXPECT_EQ(openssl::AsStringView(crl->issuer()), name_);
  EXPECT_FALSE(crl->is_delta());
  EXPECT_EQ(crl->entry_count(), 2u);
  const auto entry = crl->Find(B("\x05"), {});
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->reason, Reason::kKeyCompromise);
  EXPECT_EQ(entry->revocation_date, Now() - absl::Hours(5));
  EXPECT_EQ(entry->invalidity_date, Now() - absl::Hours(9));
  EXPECT_EQ(crl->Find(B("\x03"), {})->reason, Reason::kUnspecified);
  EXPECT_FALSE(crl->Find(B("\x04"), {}).has_value());
}

TEST_F(CrlReader, SerialsThatEndAlikeAreToldApart) {
  // The index looks at the last eight bytes alone.
  CrlPlan plan = Plan();
  const std::string tail = "12345678";
  plan.entries = {{"\x01" + tail, Now(), 1}, {"\x02" + tail, Now(), 4}, {tail, Now(), 5}};
  const auto crl = Read(plan);
  EXPECT_EQ(crl->Find(B("\x01" + tail), {})->reason, Reason::kKeyCompromise);
  EXPECT_EQ(crl->Find(B("\x02" + tail), {})->reason, Reason::kSuperseded);
  EXPECT_EQ(crl->Find(B(tail), {})->reason, Reason::kCessationOfOperation);
  EXPECT_FALSE(crl->Find(B("\x03" + tail), {}).has_value());
}

TEST_F(CrlReader, TheEarlierOfTwoEntriesCounts) {
  CrlPlan plan = Plan();
  plan.entries = {{"\x05", Now(), 4}, {"\x05", Now() - absl::Hours(5), 1}};
  EXPECT_EQ(Read(plan)->Find(B("\x05"), {})->reason, Reason::kKeyCompromise);
}

TEST_F(CrlReader, EveryEntryOfALongListIsFound) {
  CrlPlan plan = Plan();
  for (uint32_t i = 1; i <= 20000; ++i) {
    std::string serial(4, '\x11');
    for (int b = 0; b < 3; ++b) serial.push_back(static_cast<char>((i * 2654435761u) >> (8 * b)));
    plan.entries.push_back({serial, Now() - absl::Seconds(i)});
  }
  const auto crl = Read(plan);
  ASSERT_EQ(crl->entry_count(), plan.entries.size());
  for (const Entry& entry : plan.entries) {
    const auto found = crl->Find(B(entry.serial), {});
    ASSERT_TRUE(found.has_value());
    EXPECT_LE(found->revocation_date, entry.date);
  }
  EXPECT_FALSE(crl->Find(B("\x11\x11\x11\x10\x00\x00\x00"s), {}).has_value());
}

TEST_F(CrlReader, DatesAreRequiredAndInOrder) {
  CrlPlan plan = Plan();
  plan.next_update.reset();
  EXPECT_EQ(CauseOf(plan), "nextUpdate");
  plan.next_update = plan.this_update;
  EXPECT_EQ(CauseOf(plan), "nextUpdate is not after thisUpdate");
}

TEST_F(CrlReader, CriticalExtensionsAreUnderstoodOrRefused) {
  EXPECT_EQ(CauseOf(WithExtension(Extension("1.2.3.4", true, "x"))), "unknown critical extension");
  EXPECT_EQ(CauseOf(WithExtension(Extension("1.2.3.4", false, "x"))), "");
  CrlPlan plan = Plan();
  plan.entries = {{"\x05", Now(), std::nullopt, std::nullopt, Extension("1.2.3.4", true, "x")}};
  EXPECT_EQ(CauseOf(plan), "entry");
  plan.entries[0].more_extensions = Extension("1.2.3.4", false, "x");
  EXPECT_EQ(CauseOf(plan), "");
  // certificateIssuer: an entry of an indirect list.
  plan.entries[0].more_extensions = CertificateIssuer("another");
  EXPECT_EQ(CauseOf(plan), "entry");
  plan.extensions = IndirectScope();
  EXPECT_EQ(CauseOf(plan), "");
  plan.entries[0].more_extensions = Extension("2.5.29.29", true, der::Sequence({}));
  EXPECT_EQ(CauseOf(plan), "entry") << "no name";
}

TEST_F(CrlReader, ExtensionsStandOnce) {
  const std::string number = Extension("2.5.29.20", false, der::SmallInteger(1));
  EXPECT_EQ(CauseOf(WithExtension(number + number)), "double extension");
}

TEST_F(CrlReader, Scopes) {
  const auto scope = [&](const std::string& fields) {
    return WithExtension(Extension("2.5.29.28", true, der::Element(0x30, fields)));
  };
  EXPECT_TRUE(Read(scope("\x81\x01\xff"))->scope().user_certificates_only);
  EXPECT_TRUE(Read(scope("\x82\x01\xff"))->scope().ca_certificates_only);
  EXPECT_EQ(Read(scope("\x83\x02\x00\x40"s))->scope().reasons, 1U << 1U) << "keyCompromise";
  EXPECT_EQ(Read(scope("\x83\x02\x06\x40"s))->scope().reasons, 1U << 1U);
  EXPECT_EQ(CauseOf(scope("\x83\x02\x00\x00"s)), "issuingDistributionPoint") << "no reason";
  EXPECT_EQ(CauseOf(scope("\x83\x01\x00"s)), "issuingDistributionPoint");
  EXPECT_TRUE(Read(scope("\x84\x01\xff"))->scope().indirect);
  EXPECT_TRUE(Read(scope("\x85\x01\xff"))->scope().attribute_certificates_only);
  EXPECT_EQ(CauseOf(scope("\x84\x01\xff\x81\x01\xff")), "issuingDistributionPoint") << "out of order";
  EXPECT_EQ(CauseOf(scope("\x81\x01\xff\x81\x01\xff")), "issuingDistributionPoint") << "twice";
  EXPECT_EQ(CauseOf(scope("\x81\x01\xff\x82\x01\xff")), "issuingDistributionPoint")
      << "neither users nor CAs";
  EXPECT_EQ(CauseOf(scope("\x81\x01\x01")), "issuingDistributionPoint") << "TRUE is 255 in DER";
  const std::string url = der::ImplicitPrimitive(6, "http://a");
  const auto named = Read(scope(der::ImplicitConstructed(0, der::ImplicitConstructed(0, url))));
  ASSERT_EQ(named->scope().distribution_point.size(), 1u);
  EXPECT_EQ(named->scope().distribution_point[0], url);
  const std::string rdn = der::Sequence({der::Oid("2.5.4.3"), der::Element(der::kUtf8String, "part 7")});
  const auto relative = Read(scope(der::ImplicitConstructed(0, der::ImplicitConstructed(1, rdn))));
  ASSERT_EQ(relative->scope().distribution_point.size(), 1u);
  const std::string whole =
      der::Element(0x30, std::string(der::Contents(name_)) +
                             der::Element(0x31, rdn));  // the issuer's name and one more part
  EXPECT_EQ(relative->scope().distribution_point[0], der::ImplicitConstructed(4, whole));
}

TEST_F(CrlReader, NumbersAreReadAndCompared) {
  const auto delta = Read(WithExtension(Extension("2.5.29.27", true, der::SmallInteger(255)) +
                                        Extension("2.5.29.20", false, der::SmallInteger(256))));
  EXPECT_TRUE(delta->is_delta());
  EXPECT_LT(CompareNumbers(delta->base_number(), delta->number()), 0);
  EXPECT_GT(CompareNumbers(delta->number(), delta->base_number()), 0);
  EXPECT_EQ(CompareNumbers(delta->number(), delta->number()), 0);
  EXPECT_FALSE(Read(Plan())->is_delta());
  EXPECT_TRUE(Read(Plan())->number().empty());
  const auto numbered = [&](const std::string& contents) {
    return CauseOf(WithExtension(Extension("2.5.29.20", false, der::Element(0x02, contents))));
  };
  EXPECT_EQ(numbered(std::string(20, '\x11')), "");
  EXPECT_EQ(numbered(std::string(22, '\x11')), "cRLNumber") << "5.2.3: 20 octets";
  EXPECT_EQ(numbered("\xff"), "cRLNumber") << "negative";
  EXPECT_EQ(CauseOf(WithExtension(Extension("2.5.29.27", true, der::Null()))), "deltaCRLIndicator");
}

TEST_F(CrlReader, EntriesOfAnIndirectListKeepTheIssuerOfTheEntryBefore) {
  const std::string other = demo_pki::Subject{.common_name = "other"}.ToDer();
  CrlPlan plan = Plan();
  plan.extensions = IndirectScope();
  plan.entries = {
      {"\x05", Now(), 1}, {"\x06", Now(), 1, std::nullopt, CertificateIssuer("other")}, {"\x05", Now(), 4}};
  const auto crl = Read(plan);
  EXPECT_EQ(crl->Find(B("\x05"), B(name_))->reason, Reason::kKeyCompromise)
      << "the list's own issuer at first";
  EXPECT_EQ(crl->Find(B("\x05"), B(other))->reason, Reason::kSuperseded) << "inherited";
  EXPECT_TRUE(crl->Find(B("\x06"), B(other)).has_value());
  EXPECT_FALSE(crl->Find(B("\x06"), B(name_)).has_value());
}

TEST_F(CrlReader, AlgorithmsMustAgreeButForNull) {
  const std::string oid = der::Oid("1.2.398.3.10.1.1.2.3.2");
  CrlPlan plan = Plan();
  plan.inner_algorithm = der::Sequence({oid});
  plan.outer_algorithm = der::Sequence({oid, der::Null()});
  EXPECT_EQ(CauseOf(plan), "");
  plan.outer_algorithm = der::Sequence({oid, der::SmallInteger(1)});
  EXPECT_EQ(CauseOf(plan), "signature algorithms differ");
  plan.outer_algorithm = der::Sequence({der::Oid("1.2.3")});
  EXPECT_EQ(CauseOf(plan), "signature algorithms differ");
}

TEST_F(CrlReader, DamageIsRefused) {
  CrlPlan plan = Plan();
  plan.entries = {{"\x05", Now(), 1}};
  const std::string der = MakeCrl(plan);
  for (size_t size = 0; size < der.size(); ++size) EXPECT_NE(CauseOf(der.substr(0, size)), "") << size;
  EXPECT_NE(CauseOf(der + "x"), "");
  plan.entries = {{"\x05", Now(), 7}};
  EXPECT_EQ(CauseOf(plan), "entry") << "reason 7 is not used";
  plan.entries = {{"\x05", Now(), 11}};
  EXPECT_EQ(CauseOf(plan), "entry");
}

// Whatever byte is changed: no crash, and the parser says either that it is damaged or something else.
TEST_F(CrlReader, ChangedBytesNeverConfuse) {
  CrlPlan plan = Plan();
  plan.entries = {{"\x05", Now(), 1}, {"\x06", Now(), 4}};
  plan.extensions = Extension("2.5.29.28", true, der::Element(0x30, "\x81\x01\xff"));
  const std::string der = MakeCrl(plan);
  for (size_t i = 0; i < der.size(); ++i) {
    for (int value = 0; value < 256; ++value) {
      std::string changed = der;
      changed[i] = static_cast<char>(value);
      const auto parsed = Crl::Parse(changed);
      if (GetProblem(parsed) == nullptr) static_cast<void>(std::get<0>(parsed)->Find(B("\x05"), {}));
    }
  }
}

TEST_F(CrlReader, RealLists) {
  OTEU_SKIP_WITHOUT("kazakh-pki");
  const auto read = [](const char* file) {
    auto parsed =
        Crl::Parse(testing_material::ReadFile(testing_material::SharedDir() / "kazakh-pki/crl" / file));
    EXPECT_EQ(GetProblem(parsed), nullptr);
    return std::get<std::unique_ptr<Crl>>(std::move(parsed));
  };
  // No parameters inside, NULL outside.
  const auto full = read("nca_gost2022_test_ncago.crl");
  EXPECT_GT(full->entry_count(), 100u);
  const auto entry =
      full->Find(B("\x11\x87\x8B\xBB\x2D\x0C\x22\xC0\xBB\x73\x6D\x57\x93\x5C\x80\xD5\x4B\xE6\x05\xFF"), {});
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(entry->reason, Reason::kAffiliationChanged);
  EXPECT_EQ(read("nca_gost_test.crl")->this_update(), absl::FromUnixSeconds(1648528207));
}

}  // namespace
}  // namespace oteu::verification::revocation
