// Lists on a schedule: what comes in, what never does, and what stays when a host fails.
#include "service/revocation/revocation_fetcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <mutex>

#include "absl/time/clock.h"
#include "tests/service/revocation/fault_server.h"
#include "tests/verification/revocation/crl_builder.h"
#include "tests/verification/verifier/demo_fixture.h"
#include "verification/x509/outline.h"

namespace oteu::revocation {
namespace {

namespace fs = std::filesystem;
using testing::FaultServer;
using testing::Reply;
using testing::Request;
using verification::testing::Now;

class FixedClock : public Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = verification::testing::Now();
};

// What the server says next: set by the test, read on the server's thread.
class TheReply {
 public:
  TheReply& operator=(Reply reply) {
    const std::lock_guard lock(mutex_);
    reply_ = std::move(reply);
    return *this;
  }
  Reply Get() const {
    const std::lock_guard lock(mutex_);
    return reply_;
  }

 private:
  mutable std::mutex mutex_;
  Reply reply_;
};

class Fetcher : public ::testing::Test {
 protected:
  Fetcher() : folder_(::testing::TempDir() + "/fetcher-" + std::to_string(getpid())) {
    fs::remove_all(folder_);
    cache_ = std::make_unique<FetchCache>(*FetchCache::Open(folder_));
    gate_ = *ListGate::Create({family_.root.certificate, family_.issuing_ca.certificate});
  }
  ~Fetcher() override { fs::remove_all(folder_); }

  std::string List(uint64_t number, absl::Time this_update, const demo_pki::SigningKey* key = nullptr) const {
    const auto outline =
        *verification::x509::ReadOutline(verification::openssl::AsBytes(family_.issuing_ca.certificate));
    const std::string name(verification::openssl::AsStringView(outline.subject));
    return *demo_pki::IssueCrl({this_update, this_update + absl::Hours(24), number},
                               {name, key != nullptr ? key : &family_.issuing_ca.key});
  }
  std::unique_ptr<RevocationFetcher> Make(const std::string& url) {
    return std::make_unique<RevocationFetcher>(FetcherOptions{
        .lists = {{"nca", url, absl::Hours(1)}},
        .bytes_max = 100000,
        .timeout = absl::Seconds(5),
        .client = &client_,
        .cache = cache_.get(),
        .gate = [this] { return gate_; },
        .clock = &clock_,
        .log = &log_,
        .on_change = [this] { ++changes_; },
        .random = [] { return 0.0; },
    });
  }
  // What one reply does to a fetcher that has `first_` already.
  ListMetrics After(const Reply& reply) {
    reply_ = {.body = first_};
    const auto fetcher = Make(server_.Url());
    fetcher->FetchDue();
    EXPECT_EQ(changes_, 1);
    reply_ = reply;
    clock_.now += absl::Hours(1);
    fetcher->FetchDue();
    lists_ = fetcher->Lists();
    return fetcher->Metrics()[0];
  }

  const std::string folder_;
  const demo_pki::DemoFamily& family_ = verification::testing::Family();
  const std::string first_ = List(5, Now() - absl::Hours(2));
  FixedClock clock_;
  std::vector<std::string> lines_;
  logging::Logger log_{[this](absl::string_view line) { lines_.emplace_back(line); }, logging::Level::kDebug,
                       &clock_};
  HttpClient client_{{.hosts = {"127.0.0.1"}}};
  std::unique_ptr<FetchCache> cache_;
  std::shared_ptr<const ListGate> gate_;
  int changes_ = 0;
  TheReply reply_;
  std::vector<std::string> lists_;
  FaultServer server_{[this](const Request&) { return reply_.Get(); }};
};

TEST_F(Fetcher, FetchesKeepsAndTells) {
  reply_ = {.headers = "ETag: \"5\"\r\n", .body = first_};
  const auto fetcher = Make(server_.Url());
  EXPECT_TRUE(fetcher->Lists().empty());
  const absl::Time next = fetcher->FetchDue();
  EXPECT_EQ(next, clock_.now + absl::Hours(1));
  EXPECT_EQ(changes_, 1);
  EXPECT_EQ(fetcher->Lists(), std::vector<std::string>{first_});
  const ListMetrics metrics = fetcher->Metrics()[0];
  EXPECT_EQ(metrics.fetched, 1);
  EXPECT_EQ(metrics.failed, 0);
  EXPECT_EQ(metrics.this_update, Now() - absl::Hours(2));
  EXPECT_EQ(metrics.next_update, Now() + absl::Hours(22));
  EXPECT_EQ(metrics.checked_at, clock_.now);
  ASSERT_EQ(lines_.size(), 1u);
  EXPECT_THAT(lines_[0],
              ::testing::HasSubstr("\"event\":\"REVOCATION_FETCHED\",\"what\":\"nca\",\"count\":0,\"size\":" +
                                   std::to_string(first_.size()) + ",\"age_s\":7200"));
  fetcher->FetchDue();
  EXPECT_EQ(server_.requests().size(), 1u) << "not due";
}

TEST_F(Fetcher, AsksForChangesAlone) {
  reply_ = {.headers = "ETag: \"5\"\r\n", .body = first_};
  const auto fetcher = Make(server_.Url());
  fetcher->FetchDue();
  reply_ = {.status = "304 Not Modified"};
  clock_.now += absl::Hours(1);
  fetcher->FetchDue();
  EXPECT_EQ(server_.requests().at(1).Header("If-None-Match"), "\"5\"");
  EXPECT_EQ(changes_, 1);
  EXPECT_EQ(fetcher->Metrics()[0].not_modified, 1);
  EXPECT_THAT(lines_.at(1), ::testing::HasSubstr("REVOCATION_UNCHANGED")) << "one line for each refresh";
  EXPECT_EQ(fetcher->Metrics()[0].checked_at, clock_.now);
  EXPECT_EQ(cache_->Read("nca", 100000)->meta.fetched_at, clock_.now);
  EXPECT_EQ(cache_->Read("nca", 100000)->meta.etag, "\"5\"");
  // A host that has a newer one.
  const std::string second = List(6, clock_.now);
  reply_ = {.headers = "ETag: \"6\"\r\n", .body = second};
  clock_.now += absl::Hours(1);
  fetcher->FetchDue();
  EXPECT_EQ(changes_, 2);
  EXPECT_EQ(fetcher->Lists(), std::vector<std::string>{second});
}

TEST_F(Fetcher, TheSameBytesAgainAreNoChange) {
  EXPECT_EQ(After({.body = first_}).not_modified, 1);
  EXPECT_EQ(changes_, 1);
}

TEST_F(Fetcher, SurvivesARestart) {
  reply_ = {.body = first_};
  Make(server_.Url())->FetchDue();
  reply_ = {.status = "503 Busy"};
  const auto fetcher = Make(server_.Url());
  EXPECT_EQ(fetcher->Lists(), std::vector<std::string>{first_});
  EXPECT_EQ(fetcher->Metrics()[0].this_update, Now() - absl::Hours(2));
}

TEST_F(Fetcher, WhateverTheHostDoesTheLastGoodListStays) {
  const std::vector<std::pair<std::string, Reply>> faults = {
      {"403", {.status = "403 Forbidden"}},
      {"500", {.status = "500 Oops"}},
      {"303 elsewhere", {.status = "303 See Other", .headers = "Location: http://example.kz/\r\n"}},
      {"hangs up", {.hang_up = true}},
      {"cut short", {.body = first_.substr(0, 100), .declared_length = static_cast<int64_t>(first_.size())}},
      {"half a list, declared whole", {.body = first_.substr(0, 100)}},
      {"an error page", {.body = "<html>maintenance</html>"}},
      {"nothing", {}},
      {"too much", {.body = std::string(100001, 'x')}},
      {"another CA's key", {.body = List(6, Now(), &family_.root.key)}},
      {"an older list", {.body = List(4, Now() - absl::Hours(3))}},
      {"an older number with a newer date", {.body = List(4, Now())}},
  };
  for (const auto& [name, reply] : faults) {
    SCOPED_TRACE(name);
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    changes_ = 0;
    lines_.clear();
    const ListMetrics metrics = After(reply);
    EXPECT_EQ(lists_, std::vector<std::string>{first_});
    EXPECT_EQ(changes_, 1) << "the first alone";
    EXPECT_EQ(metrics.failed, 1);
    EXPECT_EQ(metrics.this_update, Now() - absl::Hours(2));
    EXPECT_EQ(metrics.due_at, clock_.now + absl::Minutes(1)) << "sooner than the interval";
    ASSERT_EQ(lines_.size(), 2u);
    EXPECT_THAT(lines_[1], ::testing::HasSubstr("REVOCATION_FETCH_FAILED"));
    EXPECT_THAT(lines_[1], ::testing::HasSubstr("\"failures\":1"));
  }
}

TEST_F(Fetcher, AChangedByteIsNotLetIn) {
  for (size_t i = 0; i < first_.size(); ++i) {
    std::string changed = first_;
    changed[i] = static_cast<char>(changed[i] ^ 0x01);
    EXPECT_FALSE(gate_->Admit(changed, "").ok()) << i;
  }
  EXPECT_TRUE(gate_->Admit(first_, "").ok());
}

// ---- Deltas that a list refers to ----

class Deltas : public Fetcher {
 protected:
  // A list of the issuing CA: complete, or with `base` a delta to that number.
  std::string Numbered(uint64_t number, absl::Time this_update, int base,
                       const std::string& more = "") const {
    namespace revocation = verification::revocation;
    revocation::CrlPlan plan = {
        .issuer = verification::testing::SubjectOf(family_.issuing_ca.certificate),
        .key = &family_.issuing_ca.key,
        .this_update = this_update,
        .next_update = this_update + absl::Hours(24),
        .extensions = revocation::Extension("2.5.29.20", false, demo_pki::der::SmallInteger(number)) + more};
    if (base >= 0) {
      plan.extensions +=
          revocation::Extension("2.5.29.27", true, demo_pki::der::SmallInteger(static_cast<uint64_t>(base)));
    }
    return revocation::MakeCrl(plan);
  }
  static std::string FreshestAt(const std::vector<std::string>& urls) {
    namespace der = demo_pki::der;
    std::string names;
    for (const std::string& url : urls) names += der::Element(0x86, url);
    return verification::revocation::Extension(
        "2.5.29.46", false, der::Sequence({der::Sequence({der::Explicit(0, der::Element(0xA0, names))})}));
  }
};

TEST_F(Deltas, ComeByThemselvesFromHostsThatMayBeAsked) {
  std::string list;
  std::string delta = Numbered(6, Now() - absl::Hours(1), 5);
  const FaultServer server([&](const Request& request) {
    return Reply{.body = request.head.starts_with("GET /delta.crl ") ? delta : list};
  });
  list = Numbered(5, Now() - absl::Hours(2), -1,
                  FreshestAt({"http://elsewhere.example/delta.crl", server.Url("/delta.crl")}));
  auto fetcher = Make(server.Url());
  fetcher->FetchDue();
  EXPECT_EQ(changes_, 1) << "both in one round";
  EXPECT_EQ(fetcher->Lists(), (std::vector<std::string>{list, delta}));
  ASSERT_EQ(fetcher->Metrics().size(), 2u);
  EXPECT_EQ(fetcher->Metrics()[1].name, "nca-delta");
  EXPECT_EQ(server.requests().size(), 2u);
  // The next delta, on the schedule of its list; after a restart too.
  delta = Numbered(7, Now(), 5);
  clock_.now += absl::Hours(2);
  fetcher = Make(server.Url());
  EXPECT_EQ(fetcher->Lists().size(), 2u) << "before anybody is asked";
  fetcher->FetchDue();
  EXPECT_EQ(fetcher->Lists(), (std::vector<std::string>{list, delta}));
}

TEST_F(Deltas, OfOtherHostsAreNotFetched) {
  reply_ = {.body = Numbered(5, Now(), -1,
                             FreshestAt({"http://elsewhere.example/delta.crl", "ldap://127.0.0.1/delta"}))};
  const auto fetcher = Make(server_.Url());
  fetcher->FetchDue();
  EXPECT_EQ(fetcher->Metrics().size(), 1u);
  EXPECT_EQ(server_.requests().size(), 1u);
}

TEST_F(Fetcher, WaitsLongerAfterEachFailure) {
  reply_ = {.status = "503 Busy"};
  const auto fetcher = Make(server_.Url());
  for (const int minutes : {1, 2, 4, 8, 16, 32, 60, 60}) {
    EXPECT_EQ(fetcher->FetchDue(), clock_.now + absl::Minutes(minutes));
    clock_.now += absl::Minutes(minutes);
  }
  EXPECT_EQ(fetcher->Metrics()[0].failures_in_row, 8);
  reply_ = {.body = first_};
  EXPECT_EQ(fetcher->FetchDue(), clock_.now + absl::Hours(1));
  EXPECT_EQ(fetcher->Metrics()[0].failures_in_row, 0);
}

TEST_F(Fetcher, WithoutCertificatesNothingIsLetIn) {
  gate_ = nullptr;
  reply_ = {.body = first_};
  const auto fetcher = Make(server_.Url());
  fetcher->FetchDue();
  EXPECT_TRUE(fetcher->Lists().empty());
  EXPECT_EQ(fetcher->Metrics()[0].rejected, 1);
}

TEST_F(Fetcher, ADamagedCacheIsFetchedAnew) {
  reply_ = {.headers = "ETag: \"5\"\r\n", .body = first_};
  Make(server_.Url())->FetchDue();
  std::ofstream(folder_ + "/nca." + cache_->Read("nca", 100000)->sha256) << "damaged";
  const auto fetcher = Make(server_.Url());
  EXPECT_TRUE(fetcher->Lists().empty());
  fetcher->FetchDue();
  EXPECT_EQ(server_.requests().at(1).Header("If-None-Match"), "") << "nothing at hand to compare with";
  EXPECT_EQ(fetcher->Lists(), std::vector<std::string>{first_});
}

TEST_F(Fetcher, RunsByItselfAndStops) {
  reply_ = {.body = first_};
  const auto fetcher = Make(server_.Url());
  fetcher->Start();
  for (int i = 0; i < 500 && fetcher->Metrics()[0].fetched == 0; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(fetcher->Metrics()[0].fetched, 1);
  const absl::Time start = absl::Now();
  fetcher->Stop();
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
}

}  // namespace
}  // namespace oteu::revocation
