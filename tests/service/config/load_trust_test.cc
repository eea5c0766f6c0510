// Trust from folders: what is read, what is refused.
#include "service/config/load_trust.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "service/config/read_files.h"

namespace oteu::config {
namespace {

using testing::ElementsAre;

class LoadTrustTest : public testing::Test {
 protected:
  LoadTrustTest() : folder_(testing::TempDir() + "/load-trust-" + std::to_string(getpid())) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~LoadTrustTest() override { std::filesystem::remove_all(folder_); }
  void Write(const std::string& name, const std::string& contents) {
    std::ofstream(folder_ + "/" + name) << contents;
  }

  std::string folder_;
};

TEST_F(LoadTrustTest, OnlyTrustFilesAreReadInTheOrderOfNames) {
  Write("b.cer", "2");
  Write("a.pem", "1");
  Write("c.crl", "3");
  Write("README.txt", "no");
  Write(".hidden.cer", "no");
  EXPECT_THAT(*ReadFolder(folder_, {10, 100}), ElementsAre("1", "2", "3"));
}

TEST_F(LoadTrustTest, BoundsAreChecked) {
  Write("a.cer", std::string(101, 'x'));
  EXPECT_TRUE(absl::IsResourceExhausted(ReadFolder(folder_, {10, 100}).status()));
  Write("b.cer", "x");
  EXPECT_TRUE(absl::IsResourceExhausted(ReadFolder(folder_, {1, 1000}).status()));
  EXPECT_TRUE(absl::IsNotFound(ReadFolder(folder_ + "/none", {1, 1000}).status()));
}

TEST_F(LoadTrustTest, WithoutAnAnchorNothingIsTrusted) {
  v1::TrustConfig config;
  config.set_anchors_dir(folder_);
  EXPECT_TRUE(absl::IsFailedPrecondition(LoadVerifier(config).status()));
  Write("a.cer", "no certificate");
  EXPECT_FALSE(LoadVerifier(config).ok());
}

TEST_F(LoadTrustTest, ABadPolicyNamesItsFile) {
  v1::TrustConfig config;
  config.set_anchors_dir(folder_);
  Write("policy.txtpb", "no_such_field: 1");
  config.set_policy_file(folder_ + "/policy.txtpb");
  EXPECT_THAT(std::string(LoadVerifier(config).status().message()), testing::HasSubstr("policy.txtpb"));
}

}  // namespace
}  // namespace oteu::config
