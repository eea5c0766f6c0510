#include "service/application/recalculating.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "oteu/v1/payment.pb.h"
#include "service/application/dossier.h"
#include "service/application/names.h"
#include "service/civil/date.h"
#include "service/decision/adjustments.h"
#include "service/decision/recalculate.h"
#include "service/decision/serialize.h"
#include "service/errors/error.h"
#include "service/facts/fold.h"
#include "service/facts/subject.h"

namespace oteu::application {
namespace {

// A granted application of the child with the decisions that a recalculation rests on.
struct Granted {
  v1::Application application;
  store::StoredDecision latest;
  std::string reference_bytes;
  v1::Decision reference;     // on the documents
  v1::Decision previous;      // that stands
  v1::DecisionInputs inputs;  // of the next
  std::vector<std::string> entitled;

  std::string id() const { return ParseApplicationName(application.name()).value_or(""); }
};

absl::Status Unreadable() { return MakeError(ErrorReason::kInternal, "a stored decision cannot be read"); }

absl::StatusOr<Granted> LoadGranted(store::FactView& view, v1::Application application) {
  Granted granted;
  granted.application = std::move(application);
  auto latest = view.GetDecision(granted.id(), 0);
  if (!latest.ok()) return latest.status();
  granted.latest = *std::move(latest);
  if (!granted.previous.ParseFromString(granted.latest.decision) ||
      !granted.inputs.ParseFromString(granted.latest.inputs))
    return Unreadable();
  if (!granted.inputs.has_recalculation()) {
    granted.reference_bytes = granted.latest.decision;
    granted.reference = granted.previous;
    return granted;
  }
  const auto name = ParseDecisionName(granted.inputs.recalculation().reference_decision());
  if (!name.has_value()) return Unreadable();
  auto reference = view.GetDecision(name->application_id, name->version);
  if (!reference.ok()) return reference.status();
  if (!granted.reference.ParseFromString(reference->decision) ||
      !granted.inputs.ParseFromString(reference->inputs))
    return Unreadable();
  granted.reference_bytes = std::move(reference->decision);
  return granted;
}

// What sealed registers pay to the application, by month, as far as no officer decided on it as overpaid;
// drafts pay nothing.
void FillPaidMonths(const store::ChildPayments& payments, Granted* granted) {
  std::map<std::string, v1::PaidMonth> months;
  for (const store::RegisteredMonth& part : payments.months) {
    if (part.application_id != granted->id() || part.state == store::MonthState::kReserved) continue;
    const bool paid = part.state == store::MonthState::kPaid;
    const auto [entry, is_new] = months.try_emplace(part.month);
    v1::PaidMonth& month = entry->second;
    month.set_month(part.month);
    month.set_amount_tiyn(month.amount_tiyn() + part.amount_tiyn - part.decided_tiyn);
    month.set_paid(paid && (is_new || month.paid()));
  }
  for (auto& [name, month] : months)
    *granted->inputs.mutable_recalculation()->add_paid_months() = std::move(month);
}

void FillInputs(const std::vector<v1::RecordedFact>& facts, const regulation::Catalog& catalog,
                absl::Time now, Granted* granted) {
  v1::DecisionInputs& inputs = granted->inputs;
  inputs.set_version(granted->latest.version + 1);
  SetTimestamp(now, inputs.mutable_decided_at());
  inputs.set_regulation_sha256(catalog.sha256());
  v1::RecalculationInputs* recalculation = inputs.mutable_recalculation();
  recalculation->set_reference_decision(granted->reference.name());
  recalculation->set_reference_sha256(decision::Sha256Hex(granted->reference_bytes));
  recalculation->set_previous_decision(granted->previous.name());
  recalculation->set_previous_sha256(decision::Sha256Hex(granted->latest.decision));
  for (const v1::RecordedFact& fact : facts) *recalculation->add_facts() = fact;
}

// A month stays with the application that was granted it on its documents, while it is entitled there; else
// it falls to the first one granted that entitles it. So no arrival order moves a month between applications.
void ShareMonths(const regulation::Catalog& catalog, std::vector<Granted>* all) {
  if (all->size() < 2) return;
  std::map<std::string, std::size_t> holder;
  for (Granted& granted : *all) {
    auto months = decision::MonthsByFacts(granted.reference, granted.inputs, catalog);
    const auto& kept = granted.previous.granted_months();
    granted.entitled = months.ok() ? *std::move(months) : std::vector<std::string>(kept.begin(), kept.end());
  }
  for (std::size_t i = 0; i < all->size(); ++i) {
    const auto& reference = (*all)[i].reference.granted_months();
    for (const std::string& month : (*all)[i].entitled) {
      if (std::find(reference.begin(), reference.end(), month) != reference.end()) holder[month] = i;
    }
  }
  for (std::size_t i = 0; i < all->size(); ++i) {
    for (const std::string& month : (*all)[i].entitled) holder.emplace(month, i);
  }
  for (const auto& [month, i] : holder) {
    for (std::size_t other = 0; other < all->size(); ++other) {
      if (other != i) (*all)[other].inputs.mutable_recalculation()->add_months_held_elsewhere(month);
    }
  }
}

store::Grant MakeGrant(const Granted& granted, const v1::Decision& made) {
  store::Grant grant;
  grant.application_id = granted.id();
  grant.applicant_iin = granted.inputs.form().applicant_iin();
  grant.district_kato = granted.inputs.form().district_kato();
  grant.regulation_id = made.regulation_id();
  const auto applied_on = civil::FromProto(made.applied_on());
  if (applied_on.ok()) grant.applied_on = civil::FormatIsoDate(*applied_on);
  grant.months.assign(made.granted_months().begin(), made.granted_months().end());
  return grant;
}

// The overpayment of `made` as officers find it; followers are told of one that `previous` did not propose.
std::optional<store::ProposedOverpayment> ProposedBy(const Granted& granted, const v1::Decision& made) {
  const v1::Adjustment* proposed = decision::RegisteredOverpayment(made);
  if (proposed == nullptr) return std::nullopt;
  v1::Overpayment overpayment;
  overpayment.set_name(OverpaymentName(granted.id(), made.version()));
  overpayment.set_state(v1::OVERPAYMENT_STATE_PROPOSED);
  overpayment.set_district_kato(granted.inputs.form().district_kato());
  overpayment.set_child_iin(granted.inputs.form().child_iin());
  *overpayment.mutable_adjustment() = *proposed;
  overpayment.set_decision(made.name());
  *overpayment.mutable_proposed_at() = made.decided_at();
  const v1::Adjustment* before = decision::RegisteredOverpayment(granted.previous);
  const bool same = before != nullptr && decision::SameLines(*before, *proposed);
  return store::ProposedOverpayment{decision::SerializeDeterministically(overpayment), !same};
}

store::Change MakeChange(const Granted& granted, const v1::Decision& made, absl::Time now,
                         RecalculationCause cause) {
  store::Change change;
  change.application_id = granted.id();
  change.expected_revision = granted.application.revision();
  change.application = granted.application;
  change.application.set_revision(change.expected_revision + 1);
  change.application.set_latest_decision(made.name());
  SetTimestamp(now, change.application.mutable_updated_at());
  change.decision =
      store::StoredDecision{made.version(), decision::SerializeDeterministically(made),
                            decision::SerializeInputs(granted.inputs), granted.latest.document_sha256s};
  for (const v1::Adjustment& adjustment : made.recalculation().adjustments()) {
    change.adjustments.push_back({adjustment.kind(), adjustment.state(), adjustment.amount_tiyn(),
                                  decision::SerializeDeterministically(adjustment)});
  }
  change.overpayment = ProposedBy(granted, made);
  change.grant = MakeGrant(granted, made);
  change.event = "ENTITLEMENT_RECALCULATED";
  change.actor = cause == RecalculationCause::kFacts ? "facts" : "law";
  change.at = now;
  return change;
}

// Most grants: nobody stated anything about the child, and nothing was recalculated.
absl::StatusOr<bool> RestsOnDocuments(store::FactView& view, const std::string& child_iin,
                                      const std::vector<v1::Application>& applications) {
  const bool first = std::all_of(applications.begin(), applications.end(), [](const v1::Application& one) {
    return absl::EndsWith(one.latest_decision(), "/decisions/1");
  });
  if (!first) return false;
  const auto has_facts = view.HasFacts(child_iin);
  if (!has_facts.ok()) return has_facts.status();
  return !*has_facts;
}

absl::StatusOr<std::vector<Granted>> LoadAll(store::FactView& view,
                                             std::vector<v1::Application> applications) {
  std::vector<Granted> all;
  for (v1::Application& application : applications) {
    auto granted = LoadGranted(view, std::move(application));
    if (!granted.ok()) return granted.status();
    all.push_back(*std::move(granted));
  }
  std::stable_sort(all.begin(), all.end(), [](const Granted& a, const Granted& b) {
    return FromTimestamp(a.reference.decided_at()) < FromTimestamp(b.reference.decided_at());
  });
  return all;
}

absl::StatusOr<std::vector<v1::RecordedFact>> StandingFacts(store::FactView& view,
                                                            const std::string& child_iin) {
  auto facts = view.FactsThatHold(child_iin);
  if (!facts.ok()) return facts.status();
  std::vector<v1::RecordedFact> standing = facts::Standing(*facts);
  const auto confirms = [](const v1::RecordedFact& f) {
    return !facts::ConcernsEntitlement(f.fact().kind());
  };
  standing.erase(std::remove_if(standing.begin(), standing.end(), confirms), standing.end());
  return standing;
}

}  // namespace

store::Recalculate MakeRecalculate(std::shared_ptr<const regulation::Catalog> catalog, bool catalog_is_stored,
                                   absl::Time now, RecalculationCause cause) {
  return
      [catalog = std::move(catalog), catalog_is_stored, now, cause](
          store::FactView& view, const std::string& child_iin) -> absl::StatusOr<std::vector<store::Change>> {
        auto applications = view.GrantedApplications(child_iin);
        if (!applications.ok()) return applications.status();
        if (cause == RecalculationCause::kFacts) {
          const auto rests = RestsOnDocuments(view, child_iin, *applications);
          if (!rests.ok()) return rests.status();
          if (*rests) return std::vector<store::Change>();
        }
        auto all = LoadAll(view, *std::move(applications));
        if (!all.ok()) return all.status();
        if (all->empty()) return std::vector<store::Change>();
        const auto facts = StandingFacts(view, child_iin);
        if (!facts.ok()) return facts.status();
        const bool untouched = std::none_of(all->begin(), all->end(), [](const Granted& granted) {
          return granted.previous.has_recalculation();
        });
        if (cause == RecalculationCause::kFacts && facts->empty() && untouched)
          return std::vector<store::Change>();
        const auto payments = view.GetPayments(child_iin);
        if (!payments.ok()) return payments.status();
        for (Granted& granted : *all) {
          FillInputs(*facts, *catalog, now, &granted);
          FillPaidMonths(*payments, &granted);
        }
        ShareMonths(*catalog, &*all);
        std::vector<store::Change> changes;
        for (const Granted& granted : *all) {
          auto made = decision::Recalculate(granted.reference, granted.previous, granted.inputs, *catalog);
          if (!made.ok()) return made.status();
          if (decision::IsUnchanged(*made, granted.previous)) continue;
          changes.push_back(MakeChange(granted, *made, now, cause));
          if (!catalog_is_stored)
            changes.back().snapshots.push_back({catalog->sha256(), catalog->snapshot()});
        }
        return changes;
      };
}

}  // namespace oteu::application
