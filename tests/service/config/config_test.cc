// The configuration: file, flags, defaults, and all problems at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "service/config/defaults.h"
#include "service/config/read_config.h"
#include "service/config/validate.h"

namespace oteu::config {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

// A configuration that is complete, with folders that exist.
v1::ServerConfig Good() {
  v1::ServerConfig config;
  config.mutable_store()->set_data_dir("/tmp/oteu");
  config.set_regulations_dir("/tmp");
  config.mutable_trust()->set_anchors_dir("/tmp");
  config.mutable_registry()->set_target("registers.example.kz:443");
  ApplyDefaults(config, 2);
  return config;
}

std::string Problems(const v1::ServerConfig& config) { return FormatProblems(Validate(config)); }

TEST(ConfigTest, DefaultsAreValid) { EXPECT_EQ(Problems(Good()), ""); }

TEST(ConfigTest, EverythingWrongIsListedAtOnce) {
  v1::ServerConfig config;
  ApplyDefaults(config, 2);
  config.mutable_listen()->set_address("0.0.0.0:8443");
  config.mutable_limits()->set_workers(-1);
  EXPECT_THAT(Problems(config),
              AllOf(HasSubstr("listen.address: without tls"), HasSubstr("store.data_dir: is required"),
                    HasSubstr("regulations_dir: is required"), HasSubstr("trust.anchors_dir: is required"),
                    HasSubstr("registry: exactly one"), HasSubstr("limits.workers: -1 is not within 1")));
}

TEST(ConfigTest, PlaintextIsServedOnLoopbackOnly) {
  v1::ServerConfig config = Good();
  config.mutable_listen()->set_address("10.1.2.3:8443");
  EXPECT_THAT(Problems(config), HasSubstr("without tls only 127.0.0.0/8"));
  config.mutable_tls()->set_certificate_file("/etc/hostname");
  config.mutable_tls()->set_key_file("/etc/hostname");
  config.mutable_tls()->set_refresh_seconds(60);
  EXPECT_EQ(Problems(config), "");
  config.mutable_tls()->clear_key_file();
  EXPECT_THAT(Problems(config), HasSubstr("tls.key_file: is required"));
}

TEST(ConfigTest, PlaintextToTheRegistersIsLoopbackOnly) {
  v1::ServerConfig config = Good();
  config.mutable_registry()->set_plaintext(true);
  EXPECT_THAT(Problems(config), HasSubstr("registry.plaintext"));
  config.mutable_registry()->set_target("127.0.0.1:7000");
  EXPECT_EQ(Problems(config), "");
}

TEST(ConfigTest, EveryLimitHasBothEnds) {
  const auto* limits = v1::LimitsConfig::descriptor();
  for (int i = 0; i < limits->field_count(); ++i) {
    for (const std::int32_t value : {-1, 0, 2'000'000'000}) {
      v1::ServerConfig config = Good();
      config.mutable_limits()->GetReflection()->SetInt32(config.mutable_limits(), limits->field(i), value);
      EXPECT_THAT(Problems(config), HasSubstr("limits." + limits->field(i)->name())) << value;
    }
  }
}

TEST(ConfigTest, FetchingNamesItsHostsListsAndFolder) {
  v1::ServerConfig config = Good();
  v1::RevocationListConfig* list = config.mutable_revocation()->add_lists();
  ApplyDefaults(config, 2);
  EXPECT_EQ(list->interval_seconds(), 3600);
  EXPECT_EQ(config.revocation().list_mib_max(), 64);
  EXPECT_THAT(
      Problems(config),
      AllOf(HasSubstr("revocation.cache_dir: is required"), HasSubstr("revocation.hosts: is required"),
            HasSubstr("revocation.lists[0].name"), HasSubstr("revocation.lists[0].url")));
  config.mutable_revocation()->set_cache_dir("/tmp/oteu-revocation");
  config.mutable_revocation()->add_hosts("crl.example.kz");
  list->set_name("nca-gost");
  list->set_url("http://crl.example.kz/nca.crl");
  EXPECT_EQ(Problems(config), "");
  for (const char* name : {"../nca", "nca.gost", "a/b", ""}) {
    list->set_name(name);
    EXPECT_THAT(Problems(config), HasSubstr("revocation.lists[0].name")) << name;
  }
  list->set_name("nca");
  list->set_url("file:///etc/passwd");
  EXPECT_THAT(Problems(config), HasSubstr("revocation.lists[0].url"));
  list->set_url("https://crl.example.kz/nca.crl");
  *config.mutable_revocation()->add_lists() = *list;
  EXPECT_THAT(Problems(config), HasSubstr("revocation.lists[1].name: stands twice"));
}

TEST(ConfigTest, OcspOnDemandIsOffUnlessAskedFor) {
  v1::ServerConfig config = Good();
  config.mutable_revocation()->set_cache_dir("/tmp/oteu-revocation");
  config.mutable_revocation()->add_hosts("ocsp.example.kz");
  ApplyDefaults(config, 2);
  EXPECT_FALSE(config.revocation().has_ocsp());
  v1::OcspConfig* ocsp = config.mutable_revocation()->mutable_ocsp();
  ApplyDefaults(config, 2);
  EXPECT_EQ(ocsp->timeout_ms(), 3000);
  EXPECT_EQ(ocsp->response_kib_max(), 128);
  EXPECT_EQ(ocsp->reuse_seconds(), 600);
  EXPECT_EQ(Problems(config), "") << "the responder that a certificate names";
  ocsp->set_url("ldap://ocsp.example.kz/");
  ocsp->set_timeout_ms(99);
  ocsp->set_response_kib_max(129);
  ocsp->set_reuse_seconds(-1);
  EXPECT_THAT(
      Problems(config),
      AllOf(HasSubstr("revocation.ocsp.url"), HasSubstr("revocation.ocsp.timeout_ms"),
            HasSubstr("revocation.ocsp.response_kib_max"), HasSubstr("revocation.ocsp.reuse_seconds")));
}

TEST(ConfigTest, ATextThatDoesNotParseNamesItsLine) {
  const auto config =
      ParseConfig("listen { address: \"127.0.0.1:1\" }\nlimits { no_such: 1 }\n", "server.txtpb");
  EXPECT_THAT(std::string(config.status().message()), HasSubstr("server.txtpb:2:"));
}

TEST(ConfigTest, FlagsOverrideTheFile) {
  v1::ServerConfig config =
      *ParseConfig("listen { address: \"127.0.0.1:1\" } registry { target: \"a:1\" }", "f");
  ConfigFlags flags;
  flags.listen = "127.0.0.1:2";
  flags.registry_file = "/etc/hostname";
  flags.log_level = "debug";
  flags.trust_dir = "/tmp/no-such-folder";
  ASSERT_TRUE(ApplyFlags(flags, config).ok());
  EXPECT_EQ(config.listen().address(), "127.0.0.1:2");
  EXPECT_EQ(config.registry().file(), "/etc/hostname");
  EXPECT_THAT(config.registry().target(), IsEmpty());
  EXPECT_EQ(config.logging().level(), v1::LOG_LEVEL_DEBUG);
  EXPECT_EQ(config.trust().anchors_dir(), "/tmp/no-such-folder/anchors");
  EXPECT_THAT(config.trust().crls_dir(), IsEmpty());
  flags.log_level = "loud";
  EXPECT_FALSE(ApplyFlags(flags, config).ok());
}

TEST(ConfigTest, AFileThatIsAbsentOrTooLargeIsRefused) {
  EXPECT_TRUE(absl::IsNotFound(ReadConfig({.config_file = "/no/such/file"}, 2).status()));
  const std::string path = testing::TempDir() + "/large.txtpb";
  std::ofstream(path) << std::string(kConfigFileBytesMax + 1, '#');
  EXPECT_TRUE(absl::IsInvalidArgument(ReadConfig({.config_file = path}, 2).status()));
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace oteu::config
