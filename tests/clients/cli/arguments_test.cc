#include "clients/cli/arguments.h"

#include "gtest/gtest.h"

namespace oteu::cli {
namespace {

const CommandSyntax kSyntax = {.name = "sample",
                               .summary = "does a thing",
                               .operands = "FILE…",
                               .min_operands = 1,
                               .max_operands = 2,
                               .flags = {{"anchor", "FILE", "an anchor", true, true},
                                         {"at", "TIME", "a time"},
                                         {"json", "", "machine-readable"}},
                               .notes = "A note.\n"};

std::string ErrorOf(const std::vector<std::string>& words) {
  const auto parsed = ParseArguments(kSyntax, words);
  return parsed.ok() ? "ok" : std::string(parsed.status().message());
}

TEST(Arguments, ReadsBothFormsOfAFlag) {
  const auto parsed = ParseArguments(kSyntax, {"--anchor", "a", "x", "--anchor=b", "--at=1=2", "--json"});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->All("anchor"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(parsed->Get("at"), "1=2");
  EXPECT_TRUE(parsed->Has("json"));
  EXPECT_EQ(parsed->operands(), std::vector<std::string>{"x"});
}

TEST(Arguments, GivesFallbacks) {
  const auto parsed = ParseArguments(kSyntax, {"--anchor", "a", "x"});
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->Get("at", "now"), "now");
  EXPECT_FALSE(parsed->Has("json"));
}

TEST(Arguments, DoubleDashEndsTheFlags) {
  const auto parsed = ParseArguments(kSyntax, {"--anchor", "a", "--", "--at", "-"});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->operands(), (std::vector<std::string>{"--at", "-"}));
}

TEST(Arguments, RefusesWhatIsWrong) {
  EXPECT_EQ(ErrorOf({"--anchor", "a", "x", "--colour"}), "unknown flag --colour; see: oteu sample --help");
  EXPECT_EQ(ErrorOf({"--anchor", "a", "x", "-j"}), "unknown flag -j; see: oteu sample --help");
  EXPECT_EQ(ErrorOf({"x", "--anchor"}), "--anchor needs FILE; see: oteu sample --help");
  EXPECT_EQ(ErrorOf({"x"}), "--anchor is required; see: oteu sample --help");
  EXPECT_EQ(ErrorOf({"x", "--anchor=a", "--json=yes"}), "--json takes no value; see: oteu sample --help");
  EXPECT_EQ(ErrorOf({"x", "--anchor=a", "--at=1", "--at=2"}), "--at is given twice; see: oteu sample --help");
  EXPECT_EQ(ErrorOf({"--anchor=a"}), "expected FILE…; see: oteu sample --help");
  EXPECT_EQ(ErrorOf({"--anchor=a", "x", "y", "z"}), "unexpected argument \"z\"; see: oteu sample --help");
}

TEST(Arguments, HelpIsGivenWhateverElseIsWrong) {
  const auto parsed = ParseArguments(kSyntax, {"--help", "--colour"});
  ASSERT_TRUE(parsed.ok());
  EXPECT_TRUE(parsed->help());
}

TEST(Arguments, HelpTextIsAsDocumented) {
  EXPECT_EQ(HelpText(kSyntax),
            "does a thing\n"
            "\n"
            "usage: oteu sample --anchor FILE… [--at TIME] [--json] FILE…\n"
            "\n"
            "  --anchor FILE  an anchor\n"
            "  --at TIME      a time\n"
            "  --json         machine-readable\n"
            "\n"
            "A note.\n");
}

}  // namespace
}  // namespace oteu::cli
