// Random stories about a child, told to the real store and the real engine in different ways: the state they
// end in is that of the story alone. Relations on single questions: tests/service/entitlement.
#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/random_seed.h"
#include "tests/service/application/world.h"

namespace oteu::application {
namespace {

using Told = std::pair<std::string, v1::Fact>;  // by a source

constexpr int kStories = 12;

class ArrivalTest : public World {
 protected:
  ArrivalTest() {
    // 3 October 2025: granted to 25 May 2026.
    clock_.Set("2025-10-03T10:00:00+05:00");
  }
  int Below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }
  bool OneIn(int n) { return Below(n) == 0; }

  static google::type::Date After(const google::type::Date& from, int days) {
    const absl::CivilDay day = absl::CivilDay(from.year(), from.month(), from.day()) + days;
    return Date(static_cast<int>(day.year()), day.month(), day.day());
  }

  // Nobody states what has not come yet, the end of a term aside: the stories are told on 5 February.
  google::type::Date PastDay() { return After(Date(2025, 9, 1), Below(150)); }

  // One fact of `child`, as it is stated for the first time.
  Told Statement(int child, const std::string& id) {
    const v1::FactKind kinds[] = {v1::FACT_KIND_INSTITUTION_STAY, v1::FACT_KIND_DEATH,
                                  v1::FACT_KIND_DISABILITY_TERM,  v1::FACT_KIND_PMPC_TERM,
                                  v1::FACT_KIND_STATE_SUPPORT,    v1::FACT_KIND_PARENTAL_RIGHTS};
    if (OneIn(6)) return {"vendor-b", Ended(id, Child(child), PastDay())};
    const v1::FactKind kind = kinds[Below(6)];
    const bool term = kind == v1::FACT_KIND_DISABILITY_TERM || kind == v1::FACT_KIND_PMPC_TERM;
    const google::type::Date from = kind == v1::FACT_KIND_DISABILITY_TERM ? Date(2024, 1, 1) : PastDay();
    v1::Fact fact = Period(id, kind, Child(child), from);
    if (kind != v1::FACT_KIND_DEATH && (term || !OneIn(3)))
      *fact.mutable_through() = After(from, Below(300) + (from.year() == 2024 ? 600 : 0));
    if (kind == v1::FACT_KIND_PARENTAL_RIGHTS) fact.set_person_iin(OneIn(2) ? Mother(child) : Father(child));
    return {kind == v1::FACT_KIND_DEATH ? "civil" : "registers", fact};
  }

  // The law of that day is applied before anybody states anything: a fact brings it to the grants that it
  // touches, the turn to all.
  void TurnTo(absl::string_view rfc3339) {
    clock_.Set(rfc3339);
    EXPECT_TRUE(use_cases_->GiveNotices(1000, clock_.Now() + absl::Seconds(60)).ok());
  }

  // Facts with corrections and retractions, in the order in which their sources came to know them.
  std::vector<Told> Story(int child, const std::string& prefix) {
    std::vector<Told> story;
    for (int i = 0, n = 2 + Below(4); i < n; ++i) {
      const std::string id = absl::StrCat(prefix, i);
      const auto [source, first] = Statement(child, id);
      story.emplace_back(source, first);
      std::int64_t revision = 1;
      for (int more = Below(3); more > 0; --more) {
        v1::Fact next = first;
        if (next.has_through() && next.has_from()) *next.mutable_through() = After(next.through(), Below(60));
        revision += 1 + Below(2);
        story.emplace_back(source, OneIn(2) ? Revision(next, revision) : Retraction(first, revision));
      }
    }
    return story;
  }
  // The same of another child, as told by and about its own family.
  static std::vector<Told> Of(int child, int as, std::vector<Told> story) {
    for (auto& [source, fact] : story) {
      fact.set_fact_id(absl::StrCat("c", child, "-", fact.fact_id()));
      fact.set_child_iin(Child(child));
      if (fact.person_iin() == Mother(as)) fact.set_person_iin(Mother(child));
      if (fact.person_iin() == Father(as)) fact.set_person_iin(Father(child));
    }
    return story;
  }

  // In chunks of one to `most` facts, each of one source. The outcomes.
  std::set<v1::FactOutcome> Tell(const std::vector<Told>& story, std::size_t most) {
    std::set<v1::FactOutcome> outcomes;
    for (std::size_t at = 0; at < story.size();) {
      std::vector<v1::Fact> chunk;
      const std::string source = story[at].first;
      const std::size_t size = 1 + random_() % most;
      while (at < story.size() && story[at].first == source && chunk.size() < size)
        chunk.push_back(story[at++].second);
      for (const v1::FactOutcome outcome : Outcomes(source, chunk)) outcomes.insert(outcome);
    }
    return outcomes;
  }

  // What touches nothing: months confirmed, a stay long past, one that is taken back, another child's death.
  std::vector<Told> Irrelevant(int child, int other) const {
    const auto id = [child](const char* what) { return absl::StrCat("c", child, "-", what); };
    const v1::Fact past =
        Period(id("past"), v1::FACT_KIND_INSTITUTION_STAY, Child(child), Date(2024, 9, 1), Date(2025, 8, 1));
    const v1::Fact never = Period(id("never"), v1::FACT_KIND_DEATH, Child(child), Date(2025, 10, 9));
    return {{"vendor-b", Confirmed(id("m1"), Child(child), "2025-10")},
            {"vendor-b", Confirmed(id("m2"), Child(child), "2026-01")},
            {"registers", past},
            {"registers", Revision(past, 2)},
            {"civil", Retraction(never, 3)},
            {"civil", Revision(never, 2)},
            {"civil", Period(id("other"), v1::FACT_KIND_DEATH, Child(other), Date(2025, 10, 4))}};
  }

  // The state that must not depend on the way there.
  std::string State(const std::string& name) {
    const v1::Decision decision = LatestDecision(name);
    EXPECT_TRUE(Replay(decision.name()).identical()) << decision.name();
    std::string state =
        absl::StrCat(v1::EntitlementState_Name(Entitlement(name).state()), " ",
                     absl::StrJoin(decision.granted_months(), ","), " ", decision.entitlement().total_tiyn());
    for (const v1::MonthEntitlement& month : decision.entitlement().months())
      absl::StrAppend(&state, " ", month.month(), ":", absl::StrJoin(month.reasons(), ","));
    for (const v1::Adjustment& adjustment : decision.recalculation().adjustments())
      absl::StrAppend(&state, " | ", v1::AdjustmentKind_Name(adjustment.kind()), " ",
                      adjustment.amount_tiyn());
    return state;
  }

  const std::uint64_t seed_ = RandomSeed();
  std::mt19937_64 random_{seed_};
};

// Three children with the same story: told in its order, one fact at a time; shuffled, some of it twice and
// in chunks; and shuffled among what touches nothing.
TEST_F(ArrivalTest, TheStoryCountsAndNotTheWayItIsTold) {
  std::set<std::string> states;
  for (int round = 0; round < kStories; ++round) {
    SCOPED_TRACE(absl::StrCat("OTEU_SEED=", seed_, " story ", round));
    const int first = 4 * round;
    clock_.Set("2025-10-03T10:00:00+05:00");
    for (int i = 0; i < 4; ++i) AddFamily(first + i);
    std::vector<std::string> names;
    for (int i = 0; i < 3; ++i) names.push_back(Granted(first + i));
    TurnTo("2026-02-05T10:00:00+05:00");
    const std::vector<Told> story = Story(first, "f");
    EXPECT_EQ(Tell(Of(first, first, story), 1).count(v1::FACT_OUTCOME_REJECTED), 0U);

    std::vector<Told> shuffled = Of(first + 1, first, story);
    for (std::size_t i = 0, n = shuffled.size(); i < n; ++i) {
      if (OneIn(3)) shuffled.push_back(shuffled[i]);
    }
    std::shuffle(shuffled.begin(), shuffled.end(), random_);
    EXPECT_EQ(Tell(shuffled, 4).count(v1::FACT_OUTCOME_REJECTED), 0U);

    std::vector<Told> among = Of(first + 2, first, story);
    const std::vector<Told> irrelevant = Irrelevant(first + 2, first + 3);
    among.insert(among.end(), irrelevant.begin(), irrelevant.end());
    std::shuffle(among.begin(), among.end(), random_);
    EXPECT_EQ(Tell(among, 3).count(v1::FACT_OUTCOME_REJECTED), 0U);

    const std::string state = State(names[0]);
    EXPECT_EQ(State(names[1]), state) << "shuffled, doubled, in chunks";
    EXPECT_EQ(State(names[2]), state) << "among what touches nothing";
    states.insert(state);
  }
  EXPECT_GT(states.size(), 3U) << "the stories differ, or the test shows nothing";
}

// Told again, and looked at again: nothing is new, and no decision is made.
TEST_F(ArrivalTest, RecalculatedTwiceIsOnce) {
  for (int round = 0; round < kStories; ++round) {
    SCOPED_TRACE(absl::StrCat("OTEU_SEED=", seed_, " story ", round));
    clock_.Set("2025-10-03T10:00:00+05:00");
    AddFamily(round);
    const std::string name = Granted(round);
    TurnTo("2026-02-05T10:00:00+05:00");
    const std::vector<Told> story = Of(round, round, Story(round, "f"));
    Tell(story, 4);
    const std::string once = LatestDecision(name).SerializeAsString();
    for (const v1::FactOutcome outcome : Tell(story, 4)) {
      EXPECT_TRUE(outcome == v1::FACT_OUTCOME_SAME || outcome == v1::FACT_OUTCOME_STALE)
          << v1::FactOutcome_Name(outcome);
    }
    EXPECT_EQ(LatestDecision(name).SerializeAsString(), once) << "told again";
    for (int look = 0; look < 2; ++look)
      EXPECT_TRUE(use_cases_->GiveNotices(1000, clock_.Now() + absl::Seconds(60)).ok());
    EXPECT_EQ(LatestDecision(name).SerializeAsString(), once) << "looked at again";
  }
}

// An application that is handed in earlier, on the same documents and with the same story, never gives less.
TEST_F(ArrivalTest, AnEarlierApplicationNeverGivesLess) {
  for (int round = 0; round < kStories; ++round) {
    SCOPED_TRACE(absl::StrCat("OTEU_SEED=", seed_, " story ", round));
    const int child = 2 * round;
    std::vector<std::string> names;
    const int day = 2 + Below(40);
    for (int i = 0; i < 2; ++i) {
      AddFamily(child + i);
      clock_.Set(absl::StrCat(absl::FormatCivilTime(absl::CivilDay(2025, 10, 1) + (i == 0 ? 1 : day)),
                              "T10:00:00+05:00"));
      names.push_back(Granted(child + i));
    }
    TurnTo("2026-02-05T10:00:00+05:00");
    const std::vector<Told> story = Story(child, "f");
    for (int i = 0; i < 2; ++i) Tell(Of(child + i, child, story), 4);
    EXPECT_GE(LatestDecision(names[0]).entitlement().total_tiyn(),
              LatestDecision(names[1]).entitlement().total_tiyn());
  }
}

}  // namespace
}  // namespace oteu::application
