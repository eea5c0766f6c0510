#include "service/regulation/mci_table.h"

#include <gtest/gtest.h>

#include "tests/service/regulation/regulation_files.h"

namespace oteu::regulation {
namespace {

const absl::CivilDay kToday(2026, 11, 22);

int64_t Tenge(const char* purpose, int year, int month, absl::CivilDay known_as_of = kToday) {
  return ShippedCatalog().Mci(purpose, absl::CivilMonth(year, month), known_as_of)->tenge;
}

TEST(MciTable, HasTheValueOfEveryYear) {
  EXPECT_EQ(Tenge("SOCIAL", 2018, 1), 2405);
  EXPECT_EQ(Tenge("SOCIAL", 2019, 12), 2525);
  EXPECT_EQ(Tenge("SOCIAL", 2020, 3), 2651);
  EXPECT_EQ(Tenge("SOCIAL", 2020, 4), 2778);
  EXPECT_EQ(Tenge("SOCIAL", 2021, 6), 2917);
  EXPECT_EQ(Tenge("SOCIAL", 2023, 1), 3450);
  EXPECT_EQ(Tenge("SOCIAL", 2024, 1), 3692);
  EXPECT_EQ(Tenge("SOCIAL", 2025, 12), 3932);
  EXPECT_EQ(Tenge("SOCIAL", 2026, 1), 4325);
}

TEST(MciTable, TwoValuesWereInForceAtOnceIn2022) {
  EXPECT_EQ(Tenge("SOCIAL", 2022, 3), 3063);
  EXPECT_EQ(Tenge("SOCIAL", 2022, 4), 3180);
  EXPECT_EQ(Tenge("FINES_AND_TAXES", 2022, 4), 3063);
  // The higher value was set in May, back to April.
  EXPECT_EQ(Tenge("SOCIAL", 2022, 4, absl::CivilDay(2022, 5, 1)), 3063);
}

TEST(MciTable, ALaterYearIsProvisionalAtTheLastKnownValue) {
  const Catalog& catalog = ShippedCatalog();
  EXPECT_FALSE(catalog.Mci("SOCIAL", absl::CivilMonth(2026, 12), kToday)->provisional);
  const auto later = catalog.Mci("SOCIAL", absl::CivilMonth(2027, 1), kToday);
  EXPECT_TRUE(later->provisional);
  EXPECT_EQ(later->tenge, 4325);
  EXPECT_EQ(later->from, absl::CivilDay(2026, 1, 1));
  EXPECT_TRUE(catalog.Mci("SOCIAL", absl::CivilMonth(2026, 1), absl::CivilDay(2025, 12, 7))->provisional);
  EXPECT_FALSE(catalog.Mci("SOCIAL", absl::CivilMonth(2026, 1), absl::CivilDay(2025, 12, 8))->provisional);
}

TEST(MciTable, WithoutAValueThereIsNone) {
  const Catalog& catalog = ShippedCatalog();
  EXPECT_EQ(catalog.Mci("SOCIAL", absl::CivilMonth(2017, 12), kToday).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(catalog.Mci("PENSIONS", absl::CivilMonth(2026, 1), kToday).status().code(),
            absl::StatusCode::kNotFound);
}

TEST(MciTable, ACorrectionOfTheSameDayReplacesTheValueOnceKnown) {
  v1::NationalData national;
  for (const auto& [known_from, tenge] : {std::pair("2025-06-01", 200), std::pair("2024-12-01", 100)}) {
    v1::Mci& mci = *national.add_mci();
    mci.set_from("2025-01-01");
    mci.set_known_from(known_from);
    mci.set_tenge(tenge);
    mci.add_purposes("SOCIAL");
  }
  const auto table = MciTable::Create(national);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->Find("SOCIAL", absl::CivilMonth(2025, 3), absl::CivilDay(2025, 5, 31))->tenge, 100);
  EXPECT_EQ(table->Find("SOCIAL", absl::CivilMonth(2025, 3), absl::CivilDay(2025, 6, 1))->tenge, 200);
}

}  // namespace
}  // namespace oteu::regulation
