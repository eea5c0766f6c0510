// ListChanges: the change feed from a token on, snapshot first. WatchChanges is the same again and again.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "service/application/dossier.h"
#include "service/application/names.h"
#include "service/application/page_token.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/decision/identifiers.h"
#include "service/decision/serialize.h"

namespace oteu::application {
namespace {

constexpr absl::string_view kKindPrefix = "CHANGE_KIND_";

// An event of the audit log that is a change for followers: the kind's name without its prefix. Events
// without a kind (an application was looked at, and nothing came of it) are left out.
v1::ChangeKind KindOf(const std::string& event) {
  v1::ChangeKind kind = v1::CHANGE_KIND_UNSPECIFIED;
  if (!v1::ChangeKind_Parse(absl::StrCat(kKindPrefix, event), &kind)) return v1::CHANGE_KIND_UNSPECIFIED;
  return kind;
}

std::string EventOf(v1::ChangeKind kind) { return v1::ChangeKind_Name(kind).substr(kKindPrefix.size()); }

bool IsEventKind(int kind) { return v1::ChangeKind_IsValid(kind) && kind > v1::CHANGE_KIND_SNAPSHOT; }

std::vector<std::string> EventsOf(const v1::ChangeFilter& filter) {
  std::set<int> kinds(filter.kinds().begin(), filter.kinds().end());
  for (int kind = v1::ChangeKind_MIN; filter.kinds().empty() && kind <= v1::ChangeKind_MAX; ++kind) {
    if (IsEventKind(kind)) kinds.insert(kind);
  }
  std::vector<std::string> events;
  for (const int kind : kinds) events.push_back(EventOf(static_cast<v1::ChangeKind>(kind)));
  return events;
}

Violations Validate(const v1::ListChangesRequest& request) {
  Violations out;
  ValidatePageSize(request.page_size(), &out);
  const v1::ChangeFilter& filter = request.filter();
  if (!filter.district_kato().empty() && !decision::HasKatoShape(filter.district_kato()))
    out.push_back({"filter.district_kato", "must be 9 digits"});
  if (!filter.applicant_iin().empty() && !decision::HasIinShape(filter.applicant_iin()))
    out.push_back({"filter.applicant_iin", "must be 12 digits"});
  if (!filter.school_bin().empty() && !decision::HasIinShape(filter.school_bin()))
    out.push_back({"filter.school_bin", "must be 12 digits"});
  if (filter.kinds_size() > v1::ChangeKind_ARRAYSIZE) {
    out.push_back({"filter.kinds", "too many"});
    return out;
  }
  for (int i = 0; i < filter.kinds_size(); ++i) {
    if (!IsEventKind(filter.kinds(i)))
      out.push_back({absl::StrCat("filter.kinds[", i, "]"), "unknown value"});
  }
  return out;
}

// What a token is bound to: kinds in order and once.
std::string FilterBytes(const v1::ChangeFilter& filter) {
  v1::ChangeFilter bytes;
  bytes.set_district_kato(filter.district_kato());
  bytes.set_applicant_iin(filter.applicant_iin());
  bytes.set_school_bin(filter.school_bin());
  for (const int kind : std::set<int>(filter.kinds().begin(), filter.kinds().end()))
    bytes.add_kinds(static_cast<v1::ChangeKind>(kind));
  return decision::SerializeDeterministically(bytes);
}

store::FeedFilter ToFilter(const v1::ChangeFilter& filter) {
  return {filter.district_kato(), filter.applicant_iin(), filter.school_bin(), EventsOf(filter)};
}

// Where a follower stands: in the snapshot, after an application, with the place at which following begins;
// or following, after a place.
struct Position {
  bool in_snapshot = false;
  store::FeedPlace place;
  std::string after_id;
};

// "S|SEQ|HASH|ID" or "F|SEQ|HASH|": none of them holds a bar.
std::string FormatPosition(const Position& position) {
  return absl::StrCat(position.in_snapshot ? "S|" : "F|", position.place.seq, "|",
                      absl::BytesToHexString(position.place.hash), "|", position.after_id);
}

std::optional<Position> ParsePosition(const std::string& text) {
  const std::vector<std::string> parts = absl::StrSplit(text, '|');
  Position position;
  if (parts.size() != 4 || (parts[0] != "S" && parts[0] != "F")) return std::nullopt;
  position.in_snapshot = parts[0] == "S";
  if (!absl::SimpleAtoi(parts[1], &position.place.seq) || position.place.seq < 0) return std::nullopt;
  position.place.hash = absl::HexStringToBytes(parts[2]);
  position.after_id = parts[3];
  return position;
}

v1::Change ToChange(const store::FeedEntry& entry) {
  v1::Change change;
  change.set_kind(entry.event.empty() ? v1::CHANGE_KIND_SNAPSHOT : KindOf(entry.event));
  change.set_change_id(absl::StrCat(entry.application_id, "@", entry.revision));
  // Several of these stand beside one revision of the application.
  if (change.kind() >= v1::CHANGE_KIND_PAYMENT_REGISTERED)
    absl::StrAppend(change.mutable_change_id(), "/", entry.seq);
  SetTimestamp(absl::FromUnixMicros(entry.at_us), change.mutable_at());
  change.set_application(ApplicationName(entry.application_id));
  change.set_revision(entry.revision);
  change.set_state(static_cast<v1::ApplicationState>(entry.state));
  if (entry.decision_version > 0)
    change.set_decision(absl::StrCat(change.application(), "/decisions/", entry.decision_version));
  return change;
}

// Takes a page into the answer and moves the position to its end.
absl::Status Read(store::Store& store, const store::FeedFilter& filter, int limit, Position* position,
                  v1::ListChangesResponse* response) {
  const bool in_snapshot = position->in_snapshot;
  auto page = in_snapshot ? store.ReadFeedSnapshot(filter, position->after_id, limit)
                          : store.ReadFeed(filter, position->place, limit);
  if (absl::IsOutOfRange(page.status())) {
    return MakeError(ErrorReason::kTokenExpired, "resume_token: the feed cannot be continued from there");
  }
  if (!page.ok()) return FromStore(page.status(), "");
  for (const store::FeedEntry& entry : page->entries) *response->add_changes() = ToChange(entry);
  if (!in_snapshot) {
    position->place = std::move(page->end);
  } else if (page->more) {
    position->after_id = page->entries.back().application_id;
  } else {
    position->in_snapshot = false;
    position->after_id.clear();
  }
  response->set_in_snapshot(position->in_snapshot);
  response->set_more(page->more || in_snapshot);
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::ListChangesResponse> UseCasesImpl::ListChanges(const CallContext& /*call*/,
                                                                  const v1::ListChangesRequest& request) {
  Violations violations = Validate(request);
  const std::string filter_bytes = FilterBytes(request.filter());
  Position position;
  if (!request.resume_token().empty()) {
    const auto text = ReadPageToken("ListChanges", filter_bytes, request.resume_token());
    const auto parsed = text.has_value() ? ParsePosition(*text) : std::nullopt;
    if (!parsed.has_value()) violations.push_back({"resume_token", "is not of this feed and filter"});
    if (parsed.has_value()) position = *parsed;
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  v1::ListChangesResponse response;
  if (request.resume_token().empty()) {
    // Before the snapshot is read: what changes while it is read comes again afterwards.
    auto head = dependencies_.store->FeedHead();
    if (!head.ok()) return FromStore(head.status(), "");
    position.place = *std::move(head);
    position.in_snapshot = !request.skip_snapshot();
  }
  if (!request.resume_token().empty() || !request.skip_snapshot()) {
    absl::Status status = Read(*dependencies_.store, ToFilter(request.filter()),
                               PageSizeOrDefault(request.page_size()), &position, &response);
    if (!status.ok()) return status;
  }
  response.set_resume_token(MakePageToken("ListChanges", filter_bytes, FormatPosition(position)));
  return response;
}

absl::StatusOr<std::int64_t> UseCasesImpl::LatestChange() {
  const auto latest = dependencies_.store->LatestChange();
  if (!latest.ok()) return FromStore(latest.status(), "");
  return *latest;
}

}  // namespace oteu::application
