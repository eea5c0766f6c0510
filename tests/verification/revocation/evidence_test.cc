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
  Question question_ = MakeQuestion();
  DistributionPoint point_ = ImplicitPoint(openssl::AsBytes(plan_.issuer));

  Question MakeQuestion() const {
    Question question;
    question.issuer = openssl::AsBytes(plan_.issuer);
    question.serial = openssl::AsBytes(kSerial);
    question.not_after = Now() + 100 * kDay;
    question.at = Now() + kDay;
    return question;
  }
  void Scope(const std::string& fields) {
    plan_.extensions = Extension("2.5.29.28", true, der::Element(0x30, fields));
  }
  static std::unique_ptr<Crl> Read(const CrlPlan& plan) {
    auto crl = Crl::Parse(MakeCrl(plan));
    EXPECT_EQ(GetProblem(crl), nullptr);
    return std::get<0>(std::move(crl));
  }
  Answer Get() const {
    const auto crl = Read(plan_);
    if (!Covers(*crl, question_, point_)) return Answer::kNotCovered;
    return crl->is_delta() ? AskDeltaAlone(*crl, question_).answer : Ask(*crl, nullptr, question_).answer;
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
  question_.freshness.grace = kDay;
  EXPECT_EQ(Get(), Answer::kGood);
  question_.at = Now() + 8 * kDay;
  EXPECT_EQ(Get(), Answer::kStale);
}

TEST_F(Evidence, ListIsStaleBeyondItsGreatestAge) {
  question_.freshness.max_age = kDay;
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

TEST_F(Evidence, AttributeCertificatesAreNobodysHere) {
  Scope("\x85\x01\xff");
  EXPECT_EQ(Get(), Answer::kNotCovered);
}

TEST_F(Evidence, ListsOfAnotherIssuerNeedADistributionPointThatNamesHimAndMustBeIndirect) {
  const std::string ca = demo_pki::Subject{.common_name = "the certificate's CA"}.ToDer();
  question_.issuer = openssl::AsBytes(ca);
  point_ = ImplicitPoint(question_.issuer);
  Scope("\x84\x01\xff");
  EXPECT_EQ(Get(), Answer::kNotCovered);
  point_ = {.crl_issuers = {der::ImplicitConstructed(4, plan_.issuer)}};
  EXPECT_EQ(Get(), Answer::kGood);
  plan_.extensions = "";
  EXPECT_EQ(Get(), Answer::kNotCovered) << "6.3.3 (b)(1): indirectCRL must be asserted";
}

TEST_F(Evidence, ReasonsAreThoseOfTheListAndOfThePoint) {
  const auto reasons = [&] { return Covers(*Read(plan_), question_, point_); };
  EXPECT_EQ(reasons(), kAllReasons);
  Scope(std::string("\x83\x02\x00\x60", 4));  // keyCompromise, cACompromise
  EXPECT_EQ(reasons(), ReasonMask{0x06});
  point_.reasons = 0x0C;
  EXPECT_EQ(reasons(), ReasonMask{0x04});
  point_.reasons = 0x08;
  EXPECT_EQ(reasons(), std::nullopt);
}

TEST_F(Evidence, DeltaAloneTellsOnlyWhoIsRevoked) {
  plan_.extensions = Extension("2.5.29.27", true, der::SmallInteger(1));
  EXPECT_EQ(Get(), Answer::kNotCovered);
  EXPECT_EQ(GetWith({"", Now(), 1}), Answer::kRevoked);
  EXPECT_EQ(GetWith({"", Now(), 8}), Answer::kNotCovered);
}

TEST_F(Evidence, DistributionPointMustBeTheCertificates) {
  const std::string here = der::ImplicitPrimitive(6, "http://here");
  const std::string there = der::ImplicitPrimitive(6, "http://there");
  Scope(der::ImplicitConstructed(0, der::ImplicitConstructed(0, here)));
  EXPECT_EQ(Get(), Answer::kNotCovered);
  point_ = {.names = {there}};
  EXPECT_EQ(Get(), Answer::kNotCovered);
  point_.names.push_back(here);
  EXPECT_EQ(Get(), Answer::kGood);
}

// RFC 5280 5.2.4 and 6.3.3 (c), (i) to (k).
class Delta : public Evidence {
 protected:
  CrlPlan delta_ = plan_;
  uint64_t number_ = 10;
  uint64_t base_ = 10;
  uint64_t delta_number_ = 11;

  static std::string Number(uint64_t number) {
    return Extension("2.5.29.20", false, der::SmallInteger(number));
  }
  // Nothing when the delta does not complete the list.
  std::optional<Answer> GetBoth(const std::string& more = "", const std::string& more_delta = "") {
    plan_.extensions = Number(number_) + more;
    delta_.extensions =
        Extension("2.5.29.27", true, der::SmallInteger(base_)) + Number(delta_number_) + more_delta;
    const auto complete = Read(plan_);
    const auto delta = Read(delta_);
    if (!Completes(*delta, *complete)) return std::nullopt;
    return Ask(*complete, delta.get(), question_).answer;
  }
  void List(int reason) { plan_.entries = {{kSerial, Now() - kDay, reason}}; }
  void Change(int reason) { delta_.entries = {{kSerial, Now() - absl::Hours(1), reason}}; }
};

TEST_F(Delta, RevokesAndReleases) {
  EXPECT_EQ(GetBoth(), Answer::kGood);
  Change(1);
  EXPECT_EQ(GetBoth(), Answer::kRevoked);
  List(6);
  EXPECT_EQ(GetBoth(), Answer::kRevoked) << "held, then revoked";
  Change(8);
  EXPECT_EQ(GetBoth(), Answer::kGood) << "held, then released";
  plan_.entries.clear();
  EXPECT_EQ(GetBoth(), Answer::kGood) << "held and released since the base";
  delta_.entries.clear();
  List(1);
  EXPECT_EQ(GetBoth(), Answer::kRevoked) << "unchanged";
}

TEST_F(Delta, OnlyAHoldIsTakenBack) {
  List(1);
  Change(8);
  EXPECT_EQ(GetBoth(), Answer::kRevoked);
}

TEST_F(Delta, BelongsToTheListByIssuerScopeKeyAndNumber) {
  const std::string key_id = Extension("2.5.29.35", false, der::Sequence({der::ImplicitPrimitive(0, "k")}));
  const std::string scope = Extension("2.5.29.28", true, der::Element(0x30, "\x81\x01\xff"));
  EXPECT_TRUE(GetBoth(key_id, key_id).has_value());
  EXPECT_FALSE(GetBoth(key_id, "").has_value());
  EXPECT_TRUE(GetBoth(scope, scope).has_value());
  EXPECT_FALSE(GetBoth(scope, "").has_value());
  EXPECT_FALSE(GetBoth("", scope).has_value());
  base_ = 11;
  delta_number_ = 12;
  EXPECT_FALSE(GetBoth().has_value()) << "starts from a newer list";
  base_ = 9;
  EXPECT_TRUE(GetBoth().has_value()) << "starts from an older list";
  delta_number_ = 10;
  EXPECT_FALSE(GetBoth().has_value()) << "not newer than the list";
  delta_number_ = 11;
  delta_.issuer = demo_pki::Subject{.common_name = "another CA"}.ToDer();
  EXPECT_FALSE(GetBoth().has_value());
}

TEST_F(Delta, KeepsAnOldListCurrent) {
  plan_.next_update = Now() + absl::Hours(1);
  question_.at = Now() + 2 * kDay;
  EXPECT_EQ(Get(), Answer::kStale);
  EXPECT_EQ(GetBoth(), Answer::kGood);
  delta_.next_update = Now() + kDay;
  EXPECT_EQ(GetBoth(), Answer::kStale);
}

TEST(DistributionPoints, AreReadWhole) {
  const std::string ca = demo_pki::Subject{.common_name = "CA"}.ToDer();
  const std::string a = der::ImplicitPrimitive(6, "http://a");
  const std::string b = der::ImplicitPrimitive(6, "http://b");
  const std::string other = der::ImplicitConstructed(4, demo_pki::Subject{.common_name = "other"}.ToDer());
  const auto name = [](const std::string& names) {
    return der::ImplicitConstructed(0, der::ImplicitConstructed(0, names));
  };
  const auto read = [&](const std::string& extension) {
    return ReadDistributionPoints(openssl::AsBytes(extension), openssl::AsBytes(ca));
  };
  const auto points = read(der::Sequence(
      {der::Sequence({name(a + b)}),
       der::Sequence({name(a), std::string("\x81\x02\x00\x40", 4), der::ImplicitConstructed(2, other)})}));
  ASSERT_TRUE(points.has_value());
  ASSERT_EQ(points->size(), 2u);
  EXPECT_EQ((*points)[0].names, (std::vector<std::string>{a, b}));
  EXPECT_EQ((*points)[0].reasons, kAllReasons);
  EXPECT_EQ((*points)[1].reasons, ReasonMask{0x02});
  EXPECT_EQ((*points)[1].crl_issuers, std::vector<std::string>{other});
  EXPECT_FALSE(read("").has_value());
  EXPECT_FALSE(read("\x30\x05").has_value());
  EXPECT_FALSE(read(der::Sequence({der::Sequence({name("")})})).has_value());
}

}  // namespace
}  // namespace oteu::verification::revocation
