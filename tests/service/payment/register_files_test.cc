// The bytes that are signed and hashed: CSV, manifest, chain, quarters.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/payment/manifest.h"
#include "service/payment/quarter.h"
#include "service/payment/register_csv.h"

namespace oteu::payment {
namespace {

TEST(RegisterCsvTest, IsWrittenByteForByte) {
  v1::RegisterLine line;
  line.set_number(7);
  line.set_application("applications/a1");
  line.set_decision("applications/a1/decisions/2");
  line.set_child_iin("000000000001");
  line.set_payee_iin("000000000002");
  line.set_payee_iban("KZ\"1,2");
  line.set_period("2025-Q4");
  line.set_kind(v1::REGISTER_LINE_KIND_SUPPLEMENT);
  for (const int part : {0, 1}) {
    v1::RegisterMonth* month = line.add_months();
    month->set_month("2025-10");
    month->set_part(part);
    month->set_amount_tiyn(1'048'533);
  }
  line.set_amount_tiyn(2'097'066);
  v1::Citation* citation = line.add_citations();
  citation->set_act_id("kegen-14-67");
  citation->set_revision("2023-12-25");
  citation->set_clause_id("7");
  const std::string text = CsvLine(line);
  EXPECT_EQ(text,
            "7,applications/a1,applications/a1/decisions/"
            "2,000000000001,000000000002,\"KZ\"\"1,2\",2025-Q4,SUPPLEMENT,"
            "2025-10=10485.33 2025-10+1=10485.33,20970.66,kegen-14-67@2023-12-25/7\r\n");
  line.set_state(v1::PAYMENT_STATE_RETURNED);
  EXPECT_EQ(CsvLine(line), text) << "what the bank says later is no part of what is sealed";
}

TEST(RegisterCsvTest, TheDigestIsThatOfTheFile) {
  CsvDigest digest;
  digest.Add("ab");
  digest.Add("c");
  EXPECT_EQ(digest.Finish(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4
}

v1::RegisterManifest Manifest(std::int64_t sequence) {
  v1::RegisterManifest manifest;
  manifest.set_format(kManifestFormat);
  manifest.set_register_("registers/r1");
  manifest.set_district_kato("194400000");
  manifest.set_sequence(sequence);
  manifest.set_quarter("2025-Q4");
  manifest.set_line_count(1);
  manifest.set_month_count(3);
  manifest.set_total_tiyn(3'145'600);
  manifest.set_lines_sha256(std::string(64, 'a'));
  manifest.set_previous_sha256(GenesisSha256());
  manifest.set_sealed_at("2026-01-05T05:00:00Z");
  return manifest;
}

TEST(ManifestTest, IsCanonical) {
  EXPECT_EQ(
      ManifestJson(Manifest(1)),
      "{\"format\":\"oteu-payment-register-1\",\"register\":\"registers/r1\",\"district_kato\":\"194400000\","
      "\"sequence\":1,\"quarter\":\"2025-Q4\",\"line_count\":1,\"month_count\":3,\"total_tiyn\":3145600,"
      "\"lines_sha256\":\"" +
          std::string(64, 'a') + "\",\"previous_sha256\":\"" + std::string(64, '0') +
          "\",\"sealed_at\":\"2026-01-05T05:00:00Z\"}\n");
}

TEST(ManifestTest, TheChainBreaksWhereAnythingWasChanged) {
  const v1::RegisterManifest first = Manifest(1);
  v1::RegisterManifest second = Manifest(2);
  second.set_previous_sha256(ManifestSha256(ManifestJson(first)));
  EXPECT_TRUE(CheckLink(nullptr, first).ok());
  EXPECT_TRUE(CheckLink(&first, second).ok());
  EXPECT_FALSE(CheckLink(nullptr, second).ok()) << "the first is missing";
  v1::RegisterManifest changed = first;
  changed.set_total_tiyn(first.total_tiyn() + 1);
  EXPECT_FALSE(CheckLink(&changed, second).ok());
  changed = first;
  changed.set_lines_sha256(std::string(64, 'b'));
  EXPECT_FALSE(CheckLink(&changed, second).ok());
  changed = second;
  changed.set_sequence(3);
  EXPECT_FALSE(CheckLink(&first, changed).ok()) << "one between is missing";
}

TEST(QuarterTest, ReadsQuarters) {
  EXPECT_EQ(ParseQuarter("2025-Q4")->first_month, absl::CivilMonth(2025, 10));
  EXPECT_EQ(ParseQuarter("2025-Q4")->last_month, absl::CivilMonth(2025, 12));
  for (const char* text : {"", "2025-Q5", "2025-Q0", "2025-q1", "25-Q1", "2025-Q11", "1800-Q1"})
    EXPECT_FALSE(ParseQuarter(text).has_value()) << text;
}

}  // namespace
}  // namespace oteu::payment
