#include "service/decision/payload.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace oteu::decision {
namespace {

constexpr char kSchool[] = R"({"childIin":"160305599993","schoolBin":"050940000001",)"
                           R"("homeEducationFrom":{"year":2025,"month":9,"day":1},)"
                           R"("homeEducationThrough":{"year":2026,"month":5,"day":25},)"
                           R"("issuedOn":{"year":2025,"month":8,"day":20},"number":"№ 17"})";
constexpr char kPmpc[] =
    R"({"childIin":"160305599993","pmpcBin":"050940000002",)"
    R"("termFrom":{"year":2025,"month":8,"day":20},"termThrough":{"year":2026,"month":5,"day":25},)"
    R"("homeEducationRecommended":true,"issuedOn":{"year":2025,"month":8,"day":20},"number":"2"})";

PayloadReading ReadSchool(absl::string_view json) {
  return ReadPayload(v1::DOCUMENT_TYPE_SCHOOL_CERTIFICATE, json);
}

PayloadForm FormOf(absl::string_view json) { return ReadSchool(json).form; }

std::string Replaced(const char* from, const char* to) { return absl::StrReplaceAll(kSchool, {{from, to}}); }

TEST(PayloadTest, ASchoolCertificateIsRead) {
  const PayloadReading reading = ReadSchool(kSchool);
  ASSERT_EQ(reading.form, PayloadForm::kRead);
  const auto& certificate = std::get<v1::SchoolCertificate>(reading.payload);
  EXPECT_EQ(certificate.child_iin(), "160305599993");
  EXPECT_EQ(certificate.school_bin(), "050940000001");
  EXPECT_EQ(certificate.home_education_through().day(), 25);
  EXPECT_EQ(certificate.number(), "№ 17");
}

TEST(PayloadTest, APmpcConclusionIsRead) {
  const PayloadReading reading = ReadPayload(v1::DOCUMENT_TYPE_PMPC_CONCLUSION, kPmpc);
  ASSERT_EQ(reading.form, PayloadForm::kRead);
  EXPECT_TRUE(std::get<v1::PmpcConclusion>(reading.payload).home_education_recommended());
}

TEST(PayloadTest, WhiteSpaceAndEscapesInValuesAreJson) {
  EXPECT_EQ(
      FormOf(absl::StrCat(" \r\n\t", absl::StrReplaceAll(kSchool, {{":", " : "}, {",", " ,\n"}}), "\n")),
      PayloadForm::kRead);
  const PayloadReading reading = ReadSchool(Replaced("№ 17", R"(\u2116 \ud83d\ude00\/)"));
  ASSERT_EQ(reading.form, PayloadForm::kRead);
  EXPECT_EQ(std::get<v1::SchoolCertificate>(reading.payload).number(), "№ 😀/");
}

TEST(PayloadTest, AnotherTypesPayloadIsNotReadable) {
  EXPECT_EQ(FormOf(kPmpc), PayloadForm::kNotReadable);
  EXPECT_EQ(ReadPayload(v1::DOCUMENT_TYPE_PMPC_CONCLUSION, kSchool).form, PayloadForm::kNotReadable);
  EXPECT_EQ(ReadPayload(v1::DOCUMENT_TYPE_RESIDENCE, kSchool).form, PayloadForm::kNotReadable);
}

// The content of a signed XML document, as verification hands it on: nobody reads it as a payload. A document
// of this kind waits for a person (REASON_CODE_DOCUMENT_NEEDS_READING).
TEST(PayloadTest, XmlIsNotReadable) {
  EXPECT_EQ(FormOf("<SchoolCertificate><number>1</number></SchoolCertificate>"), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf("<soap:Body xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\">{}</soap:Body>"),
            PayloadForm::kNotReadable);
}

TEST(PayloadTest, AnUnknownFieldIsRefused) {
  EXPECT_EQ(FormOf(Replaced("\"number\"", "\"diagnosis\":\"x\",\"number\"")), PayloadForm::kNotReadable);
}

TEST(PayloadTest, ADuplicateKeyIsRefused) {
  EXPECT_EQ(FormOf(Replaced("\"number\"", "\"childIin\":\"160305599299\",\"number\"")),
            PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced("\"year\":2026", "\"year\":2026,\"year\":2030")), PayloadForm::kNotReadable);
}

TEST(PayloadTest, ASecondSpellingOfAKeyIsRefused) {
  EXPECT_EQ(FormOf(Replaced("\"number\"", "\"child_iin\":\"160305599299\",\"number\"")),
            PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced("\"number\"", "\"\\u006eumber\"")), PayloadForm::kNotReadable);
}

TEST(PayloadTest, WhatOtherReadersLetPassIsRefused) {
  EXPECT_EQ(FormOf(absl::StrCat(kSchool, "x")), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(absl::StrCat(kSchool, kSchool)), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(absl::StrCat("\xEF\xBB\xBF", kSchool)), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced("\"number\":\"№ 17\"", "\"number\":\"№ 17\",")), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced("\"№ 17\"", "null")), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced("\"№ 17\"", "17")), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced(":2026", ":2026.0")), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced(":2026", ":02026")), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced(":2026", ":99999999999")), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced(":2026", ":\"2026\"")), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(absl::StrCat("/* c */", kSchool)), PayloadForm::kNotReadable);
}

TEST(PayloadTest, BytesThatAreNoUtf8AreRefused) {
  EXPECT_EQ(FormOf(Replaced("№", "\xC0\xAF")), PayloadForm::kNotReadable);          // overlong
  EXPECT_EQ(FormOf(Replaced("№", "\xED\xA0\x80")), PayloadForm::kNotReadable);      // surrogate
  EXPECT_EQ(FormOf(Replaced("№", "\xF4\x90\x80\x80")), PayloadForm::kNotReadable);  // above U+10FFFF
  EXPECT_EQ(FormOf(Replaced("№", "\xE2\x84")), PayloadForm::kNotReadable);          // cut off
  EXPECT_EQ(FormOf(Replaced("№", "\\ud800")), PayloadForm::kNotReadable);           // half a pair
}

TEST(PayloadTest, SizeAndDepthAreBounded) {
  EXPECT_EQ(FormOf(absl::StrCat(std::string(64 << 10, ' '), kSchool)), PayloadForm::kNotReadable);
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "{\"homeEducationFrom\":";
  EXPECT_EQ(FormOf(deep), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced("№ 17", std::string(65, '1').c_str())), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced("№ 17", std::string(64, '1').c_str())), PayloadForm::kRead);
}

TEST(PayloadTest, AScanIsNotReadable) {
  EXPECT_EQ(FormOf("%PDF-1.7 \n"), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(""), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(std::string("\0\1\2", 3)), PayloadForm::kNotReadable);
}

TEST(PayloadTest, IdentifiersNeedTheirShapeAndNoControlDigit) {
  EXPECT_EQ(FormOf(Replaced("160305599993", "160305599994")), PayloadForm::kRead);
  EXPECT_EQ(FormOf(Replaced("160305599993", "16030559999")), PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf(Replaced("050940000001", "05094000000a")), PayloadForm::kNotReadable);
}

TEST(PayloadTest, AMissingFieldIsNotReadable) {
  EXPECT_EQ(FormOf(Replaced(R"("issuedOn":{"year":2025,"month":8,"day":20},)", "")),
            PayloadForm::kNotReadable);
  EXPECT_EQ(FormOf("{}"), PayloadForm::kNotReadable);
}

TEST(PayloadTest, DaysThatDoNotExistAndPeriodsThatEndBeforeTheyBeginAreSaidSo) {
  EXPECT_EQ(FormOf(Replaced("\"month\":5,\"day\":25", "\"month\":2,\"day\":30")), PayloadForm::kDatesInvalid);
  EXPECT_EQ(FormOf(Replaced("\"year\":2026", "\"year\":2025")), PayloadForm::kDatesInvalid);
  EXPECT_EQ(FormOf(Replaced("\"year\":2026", "\"year\":-1")), PayloadForm::kDatesInvalid);
  EXPECT_EQ(FormOf(Replaced("\"year\":2026,\"month\":5,\"day\":25", "\"year\":2025,\"month\":9,\"day\":1")),
            PayloadForm::kRead);
}

}  // namespace
}  // namespace oteu::decision
