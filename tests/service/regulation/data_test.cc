// The shipped data: what it must say whatever else changes in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "oteu/v1/reason.pb.h"
#include "service/civil/date.h"
#include "service/civil/month.h"
#include "tests/service/regulation/regulation_files.h"

namespace oteu::regulation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const absl::CivilDay kToday(2026, 11, 22);

const v1::RegulationVersion& Kegen() { return ShippedCatalog().FindById("kz-kegen")->versions(0); }

std::string KegenText(const std::string& clause, const std::string& language) {
  v1::ClauseRef ref;
  ref.set_clause_id(clause);
  return ShippedCatalog().TextOf(ShippedCatalog().Cite(Kegen(), ref), language)->text;
}

TEST(Data, HasNoFindings) {
  Files files = KegenFiles();
  for (const LintFinding& finding : Lint(files)) ADD_FAILURE() << FormatFinding(finding);
  EXPECT_THAT(ShippedCatalog().ids(),
              ElementsAre("kz-akkayyn", "kz-kegen", "kz-kyzylorda", "kz-petropavlovsk"));
}

TEST(Data, EveryClauseOfTheFoundingDecisionIsThereInItsOfficialWording) {
  std::vector<std::string> ids;
  for (const v1::Clause& clause : Kegen().clauses()) {
    ids.push_back(clause.id());
    EXPECT_TRUE(clause.verbatim()) << clause.id();
    EXPECT_FALSE(clause.text().ru().empty()) << clause.id();
    EXPECT_FALSE(clause.text().en().empty()) << clause.id();
  }
  EXPECT_THAT(ids, ElementsAre("D1", "D2", "D3", "D4", "1", "2", "3", "4", "5", "5.1", "5.2", "5.3", "5.4",
                               "6", "7", "8"));
}

// The published file tears these passages apart; here they must read on.
TEST(Data, DisplacedPassagesAreBackInTheirPlace) {
  EXPECT_THAT(KegenText("D1", "kk"), HasSubstr("осы шешімнің қосымшасына сәйкес айқындалсын."));
  EXPECT_THAT(KegenText("D2", "kk"), HasSubstr("2018 жылғы 27 қарашадағы № 9-33 (Нормативтік"));
  EXPECT_THAT(KegenText("D2", "kk"), HasSubstr("тізілімінде № 4903 болып тіркелген)"));
  EXPECT_THAT(KegenText("1", "kk"), HasSubstr("2021 жылғы 25 наурыздағы № 84 \"Әлеуметтік-еңбек саласында"));
  EXPECT_EQ(
      KegenText("7", "kk"),
      "Оқытуға жұмсаған шығындарын өндіріп алу мөлшері оқу жылы ішінде тоқсан сайын 8 (сегіз) айлық есептік "
      "көрсеткішке тең.");
}

// Time coverage: no day of these years may be without a rule, or have two.
TEST(Data, EveryMonthOf2024To2026HasExactlyOneRuleInKegen) {
  const v1::Regulation& kegen = *ShippedCatalog().FindById("kz-kegen");
  for (absl::CivilDay day(2024, 1, 1); day <= absl::CivilDay(2026, 12, 31); ++day) {
    const auto* governing = ShippedCatalog().VersionForMonth(kegen, absl::CivilMonth(day), kToday);
    ASSERT_NE(governing, nullptr) << day;
    int in_force = 0;
    for (const v1::RegulationVersion& version : kegen.versions()) {
      const absl::CivilDay from = *civil::ParseIsoDate(version.in_force_from());
      const bool ended =
          !version.in_force_through().empty() && *civil::ParseIsoDate(version.in_force_through()) < day;
      in_force += from <= day && !ended;
    }
    // The decision took effect on 6 January 2024; the five days before it lie in a month that it governs.
    EXPECT_EQ(in_force, day < absl::CivilDay(2024, 1, 6) ? 0 : 1) << day;
    EXPECT_TRUE(ShippedCatalog().Mci("SOCIAL", absl::CivilMonth(day), kToday).ok()) << day;
    EXPECT_TRUE(ShippedCatalog().working_calendar().IsWorkingDay(day).ok()) << day;
  }
}

TEST(Data, Clause8_EveryRefusalReasonHasAGroundAndReadableClauses) {
  for (const std::string& id : ShippedCatalog().ids()) {
    const v1::RegulationVersion& version = ShippedCatalog().FindById(id)->versions(0);
    std::set<std::string> reasons;
    for (const v1::RefusalGround& ground : version.refusal_grounds()) {
      reasons.insert(ground.reason());
      for (const v1::ClauseRef& ref : ground.clauses()) {
        const auto citation = ShippedCatalog().Cite(version, ref);
        EXPECT_TRUE(ShippedCatalog().TextOf(citation, "kk").ok()) << id << " " << citation.ShortDebugString();
      }
    }
    EXPECT_EQ(reasons.size(), 25u) << id;
  }
}

TEST(Data, NothingUnconfirmedIsWithoutANote) {
  EXPECT_TRUE(Kegen().amount().source().confirmed());
  EXPECT_FALSE(Kegen().amount().reading_source().confirmed());
  EXPECT_THAT(Kegen().in_force_source().note(), HasSubstr("publication"));
  EXPECT_EQ(Kegen().pmpc().bin(), "");
  EXPECT_FALSE(Kegen().pmpc().source().note().empty());
}

TEST(Data, DistrictsOfOtherShapesAreDataOnly) {
  const auto amount = [](const char* id) { return ShippedCatalog().FindById(id)->versions(0).amount(); };
  EXPECT_EQ(amount("kz-petropavlovsk").period(), v1::PERIOD_KIND_MONTH);
  EXPECT_EQ(amount("kz-petropavlovsk").mci_multiple(), "5");
  EXPECT_EQ(amount("kz-kyzylorda").mci_multiple(), "9");
  EXPECT_EQ(amount("kz-akkayyn").mci_multiple(), "6.5");
}

}  // namespace
}  // namespace oteu::regulation
