// The reads of the store on one connection. Not thread-safe: ReaderPool lends each to one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/store/sqlite/audit_queries.h"
#include "service/store/sqlite/connection.h"
#include "service/store/sqlite/fact_queries.h"
#include "service/store/sqlite/feed_queries.h"
#include "service/store/sqlite/judge_fact.h"
#include "service/store/sqlite/list_applications.h"
#include "service/store/sqlite/notice_queries.h"
#include "service/store/sqlite/register_queries.h"
#include "service/store/sqlite/statement.h"
#include "service/store/store.h"

namespace oteu::store::sqlite {

// Each as the method of Store of the same name.
class ReadQueries {
 public:
  static absl::StatusOr<std::unique_ptr<ReadQueries>> Create(Connection connection);

  absl::StatusOr<StoredRequest> FindRequest(absl::string_view request_key);
  absl::StatusOr<oteu::v1::Application> GetApplication(absl::string_view application_id);
  absl::StatusOr<StoredDecision> GetDecision(absl::string_view application_id, std::int32_t version);
  absl::StatusOr<oteu::v1::Document> GetDocument(absl::string_view sha256);
  absl::StatusOr<std::string> GetSnapshot(absl::string_view sha256_hex);
  absl::StatusOr<bool> HasSnapshot(absl::string_view sha256_hex);
  absl::StatusOr<ApplicationPage> ListApplications(const ApplicationFilter& filter,
                                                   absl::string_view before_id, int limit);
  absl::StatusOr<ChildClaims> GetClaims(absl::string_view child_iin);
  absl::StatusOr<std::vector<std::string>> ListForRetry(absl::Time before, int limit);

  // What is asked about facts.
  FactQueries& facts() { return facts_; }
  FactJudge& judge() { return judge_; }
  FeedQueries& feed() { return feed_; }
  RegisterQueries& registers() { return registers_; }
  AuditQueries& audit() { return audit_; }

  NoticeQueries& notices() { return notices_; }

  const Connection& connection() const { return connection_; }

 private:
  explicit ReadQueries(Connection connection) : connection_(std::move(connection)) {}

  Connection connection_;
  ApplicationLister lister_;
  FactQueries facts_;
  FactJudge judge_;
  FeedQueries feed_;
  RegisterQueries registers_;
  AuditQueries audit_;
  NoticeQueries notices_;
  Statement find_request_, get_application_, get_document_, get_snapshot_;
  Statement has_snapshot_, get_claims_, list_for_retry_;
};

}  // namespace oteu::store::sqlite
