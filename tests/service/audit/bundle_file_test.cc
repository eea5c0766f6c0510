// Decision bundles as files: everything that comes from a stranger is bounded before memory is spent on it.
#include "service/audit/bundle_file.h"

#include <gmock/gmock.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include "absl/strings/str_cat.h"
#include "service/limits.h"

namespace oteu::audit {
namespace {

using testing::HasSubstr;

// A length-delimited field.
std::string Raw(int number, const std::string& bytes) {
  std::string out;
  google::protobuf::io::StringOutputStream stream(&out);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.WriteTag((static_cast<std::uint32_t>(number) << 3) | 2U);
  coded.WriteVarint32(static_cast<std::uint32_t>(bytes.size()));
  coded.WriteString(bytes);
  coded.Trim();
  return out;
}

std::string Good() {
  v1::DecisionBundle bundle;
  bundle.set_format(kBundleFormat);
  bundle.mutable_decision()->set_decision("d");
  bundle.mutable_proof()->mutable_record()->set_seq(1);
  return bundle.SerializeAsString();
}

std::string Refusal(const std::string& file) {
  const auto bundle = ParseBundle(file);
  return bundle.ok() ? "" : std::string(bundle.status().message());
}

TEST(BundleFile, AFieldMayStandThereAsOftenAndBeAsLargeAsItIsAllowedTo) {
  ASSERT_EQ(Refusal(Good()), "");
  EXPECT_EQ(Refusal(Good() + Raw(1, kBundleFormat)), "format: more than 1");
  EXPECT_EQ(Refusal(Good() + Raw(2, std::string(limits::kMaxNameChars, 'n'))), "");
  EXPECT_EQ(Refusal(Good() + Raw(2, std::string(limits::kMaxNameChars + 1, 'n'))),
            absl::StrCat("name: above ", limits::kMaxNameChars, " bytes"));
  EXPECT_EQ(Refusal(Good() + Raw(9, "") + Raw(9, "")), "");
  EXPECT_EQ(Refusal(Good() + Raw(9, "") + Raw(9, "") + Raw(9, "")), "regulation_snapshots: more than 2");
  EXPECT_EQ(Refusal(Good() + Raw(99, "")), "field 99: unknown");
  EXPECT_EQ(Refusal(std::string(kMaxBundleBytes + 1, '\n')),
            absl::StrCat("above ", kMaxBundleBytes, " bytes"));
}

TEST(BundleFile, WhatIsInsideIsBoundedAsWell) {
  EXPECT_EQ(Refusal(Good() + Raw(5, Raw(99, ""))), "reference: field 99: unknown");
  EXPECT_EQ(Refusal(Good() + Raw(8, Raw(99, ""))), "trust_snapshot: field 99: unknown");
  const std::string format = Raw(1, kBundleFormat);
  const std::string decision = Raw(4, Raw(1, "d"));
  EXPECT_EQ(Refusal(format + Raw(4, Raw(99, ""))), "decision: field 99: unknown");
  EXPECT_EQ(Refusal(format + decision + Raw(12, Raw(1, "") + Raw(99, ""))), "proof: field 99: unknown");
  const auto step = [&](const std::string& bytes) {
    return Refusal(format + decision + Raw(12, Raw(1, "") + Raw(2, bytes)));
  };
  EXPECT_EQ(step(Raw(1, std::string(32, 'h'))), "");
  EXPECT_EQ(step(Raw(1, std::string(33, 'h'))), "proof.steps: body_sha256: above 32 bytes");
  EXPECT_EQ(step(Raw(99, "")), "proof.steps: field 99: unknown");
}

TEST(BundleFile, WhatIsNoMessageIsRefused) {
  const std::string good = Good();
  EXPECT_EQ(Refusal(good.substr(0, good.size() - 1)), "is no message");
  EXPECT_EQ(Refusal(good + '\x08' + '\x01'), "is no message") << "a number";
  EXPECT_EQ(Refusal(good + '\x0A'), "is no message") << "no length";
  EXPECT_EQ(Refusal(good + '\x0A' + '\x7F'), "is no message") << "longer than the file";
  EXPECT_EQ(Refusal(good + Raw(2, "\xFF")), "is no decision bundle") << "no UTF-8";
}

TEST(BundleFile, ABundleHasItsFormatADecisionAndAProof) {
  const std::string decision = Raw(4, Raw(1, "d"));
  const std::string proof = Raw(12, Raw(1, ""));
  EXPECT_EQ(Refusal(Raw(1, kBundleFormat) + decision + proof), "");
  EXPECT_THAT(Refusal(Raw(1, "oteu-decision-bundle-0") + decision + proof), HasSubstr("format"));
  EXPECT_THAT(Refusal(decision + proof), HasSubstr("format"));
  EXPECT_EQ(Refusal(Raw(1, kBundleFormat) + proof), "decision or proof: absent");
  EXPECT_EQ(Refusal(Raw(1, kBundleFormat) + decision), "decision or proof: absent");
  EXPECT_EQ(Refusal(Raw(1, kBundleFormat) + decision + Raw(12, "")), "decision or proof: absent");
}

}  // namespace
}  // namespace oteu::audit
