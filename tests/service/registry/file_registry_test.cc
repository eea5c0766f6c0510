#include "service/registry/file_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace oteu::registry {
namespace {

using testing::HasSubstr;

constexpr char kChild[] = "160305599993";
constexpr char kApplicant[] = "061211600012";

constexpr char kGood[] = R"(
families {
  child_iin: "160305599993"
  civil {
    birth_date { year: 2015 month: 3 day: 5 }
    parent_iins: "061211600012"
  }
  disability { terms { from { year: 2024 month: 1 day: 1 } } }
  residence { district_kato: "194400000" }
  institution_stays { status: REGISTER_STATUS_UNAVAILABLE }
  applicants {
    iin: "061211600012"
    identity { valid_through { year: 2030 month: 1 day: 1 } }
  }
}
institutions {
  bin: "050940000001"
  kinds: INSTITUTION_KIND_SCHOOL
  district_katos: "194400000"
}
)";

std::string ErrorOf(const std::string& text) {
  const auto registry = FileRegistry::FromText(text, "r.txtpb");
  return std::string(registry.status().message());
}

TEST(FileRegistryTest, ASectionWithoutAStatusIsFoundAndAnAbsentOneNotFound) {
  const auto registry = FileRegistry::FromText(kGood, "r.txtpb");
  ASSERT_TRUE(registry.ok()) << registry.status();
  const auto family = (*registry)->LookUpFamily(kChild, kApplicant, absl::InfiniteFuture());
  EXPECT_EQ(family.civil().status(), oteu::v1::REGISTER_STATUS_FOUND);
  EXPECT_EQ(family.disability().status(), oteu::v1::REGISTER_STATUS_FOUND);
  EXPECT_EQ(family.guardianship().status(), oteu::v1::REGISTER_STATUS_NOT_FOUND);
  EXPECT_EQ(family.identity().status(), oteu::v1::REGISTER_STATUS_FOUND);
  EXPECT_EQ(family.consent().status(), oteu::v1::REGISTER_STATUS_NOT_FOUND);
}

TEST(FileRegistryTest, ASectionCanPlayARegisterThatDoesNotAnswer) {
  const auto registry = FileRegistry::FromText(kGood, "r.txtpb");
  ASSERT_TRUE(registry.ok());
  const auto family = (*registry)->LookUpFamily(kChild, kApplicant, absl::InfiniteFuture());
  EXPECT_EQ(family.institution_stays().status(), oteu::v1::REGISTER_STATUS_UNAVAILABLE);
}

TEST(FileRegistryTest, WhoIsNotInTheFileIsNotFoundEverywhere) {
  const auto registry = FileRegistry::FromText(kGood, "r.txtpb");
  ASSERT_TRUE(registry.ok());
  const auto family = (*registry)->LookUpFamily("160305599299", kApplicant, absl::InfiniteFuture());
  EXPECT_EQ(family.civil().status(), oteu::v1::REGISTER_STATUS_NOT_FOUND);
  EXPECT_EQ(family.institution_stays().status(), oteu::v1::REGISTER_STATUS_NOT_FOUND);
  EXPECT_EQ(family.identity().status(), oteu::v1::REGISTER_STATUS_NOT_FOUND);
  const auto other = (*registry)->LookUpFamily(kChild, "160305599299", absl::InfiniteFuture());
  EXPECT_EQ(other.civil().status(), oteu::v1::REGISTER_STATUS_FOUND);
  EXPECT_EQ(other.identity().status(), oteu::v1::REGISTER_STATUS_NOT_FOUND);
}

TEST(FileRegistryTest, InstitutionsAreAnsweredInOrder) {
  const auto registry = FileRegistry::FromText(kGood, "r.txtpb");
  ASSERT_TRUE(registry.ok());
  const auto found =
      (*registry)->LookUpInstitutions({"999999999999", "050940000001"}, absl::InfiniteFuture());
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].bin(), "999999999999");
  EXPECT_EQ(found[0].status(), oteu::v1::REGISTER_STATUS_NOT_FOUND);
  EXPECT_EQ(found[1].status(), oteu::v1::REGISTER_STATUS_FOUND);
}

TEST(FileRegistryTest, AWrongControlDigitIsNamedWithItsLine) {
  EXPECT_THAT(ErrorOf("families {\n  child_iin: \"160305599994\"\n}\n"),
              HasSubstr("r.txtpb:2: families[0].child_iin: no valid IIN"));
}

TEST(FileRegistryTest, AChildThatStandsTwiceIsAnError) {
  const std::string twice =
      "families { child_iin: \"160305599993\" }\nfamilies { child_iin: \"160305599993\" }\n";
  EXPECT_THAT(ErrorOf(twice), HasSubstr("r.txtpb:2: families[1].child_iin: stands here twice"));
}

TEST(FileRegistryTest, APeriodThatEndsBeforeItBeginsIsNamedWithItsLine) {
  const std::string text = R"(families {
  child_iin: "160305599993"
  disability {
    terms {
      from { year: 2025 month: 2 day: 2 }
      through { year: 2025 month: 2 day: 1 }
    }
  }
})";
  EXPECT_THAT(ErrorOf(text), HasSubstr("r.txtpb:6: families[0].disability.terms[0].through: before from"));
}

TEST(FileRegistryTest, ADayThatDoesNotExistIsAnError) {
  EXPECT_THAT(ErrorOf("families {\n child_iin: \"160305599993\"\n civil { birth_date { year: 2015 month: 2 "
                      "day: 30 } }\n}"),
              HasSubstr(":3: families[0].civil.birth_date: no such day"));
}

TEST(FileRegistryTest, AnUnknownFieldIsAnError) {
  EXPECT_THAT(ErrorOf("families {\n  childiin: \"1\"\n}\n"), HasSubstr("r.txtpb:2:"));
}

TEST(FileRegistryTest, AllThatIsWrongIsSaidAtOnce) {
  const std::string text = "families { child_iin: \"1\" }\ninstitutions { bin: \"2\" }\n";
  EXPECT_THAT(ErrorOf(text), testing::AllOf(HasSubstr(":1: families[0]"), HasSubstr(":2: institutions[0]")));
}

TEST(FileRegistryTest, TooManyItemsAreRefused) {
  std::string text = "families { child_iin: \"160305599993\" disability {\n";
  for (int i = 0; i < 300; ++i) absl::StrAppend(&text, "terms { from { year: 2024 month: 1 day: 1 } }\n");
  EXPECT_THAT(ErrorOf(text + "} }"), HasSubstr("too many items"));
}

TEST(FileRegistryTest, AFileThatIsNotThereIsNotFound) {
  EXPECT_TRUE(absl::IsNotFound(FileRegistry::Load("/nonexistent/registry.txtpb").status()));
}

}  // namespace
}  // namespace oteu::registry
