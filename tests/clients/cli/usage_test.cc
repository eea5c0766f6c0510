// Usage and exit codes of the binary, as scripts rely on them.
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/clients/cli/run_oteu.h"

namespace oteu::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(OteuUsage, HelpAndVersionAreGood) {
  for (const char* word : {"help", "--help", "-h"}) {
    const RunResult result = RunOteu({word});
    EXPECT_EQ(result.exit_code, 0);
    for (const char* command : {"submit", "verify-path", "hearing grant", "evaluate", "demo-pki"}) {
      EXPECT_THAT(result.out, HasSubstr(command));
    }
  }
  EXPECT_THAT(RunOteu({"--version"}).out, StartsWith("oteu "));
  EXPECT_EQ(RunOteu({"verify", "--help"}).exit_code, 0);
  EXPECT_THAT(RunOteu({"help", "hearing", "record"}).out, HasSubstr("--held-on"));
}

TEST(OteuUsage, WrongUsageIsTwoAndNothingOnStandardOutput) {
  const std::vector<std::vector<std::string>> lines = {
      {},
      {"fly"},
      {"verify"},
      {"verify", "x"},
      {"verify", "--anchors", "/nowhere", "x"},
      {"evaluate"},
      {"evaluate", "--regulation", "kz-atlantis"},
      {"simulate"},
      {"simulate", "--regulation", "kz-atlantis"},
      {"evaluate", "--regulation", "kz-kegen", "--as-of", "2026-02-30"},
      {"verify-path", "--anchor", "/nowhere", "--at", "0", "/nowhere"},
      {"sign", "/nowhere"},
      {"hearing"},
      {"hearing", "record", "x", "--held-on", "2026-01-01", "--officer", "o"},
      {"submit", "--document", "letter=x"},
      {"get", "x", "--server", "example.com:50051"},
      {"get", "x", "--server", "127.example.com:50051"},
      {"get", "x", "--lang", "de"},
  };
  for (const auto& line : lines) {
    const RunResult result = RunOteu(line);
    EXPECT_EQ(result.exit_code, 2) << testing::PrintToString(line);
    EXPECT_EQ(result.out, "") << testing::PrintToString(line);
    EXPECT_NE(result.err, "") << testing::PrintToString(line);
  }
}

// Applications are personal data: in the clear they go to this machine alone, unless somebody insists.
TEST(OteuUsage, AnotherMachineIsNotSpokenToInTheClear) {
  for (const char* address : {"example.invalid:1", "127.example.invalid:1", "10.0.0.1:1", "[2001:db8::1]:1",
                              "localhost.invalid:1"}) {
    const RunResult result = RunOteu({"get", "x", "--server", address, "--timeout", "1"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, HasSubstr("is another machine")) << address;
  }
  EXPECT_THAT(RunOteu({"get", "x", "--server", "example.invalid:1", "--timeout", "1", "--insecure"}).err,
              testing::Not(HasSubstr("is another machine")));
}

TEST(OteuUsage, AnAbsentServerIsAFailureWithItsCode) {
  const RunResult text = RunOteu({"get", "x", "--server", "127.0.0.1:1", "--timeout", "5"});
  EXPECT_EQ(text.exit_code, 2);
  EXPECT_THAT(text.err, StartsWith("oteu get: UNAVAILABLE"));
  const RunResult json = RunOteu({"get", "x", "--server", "127.0.0.1:1", "--timeout", "5", "--json"});
  ASSERT_EQ(JsonLines(json.out).size(), 1U);
  EXPECT_EQ(Field(JsonLines(json.out)[0], "error.code"), "UNAVAILABLE");
}

}  // namespace
}  // namespace oteu::cli
