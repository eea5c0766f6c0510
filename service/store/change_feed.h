// The change feed as a store gives it: the state of applications as it is, and what changed since a place in
// the audit log. A place is the number of an audit record and its hash: in a database that was restored from
// a backup and written on, the same number has another hash, and a follower notices.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace oteu::store {

// Filters are joined by "and"; empty: any.
struct FeedFilter {
  std::string district_kato = {};
  std::string applicant_iin = {};
  std::string school_bin = {};           // applications whose child is a pupil of the school
  std::vector<std::string> events = {};  // as in Change.event
};

struct FeedPlace {
  std::int64_t seq = 0;  // 0: before everything
  std::string hash;      // 32 raw bytes; empty with seq 0
};

struct FeedEntry {
  std::string application_id;
  std::int64_t revision = 0;
  std::int32_t state = 0;             // oteu.v1.ApplicationState
  std::int32_t decision_version = 0;  // 0: the change made no decision
  std::int64_t at_us = 0;
  std::string event;     // empty in a snapshot
  std::int64_t seq = 0;  // of the audit record; 0 in a snapshot
};

struct FeedPage {
  std::vector<FeedEntry> entries;
  FeedPlace end;      // continue here
  bool more = false;  // there is more already
};

// Audit records that one read of the feed looks at, at most: a filter that lets little through must not hold
// a reader for long.
inline constexpr std::int64_t kFeedWindow = 10000;

}  // namespace oteu::store
