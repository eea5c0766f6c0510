#include "service/rpc/accept_language.h"

#include <gtest/gtest.h>

#include <string>

namespace oteu::rpc {
namespace {

struct Case {
  const char* header;
  const char* language;
};

class AcceptLanguageTest : public testing::TestWithParam<Case> {};

TEST_P(AcceptLanguageTest, Chooses) { EXPECT_EQ(ChooseLanguage(GetParam().header), GetParam().language); }

INSTANTIATE_TEST_SUITE_P(Headers, AcceptLanguageTest,
                         testing::Values(Case{"", "kk"}, Case{"ru", "ru"}, Case{"RU-kz", "ru"},
                                         Case{"en-US,en;q=0.9", "en"}, Case{"de, ru;q=0.5, en;q=0.7", "en"},
                                         Case{"ru;q=0.3, kk;q=0.3", "ru"}, Case{"*", "kk"},
                                         Case{"ru;q=0", "kk"}, Case{"ru;q=0.0, en;q=0.001", "en"},
                                         Case{"en;q=1.5, ru;q=0.2", "ru"}, Case{"en;q=x, ru;q=0.2", "ru"},
                                         Case{"en;q=0.1234, ru;q=0.1", "ru"}, Case{"de,fr", "kk"},
                                         Case{",,;;", "kk"}));

TEST(AcceptLanguageTest, IgnoresAHeaderThatIsTooLong) {
  EXPECT_EQ(ChooseLanguage("ru" + std::string(300, ' ')), "kk");
}

}  // namespace
}  // namespace oteu::rpc
