// What facts make of a grant: months, amounts, proposals; whatever order they arrive in.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The grant: applied 3 October 2025, taught at home and under the PMPC's term to 25 May 2026; Kegen, reading
// B.
constexpr std::int64_t kQ4 = 3'145'600, kQ1 = 3'460'000, kQ2 = 3'460'000;

class RecalculationTest : public World {
 protected:
  std::vector<std::string> Months(const v1::Decision& decision) {
    return {decision.granted_months().begin(), decision.granted_months().end()};
  }
  // "OVERPAYMENT 2025-Q4 2097067 2025-11,2025-12 DECEASED 5.4; ..."
  static std::string Text(const v1::Decision& decision) {
    std::vector<std::string> out;
    for (const v1::Adjustment& adjustment : decision.recalculation().adjustments()) {
      EXPECT_EQ(adjustment.state(), v1::ADJUSTMENT_STATE_PROPOSED);
      for (const v1::AdjustmentLine& line : adjustment.lines()) {
        std::vector<std::string> causes, clauses;
        for (const int cause : line.causes())
          causes.push_back(v1::MonthReason_Name(static_cast<v1::MonthReason>(cause)).substr(13));
        for (const v1::Citation& citation : line.citations()) clauses.push_back(citation.clause_id());
        out.push_back(absl::StrCat(v1::AdjustmentKind_Name(adjustment.kind()).substr(16), " ", line.period(),
                                   " ", line.amount_tiyn(), " ", absl::StrJoin(line.months(), ","), " ",
                                   absl::StrJoin(causes, ","), " ", absl::StrJoin(clauses, ",")));
      }
    }
    return absl::StrJoin(out, "; ");
  }
  // The state that must not depend on the order of arrival.
  static std::string State(const v1::Decision& decision) {
    std::string state = absl::StrCat(absl::StrJoin(decision.granted_months(), ","), " | ",
                                     decision.entitlement().total_tiyn(), " | ", Text(decision));
    for (const v1::MonthEntitlement& month : decision.entitlement().months())
      absl::StrAppend(&state, " ", month.month(), ":", absl::StrJoin(month.reasons(), ","));
    return state;
  }
  void ExpectReplays(const v1::Decision& decision) {
    const auto replayed = Replay(decision.name());
    EXPECT_TRUE(replayed.identical()) << replayed.ShortDebugString();
  }
  // The one proposal of the latest decision, as it is kept for those who decide.
  std::vector<store::StoredAdjustment> Stored(const v1::Decision& decision) {
    const std::string& name = decision.name();
    const auto id = name.substr(13, name.find('/', 13) - 13);
    return *store_->ListAdjustments(id, decision.version());
  }
};

TEST_F(RecalculationTest, ALateDeathEndsTheMonthsAndProposesAnOverpayment_Clause5_4) {
  const std::string name = Granted();
  clock_.Set("2025-12-09T10:00:00+05:00");  // the MCI of 2026 is known since the 8th
  EXPECT_THAT(Outcomes("civil", {Period("death", v1::FACT_KIND_DEATH, Child(), Date(2025, 10, 20))}),
              ElementsAre(v1::FACT_OUTCOME_NEW));
  const v1::Decision decision = LatestDecision(name);
  EXPECT_EQ(decision.version(), 2);
  EXPECT_EQ(decision.outcome(), v1::DECISION_OUTCOME_GRANTED);
  EXPECT_THAT(Months(decision), ElementsAre("2025-10"));
  EXPECT_EQ(Text(decision),
            "OVERPAYMENT 2025-Q4 2097067 2025-11,2025-12 DECEASED 5.4; "
            "OVERPAYMENT 2026-Q1 3460000 2026-01,2026-02,2026-03 DECEASED 5.4; "
            "OVERPAYMENT 2026-Q2 3460000 2026-04,2026-05 DECEASED 5.4");
  const v1::Adjustment& proposal = decision.recalculation().adjustments(0);
  EXPECT_EQ(proposal.amount_tenge(), "90170.67");
  EXPECT_EQ(proposal.payee_iin(), Mother());
  EXPECT_EQ(proposal.basis(), v1::ADJUSTMENT_BASIS_DECIDED);
  EXPECT_EQ(decision.recalculation().month_changes_size(), 7);
  EXPECT_EQ(decision.recalculation().period_changes(0).before_tiyn(), kQ4);
  EXPECT_EQ(decision.recalculation().period_changes(0).now_tiyn(), 1'048'533);
  EXPECT_THAT(decision.recalculation().facts(), ElementsAre("civil/death@1"));
  ExpectReplays(decision);
  ASSERT_EQ(Stored(decision).size(), 1U);
  EXPECT_EQ(Stored(decision)[0].amount_tiyn, 9'017'067);

  v1::GetApplicationRequest get;
  get.set_name(name);
  const auto application = use_cases_->GetApplication(call_, get)->application();
  EXPECT_EQ(application.latest_decision(), decision.name());
  EXPECT_EQ(application.state(), v1::APPLICATION_STATE_GRANTED);
  EXPECT_EQ(Entitlement(name).state(), v1::ENTITLEMENT_STATE_ENDED);
  EXPECT_THAT(store_->GetClaims(Child())->grants[0].months, ElementsAre("2025-10"));
}

// The grant was made when the MCI of 2026 was not published: what it was reckoned at then is no basis for a
// proposal.
TEST_F(RecalculationTest, AnMciPublishedLateIsNoAdjustment_Clause7) {
  const std::string name = Granted();
  EXPECT_EQ(LatestDecision(name).entitlement().total_tiyn(), 3 * kQ4) << "provisional";
  clock_.Set("2026-02-05T10:00:00+05:00");
  Outcomes("registers",
           {Period("past", v1::FACT_KIND_INSTITUTION_STAY, Child(), Date(2025, 1, 1), Date(2025, 8, 1))});
  const v1::Decision decision = LatestDecision(name);
  EXPECT_EQ(decision.entitlement().total_tiyn(), kQ4 + kQ1 + kQ2);
  EXPECT_EQ(decision.recalculation().period_changes_size(), 2);
  EXPECT_THAT(decision.recalculation().adjustments(), IsEmpty());
}

TEST_F(RecalculationTest, ARetractedDeathRestoresEverything) {
  const std::string name = Granted();
  const v1::Decision before = LatestDecision(name);
  const v1::Fact death = Period("death", v1::FACT_KIND_DEATH, Child(), Date(2025, 9, 20));
  Outcomes("civil", {death});
  EXPECT_THAT(Months(LatestDecision(name)), IsEmpty());
  Outcomes("civil", {Retraction(death, 2)});
  const v1::Decision after = LatestDecision(name);
  EXPECT_EQ(after.version(), 3);
  EXPECT_EQ(Months(after), Months(before));
  EXPECT_THAT(after.recalculation().adjustments(), IsEmpty());
  EXPECT_EQ(after.recalculation().month_changes_size(), 8);
  ExpectReplays(after);
}

TEST_F(RecalculationTest, AStaySuspendsAndTheReturnResumes_Clause5_3) {
  const std::string name = Granted();
  clock_.Set("2026-02-05T10:00:00+05:00");
  v1::Fact stay = Period("stay", v1::FACT_KIND_INSTITUTION_STAY, Child(), Date(2025, 11, 10));
  Outcomes("registers", {stay});
  EXPECT_THAT(Months(LatestDecision(name)), ElementsAre("2025-10", "2025-11"));
  EXPECT_EQ(Entitlement(name).state(), v1::ENTITLEMENT_STATE_ENDED);
  *stay.mutable_through() = Date(2026, 1, 20);
  Outcomes("registers", {Revision(stay, 2)});
  const v1::Decision back = LatestDecision(name);
  EXPECT_THAT(Months(back),
              ElementsAre("2025-10", "2025-11", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"));
  EXPECT_EQ(Text(back), "OVERPAYMENT 2025-Q4 1048533 2025-12 IN_INSTITUTION 5.3");
  EXPECT_EQ(back.recalculation().month_changes_size(), 5) << "against the decision before";
  EXPECT_EQ(Entitlement(name).state(), v1::ENTITLEMENT_STATE_ACTIVE);
  ExpectReplays(back);
}

TEST_F(RecalculationTest, ADisabilityTermEndedAndGrantedAgainBackwards_Clause5_2) {
  const std::string name = Granted();
  const v1::Decision before = LatestDecision(name);
  clock_.Set("2026-02-05T10:00:00+05:00");
  // The bank corrects the term that the register had told at the grant: it ended in November.
  v1::Fact term =
      Period("term", v1::FACT_KIND_DISABILITY_TERM, Child(), Date(2024, 1, 1), Date(2025, 11, 30));
  Outcomes("registers", {term});
  EXPECT_THAT(Months(LatestDecision(name)), ElementsAre("2025-10", "2025-11"));
  EXPECT_EQ(LatestDecision(name).recalculation().adjustments(0).lines(0).causes(0),
            v1::MONTH_REASON_NO_DISABILITY_TERM);
  // A new term, even at once, needs a new application.
  const v1::Fact next =
      Period("next", v1::FACT_KIND_DISABILITY_TERM, Child(), Date(2025, 12, 1), Date(2027, 12, 1));
  Outcomes("registers", {next});
  EXPECT_THAT(Months(LatestDecision(name)), ElementsAre("2025-10", "2025-11"));
  EXPECT_EQ(LatestDecision(name).recalculation().adjustments(0).lines(0).causes(0),
            v1::MONTH_REASON_NEW_APPLICATION_AFTER_DISABILITY_TERM);
  // The old term extended backwards: as if nothing had been.
  *term.mutable_through() = Date(2027, 12, 1);
  Outcomes("registers", {Revision(term, 2), Retraction(next, 2)});
  const v1::Decision after = LatestDecision(name);
  EXPECT_EQ(Months(after), Months(before));
  EXPECT_EQ(after.entitlement().total_tiyn(), kQ4 + kQ1 + kQ2);
  EXPECT_THAT(after.recalculation().adjustments(), IsEmpty());
  ExpectReplays(after);
}

TEST_F(RecalculationTest, AnAnnulledConclusionTakesItsTermAway_Clause4) {
  const std::string name = Granted();
  clock_.Set("2025-12-09T10:00:00+05:00");
  v1::Fact annulled = Period("pmpc", v1::FACT_KIND_PMPC_TERM, Child(), Date(2025, 8, 20), Date(2026, 5, 25));
  annulled.set_annulled(true);
  Outcomes("registers", {annulled});
  EXPECT_THAT(Months(LatestDecision(name)), IsEmpty());
  EXPECT_EQ(LatestDecision(name).recalculation().adjustments(0).amount_tiyn(), kQ4 + kQ1 + kQ2);
  // A new conclusion for part of the time.
  Outcomes("registers",
           {Period("new", v1::FACT_KIND_PMPC_TERM, Child(), Date(2025, 10, 1), Date(2025, 12, 15))});
  EXPECT_THAT(Months(LatestDecision(name)), ElementsAre("2025-10", "2025-11", "2025-12"));
}

TEST_F(RecalculationTest, HomeEducationThatEndsCutsTheCertificate_Clause2) {
  const std::string name = Granted();
  clock_.Set("2025-12-20T10:00:00+05:00");
  Outcomes("vendor-a", {Ended("end", Child(), Date(2025, 12, 15))});
  EXPECT_THAT(Months(LatestDecision(name)), ElementsAre("2025-10", "2025-11", "2025-12"));
  EXPECT_THAT(Text(LatestDecision(name)),
              testing::StartsWith("OVERPAYMENT 2026-Q1 3460000 2026-01,2026-02,2026-03 "
                                  "NO_HOME_EDUCATION 2; "));
}

TEST_F(RecalculationTest, RightsAndSupportSuspendAndAskForAPerson_Clause3) {
  const std::string name = Granted();
  v1::Fact rights = Period("rights", v1::FACT_KIND_PARENTAL_RIGHTS, Child(), Date(2025, 10, 1));
  rights.set_person_iin(Father());  // not the payee
  Outcomes("registers", {rights});
  EXPECT_EQ(LatestDecision(name).version(), 1);
  rights.set_person_iin(Mother());
  Outcomes("registers", {Revision(rights, 2)});
  const v1::Decision decision = LatestDecision(name);
  EXPECT_THAT(Months(decision), ElementsAre("2025-10"));
  EXPECT_TRUE(decision.recalculation().adjustments(0).needs_human());
  EXPECT_TRUE(decision.entitlement().needs_human());
  Outcomes("registers", {Retraction(rights, 3), Period("support", v1::FACT_KIND_STATE_SUPPORT, Child(),
                                                       Date(2025, 9, 1), Date(2025, 11, 1))});
  EXPECT_THAT(Months(LatestDecision(name)),
              ElementsAre("2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"));
}

TEST_F(RecalculationTest, AttendanceNeverChangesADecision_Clause2) {
  const std::string name = Granted();
  clock_.Set("2025-12-20T10:00:00+05:00");
  Outcomes("vendor-a", {Confirmed("c", Child(), "2025-10")});
  EXPECT_EQ(LatestDecision(name).version(), 1);
  ASSERT_EQ(Entitlement(name).confirmations_size(), 1);
  EXPECT_EQ(Entitlement(name).confirmations(0).school_bin(), demo_pki::SchoolBin());
}

TEST_F(RecalculationTest, WhatChangesNothingMakesNoVersion) {
  const std::string name = Granted();
  const v1::Fact past =
      Period("past", v1::FACT_KIND_INSTITUTION_STAY, Child(), Date(2025, 1, 1), Date(2025, 8, 1));
  Outcomes("registers", {past, past});
  Outcomes("registers", {Revision(past, 2)});
  EXPECT_EQ(LatestDecision(name).version(), 1);
}

TEST_F(RecalculationTest, FactsKnownBeforeTheGrantCountAtOnce) {
  Outcomes("registers",
           {Period("stay", v1::FACT_KIND_INSTITUTION_STAY, Child(), Date(2025, 9, 1), Date(2025, 12, 20))});
  const std::string name = Granted();
  EXPECT_EQ(LatestDecision(name).version(), 2);
  EXPECT_THAT(Months(LatestDecision(name)),
              ElementsAre("2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05"));
  ExpectReplays(LatestDecision(name));
}

// A gap in the PMPC's term, a second application after it; then the conclusion turns out to have had no gap.
TEST_F(RecalculationTest, MonthsStayWithTheApplicationThatWasGrantedThem_Clause4) {
  auto first = Request("first");
  v1::PmpcConclusion conclusion = PmpcConclusion();
  *conclusion.mutable_term_through() = Date(2025, 11, 15);
  *first.mutable_documents(1) = Signed(conclusion);
  const auto one = Submit(first);
  ASSERT_EQ(one->decision().outcome(), v1::DECISION_OUTCOME_GRANTED) << one->decision().ShortDebugString();
  clock_.Set("2026-02-06T10:00:00+05:00");
  auto second = Request("second");
  *conclusion.mutable_term_from() = Date(2026, 2, 1);
  *conclusion.mutable_term_through() = Date(2026, 5, 25);
  *conclusion.mutable_issued_on() = Date(2026, 2, 1);
  conclusion.set_number("10");
  *second.mutable_documents(1) = Signed(conclusion);
  const auto two = Submit(second);
  ASSERT_EQ(two->decision().outcome(), v1::DECISION_OUTCOME_GRANTED) << two->decision().ShortDebugString();
  Outcomes("registers",
           {Period("gap", v1::FACT_KIND_PMPC_TERM, Child(), Date(2025, 11, 16), Date(2026, 5, 25))});
  EXPECT_THAT(Months(LatestDecision(one->application().name())),
              ElementsAre("2025-10", "2025-11", "2025-12", "2026-01"));
  EXPECT_EQ(
      Text(LatestDecision(one->application().name())),
      "SUPPLEMENT 2025-Q4 1048533 2025-12 ENTITLED 2,4,7; SUPPLEMENT 2026-Q1 1153333 2026-01 ENTITLED 2,4,7");
  EXPECT_THAT(Months(LatestDecision(two->application().name())),
              ElementsAre("2026-02", "2026-03", "2026-04", "2026-05"));
}

// ---- Any order of arrival ----

std::vector<std::pair<std::string, v1::Fact>> Story(const std::string& child) {
  const v1::Fact stay =
      Period("stay", v1::FACT_KIND_INSTITUTION_STAY, child, Date(2025, 10, 10), Date(2026, 1, 20));
  v1::Fact open_stay = stay;
  open_stay.clear_through();
  const v1::Fact death = Period("death", v1::FACT_KIND_DEATH, child, Date(2025, 11, 5));
  const v1::Fact term =
      Period("term", v1::FACT_KIND_DISABILITY_TERM, child, Date(2024, 1, 1), Date(2026, 4, 2));
  const v1::Fact end = Ended("end", child, Date(2026, 1, 25));
  return {
      {"registers", open_stay},
      {"registers", Revision(stay, 2)},
      {"civil", death},
      {"registers", Revision(death, 1)},  // another register's word for the same
      {"civil", Retraction(death, 2)},
      {"registers", Retraction(death, 5)},
      {"registers", term},
      {"registers",
       Revision(Period("term", v1::FACT_KIND_DISABILITY_TERM, child, Date(2024, 1, 1), Date(2026, 3, 2)), 2)},
      {"vendor-b", end},
      {"vendor-b", Retraction(end, 3)},
      {"vendor-b", Confirmed("c", child, "2025-10")}};
}

TEST_F(RecalculationTest, PermutedDuplicatedAndSplitArrivalEndsInTheSameState) {
  constexpr int kOrders = 24;
  std::mt19937 random(2026);
  std::vector<std::string> names;
  for (int i = 0; i < kOrders; ++i) names.push_back(Granted(i));
  clock_.Set("2026-02-05T10:00:00+05:00");
  std::map<std::string, int> states;
  std::set<int> versions;
  for (int i = 0; i < kOrders; ++i) {
    auto story = Story(Child(i));
    for (auto& [source, fact] : story) fact.set_fact_id(absl::StrCat(fact.fact_id(), "-", i));
    if (i > 0) {
      const auto again = story;
      if (i % 3 == 0) story.insert(story.end(), again.begin(), again.end());
      std::shuffle(story.begin(), story.end(), random);
    }
    // In chunks of one to four facts, each of one source.
    for (std::size_t at = 0; at < story.size();) {
      std::vector<v1::Fact> chunk;
      const std::string source = story[at].first;
      const std::size_t most = 1 + random() % 4;
      while (at < story.size() && story[at].first == source && chunk.size() < most)
        chunk.push_back(story[at++].second);
      for (const auto outcome : Outcomes(source, chunk)) EXPECT_NE(outcome, v1::FACT_OUTCOME_REJECTED);
    }
    v1::Decision decision = LatestDecision(names[static_cast<std::size_t>(i)]);
    for (auto& adjustment : *decision.mutable_recalculation()->mutable_adjustments())
      EXPECT_EQ(adjustment.payee_iin(), Mother(i));
    ++states[State(decision)];
    versions.insert(decision.version());
    ExpectReplays(decision);
  }
  EXPECT_EQ(states.size(), 1U) << absl::StrJoin(states, "\n", absl::PairFormatter(" x"));
  EXPECT_GT(versions.size(), 1U) << "the ways there differ, or the test shows nothing";
  EXPECT_THAT(Months(LatestDecision(names[0])), ElementsAre("2025-10", "2026-01", "2026-02", "2026-03"));
}

TEST_F(RecalculationTest, ALaterEndNeverGivesLess) {
  std::int64_t before = -1;
  const std::string name = Granted();
  clock_.Set("2026-06-05T10:00:00+05:00");
  int revision = 0;
  for (const int month : {9, 10, 11, 12, 13, 14, 15, 16, 17}) {
    const absl::CivilDay day(2025, month, 12);
    Outcomes("civil", {Revision(Period("death", v1::FACT_KIND_DEATH, Child(),
                                       Date(static_cast<int>(day.year()), day.month(), day.day())),
                                ++revision)});
    const std::int64_t now = LatestDecision(name).entitlement().total_tiyn();
    EXPECT_GE(now, before) << month;
    before = now;
  }
  EXPECT_EQ(before, kQ4 + kQ1 + kQ2);
}

}  // namespace
}  // namespace oteu::application
