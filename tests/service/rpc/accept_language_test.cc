#include "service/rpc/accept_language.h"

#include <gtest/gtest.h>

namespace oteu::rpc {
namespace {

TEST(AcceptLanguageTest, TheHighestWeightWins) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "kk"},
      {"ru", "ru"},
      {"en-GB", "en"},
      {"RU-kz", "ru"},
      {"en;q=0.5, ru;q=0.9, kk;q=0.1", "ru"},
      {"ru, en", "ru"},  // equals: the first
      {"en, ru", "en"},
      {"de, fr;q=0.9", "kk"},  // none of ours
      {"de, en;q=0.1", "en"},
      {"*", "kk"},
      {"*;q=0.5, en;q=0.4", "kk"},
      {"en, *;q=0.5", "en"},
      {"kk;q=0, ru;q=0.001", "ru"},
      {"kk;q=0, *", "ru"},  // anything but Kazakh
      {"ru;q=0, kk;q=0, en;q=0", "kk"},
      {"ru;q=0.5, en;q=0.6, ru-KZ;q=0.7", "ru"},
      {"ru;q=1.000, en;q=0.999", "ru"},
      {" ru ; q=0.3 , en ;q=0.4 ", "en"},
  };
  for (const auto& [header, language] : cases) EXPECT_EQ(ChooseLanguage(header), language) << header;
}

TEST(AcceptLanguageTest, MalformedRangesAreLeftOut) {
  for (const char* header : {"ru;q=2", "ru;q=", "ru;q=1.5", "ru;q=0.12345", "ru;q=-1", "ru;x=1", ";q=1",
                             ",,,", "q=1", "ru;q=0,5;", "ru;q=1.001"}) {
    EXPECT_EQ(ChooseLanguage(header), "kk") << header;
  }
  EXPECT_EQ(ChooseLanguage("ru;q=nonsense, en"), "en");
  EXPECT_EQ(ChooseLanguage(std::string(2000, ',') + "ru"), "kk");
}

}  // namespace
}  // namespace oteu::rpc
