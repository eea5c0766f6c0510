// The small parts that lay out text and read what people type.
#include <sstream>

#include "clients/cli/document_argument.h"
#include "clients/cli/entitlement_text.h"
#include "clients/cli/format.h"
#include "clients/cli/json_output.h"
#include "clients/cli/line_reader.h"
#include "clients/cli/server_error.h"
#include "clients/cli/terminal.h"
#include "clients/cli/time_argument.h"
#include "clients/demo_pki/files.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "oteu/v1/decision.pb.h"

namespace oteu::cli {
namespace {

TEST(GroupedTenge, GroupsThousandsAndKeepsTiyn) {
  EXPECT_EQ(GroupedTenge(0), "0.00");
  EXPECT_EQ(GroupedTenge(5), "0.05");
  EXPECT_EQ(GroupedTenge(99999), "999.99");
  EXPECT_EQ(GroupedTenge(100000), "1,000.00");
  EXPECT_EQ(GroupedTenge(13211200), "132,112.00");
  EXPECT_EQ(GroupedTenge(123456789012), "1,234,567,890.12");
  EXPECT_EQ(GroupedTenge(-13211250), "-132,112.50");
  EXPECT_EQ(GroupedTenge(INT64_MIN), "-92,233,720,368,547,758.08");
}

TEST(Table, AlignsByCharactersNotBytes) {
  EXPECT_EQ(Table({{"name", "n"}, {"қолтаңба", "1,000"}, {"b", "2"}}, {1}, false),
            "  name          n\n"
            "  қолтаңба  1,000\n"
            "  b             2\n");
}

TEST(ParseTime, TakesThreeForms) {
  const absl::Time noon = absl::FromUnixSeconds(1795348800);
  EXPECT_EQ(*ParseTime("2026-11-22T12:00:00Z"), noon);
  EXPECT_EQ(*ParseTime("2026-11-22T17:00:00+05:00"), noon);
  EXPECT_EQ(*ParseTime("1795348800"), noon);
  EXPECT_EQ(*ParseTime("2026-11-22"), noon - absl::Hours(12));
}

TEST(ParseTime, RefusesWhatDoesNotExist) {
  for (const char* text : {"", "2026-02-29", "2026-13-01", "2026-1-1", "yesterday", "-5", "2026-11-22T12:00",
                           "infinite-future", "99999999999999999999", "2026-11-22Tnoon"}) {
    EXPECT_FALSE(ParseTime(text).ok()) << text;
  }
}

TEST(JsonString, EscapesAndRepairs) {
  EXPECT_EQ(JsonString("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000a\"");
  EXPECT_EQ(JsonString("қ"), "\"қ\"");
  EXPECT_EQ(JsonString("\xFF\xC3x"), "\"??x\"");
}

TEST(ParseEnum, TakesShortNamesInAnyCase) {
  EXPECT_EQ(*ParseEnum<v1::DocumentType>("school-certificate"), v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE);
  EXPECT_EQ(*ParseEnum<v1::DocumentType>("PMPC_CONCLUSION"), v1::DOCUMENT_TYPE_PMPC_CONCLUSION);
  EXPECT_FALSE(ParseEnum<v1::DocumentType>("unspecified").ok());
  EXPECT_EQ(NameOf(v1::DECISION_OUTCOME_PRELIMINARY_REFUSAL), "PRELIMINARY_REFUSAL");
}

TEST(LineReader, BoundsLinesAndGoesOn) {
  std::istringstream input("one\r\n" + std::string(50, 'x') + "\n\nlast");
  LineReader reader(input, 10);
  std::string line;
  EXPECT_EQ(reader.Next(&line), LineReader::Result::kLine);
  EXPECT_EQ(line, "one");
  EXPECT_EQ(reader.Next(&line), LineReader::Result::kTooLong);
  EXPECT_EQ(reader.line_number(), 2);
  EXPECT_EQ(reader.Next(&line), LineReader::Result::kLine);
  EXPECT_EQ(line, "");
  EXPECT_EQ(reader.Next(&line), LineReader::Result::kLine);
  EXPECT_EQ(line, "last");
  EXPECT_EQ(reader.Next(&line), LineReader::Result::kEnd);
}

TEST(DocumentArgument, ReadsContainerAndContent) {
  const std::string folder = testing::TempDir() + "/oteu-document-argument";
  ASSERT_TRUE(demo_pki::WriteFile(folder + "/a.p7s", "cms").ok());
  ASSERT_TRUE(demo_pki::WriteFile(folder + "/a.json", "{}").ok());
  const auto document = ReadDocument("school-certificate=" + folder + "/a.p7s:" + folder + "/a.json");
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->signed_data(), "cms");
  EXPECT_EQ(document->content(), "{}");
  EXPECT_FALSE(ReadDocument("school-certificate").ok());
  EXPECT_FALSE(ReadDocument("letter=" + folder + "/a.p7s").ok());
  EXPECT_EQ(ReadDocument("residence=/nowhere").status().code(), absl::StatusCode::kNotFound);
}

TEST(Names, AreCompleted) {
  EXPECT_EQ(ApplicationName("abc"), "applications/abc");
  EXPECT_EQ(ApplicationName("applications/abc"), "applications/abc");
  EXPECT_EQ(DecisionName("abc"), "applications/abc/decisions/latest");
  EXPECT_EQ(DecisionName("applications/abc/decisions/2"), "applications/abc/decisions/2");
}

// Everything that a server's error carries is shown.
TEST(ServerError, ShowsReasonFieldsAndLocalizedMessage) {
  google::rpc::Status rpc;
  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_FIELD");
  (*info.mutable_metadata())["limit"] = "documents";
  rpc.add_details()->PackFrom(info);
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field("form.child_iin");
  bad.mutable_field_violations(0)->set_description("control digit is wrong");
  rpc.add_details()->PackFrom(bad);
  google::rpc::LocalizedMessage localized;
  localized.set_message("Өріс қате толтырылған.");
  rpc.add_details()->PackFrom(localized);
  absl::Status status = absl::InvalidArgumentError("bad form");
  status.SetPayload(kRpcStatusPayload, absl::Cord(rpc.SerializeAsString()));

  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(ReportServerError(status, "submit", false, {in, out, err}), 2);
  EXPECT_EQ(err.str(),
            "oteu submit: INVALID_ARGUMENT INVALID_FIELD: bad form\n"
            "  Өріс қате толтырылған.\n"
            "  form.child_iin: control digit is wrong\n"
            "  limit = documents\n");
  EXPECT_EQ(ReportServerError(status, "submit", true, {in, out, err}), 2);
  EXPECT_NE(out.str().find("\"reason\":\"INVALID_FIELD\""), std::string::npos);
  EXPECT_NE(out.str().find("form.child_iin"), std::string::npos);
}

TEST(EntitlementText, ShowsQuartersMonthsAmountsAndClauses) {
  v1::Entitlement due;
  due.set_regulation_id("kz-kegen");
  due.set_reading(oteu::regulation::v1::READING_B);
  due.set_total_tiyn(2097067);
  v1::PeriodAmount& period = *due.add_periods();
  period.set_period("2025-Q4");
  period.add_entitled_months("2025-11");
  period.add_entitled_months("2025-12");
  period.set_amount_tiyn(2097067);
  period.set_provisional(true);
  v1::PaymentLine& line = *period.add_lines();
  line.set_mci_tenge(3932);
  line.set_mci_multiple("8");
  line.set_share_numerator(2);
  line.set_share_denominator(3);
  v1::Citation& clause = *period.add_citations();
  clause.set_act_id("kegen-14-67");
  clause.set_clause_id("7");
  due.set_provisional(true);
  const std::string text = EntitlementText(due, false);
  EXPECT_NE(text.find("2025-Q4  2025-11..12  8 x 3932 x 2/3  20,970.67*  kegen-14-67 cl. 7"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("provisional"), std::string::npos);
  EXPECT_NE(text.find("reading B"), std::string::npos);
}

}  // namespace
}  // namespace oteu::cli
