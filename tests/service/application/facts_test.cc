// Who may state what, what becomes of each fact, and what can be asked about them afterwards.
#include <gmock/gmock.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "clients/demo_pki/identifiers.h"
#include "service/decision/serialize.h"
#include "service/facts/digest.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using testing::ElementsAre;

constexpr auto kNew = v1::FACT_OUTCOME_NEW;
constexpr auto kSame = v1::FACT_OUTCOME_SAME;
constexpr auto kSuperseded = v1::FACT_OUTCOME_SUPERSEDED;
constexpr auto kStale = v1::FACT_OUTCOME_STALE;
constexpr auto kRejected = v1::FACT_OUTCOME_REJECTED;

class FactsTest : public World {
 protected:
  FactsTest() {
    Granted();
    clock_.Set("2025-12-05T10:00:00+05:00");
  }

  // "REASON field" of one fact that is rejected.
  std::string Rejected(const std::string& source, v1::Fact fact) {
    const auto result = Push(source, {std::move(fact)});
    if (!result.ok()) return ErrorName(result.status());
    const v1::FactResult& first = result->results(0);
    if (first.outcome() != kRejected) return v1::FactOutcome_Name(first.outcome());
    EXPECT_FALSE(first.rejection().message().empty());
    return absl::StrCat(v1::FactErrorReason_Name(first.rejection().reason()).substr(18), " ",
                        first.rejection().field());
  }
  std::vector<std::string> ConfirmedMonths() {
    v1::ListApplicationsRequest request;
    request.set_child_iin(Child());
    const auto listed = use_cases_->ListApplications(call_, request);
    std::vector<std::string> months;
    const auto entitlement = Entitlement(listed->applications(0).name());
    for (const auto& confirmation : entitlement.confirmations())
      months.push_back(confirmation.month() + " by " + confirmation.source());
    return months;
  }
};

TEST_F(FactsTest, ASourceStatesAFactOnceWhateverItSends) {
  const v1::Fact fact = Confirmed("f1", Child(), "2025-10");
  EXPECT_THAT(Outcomes("vendor-a", {fact}), ElementsAre(kNew));
  EXPECT_THAT(Outcomes("vendor-a", {fact, fact}), ElementsAre(kSame, kSame));
  EXPECT_THAT(Outcomes("vendor-a", {Revision(fact, 7)}), ElementsAre(kSuperseded));
  EXPECT_THAT(Outcomes("vendor-a", {fact, Revision(fact, 3), Revision(fact, 7)}),
              ElementsAre(kStale, kStale, kSame));
  v1::Fact other = Confirmed("f1", Child(), "2025-11");
  EXPECT_EQ(Rejected("vendor-a", Revision(other, 7)), "REVISION_REUSED revision");
}

TEST_F(FactsTest, AMonthIsConfirmedTakenBackAndConfirmedAgain) {
  const v1::Fact fact = Confirmed("f1", Child(), "2025-10");
  Outcomes("vendor-a", {fact, Confirmed("f2", Child(), "2025-11")});
  EXPECT_THAT(ConfirmedMonths(), ElementsAre("2025-10 by vendor-a", "2025-11 by vendor-a"));
  Outcomes("vendor-a", {Retraction(fact, 2)});
  EXPECT_THAT(ConfirmedMonths(), ElementsAre("2025-11 by vendor-a"));
  Outcomes("vendor-a", {Revision(fact, 3)});
  EXPECT_THAT(ConfirmedMonths(), ElementsAre("2025-10 by vendor-a", "2025-11 by vendor-a"));
}

TEST_F(FactsTest, ACorrectionCanMoveAFactToAnotherMonth) {
  Outcomes("vendor-a", {Confirmed("f1", Child(), "2025-10")});
  Outcomes("vendor-a", {Revision(Confirmed("f1", Child(), "2025-11"), 2)});
  EXPECT_THAT(ConfirmedMonths(), ElementsAre("2025-11 by vendor-a"));
}

TEST_F(FactsTest, WhoSpeaksIsChecked) {
  const v1::Fact fact = Confirmed("f1", Child(), "2025-10");
  EXPECT_EQ(ErrorName(Push("nobody", {fact}).status()), "UNKNOWN_SOURCE");
  EXPECT_EQ(ErrorName(Push("vendor-b", {fact}).status()), "NOT_IN_CHARGE");  // from 2026 on
  call_.caller = "civil";                                                    // proven, and another
  EXPECT_EQ(ErrorName(Push("vendor-a", {fact}).status()), "UNKNOWN_SOURCE");
  call_.caller = "vendor-a";
  EXPECT_THAT(Outcomes("vendor-a", {fact}), ElementsAre(kNew));
}

TEST_F(FactsTest, ASchoolSpeaksOnlyOfItsOwnPupilsAndARegisterOnlyInItsKinds) {
  EXPECT_EQ(Rejected("vendor-a", Confirmed("f1", Child(1), "2025-10")), "NOT_A_PUPIL child_iin");
  EXPECT_EQ(Rejected("vendor-a", Period("f1", v1::FACT_KIND_DEATH, Child(), Date(2025, 10, 1))),
            "KIND_NOT_ALLOWED kind");
  EXPECT_EQ(Rejected("civil", Period("f1", v1::FACT_KIND_STATE_SUPPORT, Child(), Date(2025, 10, 1))),
            "KIND_NOT_ALLOWED kind");
  EXPECT_EQ(Rejected("civil", Confirmed("f1", Child(), "2025-10")), "KIND_NOT_ALLOWED kind");
  EXPECT_EQ(Rejected("civil", Period("f1", v1::FACT_KIND_DEATH, Child(9), Date(2025, 10, 1))),
            "FACT_OUTCOME_NEW");
}

TEST_F(FactsTest, EachFieldIsChecked) {
  const v1::Fact good = Confirmed("f1", Child(), "2025-10");
  const auto with = [&good](void (*change)(v1::Fact*)) {
    v1::Fact fact = good;
    change(&fact);
    return fact;
  };
  EXPECT_EQ(Rejected("vendor-a", with([](v1::Fact* f) { f->set_fact_id("a b"); })), "INVALID_FIELD fact_id");
  EXPECT_EQ(Rejected("vendor-a", with([](v1::Fact* f) { f->set_revision(0); })), "INVALID_FIELD revision");
  EXPECT_EQ(Rejected("vendor-a", with([](v1::Fact* f) { f->set_kind(v1::FACT_KIND_UNSPECIFIED); })),
            "INVALID_FIELD kind");
  EXPECT_EQ(Rejected("vendor-a", with([](v1::Fact* f) { f->set_child_iin("123456789012"); })),
            "INVALID_FIELD child_iin");
  EXPECT_EQ(Rejected("vendor-a", with([](v1::Fact* f) { f->set_month("2025-13"); })), "INVALID_FIELD month");
  EXPECT_EQ(Rejected("vendor-a", with([](v1::Fact* f) { f->set_month("1999-12"); })), "INVALID_FIELD month");
  EXPECT_EQ(Rejected("vendor-a", with([](v1::Fact* f) { f->set_month("2026-01"); })), "IN_THE_FUTURE month");
  EXPECT_EQ(Rejected("vendor-a", with([](v1::Fact* f) { f->set_month("2025-12"); })), "FACT_OUTCOME_NEW");
  EXPECT_EQ(Rejected("vendor-a", with([](v1::Fact* f) { *f->mutable_from() = Date(2025, 9, 1); })),
            "INVALID_FIELD from");
  EXPECT_EQ(Rejected("vendor-a", with([](v1::Fact* f) { f->set_annulled(true); })), "INVALID_FIELD annulled");
  EXPECT_EQ(Rejected("vendor-a", Ended("e", Child(), Date(2025, 12, 6))), "IN_THE_FUTURE through");
  EXPECT_EQ(Rejected("civil", Period("d", v1::FACT_KIND_DEATH, Child(), Date(2025, 12, 6))),
            "IN_THE_FUTURE from");
  EXPECT_EQ(Rejected("registers", Period("t", v1::FACT_KIND_PMPC_TERM, Child(), Date(2025, 9, 1))),
            "INVALID_FIELD through");
  EXPECT_EQ(Rejected("registers",
                     Period("t", v1::FACT_KIND_PMPC_TERM, Child(), Date(2025, 9, 1), Date(2025, 8, 1))),
            "INVALID_FIELD through");
  EXPECT_EQ(Rejected("registers",
                     Period("t", v1::FACT_KIND_DISABILITY_TERM, Child(), Date(2027, 1, 1), Date(2028, 1, 1))),
            "IN_THE_FUTURE from");
  EXPECT_EQ(Rejected("registers", Period("p", v1::FACT_KIND_PARENTAL_RIGHTS, Child(), Date(2025, 9, 1))),
            "INVALID_FIELD person_iin");
}

TEST_F(FactsTest, ABadFactDoesNotHarmItsChunk) {
  EXPECT_THAT(Outcomes("vendor-a", {Confirmed("f1", Child(), "2025-10"), Confirmed("", Child(), "2025-10"),
                                    Confirmed("f3", Child(), "2025-11")}),
              ElementsAre(kNew, kRejected, kNew));
}

TEST_F(FactsTest, TextsComeInTheCallersLanguage) {
  std::set<std::string> texts;
  for (const char* language : {"kk", "ru", "en"}) {
    call_.language = language;
    texts.insert(Push("vendor-a", {Confirmed("f1", Child(1), "2025-10")})->results(0).rejection().message());
  }
  EXPECT_EQ(texts.size(), 3U);
}

TEST_F(FactsTest, OffsetsMoveWithoutGaps) {
  EXPECT_EQ(Push("vendor-a", {Confirmed("f0", Child(), "2025-09"), Confirmed("bad", Child(1), "2025-09")}, 0)
                ->committed_offset(),
            2);
  EXPECT_EQ(ErrorName(Push("vendor-a", {Confirmed("f3", Child(), "2025-10")}, 3).status()), "OFFSET_GAP");
  EXPECT_THAT(ConfirmedMonths(), ElementsAre("2025-09 by vendor-a"));
  // From any place before: what was sent is the same, and the offset never goes back.
  const auto again = Push("vendor-a",
                          {Confirmed("f0", Child(), "2025-09"), Confirmed("bad", Child(1), "2025-09"),
                           Confirmed("f2", Child(), "2025-10")},
                          0);
  EXPECT_EQ(again->committed_offset(), 3);
  EXPECT_EQ(again->results(0).outcome(), kSame);
  EXPECT_EQ(again->results(2).outcome(), kNew);
  EXPECT_EQ(Push("vendor-a", {Confirmed("f0", Child(), "2025-09")}, 0)->committed_offset(), 3);
  // Another session has a log of its own.
  EXPECT_EQ(Push("civil", {}, 0)->committed_offset(), 0);
}

TEST_F(FactsTest, ValidateOnlyRecordsNothing) {
  const auto result =
      Push("vendor-a", {Confirmed("f1", Child(), "2025-10"), Confirmed("x", Child(1), "2025-10")}, 0,
           /*validate_only=*/true);
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_EQ(result->results(0).outcome(), kNew);
  EXPECT_EQ(result->results(1).outcome(), kRejected);
  EXPECT_EQ(result->committed_offset(), 0);
  EXPECT_TRUE(ConfirmedMonths().empty());
}

TEST_F(FactsTest, TooLargeAChunkIsRefusedAsAWhole) {
  const std::vector<v1::Fact> facts(1001, Confirmed("f1", Child(), "2025-10"));
  EXPECT_EQ(ErrorName(Push("vendor-a", facts).status()), "LIMIT_EXCEEDED");
  EXPECT_EQ(ErrorName(Push("vendor-a", {}, -1).status()), "INVALID_FIELD");
}

TEST_F(FactsTest, RevisionsAndFactsOfAChildAreBounded) {
  std::vector<v1::Fact> revisions;
  for (int i = 1; i <= 101; ++i) revisions.push_back(Revision(Confirmed("f1", Child(), "2025-10"), i));
  const auto result = Push("vendor-a", revisions);
  EXPECT_EQ(result->results(99).outcome(), kSuperseded);
  EXPECT_EQ(result->results(100).rejection().reason(), v1::FACT_ERROR_REASON_TOO_MANY);
  std::vector<v1::Fact> stays;
  for (int i = 0; i < 33; ++i) {
    stays.push_back(Period(absl::StrCat("s", i), v1::FACT_KIND_INSTITUTION_STAY, Child(),
                           Date(2024, 1, 1 + i % 28), Date(2024, 2, 1)));
  }
  const auto many = Push("registers", stays);
  EXPECT_EQ(many->results(31).outcome(), kNew);
  EXPECT_EQ(many->results(32).rejection().reason(), v1::FACT_ERROR_REASON_TOO_MANY);
}

// The year of a school that changes its system on 1 January.
TEST_F(FactsTest, AHandoverMakesNoDuplicatesAndNoGaps) {
  EXPECT_THAT(Outcomes("vendor-a", {Confirmed("a9", Child(), "2025-09"), Confirmed("a10", Child(), "2025-10"),
                                    Confirmed("a12", Child(), "2025-12")}),
              ElementsAre(kNew, kNew, kNew));  // November was forgotten
  clock_.Set("2026-01-20T10:00:00+05:00");
  EXPECT_EQ(ErrorName(Push("vendor-a", {Confirmed("a11", Child(), "2025-11")}).status()), "NOT_IN_CHARGE");
  EXPECT_THAT(
      Outcomes("vendor-b", {Confirmed("b-9", Child(), "2025-09"), Confirmed("b-10", Child(), "2025-10"),
                            Confirmed("b-11", Child(), "2025-11"), Confirmed("b-12", Child(), "2025-12"),
                            Confirmed("b-1", Child(), "2026-01")}),
      ElementsAre(kSame, kSame, kNew, kSame, kNew));
  EXPECT_THAT(ConfirmedMonths(),
              ElementsAre("2025-09 by vendor-b", "2025-10 by vendor-b", "2025-11 by vendor-b",
                          "2025-12 by vendor-b", "2026-01 by vendor-b"));
  // The new system may take back what the old one stated.
  EXPECT_THAT(Outcomes("vendor-b", {Retraction(Confirmed("b-10", Child(), "2025-10"), 2)}),
              ElementsAre(kSuperseded));
  EXPECT_THAT(ConfirmedMonths(), ElementsAre("2025-09 by vendor-b", "2025-11 by vendor-b",
                                             "2025-12 by vendor-b", "2026-01 by vendor-b"));
}

TEST_F(FactsTest, DigestsAreWhatASchoolSystemComputes) {
  AddFamily(1);
  Granted(1);
  clock_.Set("2025-12-05T10:00:00+05:00");
  Outcomes("vendor-a",
           {Confirmed("1", Child(0), "2025-10"), Confirmed("2", Child(1), "2025-10"),
            Confirmed("3", Child(1), "2025-11"), Ended("4", Child(1), Date(2025, 11, 20)),
            Confirmed("5", Child(0), "2025-09"), Retraction(Confirmed("5", Child(0), "2025-09"), 2)});
  v1::ReconcileFactsRequest request;
  request.set_source("vendor-a");
  request.set_school_bin(demo_pki::SchoolBin());
  auto answer = use_cases_->ReconcileFacts(call_, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->digests_size(), 2) << answer->ShortDebugString();
  std::set<std::string> october = {"HOME_EDUCATION_CONFIRMED|" + Child(0) + "|2025-10\n",
                                   "HOME_EDUCATION_CONFIRMED|" + Child(1) + "|2025-10\n"};
  std::string bytes;
  for (const std::string& line : october) bytes += line;
  EXPECT_EQ(answer->digests(0).month(), "2025-10");
  EXPECT_EQ(answer->digests(0).count(), 2);
  EXPECT_EQ(answer->digests(0).sha256(), decision::Sha256Hex(bytes));
  EXPECT_EQ(answer->digests(1).sha256(),
            decision::Sha256Hex("HOME_EDUCATION_CONFIRMED|" + Child(1) + "|2025-11\nHOME_EDUCATION_ENDED|" +
                                Child(1) + "|2025-11-20\n"));
  // By bisection down to one child.
  request.set_month("2025-10");
  const std::string hash = decision::Sha256Hex(demo_pki::SchoolBin() + "|" + Child(1));
  for (std::size_t digits = 0; digits < 8; ++digits) {
    request.set_child_hash_prefix(hash.substr(0, digits));
    answer = use_cases_->ReconcileFacts(call_, request);
    ASSERT_TRUE(answer.ok());
    bool found = false;
    for (const auto& digest : answer->digests())
      found = found || digest.child_hash_prefix() == hash.substr(0, digits + 1);
    EXPECT_TRUE(found) << digits;
  }
  EXPECT_EQ(answer->digests_size(), 1);
  EXPECT_EQ(answer->digests(0).sha256(),
            decision::Sha256Hex("HOME_EDUCATION_CONFIRMED|" + Child(1) + "|2025-10\n"));
  request.set_source("civil");
  EXPECT_EQ(ErrorName(use_cases_->ReconcileFacts(call_, request).status()), "NOT_IN_CHARGE");
  request.set_child_hash_prefix("G");
  EXPECT_THAT(ViolatedFields(use_cases_->ReconcileFacts(call_, request).status()),
              ElementsAre("child_hash_prefix"));
}

TEST_F(FactsTest, AMonthIsComparedByTheDayOnWhichItWasRecorded) {
  AddFamily(1);
  Granted(1);
  clock_.Set("2025-12-05T23:30:00+05:00");
  Outcomes("vendor-a", {Confirmed("1", Child(0), "2025-10"), Confirmed("3", Child(1), "2025-11")});
  clock_.Set("2025-12-06T00:30:00+05:00");
  Outcomes("vendor-a", {Confirmed("2", Child(1), "2025-10"), Confirmed("1b", Child(0), "2025-10")});
  v1::ReconcileFactsRequest request;
  request.set_source("vendor-a");
  request.set_school_bin(demo_pki::SchoolBin());
  request.set_by_day(true);
  EXPECT_THAT(ViolatedFields(use_cases_->ReconcileFacts(call_, request).status()), ElementsAre("by_day"));
  request.set_month("2025-10");
  const auto answer = use_cases_->ReconcileFacts(call_, request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->digests_size(), 2) << answer->ShortDebugString();
  EXPECT_EQ(answer->digests(0).recorded_on(), "2025-12-05");
  EXPECT_EQ(answer->digests(0).sha256(),
            decision::Sha256Hex("HOME_EDUCATION_CONFIRMED|" + Child(0) + "|2025-10\n"));
  EXPECT_EQ(answer->digests(1).recorded_on(), "2025-12-06");
  EXPECT_EQ(answer->digests(1).count(), 1) << "said twice, it is one line, of the first day";
}

TEST_F(FactsTest, AFieldOfTheFutureIsNotKept) {
  v1::Fact fact = Confirmed("f1", Child(), "2025-10");
  fact.GetReflection()->MutableUnknownFields(&fact)->AddVarint(999, 1);
  EXPECT_THAT(Outcomes("vendor-a", {fact}), ElementsAre(v1::FACT_OUTCOME_NEW));
  EXPECT_THAT(Outcomes("vendor-a", {Confirmed("f1", Child(), "2025-10")}),
              ElementsAre(v1::FACT_OUTCOME_SAME));
}

TEST_F(FactsTest, EverythingStatedCanBeListedAsItWasKnown) {
  const v1::Fact fact = Confirmed("f1", Child(), "2025-10");
  Outcomes("vendor-a", {fact});
  clock_.Set("2025-12-06T10:00:00+05:00");
  Outcomes("vendor-a", {Retraction(fact, 2), Confirmed("f2", Child(), "2025-11")});
  Outcomes("civil", {Period("d", v1::FACT_KIND_DEATH, Child(), Date(2025, 12, 1))});
  v1::ListFactsRequest request;
  request.set_child_iin(Child());
  request.set_page_size(1);
  std::vector<std::string> listed;
  do {
    const auto page = use_cases_->ListFacts(call_, request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& recorded : page->facts())
      listed.push_back(absl::StrCat(recorded.source(), "/", recorded.fact().fact_id(), "@",
                                    recorded.fact().revision(), recorded.superseded() ? " superseded" : ""));
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(listed, ElementsAre("vendor-a/f1@1 superseded", "civil/d@1", "vendor-a/f1@2", "vendor-a/f2@1"));

  request.set_page_size(0);
  request.mutable_known_at()->set_seconds(absl::ToUnixSeconds(clock_.Now() - absl::Hours(1)));
  auto before = use_cases_->ListFacts(call_, request);
  ASSERT_EQ(before->facts_size(), 1);
  EXPECT_FALSE(before->facts(0).superseded()) << "not known yet";
  request.clear_known_at();
  request.add_kinds(v1::FACT_KIND_DEATH);
  EXPECT_EQ(use_cases_->ListFacts(call_, request)->facts_size(), 1);
  request.set_page_token("!");
  request.set_child_iin("x");
  EXPECT_THAT(ViolatedFields(use_cases_->ListFacts(call_, request).status()),
              ElementsAre("child_iin", "page_token"));
}

TEST_F(FactsTest, OfOneFactFromManyThreadsOneIsNew) {
  std::vector<std::thread> threads;
  std::atomic<int> fresh = 0;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        const auto result = Push("vendor-a", {Confirmed(absl::StrCat("f", i), Child(), "2025-10")}, 0);
        if (result.ok() && result->results(0).outcome() == kNew) ++fresh;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(fresh, 20);
}

}  // namespace
}  // namespace oteu::application
