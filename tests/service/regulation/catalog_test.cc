#include "service/regulation/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/service/regulation/regulation_files.h"

namespace oteu::regulation {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

v1::ClauseRef Ref(const char* act, const char* clause) {
  v1::ClauseRef ref;
  ref.set_act_id(act);
  ref.set_clause_id(clause);
  return ref;
}

TEST(Catalog, FindsRegulationsByIdAndByDistrict) {
  const Catalog& catalog = ShippedCatalog();
  const v1::Regulation* kegen = catalog.FindById("kz-kegen");
  ASSERT_NE(kegen, nullptr);
  EXPECT_EQ(catalog.FindByDistrict("194400000"), kegen);
  EXPECT_EQ(catalog.FindById("kz-nowhere"), nullptr);
  EXPECT_EQ(catalog.FindByDistrict("000000000"), nullptr);
}

TEST(Catalog, ClauseD4_VersionsAreInForceFromTheirFirstDayAndOnlyOnceKnown) {
  const Catalog& catalog = ShippedCatalog();
  const v1::Regulation& kegen = *catalog.FindById("kz-kegen");
  const absl::CivilDay known(2023, 12, 26);
  EXPECT_EQ(catalog.VersionFor(kegen, absl::CivilDay(2024, 1, 5), known), nullptr);
  EXPECT_EQ(catalog.VersionFor(kegen, absl::CivilDay(2024, 1, 6), known), &kegen.versions(0));
  EXPECT_EQ(catalog.VersionFor(kegen, absl::CivilDay(2024, 1, 6), known - 1), nullptr);
  EXPECT_EQ(catalog.VersionForMonth(kegen, absl::CivilMonth(2024, 1), known), &kegen.versions(0));
  EXPECT_EQ(catalog.VersionForMonth(kegen, absl::CivilMonth(2023, 12), known), nullptr);
}

TEST(Catalog, AVersionIsInForceThroughItsLastDay) {
  Files files = KegenFiles();
  Replace(files, "kegen.txtpb", "  known_from: \"2023-12-26\"",
          "  known_from: \"2023-12-26\" in_force_through: \"2026-05-14\"");
  const auto catalog = Catalog::FromFiles(files);
  ASSERT_TRUE(catalog.ok()) << catalog.status();
  const v1::Regulation& kegen = *(*catalog)->FindById("kz-kegen");
  const absl::CivilDay known(2026, 11, 22);
  EXPECT_NE((*catalog)->VersionFor(kegen, absl::CivilDay(2026, 5, 14), known), nullptr);
  EXPECT_EQ((*catalog)->VersionFor(kegen, absl::CivilDay(2026, 5, 15), known), nullptr);
  EXPECT_NE((*catalog)->VersionForMonth(kegen, absl::CivilMonth(2026, 5), known), nullptr);
  EXPECT_EQ((*catalog)->VersionForMonth(kegen, absl::CivilMonth(2026, 6), known), nullptr);
}

TEST(Catalog, OfTwoVersionsTheOnePublishedLastGoverns) {
  Files files = KegenFiles();
  std::string second = files["kegen.txtpb"].substr(files["kegen.txtpb"].find("versions {"));
  const auto replace = [&second](const std::string& what, const std::string& by) {
    for (size_t at = second.find(what); at != std::string::npos; at = second.find(what, at + by.size())) {
      second.replace(at, what.size(), by);
    }
  };
  replace("revision: \"2023-12-25\"", "revision: \"second\"");
  replace("in_force_from: \"2024-01-06\"", "in_force_from: \"2026-01-01\"");
  replace("known_from: \"2023-12-26\"", "known_from: \"2025-12-01\"");
  files["kegen.txtpb"] += second;
  const auto catalog = Catalog::FromFiles(files);
  ASSERT_TRUE(catalog.ok()) << catalog.status();
  const v1::Regulation& kegen = *(*catalog)->FindById("kz-kegen");
  const auto revision = [&](absl::CivilDay day, absl::CivilDay known) {
    return (*catalog)->VersionFor(kegen, day, known)->revision();
  };
  EXPECT_EQ(revision(absl::CivilDay(2026, 1, 1), absl::CivilDay(2025, 12, 1)), "second");
  EXPECT_EQ(revision(absl::CivilDay(2026, 1, 1), absl::CivilDay(2025, 11, 30)), "2023-12-25");
  EXPECT_EQ(revision(absl::CivilDay(2025, 12, 31), absl::CivilDay(2026, 6, 1)), "2023-12-25");
}

TEST(Catalog, CitationsPinActClauseAndRevision) {
  const Catalog& catalog = ShippedCatalog();
  const v1::RegulationVersion& kegen = catalog.FindById("kz-kegen")->versions(0);
  const auto own = catalog.Cite(kegen, Ref("", "7"));
  EXPECT_EQ(own.act_id(), "kegen-14-67");
  EXPECT_EQ(own.revision(), "2023-12-25");
  EXPECT_EQ(own.language(), "kk");
  EXPECT_EQ(catalog.ActOf(own)->number(), "14-67");
  EXPECT_EQ(catalog.TextOf(own, "en")->language, "en");
  EXPECT_FALSE(catalog.TextOf(own, "en")->official);
  EXPECT_TRUE(catalog.TextOf(own, "kk")->official);
  EXPECT_EQ(catalog.TextOf(own, "tr")->language, "kk");
  const auto national = catalog.Cite(kegen, Ref("appc", "73"));
  EXPECT_EQ(national.revision(), "2020-06-29");
  EXPECT_FALSE(catalog.TextOf(national, "kk")->official);
}

TEST(Catalog, AnotherRevisionIsNotPassedOffForTheCitedOne) {
  auto citation = ShippedCatalog().Cite(ShippedCatalog().FindById("kz-kegen")->versions(0), Ref("", "7"));
  citation.set_revision("2018-11-27");
  EXPECT_EQ(ShippedCatalog().TextOf(citation, "kk").status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ShippedCatalog().ActOf(citation), nullptr);
}

TEST(Catalog, TheSnapshotGivesTheSameCatalogAgain) {
  const Catalog& catalog = ShippedCatalog();
  EXPECT_THAT(catalog.sha256(), MatchesRegex("[0-9a-f]{64}"));
  const auto again = Catalog::FromSnapshot(catalog.snapshot());
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ((*again)->sha256(), catalog.sha256());
  EXPECT_EQ((*again)->snapshot(), catalog.snapshot());
}

TEST(Catalog, LayoutCommentsAndFileNamesDoNotChangeTheDigest) {
  Files files = KegenFiles();
  const std::string sha256 = (*Catalog::FromFiles(files))->sha256();
  files["a.txtpb"] = "# a comment\n\n" + files["kegen.txtpb"];
  files.erase("kegen.txtpb");
  EXPECT_EQ((*Catalog::FromFiles(files))->sha256(), sha256);
  Replace(files, "a.txtpb", "mci_multiple: \"8\"", "mci_multiple: \"9\"");
  EXPECT_NE((*Catalog::FromFiles(files))->sha256(), sha256);
}

TEST(Catalog, RefusesSnapshotsThatAreNone) {
  EXPECT_FALSE(Catalog::FromSnapshot("").ok());
  EXPECT_FALSE(Catalog::FromSnapshot("\xff\xff").ok());
  // Data of a later version of the service, which this one would silently leave out.
  v1::CatalogSnapshot data = ShippedCatalog().data();
  data.mutable_regulations(0)
      ->GetReflection()
      ->MutableUnknownFields(data.mutable_regulations(0))
      ->AddVarint(99, 1);
  const auto unknown = Catalog::FromSnapshot(data.SerializeAsString());
  EXPECT_THAT(std::string(unknown.status().message()), HasSubstr("fields unknown to this version"));
  // The same data in another encoding would have another digest.
  const auto doubled = Catalog::FromSnapshot(ShippedCatalog().snapshot() + std::string("\x0a\x00", 2));
  EXPECT_THAT(std::string(doubled.status().message()), HasSubstr("not a canonical snapshot"));
}

TEST(Catalog, ADirectoryThatCannotBeReadIsNotFound) {
  EXPECT_EQ(Catalog::LoadDirectory("/nonexistent").status().code(), absl::StatusCode::kNotFound);
}

TEST(Catalog, ErrorsNameFileAndLine) {
  Files files = KegenFiles();
  Replace(files, "kegen.txtpb", "in_force_from: \"2024-01-06\"", "in_force_from: \"2024-13-06\"");
  const auto catalog = Catalog::FromFiles(files);
  EXPECT_EQ(catalog.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(catalog.status().message()),
              MatchesRegex("kegen.txtpb:[0-9]+: error: .*no such day"));
}

}  // namespace
}  // namespace oteu::regulation
