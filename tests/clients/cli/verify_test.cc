// `oteu demo-pki`, `sign` and `verify` together: what is signed verifies, and nothing else does.
#include <filesystem>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/demo_pki/identity.h"
#include "clients/demo_pki/timestamp.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/cli/run_oteu.h"

namespace oteu::cli {
namespace {

using testing::HasSubstr;

constexpr char kAt[] = "2026-11-22T12:00:00Z";

class OteuVerifyTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new std::string(FreshFolder("verify"));
    const RunResult made = RunOteu({"demo-pki", *folder_ + "/pki", "--now", kAt});
    ASSERT_EQ(made.exit_code, 0) << made.err;
    EXPECT_THAT(made.out, HasSubstr("DEMONSTRATION ONLY"));
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(*folder_); }

  static std::string Pki(const std::string& path) { return absl::StrCat(*folder_, "/pki/", path); }

  // `oteu verify --json` with the demonstration's trust and policy.
  static RunResult Verify(std::vector<std::string> more) {
    std::vector<std::string> words = {"verify",
                                      "--json",
                                      "--anchors",
                                      Pki("trust/anchors"),
                                      "--intermediates",
                                      Pki("trust/intermediates"),
                                      "--crls",
                                      Pki("trust/crls"),
                                      "--policy",
                                      Pki("policy.txtpb"),
                                      "--at",
                                      kAt};
    words.insert(words.end(), more.begin(), more.end());
    return RunOteu(words);
  }

  // Signs a small file with NAME of a family; returns the container's path.
  static std::string Sign(const std::string& family, const std::string& name,
                          std::vector<std::string> more = {}) {
    static int count = 0;
    const std::string content = absl::StrCat(*folder_, "/content.json");
    WriteOrFail(content, "{\"a\":1}");
    const std::string out = absl::StrCat(*folder_, "/", ++count, ".cms");
    std::vector<std::string> words = {
        "sign", "--identity", Pki(absl::StrCat(family, "/identities/", name, ".cer")), "--now", kAt, "--out",
        out,    content};
    words.insert(words.end(), more.begin(), more.end());
    const RunResult result = RunOteu(words);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("DEMONSTRATION ONLY"));
    return out;
  }

  static std::string* folder_;
};

std::string* OteuVerifyTest::folder_ = nullptr;

TEST_F(OteuVerifyTest, ASignatureOutlivesItsCertificateByATrustedTimeStamp) {
  const std::string stamped = Sign("gost", "school-head", {"--timestamp", Pki("gost/identities/tsa.cer")});
  const std::vector<std::string> trusted = {"--tsa-anchors", Pki("trust/tsa-anchors"), stamped};
  EXPECT_EQ(Verify(trusted).exit_code, 0) << Verify(trusted).out;
  const auto report = JsonLines(Verify(trusted).out).at(0);
  EXPECT_EQ(Field(report, "report.indication"), "INDICATION_TOTAL_PASSED");
  // Without an anchor for time stamps the same token proves nothing, but the certificate is valid still.
  EXPECT_EQ(Verify({stamped}).exit_code, 0);
}

TEST_F(OteuVerifyTest, ATokenByItselfNeedsAnAnchorForTimeStamps) {
  const auto tsa = demo_pki::LoadIdentity(Pki("gost/identities/tsa.cer"));
  ASSERT_TRUE(tsa.ok()) << tsa.status();
  absl::Time at;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, kAt, &at, nullptr));
  auto token = demo_pki::MakeTimestamp("what is stamped", tsa->AsSigner(), {.gen_time = at});
  ASSERT_TRUE(token.ok()) << token.status();
  const std::string path = *folder_ + "/token.tst";
  WriteOrFail(path, *token);
  EXPECT_EQ(Verify({path}).exit_code, 1);
  EXPECT_EQ(Verify({"--tsa-anchors", Pki("trust/tsa-anchors"), path}).exit_code, 0);
  token->back() = static_cast<char>(token->back() ^ 1);
  WriteOrFail(path, *token);
  EXPECT_EQ(Verify({"--tsa-anchors", Pki("trust/tsa-anchors"), path}).exit_code, 1);
}

TEST_F(OteuVerifyTest, GoodSignaturesPass) {
  for (const char* family : {"rsa", "gost"}) {
    const std::string content = *folder_ + "/content.json";
    const std::string attached = Sign(family, "school-head");
    const std::string base64 = Sign(family, "pmpc-head", {"--base64"});
    const std::string detached = Sign(family, "person", {"--detached"});
    const RunResult both = Verify({attached, base64});
    EXPECT_EQ(both.exit_code, 0) << both.out << both.err;
    const RunResult result = Verify({"--content", content, detached});
    EXPECT_EQ(result.exit_code, 0) << result.out << result.err;
    const auto reports = JsonLines(result.out);
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(Field(reports[0], "file"), detached);
    EXPECT_EQ(Field(reports[0], "report.indication"), "INDICATION_TOTAL_PASSED");
    EXPECT_THAT(result.out, HasSubstr("VERIFICATION_CODE_DEMO_CERTIFICATE"));
  }
}

TEST_F(OteuVerifyTest, BadSignersDoNotPassAndTheReportSaysWhy) {
  const std::map<std::string, std::string> expected = {
      {"school-head-authentication", "VERIFICATION_CODE_PURPOSE_NOT_SIGNATURE"},
      {"school-head-expired", "VERIFICATION_CODE_CERTIFICATE_EXPIRED"},
      {"school-head-revoked", "VERIFICATION_CODE_CERTIFICATE_REVOKED"},
      {"school-head-on-hold", "VERIFICATION_CODE_CERTIFICATE_ON_HOLD"},
  };
  for (const char* family : {"rsa", "gost"}) {
    for (const auto& [name, code] : expected) {
      const RunResult result = Verify({Sign(family, name)});
      EXPECT_EQ(result.exit_code, 1) << family << " " << name;
      EXPECT_THAT(result.out, HasSubstr(code)) << family << " " << name;
      EXPECT_NE(Field(JsonLines(result.out)[0], "report.indication"), "INDICATION_TOTAL_PASSED");
    }
  }
}

TEST_F(OteuVerifyTest, ChangedContentAndMissingContentDoNotPass) {
  const std::string detached = Sign("gost", "school-head", {"--detached"});
  WriteOrFail(*folder_ + "/other.json", "{\"a\":2}");
  EXPECT_EQ(Verify({"--content", *folder_ + "/other.json", detached}).exit_code, 1);
  EXPECT_EQ(Verify({detached}).exit_code, 1);
  const std::string attached = Sign("gost", "school-head");
  const RunResult conflict = Verify({"--content", *folder_ + "/other.json", attached});
  EXPECT_EQ(conflict.exit_code, 1) << "other content is held against the signature";
}

TEST_F(OteuVerifyTest, TheSamplesAreWhatTheirNamesSay) {
  EXPECT_EQ(Verify({Pki("samples/good")}).exit_code, 1)
      << "a folder with JSON files in it is not all signatures";
  EXPECT_EQ(
      Verify({Pki("samples/good/school-certificate.cms"), Pki("samples/good/pmpc-conclusion.cms")}).exit_code,
      0);
  EXPECT_EQ(Verify({Pki("samples/forged/school-certificate.cms")}).exit_code, 1);
  EXPECT_EQ(Verify({Pki("samples/forged/pmpc-conclusion.cms")}).exit_code, 0);
  EXPECT_EQ(Verify({Pki("samples/authentication/school-certificate.cms")}).exit_code, 1);
}

TEST_F(OteuVerifyTest, CertificatesAndListsAreVerifiedToo) {
  for (const std::string family : {"rsa", "gost"}) {
    const std::vector<std::string> good = {Pki(family + "/identities/school-head.cer"),
                                           Pki(family + "/identities/school-head-authentication.cer"),
                                           Pki(family + "/anchors/root.cer"),
                                           Pki(family + "/intermediates/issuing.cer"),
                                           Pki(family + "/crls/root.crl"),
                                           Pki(family + "/crls/issuing.crl")};
    const RunResult result = Verify(good);
    EXPECT_EQ(result.exit_code, 0) << result.out;
    for (const char* bad : {"school-head-expired", "school-head-revoked", "school-head-on-hold"}) {
      EXPECT_EQ(Verify({Pki(absl::StrCat(family, "/identities/", bad, ".cer"))}).exit_code, 1) << bad;
    }
    EXPECT_EQ(Verify({"--at", "2040-01-01", Pki(family + "/crls/issuing.crl")}).exit_code, 2) << "--at twice";
  }
}

TEST_F(OteuVerifyTest, ListOutOfItsDatesDoesNotPass) {
  const RunResult result = RunOteu({"verify", "--anchors", Pki("trust/anchors"), "--intermediates",
                                    Pki("trust/intermediates"), "--crls", Pki("trust/crls"), "--policy",
                                    Pki("policy.txtpb"), "--at", "2027-11-22", Pki("gost/crls/issuing.crl")});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("REVOCATION_DATA_STALE"));
}

TEST_F(OteuVerifyTest, UnreadableFilesAreAFailureAndTheOthersStillAnswered) {
  const std::string good = Sign("rsa", "school-head");
  const std::string locked = *folder_ + "/missing.cms";
  EXPECT_EQ(Verify({good, locked}).exit_code, 2);
}

TEST_F(OteuVerifyTest, ChangedListsDoNotPass) {
  for (const std::string family : {"rsa", "gost"}) {
    const std::string good = ReadOrFail(Pki(family + "/crls/issuing.crl"));
    const std::string folder = absl::StrCat(*folder_, "/lists-", family);
    for (size_t back : {size_t{1}, size_t{40}, size_t{100}}) {
      std::string changed = good;
      changed[good.size() - back] = static_cast<char>(changed[good.size() - back] ^ 1);
      WriteOrFail(absl::StrCat(folder, "/", back, ".crl"), changed);
    }
    const RunResult result = Verify({folder});
    EXPECT_EQ(result.exit_code, 1);
    for (const auto& report : JsonLines(result.out)) {
      EXPECT_NE(Field(report, "report.indication"), "INDICATION_TOTAL_PASSED") << Field(report, "file");
    }
  }
}

// One bit changed anywhere, in many places: never passed. Places that carry no meaning would show here.
TEST_F(OteuVerifyTest, ChangedBitsNeverPass) {
  for (const char* family : {"rsa", "gost"}) {
    const std::string good = ReadOrFail(Sign(family, "school-head"));
    const std::string folder = absl::StrCat(*folder_, "/flips-", family);
    for (size_t i = 0; i < 150; ++i) {
      std::string changed = good;
      const size_t place = i * good.size() / 150;
      changed[place] = static_cast<char>(changed[place] ^ (1 << (i % 8)));
      WriteOrFail(absl::StrCat(folder, "/", place, ".cms"), changed);
    }
    const RunResult result = Verify({folder});
    EXPECT_EQ(result.exit_code, 1) << result.err;
    const auto reports = JsonLines(result.out);
    EXPECT_EQ(reports.size(), 150U);
    for (const auto& report : reports) {
      EXPECT_NE(Field(report, "report.indication"), "INDICATION_TOTAL_PASSED") << Field(report, "file");
      EXPECT_NE(Field(report, "report.indication"), "");
    }
  }
}

}  // namespace
}  // namespace oteu::cli
