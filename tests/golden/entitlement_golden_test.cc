// Runs the cases of tests/golden/entitlement/*.jsonl through the JSON interface, as `oteu evaluate` does.
#include <gmock/gmock.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "oteu/v1/entitlement.pb.h"
#include "service/civil/rational.h"
#include "service/entitlement/json_lines.h"
#include "service/regulation/catalog.h"

namespace oteu::entitlement {
namespace {

using google::protobuf::Struct;
using google::protobuf::util::JsonStringToMessage;
using google::protobuf::util::MessageToJsonString;
using testing::ElementsAreArray;

const regulation::Catalog& Catalog() {
  static const auto* const kCatalog =
      new auto(regulation::Catalog::LoadDirectory(OTEU_SOURCE_DIR "/service/regulations").value());
  return **kCatalog;
}

v1::Entitlement Answer(const Struct& request) {
  std::string line;
  EXPECT_TRUE(MessageToJsonString(request, &line).ok());
  const auto json = EvaluateJsonLine(Catalog(), line, "", absl::CivilDay(2026, 11, 22));
  EXPECT_TRUE(json.ok()) << json.status();
  v1::EvaluateEntitlementResponse response;
  EXPECT_TRUE(JsonStringToMessage(json.value_or("{}"), &response).ok());
  return response.entitlement();
}

std::string TotalMci(const v1::Entitlement& entitlement) {
  civil::Rational total;
  for (const v1::PeriodAmount& period : entitlement.periods()) {
    for (const v1::PaymentLine& line : period.lines()) {
      const auto share = civil::Rational::Make(line.share_numerator(), line.share_denominator());
      total = *total.Plus(*civil::Rational::ParseDecimal(line.mci_multiple())->Times(*share));
    }
  }
  return total.denominator() == 1 ? absl::StrCat(total.numerator())
                                  : absl::StrCat(total.numerator(), "/", total.denominator());
}

std::map<std::string, std::string> Texts(const google::protobuf::Value& object) {
  std::map<std::string, std::string> texts;
  for (const auto& [key, value] : object.struct_value().fields()) texts[key] = value.string_value();
  return texts;
}

void CheckAmounts(const v1::Entitlement& got, const Struct& expect) {
  const auto& fields = expect.fields();
  if (fields.contains("totalTenge")) {
    EXPECT_EQ(got.total_tenge(), fields.at("totalTenge").string_value());
  }
  if (fields.contains("totalMci")) {
    EXPECT_EQ(TotalMci(got), fields.at("totalMci").string_value());
  }
  if (fields.contains("periods")) {
    std::map<std::string, std::string> periods;
    for (const v1::PeriodAmount& period : got.periods()) periods[period.period()] = period.amount_tenge();
    for (const auto& [label, tenge] : Texts(fields.at("periods"))) EXPECT_EQ(periods[label], tenge) << label;
  }
  if (fields.contains("readings")) {
    std::map<std::string, std::string> readings;
    for (const v1::ReadingTotal& reading : got.readings()) {
      readings[regulation::v1::Reading_Name(reading.reading()).substr(8)] = reading.total_tenge();
    }
    EXPECT_EQ(readings, Texts(fields.at("readings")));
  }
}

void CheckMonths(const v1::Entitlement& got, const Struct& expect) {
  std::map<std::string, const v1::MonthEntitlement*> months;
  for (const v1::MonthEntitlement& month : got.months()) months[month.month()] = &month;
  const auto& fields = expect.fields();
  if (fields.contains("months")) {
    for (const auto& [label, reasons] : fields.at("months").struct_value().fields()) {
      ASSERT_TRUE(months.contains(label)) << label;
      std::vector<std::string> want;
      std::vector<std::string> have;
      for (const auto& reason : reasons.list_value().values())
        want.push_back("MONTH_REASON_" + reason.string_value());
      for (const int reason : months[label]->reasons()) {
        have.push_back(v1::MonthReason_Name(static_cast<v1::MonthReason>(reason)));
      }
      EXPECT_THAT(have, ElementsAreArray(want)) << label;
    }
  }
  if (fields.contains("applications")) {
    for (const auto& [label, id] : Texts(fields.at("applications"))) {
      ASSERT_TRUE(months.contains(label)) << label;
      EXPECT_EQ(months[label]->application_id(), id) << label;
    }
  }
}

// What every answer keeps, whatever the case.
void CheckSums(const v1::Entitlement& got) {
  int64_t total_tiyn = 0;
  for (const v1::PeriodAmount& period : got.periods()) {
    int64_t lines_tiyn = 0;
    for (const v1::PaymentLine& line : period.lines()) lines_tiyn += line.amount_tiyn();
    EXPECT_EQ(period.amount_tiyn(), lines_tiyn) << period.period();
    total_tiyn += period.amount_tiyn();
    EXPECT_GT(period.citations_size(), 0);
  }
  EXPECT_EQ(got.total_tiyn(), total_tiyn);
}

class Golden : public testing::TestWithParam<const char*> {};

TEST_P(Golden, EveryCaseComesOutAsExpected) {
  std::ifstream file(absl::StrCat(OTEU_SOURCE_DIR "/tests/golden/entitlement/", GetParam(), ".jsonl"));
  int cases = 0;
  for (std::string line; std::getline(file, line); ++cases) {
    Struct golden;
    ASSERT_TRUE(JsonStringToMessage(line, &golden).ok()) << line;
    SCOPED_TRACE(golden.fields().at("name").string_value());
    const v1::Entitlement got = Answer(golden.fields().at("request").struct_value());
    const Struct& expect = golden.fields().at("expect").struct_value();
    EXPECT_FALSE(expect.fields().empty());
    CheckAmounts(got, expect);
    CheckMonths(got, expect);
    CheckSums(got);
    for (const char* flag : {"provisional", "needsHuman"}) {
      if (!expect.fields().contains(flag)) continue;
      EXPECT_EQ(std::string(flag) == "provisional" ? got.provisional() : got.needs_human(),
                expect.fields().at(flag).bool_value())
          << flag;
    }
  }
  EXPECT_GE(cases, 5);
}

INSTANTIATE_TEST_SUITE_P(Entitlement, Golden,
                         testing::Values("worked_examples", "by_month_of_application", "other_districts",
                                         "clauses"),
                         [](const auto& param) { return std::string(param.param); });

}  // namespace
}  // namespace oteu::entitlement
