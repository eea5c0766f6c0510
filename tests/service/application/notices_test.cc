// Notices: each is given once, in time, and to nobody it would hurt.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "service/civil/date.h"
#include "service/notices/calendar_watch.h"
#include "service/store/sqlite/connection.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class NoticesTest : public World {
 protected:
  // The notices that a turn at this time gives: "KIND 2026-05-25 -30".
  std::vector<std::string> At(absl::string_view rfc3339) {
    clock_.Set(rfc3339);
    return Turn(*use_cases_);
  }
  std::vector<std::string> Turn(UseCases& use_cases) {
    const auto counts = use_cases.GiveNotices(100, clock_.Now() + absl::Seconds(5));
    EXPECT_TRUE(counts.ok()) << counts.status();
    auto fresh = Listed();
    EXPECT_EQ(counts.ok() ? counts->given : -1, static_cast<int>(fresh.size()));
    return fresh;
  }
  // What was given since the last call.
  std::vector<std::string> Listed() {
    v1::ListNoticesRequest request;
    request.set_page_token(token_);
    const auto page = use_cases_->ListNotices(call_, request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return {};
    token_ = page->next_page_token();
    std::vector<std::string> out;
    for (const v1::Notice& notice : page->notices()) {
      last_ = notice;
      out.push_back(absl::StrCat(v1::NoticeKind_Name(notice.kind()).substr(12), " ",
                                 civil::FormatIsoDate(*civil::FromProto(notice.due_on())), " -",
                                 notice.days_before()));
    }
    return out;
  }
  v1::Application Get(const std::string& name) {
    v1::GetApplicationRequest request;
    request.set_name(name);
    return use_cases_->GetApplication(call_, request)->application();
  }
  // It recalculates the grants, and a new decision is looked at anew.
  void SettleTheMciOf2026() {
    EXPECT_THAT(At("2026-02-01T10:00:00+05:00"), IsEmpty());
    EXPECT_THAT(At("2026-02-01T10:01:00+05:00"), IsEmpty());
  }
  // Held for a register that is silent.
  std::string Held() {
    registry_.down = true;
    const auto submitted = Submit(Request("held"));
    EXPECT_EQ(submitted->application().state(), v1::APPLICATION_STATE_UNDER_REVIEW);
    return submitted->application().name();
  }

  std::string token_;
  v1::Notice last_;
};

// Certificate and conclusion end on 25 May 2026.
TEST_F(NoticesTest, EndsOfTermsAreToldSixtyThirtyAndSevenDaysBeforeAndOnce) {
  const std::string name = Granted();
  EXPECT_THAT(At("2025-10-03T10:01:00+05:00"), IsEmpty());
  EXPECT_THAT(At("2026-03-25T10:00:00+05:00"), IsEmpty());
  EXPECT_THAT(At("2026-03-26T00:00:00+05:00"),
              ElementsAre("PMPC_TERM_ENDS 2026-05-25 -60", "SCHOOL_CERTIFICATE_ENDS 2026-05-25 -60"));
  EXPECT_THAT(At("2026-03-26T10:00:00+05:00"), IsEmpty());
  EXPECT_THAT(At("2026-04-26T10:00:00+05:00"),
              ElementsAre("PMPC_TERM_ENDS 2026-05-25 -30", "SCHOOL_CERTIFICATE_ENDS 2026-05-25 -30"));
  EXPECT_THAT(At("2026-05-18T10:00:00+05:00"),
              ElementsAre("PMPC_TERM_ENDS 2026-05-25 -7", "SCHOOL_CERTIFICATE_ENDS 2026-05-25 -7"));
  EXPECT_THAT(At("2026-05-26T10:00:00+05:00"), IsEmpty());
  EXPECT_EQ(last_.application(), name);
  EXPECT_THAT(last_.name(), HasSubstr(absl::StrCat(name, "/notices/")));
  EXPECT_THAT(last_.text().en(), HasSubstr("25 May 2026"));
  EXPECT_FALSE(last_.text().kk().empty() || last_.text().ru().empty());
  ASSERT_GT(last_.citations_size(), 0);
  EXPECT_EQ(last_.citations(0).act_id(), "kegen-14-67");
}

TEST_F(NoticesTest, WhatWasMissedWhileTheServiceStoodIsNotMadeUpForButTheNearestStep) {
  Granted();
  EXPECT_THAT(At("2026-05-20T10:00:00+05:00"),
              ElementsAre("PMPC_TERM_ENDS 2026-05-25 -7", "SCHOOL_CERTIFICATE_ENDS 2026-05-25 -7"));
  EXPECT_THAT(At("2026-05-21T10:00:00+05:00"), IsEmpty());
}

TEST_F(NoticesTest, TheDayIsThatOfKazakhstan) {
  Granted();
  EXPECT_THAT(At("2026-03-25T18:59:59Z"), IsEmpty());
  EXPECT_EQ(At("2026-03-25T19:00:00Z").size(), 2U);
}

TEST_F(NoticesTest, NobodyIsToldOfADeadChildsTerms) {
  Granted(0);
  AddFamily(1);
  Granted(1);
  AddFamily(2);
  Granted(2);
  // One death came as a fact, one is known to the register alone.
  ASSERT_THAT(Outcomes("civil", {Period("d", v1::FACT_KIND_DEATH, Child(0), Date(2026, 6, 10))}),
              ElementsAre(v1::FACT_OUTCOME_REJECTED))
      << "not a death yet to come";
  clock_.Set("2026-01-10T10:00:00+05:00");
  ASSERT_THAT(Outcomes("civil", {Period("d", v1::FACT_KIND_DEATH, Child(0), Date(2026, 1, 5))}),
              ElementsAre(v1::FACT_OUTCOME_NEW));
  *registry_.families[Child(1)].mutable_civil()->mutable_death_date() = Date(2026, 2, 1);
  EXPECT_EQ(At("2026-03-26T10:00:00+05:00").size(), 2U) << "only the third child's";
  EXPECT_THAT(At("2026-05-18T10:00:00+05:00"),
              ElementsAre("PMPC_TERM_ENDS 2026-05-25 -7", "SCHOOL_CERTIFICATE_ENDS 2026-05-25 -7"));
}

TEST_F(NoticesTest, ASilentCivilRegisterPutsTheNoticeOffToTheNextDay) {
  Granted();
  SettleTheMciOf2026();
  registry_.down = true;
  EXPECT_THAT(At("2026-03-26T10:00:00+05:00"), IsEmpty());
  registry_.down = false;
  EXPECT_THAT(At("2026-03-26T11:00:00+05:00"), IsEmpty());
  EXPECT_EQ(At("2026-03-27T10:00:00+05:00").size(), 2U);
}

TEST_F(NoticesTest, ATermThatWasProlongedEndsLater) {
  Granted();
  ASSERT_THAT(Outcomes("registers",
                       {Period("p", v1::FACT_KIND_PMPC_TERM, Child(), Date(2026, 5, 26), Date(2026, 8, 31))}),
              ElementsAre(v1::FACT_OUTCOME_NEW));
  EXPECT_THAT(At("2026-03-26T10:00:00+05:00"), ElementsAre("SCHOOL_CERTIFICATE_ENDS 2026-05-25 -60"));
  EXPECT_THAT(At("2026-07-02T10:00:00+05:00"), ElementsAre("PMPC_TERM_ENDS 2026-08-31 -60"));
}

TEST_F(NoticesTest, ALaterGrantTakesTheTermsOver) {
  auto certificate = SchoolCertificate();
  *certificate.mutable_home_education_through() = Date(2025, 12, 31);
  auto conclusion = PmpcConclusion();
  *conclusion.mutable_term_through() = Date(2025, 12, 31);
  auto request = Request("short");
  request.clear_documents();
  *request.add_documents() = Signed(certificate);
  *request.add_documents() = Signed(conclusion);
  const auto first = Submit(request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->application().state(), v1::APPLICATION_STATE_GRANTED);
  EXPECT_THAT(At("2025-10-03T10:01:00+05:00"), IsEmpty());
  const std::string next = Granted();
  EXPECT_THAT(At("2025-11-10T10:00:00+05:00"), IsEmpty());
  EXPECT_THAT(At("2026-03-26T10:00:00+05:00"),
              ElementsAre("PMPC_TERM_ENDS 2026-05-25 -60", "SCHOOL_CERTIFICATE_ENDS 2026-05-25 -60"));
  EXPECT_EQ(last_.application(), next);
}

// The fact changes no month, and yet the term ends sooner than the day that was noted for the next look.
TEST_F(NoticesTest, AFactBringsTheNextLookForward) {
  const std::string name = Granted();
  SettleTheMciOf2026();
  const std::string decision = Get(name).latest_decision();
  ASSERT_THAT(Outcomes("registers", {Period("t", v1::FACT_KIND_DISABILITY_TERM, Child(), Date(2024, 1, 1),
                                            Date(2026, 5, 5))}),
              ElementsAre(v1::FACT_OUTCOME_NEW));
  EXPECT_EQ(Get(name).latest_decision(), decision);
  EXPECT_THAT(At("2026-03-06T10:00:00+05:00"), ElementsAre("DISABILITY_TERM_ENDS 2026-05-05 -60"));
}

TEST_F(NoticesTest, TheEighteenthBirthdayEndsAllOtherTerms) {
  *registry_.families[Child()].mutable_civil()->mutable_birth_date() = Date(2008, 4, 10);
  Granted();
  EXPECT_THAT(At("2026-03-26T10:00:00+05:00"),
              ElementsAre("PMPC_TERM_ENDS 2026-05-25 -60", "CHILD_COMES_OF_AGE 2026-04-10 -30",
                          "SCHOOL_CERTIFICATE_ENDS 2026-05-25 -60"));
  EXPECT_THAT(At("2026-05-18T10:00:00+05:00"), IsEmpty());
}

TEST_F(NoticesTest, TheDepartmentIsWarnedInWorkingDaysAndTheDeemedRefusalRecorded) {
  const std::string name = Held();
  // Received on Friday, 3 October 2025: the decision is due on the 15th, notice of a refusal on the 10th.
  EXPECT_THAT(At("2025-10-07T10:00:00+05:00"), IsEmpty());
  EXPECT_THAT(At("2025-10-08T10:00:00+05:00"), ElementsAre("HEARING_NOTICE_DUE 2025-10-10 -2"));
  EXPECT_THAT(At("2025-10-09T10:00:00+05:00"), ElementsAre("HEARING_NOTICE_DUE 2025-10-10 -1"));
  EXPECT_THAT(At("2025-10-13T10:00:00+05:00"), ElementsAre("DECISION_DUE 2025-10-15 -2"));
  EXPECT_THAT(At("2025-10-15T23:59:00+05:00"), ElementsAre("DECISION_DUE 2025-10-15 -1"));
  EXPECT_FALSE(Get(name).has_deemed_refused_after());
  EXPECT_THAT(At("2025-10-16T00:00:00+05:00"), ElementsAre("DEEMED_REFUSAL 2025-10-15 -0"));
  EXPECT_EQ(Get(name).deemed_refused_after().day(), 15);
  EXPECT_EQ(Get(name).state(), v1::APPLICATION_STATE_UNDER_REVIEW) << "it can still be decided";
  EXPECT_THAT(At("2025-11-16T00:00:00+05:00"), IsEmpty());
  // Decided after all: the record stays.
  registry_.down = false;
  EXPECT_EQ(use_cases_->RetryHeldApplications(absl::ZeroDuration(), 10), 1);
  EXPECT_EQ(Get(name).state(), v1::APPLICATION_STATE_GRANTED);
  EXPECT_TRUE(Get(name).has_deemed_refused_after());
}

TEST_F(NoticesTest, AWithdrawnApplicationHasNoDeadlines) {
  const std::string name = Held();
  ASSERT_TRUE(Withdraw("w", name).ok());
  EXPECT_THAT(At("2025-12-01T10:00:00+05:00"), IsEmpty());
}

TEST_F(NoticesTest, OfTwoReplicasOneTells) {
  Granted();
  clock_.Set("2026-03-26T10:00:00+05:00");
  const auto other = UseCases::Create({.verifier = [this] { return verifier_; },
                                       .catalog = [this] { return catalog_; },
                                       .registry = &registry_,
                                       .store = store_.get(),
                                       .clock = &clock_,
                                       .fact_sources = fact_sources_});
  std::atomic<int> given = 0;
  const auto turn = [&](UseCases& use_cases) {
    const auto counts = use_cases.GiveNotices(100, clock_.Now() + absl::Seconds(5));
    ASSERT_TRUE(counts.ok()) << counts.status();
    given += counts->given;
  };
  std::thread second([&] { turn(*other); });
  turn(*use_cases_);
  second.join();
  EXPECT_EQ(given, 2);
  EXPECT_EQ(Listed().size(), 2U);
}

// Facts of one child that cannot be read: that one waits, and the others are recalculated and told.
TEST_F(NoticesTest, WhatCannotBeReadKeepsNobodyElseFromTheirs) {
  const std::string bad = Granted(0);
  AddFamily(1);
  const std::string good = Granted(1);
  clock_.Set("2025-10-20T10:00:00+05:00");
  ASSERT_THAT(Outcomes("registers", {Period("t", v1::FACT_KIND_DISABILITY_TERM, Child(0), Date(2024, 1, 1),
                                            Date(2026, 6, 30))}),
              ElementsAre(v1::FACT_OUTCOME_NEW));
  EXPECT_THAT(Turn(*use_cases_), IsEmpty());
  auto database = store::sqlite::Connection::Open({.path = folder_ + "/oteu.db"});
  ASSERT_TRUE(database.ok()) << database.status();
  ASSERT_TRUE(database
                  ->Execute("DROP TRIGGER facts_keep_values; CREATE TABLE kept AS SELECT fact FROM facts;"
                            "UPDATE facts SET fact = x'FF'")
                  .ok());
  // The MCI of 2026 is known: amounts that were provisional are final.
  clock_.Set("2026-01-20T10:00:00+05:00");
  for (int turn = 0; turn < 2; ++turn) {
    const auto counts = use_cases_->GiveNotices(100, clock_.Now() + absl::Seconds(5));
    ASSERT_TRUE(counts.ok()) << counts.status();
    EXPECT_THAT(counts->left_out, ElementsAre(bad)) << "and again in the next turn";
    EXPECT_EQ(counts->why, absl::StatusCode::kDataLoss);
    EXPECT_EQ(counts->recalculated, turn == 0 ? 1 : 0);
  }
  EXPECT_EQ(LatestDecision(good).version(), 2);
  EXPECT_EQ(LatestDecision(bad).version(), 1);
  ASSERT_TRUE(database->Execute("UPDATE facts SET fact = (SELECT fact FROM kept)").ok());
  const auto mended = use_cases_->GiveNotices(100, clock_.Now() + absl::Seconds(5));
  ASSERT_TRUE(mended.ok()) << mended.status();
  EXPECT_THAT(mended->left_out, IsEmpty());
  EXPECT_EQ(LatestDecision(bad).version(), 2);
}

TEST_F(NoticesTest, TheEndOfTheCalendarIsToldFromSixtyDaysBeforeOnEachDay) {
  const absl::CivilDay last = *catalog_->working_calendar().last_day();
  notices::CalendarWatch watch;
  const auto look = [&](int days_before, const char* time) {
    clock_.Set(absl::StrCat(absl::FormatCivilTime(last - days_before), "T", time, "+05:00"));
    return watch.Look(*catalog_, clock_.Now());
  };
  EXPECT_EQ(look(60, "10:00:00"), std::nullopt);
  EXPECT_EQ(look(59, "00:00:00"), 59);
  EXPECT_EQ(look(59, "23:59:59"), std::nullopt) << "once a day";
  EXPECT_EQ(look(0, "10:00:00"), 0);
  EXPECT_EQ(look(-3, "10:00:00"), -3) << "it has ended";
}

TEST_F(NoticesTest, ANoticeIsInTheChangeFeed) {
  const std::string name = Granted();
  SettleTheMciOf2026();
  v1::ListChangesRequest request;
  request.set_skip_snapshot(true);
  request.set_resume_token(use_cases_->ListChanges(call_, request)->resume_token());
  const std::int64_t revision = Get(name).revision();
  ASSERT_EQ(At("2026-03-26T10:00:00+05:00").size(), 2U);
  const auto changes = use_cases_->ListChanges(call_, request);
  ASSERT_EQ(changes->changes_size(), 1);
  EXPECT_EQ(changes->changes(0).kind(), v1::CHANGE_KIND_NOTICE_GIVEN);
  EXPECT_EQ(changes->changes(0).application(), name);
  EXPECT_EQ(changes->changes(0).revision(), revision + 1);
}

TEST_F(NoticesTest, TheListIsFiltered) {
  const std::string name = Granted(0);
  AddFamily(1);
  Granted(1);
  ASSERT_EQ(At("2026-03-26T10:00:00+05:00").size(), 4U);
  const auto count = [&](void (*set)(v1::ListNoticesRequest*, const std::string&)) {
    v1::ListNoticesRequest request;
    set(&request, name);
    return use_cases_->ListNotices(call_, request)->notices_size();
  };
  EXPECT_EQ(count([](auto* r, const std::string& n) { r->set_application(n); }), 2);
  EXPECT_EQ(count([](auto* r, const auto&) { r->set_applicant_iin(Mother(1)); }), 2);
  EXPECT_EQ(count([](auto* r, const auto&) { r->set_district_kato("111111111"); }), 0);
  EXPECT_EQ(count([](auto* r, const auto&) { r->add_kinds(v1::NOTICE_KIND_PMPC_TERM_ENDS); }), 2);
  v1::ListNoticesRequest wrong;
  wrong.set_application("x");
  wrong.set_district_kato("1");
  wrong.set_applicant_iin("1");
  wrong.add_kinds(v1::NOTICE_KIND_UNSPECIFIED);
  wrong.set_page_size(-1);
  wrong.set_page_token("x");
  EXPECT_EQ(ViolatedFields(use_cases_->ListNotices(call_, wrong).status()).size(), 6U);
}

}  // namespace
}  // namespace oteu::application
