// docs/reference/errors.md has a row for every reason, with its gRPC code; docs/reference/limits.md one for
// every bound; docs/reference/logs.md one for every event.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include "absl/strings/str_cat.h"
#include "service/errors/error.h"
#include "service/logging/event.h"

namespace oteu::rpc {
namespace {

using testing::HasSubstr;

std::string ReadFile(const std::string& path) {
  std::ifstream file(std::string(OTEU_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(file) << path;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

TEST(ErrorsDocTest, HasEveryReasonWithItsCode) {
  const std::string text = ReadFile("docs/reference/errors.md");
  for (int r = 0; r <= static_cast<int>(ErrorReason::kInternal); ++r) {
    const auto reason = static_cast<ErrorReason>(r);
    EXPECT_THAT(text, HasSubstr(absl::StrCat("| `", ErrorReasonName(reason), "` | `",
                                             absl::StatusCodeToString(ErrorReasonCode(reason)), "` |")));
  }
}

TEST(LogsDocTest, HasEveryEvent) {
  const std::string text = ReadFile("docs/reference/logs.md");
  for (int e = 0; e <= static_cast<int>(logging::Event::kListenerDead); ++e) {
    EXPECT_THAT(text,
                HasSubstr(absl::StrCat("| `", logging::EventName(static_cast<logging::Event>(e)), "` |")));
  }
}

TEST(LimitsDocTest, HasEveryBoundOfTheTwoHeaders) {
  const std::string text = ReadFile("docs/reference/limits.md");
  for (const char* header : {"service/limits.h", "verification/limits.h"}) {
    const std::string code = ReadFile(header);
    const std::regex constant("inline constexpr [A-Za-z0-9_:]+ (k[A-Za-z0-9]+)");
    for (std::sregex_iterator match(code.begin(), code.end(), constant), end; match != end; ++match) {
      EXPECT_THAT(text, HasSubstr("`" + (*match)[1].str() + "`")) << header;
    }
  }
}

}  // namespace
}  // namespace oteu::rpc
