// What one list says at one time.
#include "verification/revocation/evidence.h"

#include <gtest/gtest.h>

#include "tests/verification/revocation/crl_builder.h"
#include "tests/verification/verifier/demo_fixture.h"

namespace oteu::verification::revocation {
namespace {

using testing::Now;

constexpr absl::Duration kDay = absl::Hours(24);
const std::string kSerial = "serial";

class Evidence : public ::testing::Test {
 protected:
  CrlPlan plan_ = {.issuer = demo_pki::Subject{.common_name = "CA"}.ToDer(),
                   .key = &testing::Family().issuing_ca.key,
                   .this_update = Now(),
                   .next_update = Now() + 7 * kDay};
  Question question_ = Ask();

  static Question Ask() {
    Question question;
    question.serial = openssl::AsBytes(kSerial);
    question.not_after = Now() + 100 * kDay;
    question.at = Now() + kDay;
    return question;
  }
  void Scope(const std::string& fields) {
    plan_.extensions = Extension("2.5.29.28", true, der::Element(0x30, fields));
  }
  Answer Get() const {
    auto crl = Crl::Parse(MakeCrl(plan_));
    EXPECT_EQ(GetProblem(crl), nullptr);
    return revocation::Ask(*std::get<0>(crl), question_);
  }
  Answer GetWith(Entry entry) {
    entry.serial = kSerial;
    plan_.entries = {std::move(entry)};
    return Get();
  }
};

TEST_F(Evidence, NotOnTheListIsGood) { EXPECT_EQ(Get(), Answer::kGood); }

TEST_F(Evidence, RevokedBeforeIsRevokedWhateverTheReason) {
  for (const int reason : {0, 1, 2, 3, 4, 5, 9, 10})
    EXPECT_EQ(GetWith({"", Now(), reason}), Answer::kRevoked) << reason;
  EXPECT_EQ(GetWith({"", Now()}), Answer::kRevoked);
  EXPECT_EQ(GetWith({"", question_.at, 3}), Answer::kRevoked) << "at that very second";
}

TEST_F(Evidence, HoldIsHold) { EXPECT_EQ(GetWith({"", Now(), 6}), Answer::kOnHold); }

TEST_F(Evidence, RemoveFromCrlOnAFullListIsNotTrusted) {
  EXPECT_EQ(GetWith({"", Now(), 8}), Answer::kOnHold);
}

TEST_F(Evidence, RevokedLaterDependsOnTheReason) {
  question_.at = Now() - 10 * kDay;
  const absl::Time later = Now() - 5 * kDay;
  for (const int reason : {3, 4, 5, 9}) EXPECT_EQ(GetWith({"", later, reason}), Answer::kGood) << reason;
  for (const int reason : {0, 1, 2, 10}) EXPECT_EQ(GetWith({"", later, reason}), Answer::kRevoked) << reason;
  EXPECT_EQ(GetWith({"", later}), Answer::kRevoked) << "no reason";
  EXPECT_EQ(GetWith({"", later, 6}), Answer::kOnHold);
}

TEST_F(Evidence, InvalidityDateCounts) {
  question_.at = Now() - 10 * kDay;
  EXPECT_EQ(GetWith({"", Now() - 5 * kDay, 3, Now() - 11 * kDay}), Answer::kRevoked);
  EXPECT_EQ(GetWith({"", Now() - 5 * kDay, 3, Now() - 9 * kDay}), Answer::kGood);
}

TEST_F(Evidence, ListIsStaleFromItsNextUpdateOn) {
  question_.at = Now() + 7 * kDay - absl::Seconds(1);
  EXPECT_EQ(Get(), Answer::kGood);
  question_.at = Now() + 7 * kDay;
  EXPECT_EQ(Get(), Answer::kStale);
  question_.grace = kDay;
  EXPECT_EQ(Get(), Answer::kGood);
  question_.at = Now() + 8 * kDay;
  EXPECT_EQ(Get(), Answer::kStale);
}

TEST_F(Evidence, ListIsStaleBeyondItsGreatestAge) {
  question_.max_age = kDay;
  EXPECT_EQ(Get(), Answer::kGood);
  question_.at += absl::Seconds(1);
  EXPECT_EQ(Get(), Answer::kStale);
}

TEST_F(Evidence, AStaleListStillTellsWhoIsRevoked) {
  question_.at = Now() + 50 * kDay;
  EXPECT_EQ(GetWith({"", Now(), 3}), Answer::kRevoked);
}

TEST_F(Evidence, ALaterListIsEvidenceForAnEarlierTime) {
  question_.at = Now() - 30 * kDay;
  EXPECT_EQ(Get(), Answer::kGood);
}

TEST_F(Evidence, ExpiredCertificatesMayHaveBeenDropped) {
  question_.at = Now() - 30 * kDay;
  question_.not_after = Now() - kDay;
  EXPECT_EQ(Get(), Answer::kStale);
  plan_.extensions = Extension("2.5.29.60", false, GeneralizedTime(Now() - kDay));
  EXPECT_EQ(Get(), Answer::kGood);
  plan_.extensions = Extension("2.5.29.60", false, GeneralizedTime(Now() - kDay + absl::Seconds(1)));
  EXPECT_EQ(Get(), Answer::kStale);
}

TEST_F(Evidence, ScopesAreHonoured) {
  Scope("\x81\x01\xff");
  EXPECT_EQ(Get(), Answer::kGood);
  question_.is_ca = true;
  EXPECT_EQ(Get(), Answer::kNotCovered);
  Scope("\x82\x01\xff");
  EXPECT_EQ(Get(), Answer::kGood);
  question_.is_ca = false;
  EXPECT_EQ(Get(), Answer::kNotCovered);
  EXPECT_EQ(GetWith({"", Now(), 1}), Answer::kNotCovered);
}

TEST_F(Evidence, IndirectListsAreLeftOut) {
  Scope("\x84\x01\xff");
  EXPECT_EQ(Get(), Answer::kNotCovered);
}

TEST_F(Evidence, SomeReasonsTellOnlyWhoIsRevoked) {
  Scope(std::string("\x83\x02\x00\x40", 4));
  EXPECT_EQ(Get(), Answer::kNotCovered);
  EXPECT_EQ(GetWith({"", Now(), 1}), Answer::kRevoked);
}

TEST_F(Evidence, DeltaListsTellOnlyWhoIsRevoked) {
  plan_.extensions = Extension("2.5.29.27", true, der::SmallInteger(1));
  EXPECT_EQ(Get(), Answer::kNotCovered);
  EXPECT_EQ(GetWith({"", Now(), 1}), Answer::kRevoked);
  EXPECT_EQ(GetWith({"", Now(), 8}), Answer::kOnHold);
}

TEST_F(Evidence, DistributionPointMustBeTheCertificates) {
  const std::string here = der::ImplicitPrimitive(6, "http://here");
  const std::string there = der::ImplicitPrimitive(6, "http://there");
  Scope(der::ImplicitConstructed(0, der::ImplicitConstructed(0, here)));
  EXPECT_EQ(Get(), Answer::kNotCovered);
  question_.distribution_points = {openssl::AsBytes(there)};
  EXPECT_EQ(Get(), Answer::kNotCovered);
  question_.distribution_points.push_back(openssl::AsBytes(here));
  EXPECT_EQ(Get(), Answer::kGood);
}

TEST(DistributionPointNames, ReadsEveryFullName) {
  const std::string a = der::ImplicitPrimitive(6, "http://a");
  const std::string b = der::ImplicitPrimitive(6, "http://b");
  const auto point = [](const std::string& names) {
    return der::Sequence({der::ImplicitConstructed(0, der::ImplicitConstructed(0, names))});
  };
  const std::string extension = der::Sequence({point(a), der::Sequence({}), point(a + b)});
  const auto names = DistributionPointNames(openssl::AsBytes(extension));
  EXPECT_LE(names.size(), 3u);
  EXPECT_TRUE(DistributionPointNames({}).empty());
  EXPECT_TRUE(DistributionPointNames(openssl::AsBytes("\x30\x05")).empty());
}

}  // namespace
}  // namespace oteu::verification::revocation
