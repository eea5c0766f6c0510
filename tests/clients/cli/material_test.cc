// Real and published material, where it is at hand: certificates, lists and signatures of Kazakhstan, and
// NIST's PKITS.
#include <google/protobuf/util/json_util.h>

#include <filesystem>
#include <set>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "tests/clients/cli/run_oteu.h"
#include "tests/verification/shared_material.h"

namespace oteu::cli {
namespace {

const std::string kKazakh = testing_material::SharedDir() / "kazakh-pki";
const std::string kPkits = testing_material::SharedDir() / "corpora/nist-pkits";
constexpr char kPassed[] = "INDICATION_TOTAL_PASSED";

std::vector<google::protobuf::Struct> VerifyKazakh(const std::vector<std::string>& more, int expected_exit) {
  const std::string root = kKazakh;
  std::vector<std::string> words = {"verify",    "--json",
                                    "--at",      "2026-11-22T12:00:00Z",
                                    "--anchors", root + "/ca-test/root_test_gost_2022.cer"};
  for (const char* name :
       {"root_gost.pem", "root_gost_2020.cer", "root_gost_2022.pem", "root_rsa.pem", "root_rsa_2020.cer"}) {
    words.insert(words.end(), {"--anchors", absl::StrCat(root, "/ca-production/", name)});
  }
  words.insert(words.end(), {"--intermediates", root + "/ca-test", "--intermediates", root + "/ca-production",
                             "--crls", root + "/crl/nca_gost2022_test_ncago.crl"});
  words.insert(words.end(), more.begin(), more.end());
  const RunResult result = RunOteu(words);
  EXPECT_EQ(result.exit_code, expected_exit) << result.err;
  return JsonLines(result.out);
}

// The strict policy, but missing revocation data of CA certificates is a warning: those lists are not at
// hand.
std::string CaRevocationWarns() {
  std::string policy = ReadOrFail(std::string(OTEU_SOURCE_DIR) + "/verification/policy/default_policy.txtpb");
  const std::string from = "ca_revocation: CHECK_LEVEL_FAIL";
  policy.replace(policy.find(from), from.size(), "ca_revocation: CHECK_LEVEL_WARN");
  const std::string path = FreshFolder("policy") + "/policy.txtpb";
  WriteOrFail(path, policy);
  return path;
}

class KazakhMaterialTest : public testing::Test {
 protected:
  void SetUp() override { OTEU_SKIP_WITHOUT("kazakh-pki"); }
};

// Without the lists of the roots nothing but a root itself can pass the strict policy.
TEST_F(KazakhMaterialTest, StrictPolicyAnswersEveryFile) {
  const auto reports = VerifyKazakh({kKazakh}, 1);
  EXPECT_GE(reports.size(), 40U);
  for (const auto& report : reports) {
    const std::string file = Field(report, "file");
    const bool is_root = file.find("/root_") != std::string::npos;
    if (Field(report, "report.indication") == kPassed) {
      EXPECT_TRUE(is_root) << file;
    }
    EXPECT_NE(Field(report, "report.indication"), "") << file;
    for (const char* folder : {"/tsp/", "/ocsp/", "/xml/"}) {
      if (file.find(folder) == std::string::npos) continue;
      EXPECT_EQ(Field(report, "report.indication"), "INDICATION_INDETERMINATE") << file;
    }
  }
}

TEST_F(KazakhMaterialTest, WithoutCaRevocationTheGoodOnesPassAndNoOthers) {
  const std::set<std::string> good = {"ca-test/root_test_gost_2022.cer", "ca-test/nca_gost2022_test.cer",
                                      "crl/nca_gost2022_test_ncago.crl",
                                      "keys/individual_valid_individual_valid.cer",
                                      "keys/legal_valid_employee_signright.cer", "keys/legal_valid_head.cer",
                                      // The employee's and the information system's certificates are on the
                                      // list of August 2026, whatever their names say.
                                      "cms/individual_attached.der", "cms/individual_signer.cer"};
  const auto reports = VerifyKazakh({"--policy", CaRevocationWarns(), kKazakh}, 1);
  for (const auto& report : reports) {
    const std::string file = Field(report, "file").substr(kKazakh.size() + 1);
    const bool passed = Field(report, "report.indication") == kPassed;
    if (good.count(file) > 0) {
      EXPECT_TRUE(passed) << file << " " << Field(report, "report.subIndication");
    }
    // Production CA certificates: some are within their dates under a root at hand, some are not.
    if (good.count(file) == 0 && !file.starts_with("ca-production/")) {
      EXPECT_FALSE(passed) << file;
    }
  }
}

TEST_F(KazakhMaterialTest, RealDetachedSignatureNeedsItsContent) {
  const std::string root = kKazakh;
  const std::string policy = CaRevocationWarns();
  const std::string detached = root + "/cms/individual_detached.der";
  VerifyKazakh({"--policy", policy, "--content", root + "/cms/individual_document.txt", detached}, 0);
  VerifyKazakh({"--policy", policy, "--content", root + "/cms/individual_signer.cer", detached}, 1);
}

TEST_F(KazakhMaterialTest, ChangedBitsOfRealCertificatesNeverPass) {
  const std::string good = ReadOrFail(kKazakh + "/keys/legal_valid_head.cer");
  const std::string folder = FreshFolder("kazakh-flips");
  for (size_t i = 0; i < 120; ++i) {
    std::string changed = good;
    const size_t place = i * good.size() / 120;
    changed[place] = static_cast<char>(changed[place] ^ (1 << (i % 8)));
    WriteOrFail(absl::StrCat(folder, "/", place, ".cer"), changed);
  }
  const auto reports = VerifyKazakh({"--policy", CaRevocationWarns(), folder}, 1);
  EXPECT_EQ(reports.size(), 120U);
  for (const auto& report : reports)
    EXPECT_NE(Field(report, "report.indication"), kPassed) << Field(report, "file");
}

std::vector<std::string> Strings(const google::protobuf::Struct& object, const std::string& name) {
  std::vector<std::string> values;
  for (const auto& value : object.fields().at(name).list_value().values())
    values.push_back(value.string_value());
  return values;
}

std::vector<std::string> PathArguments(const google::protobuf::Struct& test) {
  const std::string root = kPkits;
  std::vector<std::string> words = {"verify-path", "--at", "1302566400", "--anchor",
                                    absl::StrCat(root, "/certs/", Field(test, "anchor"), ".crt")};
  for (const std::string& name : Strings(test, "intermediates")) {
    words.insert(words.end(), {"--intermediate", absl::StrCat(root, "/certs/", name, ".crt")});
  }
  for (const std::string& name : Strings(test, "crls")) {
    words.insert(words.end(), {"--crl", absl::StrCat(root, "/crls/", name, ".crl")});
  }
  for (const std::string& oid : Strings(test, "initial_policy_set"))
    words.insert(words.end(), {"--policy-oid", oid});
  if (Field(test, "initial_explicit_policy") == "true") words.emplace_back("--explicit-policy");
  if (Field(test, "initial_policy_mapping_inhibit") == "true") words.emplace_back("--inhibit-mapping");
  if (Field(test, "initial_inhibit_any_policy") == "true") words.emplace_back("--inhibit-any");
  words.push_back(absl::StrCat(root, "/certs/", Field(test, "target"), ".crt"));
  return words;
}

TEST(PkitsMaterialTest, NoFalseAccept) {
  const std::string cases = absl::StrCat(kPkits, "/cases.json");
  if (!std::filesystem::exists(cases)) GTEST_SKIP() << "NIST PKITS is not at hand";
  google::protobuf::ListValue list;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ReadOrFail(cases), &list).ok());
  int valid = 0;
  int accepted = 0;
  for (const google::protobuf::Value& value : list.values()) {
    const google::protobuf::Struct& test = value.struct_value();
    const bool should = Field(test, "should_validate") == "true";
    const RunResult result = RunOteu(PathArguments(test));
    ASSERT_TRUE(result.exit_code == 0 || result.exit_code == 1 || (!should && result.exit_code == 2))
        << Field(test, "test") << " " << result.err;
    if (!should) {
      EXPECT_NE(result.exit_code, 0) << "false accept: " << Field(test, "test") << " "
                                     << Field(test, "title");
    }
    valid += should ? 1 : 0;
    accepted += should && result.exit_code == 0 ? 1 : 0;
    if (should && result.exit_code != 0) {
      std::cout << "not accepted: " << Field(test, "test") << " " << Field(test, "title") << "\n"
                << result.out;
    }
  }
  std::cout << list.values_size() << " paths, " << accepted << " of " << valid << " valid ones accepted\n";
  RecordProperty("valid_accepted", accepted);
  // What OpenSSL does not do (name constraints on unusual forms, DSA, indirect lists) may be refused; most
  // must be accepted.
  EXPECT_GE(accepted * 10, valid * 9);
}

}  // namespace
}  // namespace oteu::cli
