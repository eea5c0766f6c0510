// Names, ids, page tokens and the encoding of answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "oteu/v1/application_service.pb.h"
#include "service/application/ids.h"
#include "service/application/names.h"
#include "service/application/page_token.h"
#include "service/application/write.h"

namespace oteu::application {
namespace {

TEST(NamesTest, ApplicationsHaveOneForm) {
  EXPECT_EQ(ParseApplicationName("applications/a-1"), "a-1");
  for (const char* bad :
       {"", "applications/", "applications/a/b", "Applications/a", "applications/a b", "a"}) {
    EXPECT_EQ(ParseApplicationName(bad), std::nullopt) << bad;
  }
  EXPECT_EQ(ParseApplicationName("applications/" + std::string(65, 'a')), std::nullopt);
}

TEST(NamesTest, DecisionsAreNumberedOrLatest) {
  EXPECT_EQ(ParseDecisionName("applications/a/decisions/12")->version, 12);
  EXPECT_EQ(ParseDecisionName("applications/a/decisions/latest")->version, 0);
  for (const char* bad :
       {"applications/a", "applications/a/decisions/", "applications/a/decisions/0",
        "applications/a/decisions/01", "applications/a/decisions/-1", "applications/a/decisions/+1",
        "applications/a/decisions/1x", "applications/a/decisions/99999999999"}) {
    EXPECT_FALSE(ParseDecisionName(bad).has_value()) << bad;
  }
}

TEST(NamesTest, EntitlementsEndThere) {
  EXPECT_EQ(ParseEntitlementName("applications/a/entitlement"), "a");
  EXPECT_EQ(ParseEntitlementName("applications/a/entitlement/x"), std::nullopt);
}

TEST(IdsTest, LaterIdsSortAfterEarlierOnes) {
  IdGenerator ids;
  std::string last;
  for (int i = 0; i < 10000; ++i) {
    // The clock steps back now and then.
    const std::string id = ids.Next(absl::FromUnixMillis(1'700'000'000'000 - i % 7));
    EXPECT_LT(last, id);
    EXPECT_EQ(id.size(), 36U);
    EXPECT_EQ(id[14], '7');
    EXPECT_TRUE(ParseApplicationName(ApplicationName(id)).has_value());
    last = id;
  }
}

TEST(IdsTest, ThreadsGetDifferentIds) {
  IdGenerator ids;
  std::vector<std::string> a(1000);
  std::vector<std::string> b(1000);
  const auto fill = [&ids](std::vector<std::string>* out) {
    for (std::string& id : *out) id = ids.Next(absl::UnixEpoch());
  };
  std::thread one(fill, &a);
  std::thread two(fill, &b);
  one.join();
  two.join();
  std::set<std::string> all(a.begin(), a.end());
  all.insert(b.begin(), b.end());
  EXPECT_EQ(all.size(), 2000U);
}

TEST(PageTokenTest, IsBoundToListAndFilter) {
  const std::string token = MakePageToken("List", "filter", "position");
  EXPECT_EQ(ReadPageToken("List", "filter", token), "position");
  EXPECT_EQ(ReadPageToken("Other", "filter", token), std::nullopt);
  EXPECT_EQ(ReadPageToken("List", "filter2", token), std::nullopt);
}

TEST(PageTokenTest, AnyChangedCharacterIsFound) {
  const std::string token = MakePageToken("List", "filter", "position");
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    const auto position = ReadPageToken("List", "filter", changed);
    // The last character may hold spare bits; what is read is never another position.
    EXPECT_TRUE(!position.has_value() || *position == "position") << i;
  }
  EXPECT_EQ(ReadPageToken("List", "filter", ""), std::nullopt);
  EXPECT_EQ(ReadPageToken("List", "filter", "!!"), std::nullopt);
  EXPECT_EQ(ReadPageToken("List", "filter", std::string(10000, 'A')), std::nullopt);
}

TEST(AnswerTest, IsTheSerializedResponse) {
  v1::SubmitApplicationResponse response;
  response.mutable_application()->set_name("applications/a");
  response.mutable_decision()->set_version(3);
  const std::string decision = response.decision().SerializeAsString();
  EXPECT_EQ(EncodeAnswer(response.application(), decision), response.SerializeAsString());
}

}  // namespace
}  // namespace oteu::application
