#include "verification/cms/text_encoding.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"

namespace oteu::verification::cms {
namespace {

std::string Text(const OrProblem<std::vector<uint8_t>>& result) {
  if (const Problem* problem = GetProblem(result)) return "problem: " + problem->cause;
  const auto& bytes = std::get<std::vector<uint8_t>>(result);
  return {bytes.begin(), bytes.end()};
}
std::string Base64(std::string_view text) { return Text(DecodeBase64(text)); }
std::string Pem(std::string_view text) { return Text(DecodePem(text)); }

// RFC 4648 section 10.
TEST(Base64, TestVectors) {
  EXPECT_EQ(Base64(""), "");
  EXPECT_EQ(Base64("Zg=="), "f");
  EXPECT_EQ(Base64("Zm8="), "fo");
  EXPECT_EQ(Base64("Zm9v"), "foo");
  EXPECT_EQ(Base64("Zm9vYg=="), "foob");
  EXPECT_EQ(Base64("Zm9vYmE="), "fooba");
  EXPECT_EQ(Base64("Zm9vYmFy"), "foobar");
}

TEST(Base64, EveryByteAndLengthSurvives) {
  std::string all;
  for (int i = 0; i < 256; ++i) {
    all.push_back(static_cast<char>(i));
    EXPECT_EQ(Base64(absl::Base64Escape(all)), all);
  }
}

TEST(Base64, WhiteSpaceIsSkipped) {
  EXPECT_EQ(Base64(" Z m\r\n9\tv\n"), "foo");
  EXPECT_EQ(Base64("Zg=\n="), "f");
}

TEST(Base64, WhatIsNotBase64IsRefused) {
  for (const char* text :
       {"Z", "Zg", "Zg=", "Zm9v=", "=", "====", "Zg==Zg==", "Zm9v!", "Zm-_", "Z===", "Zg=v"}) {
    EXPECT_EQ(Base64(text).substr(0, 8), "problem:") << text;
  }
}

TEST(Base64, BitsBeyondTheLastByteMustBeZero) {
  EXPECT_EQ(Base64("Zh=="), "problem: bits beyond the last byte");
  EXPECT_EQ(Base64("Zm9="), "problem: bits beyond the last byte");
}

TEST(Pem, LabelsOfCms) {
  EXPECT_EQ(Pem("-----BEGIN CMS-----\nZm9v\n-----END CMS-----\n"), "foo");
  EXPECT_EQ(Pem("-----BEGIN PKCS7-----Zm9v-----END PKCS7-----"), "foo");
  EXPECT_EQ(Pem("\r\n-----BEGIN PKCS #7 SIGNED DATA-----\r\nZm9v\r\n-----END PKCS #7 SIGNED DATA-----\r\n"),
            "foo");
}

TEST(Pem, OtherLabelsAreUnknown) {
  const auto result = DecodePem("-----BEGIN CERTIFICATE-----\nZm9v\n-----END CERTIFICATE-----\n");
  ASSERT_NE(GetProblem(result), nullptr);
  EXPECT_EQ(GetProblem(result)->code, oteu::v1::VERIFICATION_CODE_FORMAT_UNKNOWN);
}

TEST(Pem, ExactlyOneBlock) {
  const std::string block = "-----BEGIN CMS-----\nZm9v\n-----END CMS-----\n";
  EXPECT_EQ(Pem(block + block).substr(0, 8), "problem:");
  EXPECT_EQ(Pem(block + "x").substr(0, 8), "problem:");
  EXPECT_EQ(Pem("x" + block).substr(0, 8), "problem:");
}

TEST(Pem, DamageIsRefused) {
  for (const char* text :
       {"-----BEGIN CMS-----", "-----BEGIN CMS-----\nZm9v\n", "-----BEGIN CMS",
        "-----BEGIN CMS-----\nZm9v\n-----END PKCS7-----\n", "-----BEGIN CMS-----\nZm9v\n-----END CMS----",
        "-----BEGIN CMS-----\nZ!\n-----END CMS-----"}) {
    EXPECT_EQ(Pem(text).substr(0, 8), "problem:") << text;
  }
}

}  // namespace
}  // namespace oteu::verification::cms
