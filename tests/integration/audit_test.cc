// The audit chain of the real oteu-server, verified by the real oteu: whole as the service leaves it, and
// every kind of meddling behind its back is found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "oteu/v1/decision_service.grpc.pb.h"
#include "service/store/sqlite/connection.h"
#include "tests/integration/running_service.h"

namespace oteu::integration {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class AuditTest : public RunningService {
 protected:
  std::string Database() const { return demo_.data_dir() + "/oteu.db"; }

  // A grant, a death that ends it, a month confirmed: decisions, a recalculation, facts.
  void Fill() {
    name_ = Grant();
    const std::string deaths = demo_.path() + "/deaths.jsonl";
    std::ofstream(deaths) << R"({"factId":"d","kind":"FACT_KIND_DEATH","childIin":"900000000019","from":)"
                          << R"({"year":2025,"month":1,"day":10}})"
                          << "\n";
    EXPECT_THAT(Oteu({"push-facts", deaths, "--source=registers"}), HasSubstr("1 new"));
    const std::string attendance = demo_.path() + "/attendance.csv";
    std::ofstream(attendance) << "fact_id,kind,child_iin,month\n"
                              << "a,HOME_EDUCATION_CONFIRMED,900000000019,2025-10\n"
                              << "b,HOME_EDUCATION_CONFIRMED,900000000019,2025-11\n";
    EXPECT_THAT(Oteu({"push-facts", attendance, "--source=vendor-a", absl::StrCat("--school=", kSchool)}),
                HasSubstr("2 new"));
  }

  // The real oteu without a server: its exit code and output.
  std::string Offline(const std::vector<std::string>& words) const {
    const std::string log = demo_.path() + "/offline-output";
    std::filesystem::remove(log);
    const int code = ServerProcess(OTEU_CLI, words, log).WaitForExit(absl::Seconds(60));
    return absl::StrCat(code, "\n", ReadWholeFile(log));
  }
  std::string VerifyDatabase(std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"audit", "verify", "--database", Database()};
    words.insert(words.end(), more.begin(), more.end());
    return Offline(words);
  }

  // "N HASH TIME" of the running service.
  std::vector<std::string> Head() {
    return absl::StrSplit(Oteu({"audit", "head"}), absl::ByAnyChar(" \n"), absl::SkipEmpty());
  }

  // Does SQL to a copy of the stopped service's database and verifies that.
  std::string AfterMeddling(const char* sql) const {
    const std::string copy = demo_.path() + "/copy.db";
    std::filesystem::copy_file(Database(), copy, std::filesystem::copy_options::overwrite_existing);
    {
      auto connection = store::sqlite::Connection::Open({.path = copy});
      EXPECT_TRUE(connection.ok()) << connection.status();
      const absl::Status done = connection->Execute(sql);
      EXPECT_TRUE(done.ok()) << done << " " << sql;
    }
    return Offline({"audit", "verify", "--database", copy});
  }

  std::string name_;
};

TEST_F(AuditTest, WhatTheServiceLeavesIsWholeWhileItRunsAndAfterwards) {
  EXPECT_THAT(VerifyDatabase(), StartsWith("0\n")) << "empty";
  Fill();
  const auto head = Head();
  ASSERT_EQ(head.size(), 4U);
  const std::string running = VerifyDatabase({"--expect-head", head[2], "--expect-count", head[1]});
  EXPECT_THAT(running,
              testing::AllOf(StartsWith("0\n"), HasSubstr("whole"), HasSubstr(head[2]),
                             HasSubstr("1 application, 2 decisions, 2 documents"), HasSubstr("3 facts")));
  ASSERT_EQ(Stop(), 0);
  EXPECT_THAT(VerifyDatabase({"--expect-head", head[2]}), StartsWith("0\n"));
  EXPECT_FALSE(std::filesystem::exists(Database() + "-wal")) << "nothing was written beside it";
}

TEST_F(AuditTest, TheLogIsVerifiedWithoutTheDatabase) {
  Fill();
  const std::string whole = demo_.path() + "/whole.jsonl";
  const std::string rest = demo_.path() + "/rest.jsonl";
  EXPECT_THAT(Oteu({"audit", "export", "--out", whole}), StartsWith("0\n"));
  EXPECT_THAT(Oteu({"audit", "export", "--out", rest, "--after=1"}), StartsWith("0\n"));
  const std::string verified = Offline({"audit", "verify", whole});
  EXPECT_THAT(verified, testing::AllOf(StartsWith("0\n"), HasSubstr("whole.jsonl: whole")));
  EXPECT_THAT(VerifyDatabase(), StartsWith("0\n")) << "while the service runs";
  EXPECT_THAT(ReadWholeFile(whole), testing::Not(HasSubstr(kChild))) << "no personal data";

  const std::string text = ReadWholeFile(whole);
  std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  ASSERT_GE(lines.size(), 4U);
  std::smatch first;
  ASSERT_TRUE(std::regex_search(lines[0], first, std::regex(R"re("hash":"([0-9a-f]{64})")re")));
  EXPECT_THAT(Offline({"audit", "verify", rest, "--after-count=1", "--after-head=" + first[1].str()}),
              StartsWith("0\n"));
  EXPECT_THAT(Offline({"audit", "verify", rest}),
              testing::AllOf(StartsWith("1\n"), HasSubstr("GAP  record 1")));

  const auto broken = [&](const std::string& what, std::vector<std::string> changed,
                          const std::vector<std::string>& flags = {}) {
    const std::string path = demo_.path() + "/changed.jsonl";
    std::ofstream file(path);
    for (const std::string& line : changed) file << line << "\n";
    file.close();
    std::vector<std::string> words = {"audit", "verify", path};
    words.insert(words.end(), flags.begin(), flags.end());
    EXPECT_THAT(Offline(words), testing::AllOf(StartsWith("1\n"), HasSubstr(what)));
  };
  auto without = lines;
  without.erase(without.begin() + 1);
  broken("GAP  record 2", without);
  auto renamed = lines;
  renamed[1] = std::regex_replace(renamed[1], std::regex(R"re("actor":"[^"]*")re"), R"("actor":"nobody")");
  broken("a field was changed", renamed);
  auto rehashed = lines;
  rehashed[1] = std::regex_replace(rehashed[1], std::regex(R"re("hash":"....)re"), R"("hash":"0000)");
  broken("its hash was changed", rehashed);
  auto swapped = lines;
  std::swap(swapped[1], swapped[2]);
  broken("GAP  record 2", swapped);
  auto garbage = lines;
  garbage[2] = "{}";
  broken("MALFORMED  record 3", garbage);
  const std::string head = Head()[2];
  lines.pop_back();
  broken("HEAD_NOT_FOUND", lines, {"--expect-head", head});
  broken("TOO_FEW", lines, {absl::StrCat("--expect-count=", lines.size() + 1)});
}

TEST_F(AuditTest, EveryKindOfMeddlingWithTheDatabaseIsFound) {
  Fill();
  const auto head = Head();
  ASSERT_EQ(Stop(), 0);
  ASSERT_THAT(AfterMeddling("SELECT 1"), StartsWith("0\n"));
  struct Meddling {
    const char* sql;
    const char* found;
  };
  constexpr char kOpen[] =
      "DROP TRIGGER IF EXISTS audit_keeps_values; DROP TRIGGER IF EXISTS audit_keeps_rows;"
      "DROP TRIGGER IF EXISTS facts_keep_values; DROP TRIGGER IF EXISTS facts_keep_rows;";
  for (const Meddling& meddling : std::initializer_list<Meddling>{
           {"UPDATE audit SET actor = 'x' WHERE seq = 2", "CHANGED  record 2"},
           {"UPDATE audit SET at_us = at_us + 1 WHERE seq = 1", "CHANGED  record 1"},
           {"UPDATE audit SET hash = zeroblob(32) WHERE seq = 2", "its hash was changed"},
           {"UPDATE audit SET previous_hash = zeroblob(32) WHERE seq = 2", "OTHER_LINK  record 2"},
           {"DELETE FROM audit WHERE seq = 2", "GAP  record 2"},
           // The end cut off: what is left is a chain, and the rows it no longer speaks of tell.
           {"DELETE FROM audit WHERE seq > 2", "CONTENT_UNRECORDED"},
           {"UPDATE decisions SET decision = CAST(decision || x'00' AS BLOB) WHERE version = 1",
            "CONTENT_CHANGED  record 1"},
           {"UPDATE decisions SET inputs = CAST(inputs || x'00' AS BLOB) WHERE version = 2",
            "the inputs are not those"},
           {"UPDATE decisions SET document_sha256s = x'' WHERE version = 1", "more or fewer documents"},
           {"UPDATE decisions SET audit_seq = 2 WHERE version = 1", "its row names another record"},
           {"DELETE FROM decisions WHERE version = 2", "CONTENT_MISSING"},
           {"INSERT INTO decisions (application_id, version, decision, inputs, document_sha256s)"
            " SELECT application_id, 3, decision, inputs, document_sha256s FROM decisions WHERE version = 2",
            "CONTENT_UNRECORDED"},
           {"UPDATE documents SET document = CAST(document || x'00' AS BLOB) WHERE seq = 1",
            "not those of its digest"},
           {"DELETE FROM documents WHERE seq = 1", "is gone"},
           {"UPDATE snapshots SET bytes = x'00' WHERE seq = 1", "snapshots/"},
           {"DELETE FROM snapshots WHERE seq = 1", "a decision rests on it"},
           {"UPDATE applications SET state = 7", "not that of the application it holds"},
           {"UPDATE applications SET child_iin = '140101500011'", "not that of the application it holds"},
           {"DELETE FROM applications", "the application is gone"},
           {"UPDATE facts SET value = 'x' WHERE fact_id = 'a'", "a fact of the batch"},
           {"UPDATE facts SET child_iin = '140101500011' WHERE fact_id = 'd'", "a fact of the batch"},
           {"UPDATE facts SET recorded_at_us = 1 WHERE fact_id = 'b'", "a fact of the batch"},
           {"UPDATE facts SET fact = x'' WHERE fact_id = 'a'", "a fact of the batch"},
           {"UPDATE facts SET audit_seq = NULL WHERE fact_id = 'a'", "2 facts were recorded, 1 are there"},
           {"DELETE FROM facts WHERE fact_id = 'd'", "1 facts were recorded, 0 are there"},
           {"INSERT INTO facts SELECT source, 'e', revision, child_iin, kind, subject, value, school_bin,"
            " charge_from, retracted, recorded_at_us, fact, audit_seq FROM facts WHERE fact_id = 'a'",
            "2 facts were recorded, 3 are there"},
           {"INSERT INTO facts SELECT source, 'e', revision, child_iin, kind, subject, value, school_bin,"
            " charge_from, retracted, recorded_at_us, fact, NULL FROM facts WHERE fact_id = 'a'",
            "1 facts name no record"},
           {"INSERT INTO claims (child_iin, month, application_id) VALUES ('140101500011', '2026-01', 'x')",
            "months are held"},
           {"INSERT INTO claims (child_iin, month, application_id) SELECT child_iin, '2031-01', id"
            " FROM applications",
            "the months it holds"},
       }) {
    EXPECT_THAT(AfterMeddling(absl::StrCat(kOpen, meddling.sql).c_str()),
                testing::AllOf(StartsWith("1\n"), HasSubstr(meddling.found)))
        << meddling.sql;
  }
  // A whole chain made anew from some record on holds in itself: only a noted head finds it, or a cut end
  // where nothing tells of it any more.
  EXPECT_THAT(VerifyDatabase({"--expect-head", std::string(64, '1')}),
              testing::AllOf(StartsWith("1\n"), HasSubstr("HEAD_NOT_FOUND")));
  EXPECT_THAT(VerifyDatabase({"--expect-count", "1000"}),
              testing::AllOf(StartsWith("1\n"), HasSubstr("TOO_FEW")));
}

// The account that money goes to stands in the application's row, and is compared with what was decided on.
TEST_F(AuditTest, AnotherAccountInTheApplicationIsFound) {
  Fill();
  ASSERT_EQ(Stop(), 0);
  // KZ91 -> KZ19 would do no harm to the length of anything.
  const std::string meddled = AfterMeddling(
      "UPDATE applications SET application = CAST(replace(CAST(application AS TEXT), 'KZ', 'KX') AS BLOB)");
  EXPECT_THAT(meddled, testing::AllOf(StartsWith("1\n"), HasSubstr("its form is not the one")));
}

TEST_F(AuditTest, WhatIsNoDatabaseIsAFailure) {
  const std::string file = demo_.path() + "/text";
  std::ofstream(file) << std::string(4096, 'x');
  EXPECT_THAT(Offline({"audit", "verify", "--database", file}), StartsWith("2\n"));
  EXPECT_THAT(Offline({"audit", "verify", "--database", demo_.path() + "/none"}), StartsWith("2\n"));
  EXPECT_THAT(Offline({"audit", "verify"}), StartsWith("2\n"));
  EXPECT_THAT(Offline({"audit", "verify", file, "--expect-head", "xyz"}), StartsWith("2\n"));
}

}  // namespace
}  // namespace oteu::integration
