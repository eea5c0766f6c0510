// What a run of `oteu demo-pki` leaves on disk: complete, readable by the parts that use it, and keys for the
// owner alone.
#include "clients/demo_pki/demo_files.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <sys/stat.h>

#include <filesystem>

#include "absl/strings/str_cat.h"
#include "clients/demo_pki/demo_pki.h"
#include "clients/demo_pki/files.h"
#include "clients/demo_pki/sample_calendar.h"
#include "clients/demo_pki/samples.h"
#include "gtest/gtest.h"
#include "verification/policy/policy.h"

namespace oteu::demo_pki {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1795348800);  // 2026-11-22T12:00:00Z

class DemoFilesTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new std::string(testing::TempDir() + "/demo-pki-" + std::to_string(getpid()));
    const absl::Status status = WriteDemoPki(*folder_, kNow);
    ASSERT_TRUE(status.ok()) << status;
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(*folder_); }

  static std::string Read(const std::string& path) {
    const auto contents = ReadFile(absl::StrCat(*folder_, "/", path));
    EXPECT_TRUE(contents.ok()) << contents.status();
    return contents.ok() ? *contents : "";
  }

  static std::string* folder_;
};

std::string* DemoFilesTest::folder_ = nullptr;

TEST_F(DemoFilesTest, KeysAreReadableByTheOwnerAlone) {
  int keys = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder_)) {
    struct stat info {};
    ASSERT_EQ(stat(entry.path().c_str(), &info), 0);
    if (entry.path().extension() == ".key") {
      ++keys;
      EXPECT_EQ(info.st_mode & 0777U, 0600U) << entry.path();
    }
  }
  EXPECT_EQ(keys, 24);
  EXPECT_NE(Read("README.txt").find("DEMONSTRATIONS AND TESTS ONLY"), std::string::npos);
}

TEST_F(DemoFilesTest, IdentitiesLoadFromDisk) {
  for (const char* family : {"rsa", "gost"}) {
    const auto head = LoadIdentity(absl::StrCat(*folder_, "/", family, "/identities/school-head.cer"));
    ASSERT_TRUE(head.ok()) << head.status();
    EXPECT_EQ(head->name, "school-head");
  }
  EXPECT_EQ(LoadIdentity(absl::StrCat(*folder_, "/gost/anchors/root.cer")).status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(DemoFilesTest, PolicyIsSoundAndOnlyWarnsOfDemonstrationCertificates) {
  const auto policy = verification::ParsePolicy(Read("policy.txtpb"), "policy.txtpb");
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(policy->levels().demonstration_certificate(), oteu::v1::CHECK_LEVEL_WARN);
  EXPECT_EQ(policy->levels().signer_revocation(), oteu::v1::CHECK_LEVEL_FAIL);
  EXPECT_NE(policy->version(), verification::DefaultPolicy().version());
}

TEST_F(DemoFilesTest, RegistryFitsTheSamples) {
  oteu::registry::v1::RegistryFile registry;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(Read("registry.txtpb"), &registry));
  for (const char* name : {"good", "forged", "authentication"}) {
    oteu::v1::ApplicationForm form;
    ASSERT_TRUE(
        google::protobuf::util::JsonStringToMessage(Read(absl::StrCat("samples/", name, "/form.json")), &form)
            .ok());
    int found = 0;
    for (const auto& child : registry.families()) {
      if (child.child_iin() == form.child_iin()) {
        ++found;
        EXPECT_EQ(child.applicants(0).iin(), form.applicant_iin());
        EXPECT_EQ(child.residence().district_kato(), form.district_kato());
      }
    }
    EXPECT_EQ(found, 1) << name;
  }
}

TEST_F(DemoFilesTest, ForgedDiffersFromWhatWasSignedInOneByte) {
  const std::string cms = Read("samples/forged/school-certificate.cms");
  std::string json = Read("samples/forged/school-certificate.json");
  EXPECT_EQ(cms.find(json), std::string::npos);
  json.replace(json.find("DEMO-1"), 6, "DEMO-7");
  EXPECT_NE(cms.find(json), std::string::npos);
  EXPECT_NE(Read("samples/good/school-certificate.cms").find(Read("samples/good/school-certificate.json")),
            std::string::npos);
}

TEST(SampleCalendar, FollowsTheAcademicYear) {
  const auto at = [](int year, int month, int day) {
    return SampleCalendarAt(absl::FromCivil(absl::CivilSecond(year, month, day, 6), absl::UTCTimeZone()));
  };
  EXPECT_EQ(at(2026, 11, 22).first_lesson, absl::CivilDay(2026, 9, 1));
  EXPECT_EQ(at(2027, 3, 1).first_lesson, absl::CivilDay(2026, 9, 1));
  EXPECT_EQ(at(2027, 7, 1).first_lesson, absl::CivilDay(2027, 9, 1));
  EXPECT_EQ(at(2027, 7, 1).term_from, absl::CivilDay(2027, 6, 24));
  // Ten at night UTC on 31 May is already 1 June in Almaty.
  EXPECT_EQ(
      SampleCalendarAt(absl::FromCivil(absl::CivilSecond(2027, 5, 31, 22), absl::UTCTimeZone())).yesterday,
      absl::CivilDay(2027, 5, 31));
}

}  // namespace
}  // namespace oteu::demo_pki
