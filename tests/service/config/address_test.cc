#include "service/config/address.h"

#include <gtest/gtest.h>

#include <string>

namespace oteu::config {
namespace {

TEST(AddressTest, LoopbackIsNumericAndWithinThisHost) {
  for (const char* address : {"127.0.0.1:8443", "127.255.0.3:0", "[::1]:443", "unix:/run/oteu.sock"}) {
    EXPECT_TRUE(IsLoopback(address)) << address;
  }
}

TEST(AddressTest, EverythingElseIsNot) {
  for (const char* address : {"0.0.0.0:8443",
                              "10.0.0.1:1",
                              "128.0.0.1:1",
                              "[::]:443",
                              "[fe80::1]:1",
                              "[::ffff:127.0.0.1]:1",
                              "localhost:8443",
                              "127.1:80",
                              "127.0.0.1",
                              "127.0.0.1:",
                              "127.0.0.1:99999",
                              "127.0.0.1:-1",
                              "127.0.0.1:+1",
                              "0x7f000001:1",
                              ":8443",
                              "unix:",
                              "unix:relative",
                              "unix-abstract:x",
                              "dns:///127.0.0.1:80",
                              "ipv4:127.0.0.1:80",
                              "",
                              "127.0.0.1.evil.kz:1",
                              "127.0.0.1:1 ",
                              "::1:443"}) {
    EXPECT_FALSE(IsLoopback(address)) << address;
  }
}

TEST(AddressTest, ValidAddressesAreNumeric) {
  EXPECT_TRUE(IsValidAddress("0.0.0.0:8443"));
  EXPECT_TRUE(IsValidAddress("[::]:8443"));
  EXPECT_FALSE(IsValidAddress("example.kz:8443"));
  EXPECT_FALSE(IsValidAddress("[127.0.0.1]:8443"));
  EXPECT_FALSE(IsValidAddress("unix:/" + std::string(200, 'x')));
}

}  // namespace
}  // namespace oteu::config
