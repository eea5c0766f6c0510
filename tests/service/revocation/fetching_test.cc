// From the configuration to a verdict: a list that is fetched makes what was "try later" pass.
#include "service/revocation/fetching.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/time/clock.h"
#include "service/config/defaults.h"
#include "service/config/load_trust.h"
#include "service/config/reloadable.h"
#include "tests/service/revocation/fault_server.h"
#include "tests/verification/verifier/demo_fixture.h"

namespace oteu::revocation {
namespace {

namespace fs = std::filesystem;
using testing::FaultServer;
using testing::Reply;
using testing::Request;

TEST(Fetching, AFetchedListDecides) {
  const demo_pki::DemoFamily& family = verification::testing::Family();
  const std::string folder = ::testing::TempDir() + "/fetching-" + std::to_string(getpid());
  fs::remove_all(folder);
  fs::create_directories(folder + "/anchors");
  fs::create_directories(folder + "/intermediates");
  std::ofstream(folder + "/anchors/root.cer", std::ios::binary) << family.root.certificate;
  std::ofstream(folder + "/intermediates/ca.cer", std::ios::binary) << family.issuing_ca.certificate;
  const FaultServer server([&](const Request& request) {
    const bool root = request.head.starts_with("GET /root.crl ");
    return Reply{.body = root ? family.root_crl : family.issuing_crl};
  });

  config::v1::ServerConfig config;
  config.mutable_trust()->set_anchors_dir(folder + "/anchors");
  config.mutable_trust()->set_intermediates_dir(folder + "/intermediates");
  config::v1::RevocationConfig& revocation = *config.mutable_revocation();
  revocation.set_cache_dir(folder + "/cache");
  revocation.add_hosts("127.0.0.1");
  for (const char* name : {"root", "issuing"}) {
    config::v1::RevocationListConfig* list = revocation.add_lists();
    list->set_name(name);
    list->set_url(server.Url(std::string("/") + name + ".crl"));
  }
  config::ApplyDefaults(config, 1);

  SystemClock clock;
  std::atomic<int> changes = 0;
  std::unique_ptr<Fetching> fetching;
  config::Reloadable<verification::Verifier> trust([&] {
    return config::LoadVerifier(config.trust(),
                                {fetching ? fetching->Lists() : std::vector<std::string>(), {}});
  });
  auto made = Fetching::Create(revocation, config.trust(), &clock, nullptr, [&] {
    EXPECT_TRUE(trust.Reload().ok());
    ++changes;
  });
  ASSERT_TRUE(made.ok()) << made.status();
  fetching = *std::move(made);
  ASSERT_TRUE(trust.Reload().ok());
  const std::string cms = verification::testing::Sign("document", family.Get(demo_pki::kSchoolHead));
  EXPECT_VERDICT(verification::testing::Verify(*trust.Get(), cms).report, INDETERMINATE, TRY_LATER);

  fetching->Start();
  for (int i = 0; i < 1000 && changes == 0; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(changes, 1) << "both lists in one round are one reload";
  EXPECT_PASSED(verification::testing::Verify(*trust.Get(), cms).report);
  fetching->Stop();

  // After a restart the lists are there before anybody is asked.
  auto again = Fetching::Create(revocation, config.trust(), &clock, nullptr, nullptr);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ((*again)->Lists().size(), 2u);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace oteu::revocation
