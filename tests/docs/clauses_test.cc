// Keeps docs/reference/clauses.md true: every clause of the founding act, the code that applies it and the
// tests that prove it. A clause without code or test, that is not declared to state no rule, fails.
// OTEU_UPDATE_DOCS=1 rewrites the page.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "service/regulation/catalog.h"

namespace oteu {
namespace {

namespace fs = std::filesystem;

constexpr char kRegulationId[] = "kz-kegen";

// Clauses that give no rule to apply: what they do instead.
const std::map<std::string, std::string> kNoRule = {
    {"D1", "says what the annex sets"},
    {"D2", "repeals the earlier decision"},
    {"D3", "names the commission that controls"},
    {"1", "names the Rules that the act rests on"},
    {"5", "opens the list 5.1-5.4"},
};

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<fs::path> Sources(const std::string& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(fs::path(OTEU_SOURCE_DIR) / folder)) {
    const auto extension = entry.path().extension();
    if (entry.is_regular_file() && (extension == ".cc" || extension == ".h" || extension == ".jsonl")) {
      files.push_back(fs::relative(entry.path(), OTEU_SOURCE_DIR));
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Clause ids that a text names: "clause 5.1", "clauses 5.1 and 7", "Clause5_1" in a test's name.
std::set<std::string> NamedClauses(const std::string& text) {
  static const std::regex kSpoken("[Cc]lauses? ((?:(?:, | and |-|/)?D?[0-9](?:\\.[0-9])?(?![0-9.]*[0-9]))+)");
  static const std::regex kTestName("Clause(D?[0-9](?:_[0-9])?)(?![0-9])");
  static const std::regex kId("D?[0-9](?:\\.[0-9])?");
  std::set<std::string> ids;
  for (std::sregex_iterator it(text.begin(), text.end(), kSpoken), end; it != end; ++it) {
    const std::string list = (*it)[1];
    for (std::sregex_iterator id(list.begin(), list.end(), kId); id != end; ++id) ids.insert(id->str());
  }
  for (std::sregex_iterator it(text.begin(), text.end(), kTestName), end; it != end; ++it) {
    std::string id = (*it)[1];
    std::replace(id.begin(), id.end(), '_', '.');
    ids.insert(id);
  }
  return ids;
}

std::map<std::string, std::vector<std::string>> FilesByClause(const std::vector<std::string>& folders) {
  std::map<std::string, std::vector<std::string>> out;
  for (const std::string& folder : folders) {
    for (const fs::path& file : Sources(folder)) {
      if (file.filename() == "clauses_test.cc") continue;
      for (const std::string& id : NamedClauses(ReadFile(fs::path(OTEU_SOURCE_DIR) / file))) {
        out[id].push_back(file.string());
      }
    }
  }
  return out;
}

std::string Links(const std::vector<std::string>& files) {
  std::string out;
  for (const std::string& file : files) {
    out += (out.empty() ? "" : "<br>") + ("[" + file + "](../../" + file + ")");
  }
  return out;
}

TEST(ClausesTest, EveryClauseHasCodeAndTestAndThePageSaysSo) {
  const auto catalog =
      regulation::Catalog::LoadDirectory(std::string(OTEU_SOURCE_DIR) + "/service/regulations");
  ASSERT_TRUE(catalog.ok()) << catalog.status();
  const auto* regulation = (*catalog)->FindById(kRegulationId);
  ASSERT_NE(regulation, nullptr);
  ASSERT_GT(regulation->versions_size(), 0);
  const auto code = FilesByClause({"service"});
  const auto tests = FilesByClause({"tests/service", "tests/golden", "tests/integration"});

  std::string page =
      "# Clauses: where each is applied and proved\n\n"
      "Made by `tests/docs/clauses_test.cc` from the founding act's data; the test fails on a clause without "
      "code or test.\n"
      "Rewrite it with `OTEU_UPDATE_DOCS=1 build/release/bin/clauses_test`.\n\n"
      "| clause | text (working translation) | code | tests |\n|---|---|---|---|\n";
  for (const auto& clause : regulation->versions(0).clauses()) {
    std::string code_cell, test_cell;
    if (const auto no_rule = kNoRule.find(clause.id()); no_rule != kNoRule.end()) {
      code_cell = "states no rule: " + no_rule->second;
    } else {
      EXPECT_TRUE(code.count(clause.id())) << "no code names clause " << clause.id();
      EXPECT_TRUE(tests.count(clause.id())) << "no test names clause " << clause.id();
      if (code.count(clause.id())) code_cell = Links(code.at(clause.id()));
      if (tests.count(clause.id())) test_cell = Links(tests.at(clause.id()));
    }
    page += "| " + clause.id() + " | " + clause.text().en() + " | " + code_cell + " | " + test_cell + " |\n";
  }

  const fs::path path = fs::path(OTEU_SOURCE_DIR) / "docs/reference/clauses.md";
  if (std::getenv("OTEU_UPDATE_DOCS") != nullptr) std::ofstream(path, std::ios::binary) << page;
  EXPECT_EQ(ReadFile(path), page) << "docs/reference/clauses.md is out of date";
}

TEST(ClausesTest, FindsClausesInProseAndTestNames) {
  EXPECT_EQ(NamedClauses("see clauses 5.1 and 7 of the act"), (std::set<std::string>{"5.1", "7"}));
  EXPECT_EQ(NamedClauses("TEST(Months, Clause5_3_Suspends)"), (std::set<std::string>{"5.3"}));
  EXPECT_EQ(NamedClauses("clause D4"), (std::set<std::string>{"D4"}));
  EXPECT_TRUE(NamedClauses("RFC 5280 clause 10.2").empty());
}

}  // namespace
}  // namespace oteu
