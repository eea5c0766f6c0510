#include "verification/cms/ber.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "verification/limits.h"
#include "verification/openssl/bytes.h"

namespace oteu::verification::cms {
namespace {

using namespace std::string_literals;  // NOLINT(google-build-using-namespace)

std::string Normalized(const std::string& ber) {
  const auto result = NormalizeBer(openssl::AsBytes(ber));
  if (const Problem* problem = GetProblem(result)) return "problem: " + problem->cause;
  const auto& der = std::get<std::vector<uint8_t>>(result);
  return {der.begin(), der.end()};
}

TEST(Ber, DerStaysAsItIs) {
  for (const std::string& der : {"\x30\x00"s,
                                 "\x04\x03"
                                 "abc"s,
                                 "\x30\x05\x02\x01\x07\x05\x00"s, "\x31\x03\x01\x01\xff"s}) {
    EXPECT_EQ(Normalized(der), der);
  }
  const std::string long_der = "\x04\x81\x80"s + std::string(128, 'x');
  EXPECT_EQ(Normalized(long_der), long_der);
}

TEST(Ber, IndefiniteLengthBecomesDefinite) {
  EXPECT_EQ(Normalized("\x30\x80\x02\x01\x07\x00\x00"s), "\x30\x03\x02\x01\x07"s);
  EXPECT_EQ(Normalized("\x30\x80\x30\x80\x00\x00\x00\x00"s), "\x30\x02\x30\x00"s);
  EXPECT_EQ(Normalized("\xa0\x80\x05\x00\x00\x00"s), "\xa0\x02\x05\x00"s);
}

TEST(Ber, LongLengthsBecomeShort) {
  EXPECT_EQ(Normalized("\x04\x81\x01x"s), "\x04\x01x"s);
  EXPECT_EQ(Normalized("\x04\x84\x00\x00\x00\x01x"s), "\x04\x01x"s);
  EXPECT_EQ(Normalized("\x30\x82\x00\x03\x02\x01\x07"s), "\x30\x03\x02\x01\x07"s);
}

TEST(Ber, SegmentsAreJoined) {
  EXPECT_EQ(Normalized("\x24\x80\x04\x01"
                       "a\x04\x02"
                       "bc\x00\x00"s),
            "\x04\x03"
            "abc"s);
  EXPECT_EQ(Normalized("\x24\x03\x04\x01"
                       "a"s),
            "\x04\x01"
            "a"s);
  // Segments of segments (X.690 8.7.3.2).
  EXPECT_EQ(Normalized("\x24\x80\x24\x80\x04\x01"
                       "a\x00\x00\x04\x01"
                       "b\x00\x00"s),
            "\x04\x02"
            "ab"s);
  EXPECT_EQ(Normalized("\x24\x00"s), "\x04\x00"s);
}

TEST(Ber, SegmentsOfAnotherTypeAreRefused) {
  EXPECT_EQ(Normalized("\x24\x80\x0c\x01"
                       "a\x00\x00"s),
            "problem: segment of another type");
}

TEST(Ber, LengthGrowsAtTheBoundary) {
  for (const size_t size : {127u, 128u, 255u, 256u, 65535u, 65536u}) {
    std::string ber = "\x24\x80"s;
    std::string left(size, 'x');
    while (!left.empty()) {
      const size_t part = std::min<size_t>(left.size(), 100);
      ber += "\x04"s + static_cast<char>(part) + left.substr(0, part);
      left.erase(0, part);
    }
    const std::string der = Normalized(ber + "\0\0"s);
    EXPECT_EQ(der.substr(der.size() - size), std::string(size, 'x'));
    EXPECT_EQ(Normalized(der), der);
  }
}

TEST(Ber, TrailingBytesAreRefused) {
  EXPECT_EQ(Normalized("\x30\x80\x00\x00x"s), "problem: trailing bytes");
  EXPECT_EQ(Normalized("\x30\x00\x30\x00"s), "problem: trailing bytes");
}

TEST(Ber, DamageIsRefused) {
  for (const std::string& ber :
       {""s, "\x30"s, "\x30\x80"s, "\x30\x80\x00"s, "\x30\x05\x02\x01"s, "\x04\x80\x00\x00"s, "\x1f\x01\x00"s,
        "\x30\x82\x01"s, "\x30\x03\x02\x05\x01"s, "\x30\x89"s}) {
    EXPECT_EQ(Normalized(ber).substr(0, 8), "problem:") << ber.size();
  }
}

// An element must not reach past its parent, whoever has the length.
TEST(Ber, ChildrenStayInside) {
  EXPECT_EQ(Normalized("\x30\x02\x30\x80\x00\x00"s).substr(0, 8), "problem:");
  EXPECT_EQ(Normalized("\x30\x03\x04\x02"
                       "ab"s)
                .substr(0, 8),
            "problem:");
}

TEST(Ber, DepthAndNumberAreBounded) {
  std::string deep;
  for (size_t i = 0; i < kMaxBerDepth.value + 1; ++i) deep += "\x30\x80"s;
  EXPECT_EQ(Normalized(deep), std::string("problem: ") + kMaxBerDepth.name);
  std::string many = "\x30\x80"s;
  for (size_t i = 0; i <= kMaxBerElements.value; ++i) many += "\x05\x00"s;
  EXPECT_EQ(Normalized(many + "\0\0"s), std::string("problem: ") + kMaxBerElements.name);
}

}  // namespace
}  // namespace oteu::verification::cms
