// GiveNotices and ListNotices: what falls due of the stored applications, each told once; and the amounts of
// grants, when the law that they rest on became another.
//
// A look derives everything anew from the stored decision and the facts of today; only the day of the next
// look is kept. A notice is a change of its application: when another replica, or anybody else, was quicker,
// the revision moved and nothing is written.
#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "service/application/dossier.h"
#include "service/application/names.h"
#include "service/application/page_token.h"
#include "service/application/recalculating.h"
#include "service/application/store_errors.h"
#include "service/application/use_cases_impl.h"
#include "service/application/validate.h"
#include "service/civil/date.h"
#include "service/decision/identifiers.h"
#include "service/decision/serialize.h"
#include "service/facts/fold.h"
#include "service/facts/subject.h"
#include "service/limits.h"
#include "service/notices/texts.h"
#include "service/notices/turn.h"
#include "service/store/commit_and_wait.h"

namespace oteu::application {
namespace {

// An application as it is looked at.
struct Looked {
  std::string id;
  v1::Application application;
  v1::Decision decision;
  v1::DecisionInputs inputs;
};

absl::StatusOr<Looked> Load(store::Store& store, const std::string& id) {
  Looked looked;
  looked.id = id;
  auto application = store.GetApplication(id);
  if (!application.ok()) return application.status();
  looked.application = *std::move(application);
  const auto stored = store.GetDecision(id, 0);
  if (!stored.ok()) return stored.status();
  if (!looked.decision.ParseFromString(stored->decision) || !looked.inputs.ParseFromString(stored->inputs))
    return MakeError(ErrorReason::kInternal, "a stored decision cannot be read");
  return looked;
}

// A later grant for the child to the same applicant: the terms of that one count.
absl::StatusOr<bool> IsFollowed(store::Store& store, const Looked& looked) {
  store::ApplicationFilter filter;
  filter.child_iin = looked.application.form().child_iin();
  filter.applicant_iin = looked.application.form().applicant_iin();
  filter.states = {v1::APPLICATION_STATE_GRANTED};
  const auto page = store.ListApplications(filter, "", 1);
  if (!page.ok()) return page.status();
  return !page->applications.empty() && page->applications[0].name() != looked.application.name();
}

absl::StatusOr<std::vector<v1::RecordedFact>> StandingFacts(store::Store& store,
                                                            const std::string& child_iin) {
  auto facts = store.FactsThatHold(child_iin);
  if (!facts.ok()) return facts.status();
  std::vector<v1::RecordedFact> standing = facts::Standing(*facts);
  std::erase_if(standing,
                [](const v1::RecordedFact& fact) { return !facts::ConcernsEntitlement(fact.fact().kind()); });
  return standing;
}

absl::StatusOr<std::vector<notices::Event>> EventsOf(store::Store& store, const Looked& looked,
                                                     const regulation::Catalog& catalog, absl::CivilDay today,
                                                     const notices::Plan& plan) {
  if (looked.application.state() != v1::APPLICATION_STATE_GRANTED)
    return notices::Deadlines(looked.application.state(), looked.decision, catalog, plan);
  const auto followed = IsFollowed(store, looked);
  if (!followed.ok()) return followed.status();
  if (*followed) return std::vector<notices::Event>();
  const auto standing = StandingFacts(store, looked.application.form().child_iin());
  if (!standing.ok()) return standing.status();
  return notices::Terms(looked.decision, looked.inputs, *standing, catalog, today, plan);
}

absl::StatusOr<std::vector<notices::Given>> GivenBefore(store::Store& store, const std::string& id) {
  store::NoticeFilter filter;
  filter.application_id = id;
  std::vector<notices::Given> given;
  std::int64_t after = 0;
  while (true) {
    const auto page = store.ListNotices(filter, after, limits::kMaxPageSize);
    if (!page.ok()) return page.status();
    for (const store::ListedNotice& listed : *page) {
      v1::Notice notice;
      if (!notice.ParseFromString(listed.notice))
        return MakeError(ErrorReason::kInternal, "a stored notice cannot be read");
      const auto due_on = civil::FromProto(notice.due_on());
      if (due_on.ok()) given.push_back({notice.kind(), *due_on, notice.days_before()});
      after = listed.number;
    }
    if (page->size() < static_cast<std::size_t>(limits::kMaxPageSize)) return given;
  }
}

std::string DayOrNever(std::optional<absl::CivilDay> day) {
  return day.has_value() ? civil::FormatIsoDate(*day) : "";
}

store::StoredNotice MakeNotice(const Looked& looked, const notices::Turn::Telling& telling, absl::Time now) {
  const notices::Event& event = *telling.event;
  v1::Notice notice;
  notice.set_application(looked.application.name());
  notice.set_kind(event.kind);
  *notice.mutable_due_on() = civil::ToProto(event.due_on);
  notice.set_days_before(telling.days_before);
  SetTimestamp(now, notice.mutable_given_at());
  notice.set_decision(looked.decision.name());
  *notice.mutable_text() = notices::TextOf(event.kind, event.due_on);
  for (const v1::Citation& citation : event.citations) *notice.add_citations() = citation;
  return {event.kind, civil::FormatIsoDate(event.due_on), telling.days_before,
          decision::SerializeDeterministically(notice)};
}

store::Change ChangeFor(const Looked& looked, const notices::Turn& turn, bool deemed, absl::Time now) {
  store::Change change;
  change.application_id = looked.id;
  change.expected_revision = looked.application.revision();
  change.application = looked.application;
  change.application.set_revision(change.expected_revision + 1);
  SetTimestamp(now, change.application.mutable_updated_at());
  for (const notices::Turn::Telling& telling : turn.now) {
    if ((telling.event->kind == v1::NOTICE_KIND_DEEMED_REFUSAL) != deemed) continue;
    change.notices.push_back(MakeNotice(looked, telling, now));
    if (deemed) *change.application.mutable_deemed_refused_after() = civil::ToProto(telling.event->due_on);
  }
  change.look_on = DayOrNever(turn.look_on);
  change.event = deemed ? "DEEMED_REFUSAL_RECORDED" : "NOTICE_GIVEN";
  change.actor = "oteu";
  change.at = now;
  return change;
}

// True when it was written; false when somebody was quicker.
absl::StatusOr<bool> Write(store::Store& store, store::Change change) {
  const auto result = store::CommitAndWait(store, std::move(change));
  if (!result.ok()) return result.status();
  return result->outcome == store::CommitOutcome::kCommitted;
}

absl::StatusOr<int> Give(store::Store& store, Looked looked, const notices::Turn& turn, absl::Time now) {
  int given = 0;
  for (const bool deemed : {false, true}) {
    store::Change change = ChangeFor(looked, turn, deemed, now);
    if (change.notices.empty()) continue;
    const int count = static_cast<int>(change.notices.size());
    looked.application = change.application;
    const auto written = Write(store, std::move(change));
    if (!written.ok()) return written.status();
    if (!*written) return given;
    given += count;
  }
  return given;
}

Violations Validate(const v1::ListNoticesRequest& request) {
  Violations out;
  ValidatePageSize(request.page_size(), &out);
  if (!request.application().empty() && !ParseApplicationName(request.application()).has_value())
    out.push_back({"application", "must be applications/{application}"});
  if (!request.district_kato().empty() && !decision::HasKatoShape(request.district_kato()))
    out.push_back({"district_kato", "must be 9 digits"});
  if (!request.applicant_iin().empty() && !decision::HasIinShape(request.applicant_iin()))
    out.push_back({"applicant_iin", "must be 12 digits"});
  if (request.kinds_size() > v1::NoticeKind_ARRAYSIZE) {
    out.push_back({"kinds", "too many"});
    return out;
  }
  for (int i = 0; i < request.kinds_size(); ++i) {
    if (request.kinds(i) == 0 || !v1::NoticeKind_IsValid(request.kinds(i)))
      out.push_back({absl::StrCat("kinds[", i, "]"), "unknown value"});
  }
  return out;
}

// What a page token is bound to: kinds in order and once.
std::string FilterBytes(const v1::ListNoticesRequest& request) {
  v1::ListNoticesRequest filter;
  filter.set_application(request.application());
  filter.set_district_kato(request.district_kato());
  filter.set_applicant_iin(request.applicant_iin());
  for (const int kind : std::set<int>(request.kinds().begin(), request.kinds().end()))
    filter.add_kinds(static_cast<v1::NoticeKind>(kind));
  return decision::SerializeDeterministically(filter);
}

// Whether the family may be written to. Nobody is told of the end of a dead child's term: the civil register
// is asked, and its silence is no answer.
enum class Family { kMayBeTold, kUnknown, kChildDead };

Family AskCivilRegister(registry::StateRegistry& registry, const v1::ApplicationForm& form,
                        absl::Time deadline) {
  const v1::FamilyRecord family = registry.LookUpFamily(form.child_iin(), form.applicant_iin(), deadline);
  const v1::RegisterStatus status = family.civil().status();
  if (status != v1::REGISTER_STATUS_FOUND && status != v1::REGISTER_STATUS_NOT_FOUND) return Family::kUnknown;
  return family.civil().has_death_date() ? Family::kChildDead : Family::kMayBeTold;
}

// Ends a look: gives what is due, or notes the day of the next one.
class Looker {
 public:
  Looker(const Dependencies& dependencies, absl::Time now, absl::Time deadline)
      : dependencies_(dependencies),
        store_(*dependencies.store),
        catalog_(dependencies.catalog()),
        now_(now),
        today_(catalog_->LocalDay(now)),
        deadline_(deadline) {}

  absl::CivilDay today() const { return today_; }
  const NoticeCounts& counts() const { return counts_; }

  absl::Status LookAt(const std::string& id) {
    ++counts_.looked;
    auto looked = Load(store_, id);
    if (!looked.ok()) return looked.status();
    const bool may_change = MayChangeByLaw(*looked);
    if (may_change) children_.emplace_back(looked->application.form().child_iin(), id);
    const auto events = EventsOf(store_, *looked, *catalog_, today_, dependencies_.notices);
    if (!events.ok()) return events.status();
    const auto given = GivenBefore(store_, id);
    if (!given.ok()) return given.status();
    notices::Turn turn = notices::Look(*events, *given, today_);
    // An MCI becomes known on a day that is in the data, or comes with new data.
    if (may_change) turn.look_on = std::min(turn.look_on.value_or(today_ + 1), today_ + 1);
    const bool to_family = !turn.now.empty() && looked->application.state() == v1::APPLICATION_STATE_GRANTED;
    const Family family =
        to_family ? AskCivilRegister(*dependencies_.registry, looked->application.form(), deadline_)
                  : Family::kMayBeTold;
    if (turn.now.empty() || family != Family::kMayBeTold) {
      const std::optional<absl::CivilDay> next = family == Family::kChildDead ? std::nullopt
                                                 : family == Family::kUnknown ? std::optional(today_ + 1)
                                                                              : turn.look_on;
      looks_.push_back({id, looked->application.revision(), DayOrNever(next)});
      return absl::OkStatus();
    }
    const auto count = Give(store_, *std::move(looked), turn, now_);
    if (count.ok()) counts_.given += *count;
    return count.status();
  }

  // What cannot be looked at must not keep the others from theirs.
  void LeaveOut(const std::string& id, absl::StatusCode why) {
    std::string name = ApplicationName(id);
    auto& all = counts_.left_out;
    if (std::find(all.begin(), all.end(), name) != all.end()) return;
    if (all.empty()) counts_.why = why;
    all.push_back(std::move(name));
  }

  // What LookAt noted. Applications that are recalculated, or should have been, are looked at again.
  absl::Status Finish() {
    if (absl::Status status = Recalculate(); !status.ok()) return status;
    return looks_.empty() ? absl::OkStatus() : store_.SetNextLooks(std::move(looks_));
  }

 private:
  absl::Status Recalculate() {
    if (children_.empty()) return absl::OkStatus();
    std::vector<std::string> iins;
    for (const auto& [iin, id] : children_) iins.push_back(iin);
    const auto made = store_.RecalculateChildren(
        std::move(iins),
        MakeRecalculate(catalog_, store_.HasSnapshot(catalog_->sha256()), now_, RecalculationCause::kLaw));
    if (!made.ok()) return made.status();
    counts_.recalculated += made->changed;
    for (const std::size_t place : made->left_out) {
      const std::string& id = children_[place].second;
      LeaveOut(id, absl::StatusCode::kInternal);
      std::erase_if(looks_, [&id](const store::NextLook& look) { return look.application_id == id; });
    }
    return absl::OkStatus();
  }

  // A grant of amounts that are provisional (clause 7), or under data that is no longer the one in use.
  bool MayChangeByLaw(const Looked& looked) const {
    return looked.application.state() == v1::APPLICATION_STATE_GRANTED &&
           (looked.decision.entitlement().provisional() ||
            looked.decision.regulation_sha256() != catalog_->sha256());
  }

  const Dependencies& dependencies_;
  store::Store& store_;
  const std::shared_ptr<const regulation::Catalog> catalog_;
  const absl::Time now_;
  const absl::CivilDay today_;
  const absl::Time deadline_;
  std::vector<store::NextLook> looks_;
  std::vector<std::pair<std::string, std::string>> children_;  // to be recalculated, with the application
  NoticeCounts counts_;
};

}  // namespace

absl::StatusOr<NoticeCounts> UseCasesImpl::GiveNotices(int limit, absl::Time deadline) {
  // New data, or a start, when data may have been changed while nobody looked.
  const std::string sha256 = dependencies_.catalog()->sha256();
  if (sha256 != looked_under_) {
    if (absl::Status status = dependencies_.store->LookAtGrantedSoon(); !status.ok()) return status;
    looked_under_ = sha256;
  }
  Looker looker(dependencies_, dependencies_.clock->Now(), deadline);
  const auto ids = dependencies_.store->ListToLook(civil::FormatIsoDate(looker.today()), limit);
  if (!ids.ok()) return ids.status();
  for (const std::string& id : *ids) {
    const absl::Status status = looker.LookAt(id);
    if (!status.ok()) looker.LeaveOut(id, status.code());
  }
  if (absl::Status status = looker.Finish(); !status.ok()) return status;
  return looker.counts();
}

absl::StatusOr<v1::ListNoticesResponse> UseCasesImpl::ListNotices(const CallContext& /*call*/,
                                                                  const v1::ListNoticesRequest& request) {
  Violations violations = Validate(request);
  const std::string filter_bytes = FilterBytes(request);
  std::int64_t after = 0;
  if (!request.page_token().empty()) {
    const auto position = ReadPageToken("ListNotices", filter_bytes, request.page_token());
    if (!position.has_value() || !absl::SimpleAtoi(*position, &after))
      violations.push_back({"page_token", "is not of this list and filter"});
  }
  if (!violations.empty()) return InvalidArgument(std::move(violations));
  store::NoticeFilter filter;
  filter.application_id = ParseApplicationName(request.application()).value_or("");
  filter.district_kato = request.district_kato();
  filter.applicant_iin = request.applicant_iin();
  filter.kinds.assign(request.kinds().begin(), request.kinds().end());
  const int wanted = PageSizeOrDefault(request.page_size());
  auto page = dependencies_.store->ListNotices(filter, after, wanted + 1);
  if (!page.ok()) return FromStore(page.status(), "");
  v1::ListNoticesResponse response;
  response.set_more(page->size() > static_cast<std::size_t>(wanted));
  if (response.more()) page->pop_back();
  for (const store::ListedNotice& listed : *page) {
    v1::Notice* notice = response.add_notices();
    if (!notice->ParseFromString(listed.notice))
      return MakeError(ErrorReason::kInternal, "a stored notice cannot be read");
    notice->set_name(absl::StrCat(ApplicationName(listed.application_id), "/notices/", listed.number));
    after = listed.number;
  }
  response.set_next_page_token(MakePageToken("ListNotices", filter_bytes, absl::StrCat(after)));
  return response;
}

}  // namespace oteu::application
