// The audit chain of the real oteu-server, verified by the real oteu: whole as the service leaves it, and
// every kind of meddling behind its back is found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <regex>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "clients/demo_pki/demo_pki.h"
#include "clients/demo_pki/files.h"
#include "oteu/v1/application_service.grpc.pb.h"
#include "oteu/verification/v1/policy.pb.h"
#include "service/audit/bundle_file.h"
#include "service/audit/check_bundle.h"
#include "service/audit/record_proto.h"
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
           {"UPDATE decisions SET document_sha256s ="
            " CAST(substr(document_sha256s, 33) || substr(document_sha256s, 1, 32) AS BLOB) WHERE version = "
            "1",
            "is not document 0 of"},
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
           {"UPDATE applications SET revision = 7", "not that of the application it holds"},
           {"UPDATE applications SET child_iin = '140101500011'", "not that of the application it holds"},
           {"UPDATE applications SET applicant_iin = '140101500011'", "not that of the application it holds"},
           {"UPDATE applications SET district_kato = '000000000'", "not that of the application it holds"},
           {"UPDATE applications SET id = 'x'", "applications/x"},
           {"UPDATE applications SET application = x'FF'", "the application does not parse"},
           {"DELETE FROM applications", "the application is gone"},
           {"UPDATE facts SET value = 'x' WHERE fact_id = 'a'", "a fact of the batch"},
           {"UPDATE facts SET child_iin = '140101500011' WHERE fact_id = 'd'", "a fact of the batch"},
           {"UPDATE facts SET recorded_at_us = 1 WHERE fact_id = 'b'", "a fact of the batch"},
           {"UPDATE facts SET fact = x'' WHERE fact_id = 'a'", "a fact of the batch"},
           {"UPDATE facts SET audit_seq = NULL WHERE fact_id = 'a'", "2 facts were recorded, 1 are there"},
           {"UPDATE facts SET audit_seq = 1 WHERE fact_id = 'a'", "which states none"},
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

// Its row made to fit, column by column: the records and the decisions tell.
TEST_F(AuditTest, AnotherApplicationInTheRowIsFound) {
  Fill();
  grpc::ClientContext context;
  v1::GetApplicationRequest request;
  request.set_name(name_);
  v1::GetApplicationResponse response;
  ASSERT_TRUE(v1::ApplicationService::NewStub(channel_)->GetApplication(&context, request, &response).ok());
  ASSERT_EQ(Stop(), 0);
  const auto with = [&](const auto& change) {
    v1::Application application = response.application();
    change(&application);
    return AfterMeddling(absl::StrCat("UPDATE applications SET revision = ", application.revision(),
                                      ", state = ", application.state(), ", application = x'",
                                      absl::BytesToHexString(application.SerializeAsString()), "'")
                             .c_str());
  };
  ASSERT_THAT(with([](v1::Application*) {}), StartsWith("0\n"));
  EXPECT_THAT(with([](v1::Application* a) { a->set_revision(7); }),
              testing::AllOf(StartsWith("1\n"), HasSubstr("its revision is not that of its last record")));
  EXPECT_THAT(with([&](v1::Application* a) { a->set_latest_decision(name_ + "/decisions/1"); }),
              testing::AllOf(StartsWith("1\n"), HasSubstr("it names another decision as its latest")));
  EXPECT_THAT(with([](v1::Application* a) { a->set_state(v1::APPLICATION_STATE_REFUSED); }),
              testing::AllOf(StartsWith("1\n"), HasSubstr("its state is not what was decided")));
  EXPECT_THAT(with([](v1::Application* a) { a->set_name("applications/other"); }),
              testing::AllOf(StartsWith("1\n"), HasSubstr("not that of the application it holds")));
}

// ---- Bundles ----

class BundleTest : public AuditTest {
 protected:
  std::string Bundle() const { return demo_.path() + "/decision.bundle"; }
  v1::DecisionBundle Export(const std::string& name) {
    EXPECT_THAT(Oteu({"bundle", "export", name, "--out", Bundle()}), StartsWith("0\n"));
    auto bundle = audit::ParseBundle(ReadWholeFile(Bundle()));
    EXPECT_TRUE(bundle.ok()) << bundle.status();
    return bundle.ok() ? *std::move(bundle) : v1::DecisionBundle();
  }
  std::vector<std::string> Anchors() const {
    return {"--anchors", demo_.trust_dir() + "/anchors", "--tsa-anchors", demo_.trust_dir() + "/tsa-anchors"};
  }
  std::string Verify(std::vector<std::string> flags = {}) const {
    std::vector<std::string> words = {"bundle", "verify", Bundle()};
    words.insert(words.end(), flags.begin(), flags.end());
    return Offline(words);
  }
  // Names of the checks that do not hold, joined by spaces.
  static std::string Wrong(const v1::DecisionBundle& bundle, const store::NotedHead& noted = {}) {
    const auto verification = audit::CheckBundle(bundle, std::nullopt, noted);
    EXPECT_TRUE(verification.ok()) << verification.status();
    std::string wrong;
    for (const v1::BundleCheck& check : verification->checks()) {
      if (!check.passed() && !check.skipped())
        absl::StrAppend(&wrong, wrong.empty() ? "" : " ", check.name());
    }
    EXPECT_EQ(verification->good(), wrong.empty());
    return wrong;
  }
  // The record and the head made anew, as somebody would who forges a bundle.
  static void Rehash(v1::DecisionBundle* bundle) {
    v1::AuditProof* proof = bundle->mutable_proof();
    proof->mutable_record()->set_subject_sha256(store::ToHex(store::Sha256Of(bundle->decision().decision())));
    auto record = audit::FromProto(proof->record());
    record->hash = store::HashOf(*record);
    *proof->mutable_record() = audit::ToProto(*record);
    proof->clear_steps();
    *proof->mutable_head() = audit::MakeHead(record->seq, record->hash, record->at_us);
  }
};

TEST_F(BundleTest, ADecisionIsProvedWithoutTheService) {
  Fill();
  EXPECT_THAT(Oteu({"get", name_}), HasSubstr("GRANTED"));
  Export(name_ + "/decisions/1");
  const auto head = Head();
  ASSERT_EQ(Stop(), 0);
  EXPECT_THAT(Verify(), testing::AllOf(StartsWith("0\n"), HasSubstr("proved"), HasSubstr("replay      holds"),
                                       HasSubstr("signatures  not checked")));
  EXPECT_THAT(Verify(Anchors()), testing::AllOf(StartsWith("0\n"), HasSubstr("signatures  holds"),
                                                HasSubstr("GRANTED"), HasSubstr("2026-Q")));
  auto json = Anchors();
  json.emplace_back("--json");
  EXPECT_THAT(Verify(json), testing::AllOf(HasSubstr("\"good\":true"), HasSubstr("TOTAL_PASSED")));
  // The head that was noted afterwards has one record more: that of the export itself.
  EXPECT_THAT(Verify({"--expect-head", head[2]}),
              testing::AllOf(StartsWith("1\n"), HasSubstr("chain       DOES NOT HOLD")));
  EXPECT_THAT(Verify({"--policy-text"}), HasSubstr("version:"));
  EXPECT_THAT(Verify({"--regulation-text"}), HasSubstr("kz-kegen"));
  // Anchors of somebody else.
  const auto others = demo_pki::MakeDemoFamily(demo_pki::KeyKind::kEcP256, absl::Now());
  ASSERT_TRUE(others.ok()) << others.status();
  ASSERT_TRUE(demo_pki::WriteFile(demo_.path() + "/other.cer", others->root.certificate).ok());
  EXPECT_THAT(Verify({"--anchors", demo_.path() + "/other.cer"}),
              testing::AllOf(StartsWith("1\n"), HasSubstr("signatures  DOES NOT HOLD  documents[0]")));
  std::ofstream(Bundle()) << "no bundle";
  EXPECT_THAT(Verify(), StartsWith("2\n"));
}

// The decision tells of another payload than the one that was signed, and the rest is made to fit.
TEST_F(BundleTest, AnotherPayloadThanTheSignedOneIsFoundByTheSignatures) {
  Fill();
  v1::DecisionBundle bundle = Export(name_ + "/decisions/1");
  v1::Decision decision;
  ASSERT_TRUE(decision.ParseFromString(bundle.decision().decision()));
  ASSERT_TRUE(decision.documents(0).has_school_certificate());
  decision.mutable_documents(0)->mutable_school_certificate()->set_number("another");
  bundle.mutable_decision()->set_decision(decision.SerializeAsString());
  Rehash(&bundle);
  std::ofstream(Bundle(), std::ios::binary) << bundle.SerializeAsString();
  EXPECT_THAT(Verify(Anchors()),
              testing::AllOf(StartsWith("1\n"), HasSubstr("signatures  DOES NOT HOLD  documents[0]")));
}

TEST_F(BundleTest, TheExportIsInTheChainWithTheFilesDigest) {
  Fill();
  Export(name_);
  const std::string log = demo_.path() + "/log.jsonl";
  EXPECT_THAT(Oteu({"audit", "export", "--out", log}), StartsWith("0\n"));
  EXPECT_THAT(ReadWholeFile(log),
              HasSubstr(absl::StrCat(
                  "\"event\":\"ACCESS_EXPORT_DECISION_BUNDLE\",\"actor\":\"anonymous\",\"subject\":\"", name_,
                  "/decisions/2\",\"revision\":\"1\",\"subjectSha256\":\"",
                  store::ToHex(store::Sha256Of(ReadWholeFile(Bundle()))))));
  EXPECT_THAT(Oteu({"bundle", "export", "applications/none", "--out", Bundle()}),
              testing::AllOf(StartsWith("2\n"), HasSubstr("NOT_FOUND")));
}

TEST_F(BundleTest, EveryKindOfTamperingWithABundleIsFound) {
  Fill();
  EXPECT_THAT(Oteu({"get", name_}), HasSubstr("GRANTED"));
  EXPECT_THAT(Oteu({"get", name_}), HasSubstr("GRANTED"));
  const v1::DecisionBundle first = Export(name_ + "/decisions/1");
  const v1::DecisionBundle second = Export(name_ + "/decisions/2");
  ASSERT_EQ(Wrong(first), "");
  ASSERT_EQ(Wrong(second), "");
  ASSERT_TRUE(second.has_reference());
  const auto tampered = [](v1::DecisionBundle bundle, const auto& change) {
    change(bundle);
    return Wrong(bundle);
  };
  EXPECT_EQ(
      tampered(first, [](auto& b) { b.mutable_decision()->mutable_decision()->append("\xA0\x06\x01", 3); }),
      "decision replay");
  EXPECT_EQ(
      tampered(first, [](auto& b) { b.mutable_decision()->mutable_inputs()->append("\xA0\x06\x01", 3); }),
      "inputs replay");
  EXPECT_THAT(tampered(first,
                       [](auto& b) {
                         std::string& document = *b.mutable_documents(0);
                         document[document.size() / 2] = static_cast<char>(document[document.size() / 2] ^ 1);
                       }),
              HasSubstr("documents"));
  EXPECT_THAT(tampered(first, [](auto& b) { b.mutable_documents()->SwapElements(0, 1); }),
              HasSubstr("documents"));
  EXPECT_THAT(tampered(first, [](auto& b) { b.mutable_documents()->RemoveLast(); }), HasSubstr("documents"));
  EXPECT_THAT(tampered(first, [](auto& b) { b.mutable_trust_snapshot()->append("\x12\x00", 2); }),
              HasSubstr("trust"));
  EXPECT_THAT(tampered(first, [](auto& b) { b.clear_regulation_snapshots(); }),
              HasSubstr("regulation texts replay"));
  EXPECT_EQ(tampered(first,
                     [](auto& b) { b.mutable_verification_policy()->append("# read this\nversion: \"x\""); }),
            "texts");
  EXPECT_EQ(tampered(first, [](auto& b) { b.set_regulation("id: \"kz-kegen\""); }), "texts");
  EXPECT_EQ(tampered(first, [](auto& b) { b.set_name("applications/other/decisions/1"); }), "decision");
  EXPECT_EQ(tampered(first, [](auto& b) { b.mutable_proof()->mutable_record()->set_actor("x"); }), "chain");
  EXPECT_EQ(tampered(first, [](auto& b) { b.mutable_proof()->mutable_steps()->RemoveLast(); }), "chain");
  EXPECT_EQ(
      tampered(first, [](auto& b) { (*b.mutable_proof()->mutable_steps(0)->mutable_body_sha256())[0] ^= 1; }),
      "chain");
  EXPECT_EQ(tampered(first, [](auto& b) { b.mutable_proof()->mutable_head()->set_seq(99); }), "chain");
  EXPECT_EQ(
      tampered(second, [](auto& b) { b.mutable_reference()->mutable_decision()->append("\xA0\x06\x01", 3); }),
      "reference replay");
  EXPECT_EQ(tampered(second, [](auto& b) { b.set_previous_decision(b.decision().decision()); }),
            "reference replay");
  EXPECT_EQ(tampered(second,
                     [](auto& b) {
                       b.set_previous_decision(b.reference().decision());
                       b.mutable_reference()->mutable_decision()->append("\xA0\x06\x01", 3);
                     }),
            "reference replay")
      << "the decision before it is the one, the reference is not";
  // Made to fit in all but one place.
  const auto changed = [](v1::DecisionBundle bundle, const auto& change) {
    v1::Decision decision;
    EXPECT_TRUE(decision.ParseFromString(bundle.decision().decision()));
    change(&bundle, &decision);
    *bundle.mutable_decision()->mutable_decision() = decision.SerializeAsString();
    Rehash(&bundle);
    return Wrong(bundle);
  };
  EXPECT_EQ(changed(first, [](auto*, auto* d) { d->set_name("applications/other/decisions/1"); }),
            "decision replay");
  EXPECT_EQ(changed(first,
                    [](auto* b, auto* d) {
                      d->set_name("applications/other/decisions/1");
                      b->set_name(d->name());
                    }),
            "decision replay")
      << "the record is that of another application";
  EXPECT_EQ(changed(second, [](auto*, auto* d) { d->set_regulation_sha256(std::string(64, '0')); }),
            "regulation texts replay");
  // What cannot be read, or is there when it should not be: nothing more is said.
  EXPECT_EQ(tampered(first, [](auto& b) { b.mutable_decision()->set_decision("\xFF"); }), "decision");
  EXPECT_EQ(tampered(first, [](auto& b) { b.mutable_decision()->set_inputs("\xFF"); }), "decision");
  EXPECT_EQ(tampered(first, [](auto& b) { b.set_documents(0, "\xFF"); }), "decision");
  EXPECT_EQ(tampered(first, [](auto& b) { *b.mutable_reference() = b.decision(); }), "decision");
  EXPECT_EQ(tampered(second, [](auto& b) { b.clear_reference(); }), "decision");
  EXPECT_EQ(tampered(second, [](auto& b) { b.mutable_reference()->set_decision("\xFF"); }), "decision");
  EXPECT_EQ(changed(first,
                    [](auto* b, auto* d) {
                      b->set_trust_snapshot("\xFF");
                      d->set_trust_snapshot_sha256(store::ToHex(store::Sha256Of(b->trust_snapshot())));
                    }),
            "trust texts replay");
  // A reference that nobody decided, and all that rests on it made to fit.
  EXPECT_EQ(changed(second,
                    [](auto* b, auto* d) {
                      v1::Decision reference;
                      v1::DecisionInputs inputs;
                      ASSERT_TRUE(reference.ParseFromString(b->reference().decision()));
                      ASSERT_TRUE(inputs.ParseFromString(b->decision().inputs()));
                      reference.set_policy_version("forged");
                      d->set_policy_version("forged");
                      b->mutable_reference()->set_decision(reference.SerializeAsString());
                      const std::string sha256 = store::ToHex(store::Sha256Of(b->reference().decision()));
                      inputs.mutable_recalculation()->set_reference_sha256(sha256);
                      inputs.mutable_recalculation()->set_previous_sha256(sha256);
                      b->mutable_decision()->set_inputs(inputs.SerializeAsString());
                      d->set_inputs_sha256(store::ToHex(store::Sha256Of(b->decision().inputs())));
                    }),
            "replay");
  EXPECT_EQ(tampered(first,
                     [](auto& b) {
                       oteu::verification::v1::TrustSnapshot trust;
                       ASSERT_TRUE(trust.ParseFromString(b.trust_snapshot()));
                       trust.add_intermediates(trust.intermediates(0));
                       b.set_trust_snapshot(trust.SerializeAsString());
                     }),
            "trust replay");
  // A district of which the law says nothing: it cannot be made again at all.
  EXPECT_EQ(tampered(first,
                     [](auto& b) {
                       v1::DecisionInputs inputs;
                       ASSERT_TRUE(inputs.ParseFromString(b.decision().inputs()));
                       inputs.mutable_form()->set_district_kato("999999999");
                       b.mutable_decision()->set_inputs(inputs.SerializeAsString());
                     }),
            "inputs replay");
  // More is paid, and everything around is made to fit: it cannot be made again.
  const auto generous = [](auto& b) {
    v1::Decision decision;
    ASSERT_TRUE(decision.ParseFromString(b.decision().decision()));
    decision.add_granted_months("2031-01");
    *b.mutable_decision()->mutable_decision() = decision.SerializeAsString();
    Rehash(&b);
  };
  EXPECT_EQ(tampered(first, generous), "replay");
  EXPECT_EQ(tampered(second, generous), "replay");
  // The whole chain made anew: only a noted head tells.
  v1::DecisionBundle anew = first;
  anew.mutable_proof()->mutable_record()->set_actor("x");
  Rehash(&anew);
  EXPECT_EQ(Wrong(anew), "");
  store::NotedHead noted;
  noted.hash.emplace();
  ASSERT_TRUE(store::FromHex(first.proof().head().hash(), &*noted.hash));
  EXPECT_EQ(Wrong(anew, noted), "chain");
  EXPECT_EQ(Wrong(first, noted), "");
}

// ---- Readings ----

TEST_F(AuditTest, EveryReadingIsARecordBeforeItIsAnswered) {
  Fill();
  const std::string id = name_.substr(name_.find('/') + 1);
  EXPECT_THAT(Oteu({"get", name_}), HasSubstr("GRANTED"));
  EXPECT_THAT(Oteu({"get", name_ + "/decisions/1"}), HasSubstr("GRANTED"));
  EXPECT_THAT(Oteu({"list", "--child-iin", kChild}), HasSubstr(id));
  EXPECT_THAT(Oteu({"list", "--child-iin", "140101500011"}), StartsWith("0\n"));
  EXPECT_THAT(Oteu({"explain", name_}), StartsWith("0\n"));
  EXPECT_THAT(Oteu({"get", "applications/none"}), HasSubstr("NOT_FOUND"));
  EXPECT_EQ(Entitlement(name_).state(), oteu::v1::ENTITLEMENT_STATE_ENDED);
  const std::string log = demo_.path() + "/log.jsonl";
  EXPECT_THAT(Oteu({"audit", "export", "--out", log}), StartsWith("0\n"));
  const std::string text = ReadWholeFile(log);
  const auto record = [](const std::string& event, const std::string& subject) {
    return absl::StrCat("\"event\":\"", event, "\",\"actor\":\"anonymous\",\"subject\":\"", subject, "\"");
  };
  EXPECT_THAT(text, HasSubstr(record("ACCESS_GET_APPLICATION", name_)));
  EXPECT_THAT(text, HasSubstr(record("ACCESS_GET_DECISION", name_ + "/decisions/1")));
  EXPECT_THAT(text, HasSubstr(record("ACCESS_LIST_APPLICATIONS", name_)));
  EXPECT_THAT(text, HasSubstr(record("ACCESS_LIST_APPLICATIONS", "applications"))) << "nothing was found";
  EXPECT_THAT(text, HasSubstr(record("ACCESS_EXPLAIN_DECISION", name_ + "/decisions/2")));
  EXPECT_THAT(text, HasSubstr(record("ACCESS_GET_ENTITLEMENT", name_ + "/entitlement")));
  EXPECT_THAT(text, testing::Not(HasSubstr("none"))) << "nothing was read";
  EXPECT_THAT(text, testing::Not(HasSubstr(kChild)));
  EXPECT_THAT(text, testing::Not(HasSubstr("140101500011"))) << "what was asked for is personal data";
  EXPECT_THAT(Oteu({"audit", "export", "--out", log}), StartsWith("0\n"));
  EXPECT_THAT(ReadWholeFile(log), HasSubstr(record("ACCESS_LIST_AUDIT_RECORDS", "audit/0")));
  ASSERT_EQ(Stop(), 0);
  EXPECT_THAT(VerifyDatabase(), StartsWith("0\n"));
}

// What a read costs with its record: printed for docs/adr/0016. OTEU_READS sets how many.
TEST_F(AuditTest, WhatAReadCosts) {
  const std::string name = Grant();
  const char* wanted = std::getenv("OTEU_READS");
  const int reads = wanted == nullptr ? 200 : std::atoi(wanted);
  for (const int threads : {1, 16}) {
    std::atomic<int> left = reads;
    std::vector<double> micros;
    std::mutex mutex;
    const absl::Time begin = absl::Now();
    std::vector<std::thread> readers;
    for (int i = 0; i < threads; ++i) {
      readers.emplace_back([&] {
        auto stub = oteu::v1::ApplicationService::NewStub(channel_);
        oteu::v1::GetApplicationRequest request;
        request.set_name(name);
        while (left-- > 0) {
          grpc::ClientContext context;
          oteu::v1::GetApplicationResponse response;
          const absl::Time start = absl::Now();
          EXPECT_TRUE(stub->GetApplication(&context, request, &response).ok());
          const double took = absl::ToDoubleMicroseconds(absl::Now() - start);
          const std::lock_guard lock(mutex);
          micros.push_back(took);
        }
      });
    }
    for (std::thread& reader : readers) reader.join();
    const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
    std::sort(micros.begin(), micros.end());
    std::printf("GetApplication, %d at a time: %.0f/s, median %.0f us, p99 %.0f us\n", threads,
                reads / seconds, micros[micros.size() / 2], micros[micros.size() * 99 / 100]);
  }
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
